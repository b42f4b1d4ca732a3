"""GraphQL of comparisons of accounts with their directory."""
