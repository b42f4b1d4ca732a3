"""Identity providers as the API shows them."""
