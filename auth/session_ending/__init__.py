"""Ending sessions from elsewhere: one's own, somebody else's, and many at once."""
