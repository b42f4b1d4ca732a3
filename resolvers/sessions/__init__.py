"""GraphQL of sessions."""
