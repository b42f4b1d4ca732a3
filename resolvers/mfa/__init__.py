"""GraphQL of second factors."""
