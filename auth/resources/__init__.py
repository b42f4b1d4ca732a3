"""The product's resources: who owns them and who is granted them."""
