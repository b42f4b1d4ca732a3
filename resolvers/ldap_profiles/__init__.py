"""GraphQL of directory profiles."""
