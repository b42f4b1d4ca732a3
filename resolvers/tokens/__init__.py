"""GraphQL of API tokens."""
