"""The licence: how many may be signed in at once, and how many accounts may hold licensed roles."""
