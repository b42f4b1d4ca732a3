"""What one source address may try in a minute and in an hour."""
