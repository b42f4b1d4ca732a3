"""GraphQL of policies."""
