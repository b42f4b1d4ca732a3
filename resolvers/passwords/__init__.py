"""GraphQL of passwords."""
