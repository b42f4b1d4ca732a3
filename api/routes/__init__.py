"""What is served beside the GraphQL endpoint."""
