"""Enforced single sign-on: when passwords that are kept here are refused, and whose are not."""
