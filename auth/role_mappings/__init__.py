"""Role mappings: which groups at an identity provider give which roles here."""
