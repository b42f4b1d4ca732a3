"""Secrets at rest: encrypted with keys derived from the secret keys of the installation.

Fernet (AES-128-CBC with HMAC-SHA256), one derived key for each purpose, so that what was sealed for one is worth
nothing for another. Sealing uses the newest secret key; opening tries all, so keys are rotated without an outage.
"""

import base64
import hashlib
import hmac
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import NewType

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

Sealed = NewType("Sealed", str)
"""An encrypted text as it is stored."""


class Purpose(StrEnum):
    """What a secret is for. The value is part of the derived key: never change one."""

    TOTP = "totp"
    MAIL = "mail"
    BACKUP_CODE = "backup-code"
    LDAP_BIND = "ldap-bind"
    SSO_CLIENT = "sso-client"
    SSO_STATE = "sso-state"
    SSO_TOKENS = "sso-tokens"
    SSO_ATTEMPT = "sso-attempt"


class Unopenable(Exception):
    """Something sealed cannot be opened with any key there is: the key it was sealed with is gone."""


class Vault:
    """Seals and opens. The keys are read when they are first needed."""

    def __init__(self, secret_keys: Callable[[], Sequence[str]]) -> None:
        """``secret_keys`` gives Fernet keys (32 bytes in base64url), newest first; at least one."""
        self._secret_keys = secret_keys
        self._derived: dict[Purpose, list[bytes]] = {}

    def seal(self, purpose: Purpose, text: str) -> Sealed:
        """Encrypts a text."""
        return Sealed(self._fernet(purpose).encrypt(text.encode()).decode("ascii"))

    def open(self, purpose: Purpose, sealed: str) -> str:
        """The text. Raises ``Unopenable``."""
        try:
            return self._fernet(purpose).decrypt(sealed.encode("ascii")).decode()
        except InvalidToken as error:
            raise Unopenable(purpose.value) from error

    def digests(self, purpose: Purpose, text: str) -> list[str]:
        """Keyed digests (HMAC-SHA256, hexadecimal) of a text, the newest key's first: store that, look up by all."""
        return [hmac.new(key, text.encode(), hashlib.sha256).hexdigest() for key in self._keys(purpose)]

    def _fernet(self, purpose: Purpose) -> MultiFernet:
        return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in self._keys(purpose)])

    def _keys(self, purpose: Purpose) -> list[bytes]:
        if purpose not in self._derived:
            self._derived[purpose] = [_derive(key, purpose) for key in self._secret_keys()]
        return self._derived[purpose]


def _derive(secret_key: str, purpose: Purpose) -> bytes:
    """RFC 5869, HKDF-SHA256, no salt, the purpose as ``info``."""
    info = f"gatehouse vault {purpose.value} v1".encode()
    return HKDF(SHA256(), 32, salt=None, info=info).derive(base64.urlsafe_b64decode(secret_key))
