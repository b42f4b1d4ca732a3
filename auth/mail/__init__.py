"""Mail: what there is to say, the outbox, and how it is sent."""
