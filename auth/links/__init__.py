"""Links that are mailed, or shown once: each good for one purpose, one account and one use."""
