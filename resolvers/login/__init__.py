"""GraphQL of signing in."""
