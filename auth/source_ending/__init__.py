"""What becomes of accounts when the provider or directory that checks them is deleted."""
