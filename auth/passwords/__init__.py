"""Passwords: hashing, policy, change."""
