"""GraphQL of roles."""
