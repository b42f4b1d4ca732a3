"""The secret key of every test, and what is derived from it."""

from auth.audit.keys import key_ring
from auth.audit.record import event_writer

KEY = "q" * 43 + "="
RING = key_ring([KEY])
write_events = event_writer(lambda: RING)
