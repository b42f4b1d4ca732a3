"""Signing in, as a state that factors advance."""
