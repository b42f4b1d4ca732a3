"""API tokens: how programs come in, as an account and with a part of what it may do."""
