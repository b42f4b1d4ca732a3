"""Judges a wanted password by the policy and hashes it: the only maker of ``NewPassword``."""

from dataclasses import dataclass

from auth.credential import NewPassword, PasswordHash
from auth.errors import DomainError
from auth.opaque import new_password
from auth.passwords.hashing import PasswordHashing
from auth.passwords.rules import Judgement, PasswordRule, judge
from auth.settings.pages import PasswordSettings
from auth.settings.queries import current


class PasswordRejected(DomainError):
    """A wanted password does not meet the policy.

    Attributes:
        rules: Every rule in force, met or not.
    """

    def __init__(self, rules: list[Judgement], field: str) -> None:
        """``rules`` holds at least one that is not met."""
        unmet = ", ".join(judged.message for judged in rules if not judged.met)
        super().__init__("PASSWORD_REJECTED", f"The password needs {unmet}.", field)
        self.rules = rules


@dataclass(frozen=True, slots=True)
class Generated:
    """A password that was made for somebody: shown once, to be changed at first use."""

    password: str
    new: NewPassword


async def chosen(
    hashing: PasswordHashing,
    password: str,
    *,
    names: tuple[str, ...],
    field: str = "password",
    must_change: bool = False,
    previous: PasswordHash | None = None,
) -> NewPassword:
    """What a wanted password becomes. Raises ``PasswordRejected``, ``HashingBusy``.

    Args:
        hashing: Where hashes are made.
        password: As the person typed it.
        names: The account's username, e-mail and names, which it must not contain.
        field: The input field to name in an error.
        must_change: Whether it serves for one sign-in only.
        previous: The hash in force, which it must differ from.
    """
    settings = await current(PasswordSettings)
    rules = judge(password, settings, names)
    if all(judged.met for judged in rules) and previous is not None:
        same = await hashing.verify(previous, password, settings)
        rules.append(Judgement(PasswordRule.NOT_CURRENT, not same, "to differ from the password in force"))
    if not all(judged.met for judged in rules):
        raise PasswordRejected(rules, field)
    return NewPassword(await hashing.hash(password, settings), must_change)


async def generated(hashing: PasswordHashing) -> Generated:
    """A random password to be changed at first use. Raises ``HashingBusy``."""
    password = new_password()
    hashed = await hashing.hash(password, await current(PasswordSettings))
    return Generated(password, NewPassword(hashed, must_change=True))
