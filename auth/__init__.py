"""The product: everything that is true without HTTP and GraphQL."""
