"""A password that was already judged and hashed, so that commands never see one and never spend time on it."""

from dataclasses import dataclass
from typing import NewType

PasswordHash = NewType("PasswordHash", str)
"""An argon2id hash in PHC string form."""


@dataclass(frozen=True, slots=True)
class NewPassword:
    """What an account's password becomes. Made only by ``auth.passwords.choice``.

    Attributes:
        must_change: Whether it serves for one sign-in only, at which a new one is chosen.
    """

    hash: PasswordHash
    must_change: bool
