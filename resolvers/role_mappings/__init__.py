"""Role mappings as the API shows them."""
