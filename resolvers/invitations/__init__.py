"""GraphQL of invitations."""
