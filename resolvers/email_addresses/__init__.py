"""GraphQL of e-mail addresses that are to be proven."""
