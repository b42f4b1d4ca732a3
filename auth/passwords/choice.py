"""Judges a wanted password by the policy and hashes it: the only maker of ``NewPassword``."""

from collections.abc import Sequence
from dataclasses import dataclass

from auth.credential import NewPassword, PasswordHash
from auth.errors import DomainError
from auth.opaque import new_password
from auth.passwords.common import is_common
from auth.passwords.hashing import PasswordHashing
from auth.passwords.rules import Judgement, PasswordRule, beginning, judge
from auth.settings.pages import PasswordSettings
from auth.settings.queries import current


class PasswordRejected(DomainError):
    """A wanted password does not meet the policy.

    Attributes:
        rules: Every rule in force, met or not.
    """

    def __init__(self, rules: list[Judgement], field: str) -> None:
        """``rules`` holds at least one that is not met."""
        unmet = ", ".join(each.message for each in rules if not each.met)
        super().__init__("PASSWORD_REJECTED", f"The password needs {unmet}.", field)
        self.rules = rules


@dataclass(frozen=True, slots=True)
class Generated:
    """A password that was made for somebody: shown once, to be changed at first use."""

    password: str
    new: NewPassword


@dataclass(frozen=True, slots=True)
class Before:
    """The passwords an account had, which a new one must differ from.

    Attributes:
        current: The hash in force.
        former: Hashes of those before it that the history still refuses, newest first.
    """

    current: PasswordHash | None = None
    former: Sequence[PasswordHash] = ()


NONE_BEFORE = Before()


def judged(password: str, settings: PasswordSettings, names: tuple[str, ...]) -> list[Judgement]:
    """Every rule in force for a candidate but those on passwords that the account had."""
    return judge(password, settings, names, common=settings.common_refused and is_common(beginning(password)))


async def chosen(
    hashing: PasswordHashing,
    password: str,
    *,
    names: tuple[str, ...],
    field: str = "password",
    must_change: bool = False,
    before: Before = NONE_BEFORE,
) -> NewPassword:
    """What a wanted password becomes. Raises ``PasswordRejected``, ``HashingBusy``.

    Args:
        hashing: Where hashes are made.
        password: As the person typed it.
        names: The account's username, e-mail and names, which it must not contain.
        field: The input field to name in an error.
        must_change: Whether it serves for one sign-in only.
        before: What it must differ from; each costs a verification, up to the first that is the same.
    """
    settings = await current(PasswordSettings)
    rules = judged(password, settings, names)
    if all(each.met for each in rules):
        rules += await _differences(hashing, password, settings, before)
    if not all(each.met for each in rules):
        raise PasswordRejected(rules, field)
    return NewPassword(await hashing.hash(password, settings), must_change)


async def _differences(
    hashing: PasswordHashing, password: str, settings: PasswordSettings, before: Before
) -> list[Judgement]:
    """The rules on passwords that the account had, as far as it had any."""
    rules: list[Judgement] = []
    if before.current is not None:
        same = await hashing.verify(before.current, password, settings)
        rules.append(Judgement(PasswordRule.NOT_CURRENT, not same, "to differ from the password in force"))
        if same:
            return rules
    if before.former:
        again = False
        for former in before.former:
            again = again or await hashing.verify(former, password, settings)
        rules.append(Judgement(PasswordRule.NOT_FORMER, not again, "to differ from the account's former passwords"))
    return rules


async def generated(hashing: PasswordHashing) -> Generated:
    """A random password to be changed at first use. Raises ``HashingBusy``."""
    password = new_password()
    hashed = await hashing.hash(password, await current(PasswordSettings))
    return Generated(password, NewPassword(hashed, must_change=True))
