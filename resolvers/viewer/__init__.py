"""GraphQL of the caller's own account."""
