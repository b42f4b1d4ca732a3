"""Groups of accounts, and what joining one brings."""
