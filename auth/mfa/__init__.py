"""Second factors: time-based one-time passwords, backup codes, and who must have them."""
