"""GraphQL of accounts."""
