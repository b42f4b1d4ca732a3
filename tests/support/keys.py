"""The secret key of every test, what is derived from it, and the installation that it belongs to."""

from auth.audit.keys import key_ring
from auth.audit.record import event_writer
from auth.installation import Installation
from auth.vault import Vault

KEY = "q" * 43 + "="
RING = key_ring([KEY])
write_events = event_writer(lambda: RING)
INSTALLATION = Installation(Vault(lambda: [KEY]), "https://gatehouse.test", "https://console.test/")
