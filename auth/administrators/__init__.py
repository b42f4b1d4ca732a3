"""Can an administrator still get in? Asked before whatever could make the answer no."""
