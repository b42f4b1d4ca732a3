"""Pure decisions about deletion: what stands in the way."""

from dataclasses import dataclass

from auth.errors import DomainError


@dataclass(frozen=True, slots=True)
class Ties:
    """What holds an account.

    Attributes:
        sessions: Live ones; an expired session holds nothing.
        accounts: Service accounts it answers for.
        resources: The product's resources it owns.
    """

    sessions: int = 0
    accounts: int = 0
    resources: int = 0


def obstacles(ties: Ties, *, end_sessions: bool, has_successor: bool) -> list[DomainError]:
    """Why an account cannot be deleted as asked, everything at once (REQUIREMENTS A7)."""
    errors: list[DomainError] = []
    if ties.sessions and not end_sessions:
        open_ = f"It is signed in ({ties.sessions} sessions). Say that they are to end."
        errors.append(DomainError("SESSIONS_OPEN", open_, "end_sessions"))
    if (ties.accounts or ties.resources) and not has_successor:
        owns = f"It owns {ties.accounts} service accounts and {ties.resources} resources. Name who takes over."
        errors.append(DomainError("OWNS_THINGS", owns, "transfer_to"))
    return errors
