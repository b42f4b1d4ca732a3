"""The audit trail: what is written, by whom it was done, and how it is read."""
