"""Sessions: how long they live and who they belong to."""
