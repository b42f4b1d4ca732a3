"""Identity providers: where people sign in by a browser, what they may do with it here, and which roles it gives."""
