"""Invitations: accounts whose people choose their first password by a link."""
