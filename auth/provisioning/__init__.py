"""What an identity from elsewhere comes to here: which account, and which roles."""
