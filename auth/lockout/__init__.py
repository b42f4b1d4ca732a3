"""Locks against guessing: one counter for each account, over every entrance and factor."""
