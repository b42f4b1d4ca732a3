"""GraphQL of enforced single sign-on."""
