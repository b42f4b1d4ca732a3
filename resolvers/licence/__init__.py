"""GraphQL of the licence."""
