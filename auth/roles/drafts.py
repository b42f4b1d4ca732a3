"""Roles as somebody wants them."""

from dataclasses import dataclass

from auth.unset import UNSET, Unset


@dataclass(frozen=True, slots=True)
class RoleDraft:
    """A role as somebody wants it.

    Attributes:
        licensed: Whether each account that holds it takes a seat of the licence.
        mfa_required: Whether its holders must have a second factor, at once.
    """

    name: str
    description: str = ""
    level: int = 0
    scopes: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    api_only: bool = False
    licensed: bool = False
    mfa_required: bool = False


@dataclass(frozen=True, slots=True)
class RoleChanges:
    """What somebody wants to be different about a role."""

    name: str | Unset = UNSET
    description: str | Unset = UNSET
    level: int | Unset = UNSET
    scopes: tuple[str, ...] | Unset = UNSET
    parents: tuple[str, ...] | Unset = UNSET
    api_only: bool | Unset = UNSET
    licensed: bool | Unset = UNSET
    mfa_required: bool | Unset = UNSET
