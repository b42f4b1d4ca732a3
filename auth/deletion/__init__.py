"""Deletes accounts: what must be settled before, and what can be taken out of them first."""
