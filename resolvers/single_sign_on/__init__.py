"""GraphQL of single sign-on."""
