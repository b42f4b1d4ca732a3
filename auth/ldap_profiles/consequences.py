"""What follows from deleting a profile: for its accounts, and for what else depends on it. Pure."""

from dataclasses import dataclass, field
from enum import StrEnum


class AccountsBecome(StrEnum):
    """What becomes of the accounts of a profile that is deleted."""

    DEACTIVATE = "DEACTIVATE"
    MOVE_TO_LOCAL = "MOVE_TO_LOCAL"
    MOVE_TO_PROFILE = "MOVE_TO_PROFILE"


class ProfileConsequenceKind(StrEnum):
    """One thing that follows from the deletion of a profile."""

    ACCOUNTS_DEACTIVATED = "ACCOUNTS_DEACTIVATED"
    ACCOUNTS_LOCAL = "ACCOUNTS_LOCAL"
    ACCOUNTS_MOVED = "ACCOUNTS_MOVED"
    SESSIONS_END = "SESSIONS_END"
    SIGN_INS_END = "SIGN_INS_END"
    ROLES_TAKEN = "ROLES_TAKEN"
    LINKS_MAILED = "LINKS_MAILED"
    PASSWORDS_MISSING = "PASSWORDS_MISSING"
    POLICIES_DELETED = "POLICIES_DELETED"


_Kind = ProfileConsequenceKind
MESSAGES = {
    _Kind.ACCOUNTS_DEACTIVATED: "Accounts that come from it are deactivated.",
    _Kind.ACCOUNTS_LOCAL: "Accounts that come from it are checked by Gatehouse, and choose a new password first.",
    _Kind.ACCOUNTS_MOVED: "Accounts that come from it wait to be found by their login name in the other directory.",
    _Kind.SESSIONS_END: "Their open sessions end at once.",
    _Kind.SIGN_INS_END: "Their sign-ins that wait for a step are void.",
    _Kind.ROLES_TAKEN: "Accounts lose the roles that the directory or policies had given them.",
    _Kind.LINKS_MAILED: "Accounts are mailed a link by which a password is chosen.",
    _Kind.PASSWORDS_MISSING: "Accounts have no way to a password until an administrator gives them one.",
    _Kind.POLICIES_DELETED: "Policies that are about it alone are deleted with it.",
}


@dataclass(frozen=True, slots=True)
class ProfileConsequence:
    """One of them.

    Attributes:
        message: One sentence for a person.
        names: Of what is lost for good; empty for anything else.
    """

    kind: ProfileConsequenceKind
    count: int
    names: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        """What it is."""
        return MESSAGES[self.kind]


@dataclass(slots=True)
class Followed:
    """How many of each kind there were."""

    counts: dict[ProfileConsequenceKind, int] = field(default_factory=dict[ProfileConsequenceKind, int])
    policies: tuple[str, ...] = ()

    def consequences(self) -> list[ProfileConsequence]:
        """Everything that followed, in the order in which it matters."""
        counts = {**self.counts, _Kind.POLICIES_DELETED: len(self.policies)}
        return [
            ProfileConsequence(kind, counts[kind], self.policies if kind is _Kind.POLICIES_DELETED else ())
            for kind in ProfileConsequenceKind
            if counts.get(kind)
        ]
