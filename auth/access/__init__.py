"""Who may do what, and why: field rules, overrides, the product's scopes, explanations."""
