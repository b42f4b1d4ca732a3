"""Directory profiles: which directories there are and how they are asked."""
