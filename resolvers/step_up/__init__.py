"""GraphQL of fresh factors."""
