"""Mail in the schema."""
