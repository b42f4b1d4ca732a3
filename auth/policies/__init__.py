"""Policies: who in a directory gets which roles."""
