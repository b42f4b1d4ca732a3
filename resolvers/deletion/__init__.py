"""GraphQL of deletion."""
