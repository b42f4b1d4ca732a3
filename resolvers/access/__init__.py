"""GraphQL of permissions: field rules, overrides, scopes, explanations."""
