"""GraphQL of groups."""
