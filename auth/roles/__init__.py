"""Roles: what they carry, who may give them."""
