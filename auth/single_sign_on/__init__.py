"""Single sign-on: the way of a browser to an identity provider and back, and what becomes of it."""
