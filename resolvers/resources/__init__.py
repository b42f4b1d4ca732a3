"""GraphQL of the product's resources."""
