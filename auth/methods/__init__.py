"""Who checks the person behind an account: changing it, and what that comes to (REQUIREMENTS A8)."""
