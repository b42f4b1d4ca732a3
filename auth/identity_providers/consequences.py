"""What follows from deleting a provider: for its accounts, and for what else depends on it. Pure."""

from dataclasses import dataclass, field
from enum import StrEnum


class AccountsBecome(StrEnum):
    """What becomes of the accounts that come by a provider alone, when it is deleted."""

    DEACTIVATE = "DEACTIVATE"
    MOVE_TO_LOCAL = "MOVE_TO_LOCAL"
    MOVE_TO_PROVIDER = "MOVE_TO_PROVIDER"


class ProviderConsequenceKind(StrEnum):
    """One thing that follows from the deletion of a provider."""

    ACCOUNTS_DEACTIVATED = "ACCOUNTS_DEACTIVATED"
    ACCOUNTS_LOCAL = "ACCOUNTS_LOCAL"
    ACCOUNTS_MOVED = "ACCOUNTS_MOVED"
    IDENTITIES_UNLINKED = "IDENTITIES_UNLINKED"
    SESSIONS_END = "SESSIONS_END"
    SIGN_INS_END = "SIGN_INS_END"
    ROLES_TAKEN = "ROLES_TAKEN"
    LINKS_MAILED = "LINKS_MAILED"
    PASSWORDS_MISSING = "PASSWORDS_MISSING"
    MAPPINGS_DELETED = "MAPPINGS_DELETED"


_Kind = ProviderConsequenceKind
MESSAGES = {
    _Kind.ACCOUNTS_DEACTIVATED: "Accounts that come by it alone are deactivated.",
    _Kind.ACCOUNTS_LOCAL: "Accounts that come by it alone are checked by Gatehouse, and choose a new password first.",
    _Kind.ACCOUNTS_MOVED: "Accounts that come by it alone wait to be found by their e-mail address at the other.",
    _Kind.IDENTITIES_UNLINKED: "Accounts that could come by it as well cannot any more.",
    _Kind.SESSIONS_END: "Open sessions end at once: those of its accounts, and those that it opened.",
    _Kind.SIGN_INS_END: "Sign-ins that wait for a step are void.",
    _Kind.ROLES_TAKEN: "Accounts lose roles that it or one of its mappings had given them.",
    _Kind.LINKS_MAILED: "Accounts are mailed a link by which a password is chosen.",
    _Kind.PASSWORDS_MISSING: "Accounts have no way to a password until an administrator gives them one.",
    _Kind.MAPPINGS_DELETED: "Its mappings of groups to roles are deleted with it.",
}


@dataclass(frozen=True, slots=True)
class ProviderConsequence:
    """One of them.

    Attributes:
        message: One sentence for a person.
        names: Of what is lost for good; empty for anything else.
    """

    kind: ProviderConsequenceKind
    count: int
    names: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        """What it is."""
        return MESSAGES[self.kind]


@dataclass(slots=True)
class Followed:
    """How many of each kind there were."""

    counts: dict[ProviderConsequenceKind, int] = field(default_factory=dict[ProviderConsequenceKind, int])
    mappings: tuple[str, ...] = ()

    def add(self, kind: ProviderConsequenceKind, count: int) -> None:
        """So many more of a kind."""
        self.counts[kind] = self.counts.get(kind, 0) + count

    def consequences(self) -> list[ProviderConsequence]:
        """Everything that followed, in the order in which it matters."""
        counts = {**self.counts, _Kind.MAPPINGS_DELETED: len(self.mappings)}
        return [
            ProviderConsequence(kind, counts[kind], self.mappings if kind is _Kind.MAPPINGS_DELETED else ())
            for kind in ProviderConsequenceKind
            if counts.get(kind)
        ]
