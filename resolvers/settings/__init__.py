"""GraphQL of settings."""
