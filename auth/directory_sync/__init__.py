"""Compares accounts with the directory that they come from."""
