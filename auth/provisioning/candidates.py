"""Which accounts may be somebody's whom a source brings: the one that is linked, and the one that waits for them."""

from dataclasses import dataclass
from uuid import UUID

from tortoise.expressions import Q

from auth.provisioning.rules import STRENGTH, expected_values
from auth.sources.identity import ExternalIdentity
from auth.texts import canonical
from models.external_identity import ExternalIdentity as Link
from models.identity_expectation import IdentityExpectation


@dataclass(frozen=True, slots=True)
class Candidates:
    """Rows that fit somebody.

    Attributes:
        link: The identity as it is stored, whoever has it now.
        expectation: The strongest open one that fits.
    """

    link: Link | None
    expectation: IdentityExpectation | None

    @property
    def user_ids(self) -> frozenset[UUID]:
        """The accounts."""
        return frozenset(row.user_id for row in (self.link, self.expectation) if row is not None)


async def candidates_for(identity: ExternalIdentity) -> Candidates:
    """The rows that fit, in two statements. ``identity`` is as ``values.legal`` gives it."""
    link = await Link.get_or_none(source_id=identity.source_id, subject=identity.subject)
    values = expected_values(identity, canonical(identity.login_name), canonical(identity.email or ""))
    fits = [Q(kind=kind, value=value) for kind, value in values.items()]
    waiting = IdentityExpectation.filter(method=identity.method, source_id=identity.source_id, used_at=None)
    rows = await waiting.filter(Q(*fits, join_type="OR")) if fits else ()
    return Candidates(link, min(rows, key=lambda row: STRENGTH.index(row.kind), default=None))


async def is_waiting(user_id: UUID) -> bool:
    """Whether an account waits for an identity."""
    return await IdentityExpectation.exists(user_id=user_id, used_at=None)
