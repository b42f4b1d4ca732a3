"""Which accounts may be somebody's whom a source brings: linked, waiting for them, or proven to have their address."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from auth.provisioning.rules import STRENGTH, expected_values
from auth.reading import Statement, load
from auth.sources.identity import ExternalIdentity
from auth.texts import canonical
from models.external_identity import ExternalIdentity as Link
from models.identity_expectation import IdentityExpectation
from models.user import LoginIdentifier, User


@dataclass(frozen=True, slots=True)
class Candidates:
    """Rows that fit somebody.

    Attributes:
        link: The identity as it is stored, whoever has it now.
        expectation: The strongest open one that fits.
        proven_email: The account that has proven the address; looked for only where its source finds accounts so.
    """

    link: Link | None
    expectation: IdentityExpectation | None
    proven_email: UUID | None = None

    @property
    def user_ids(self) -> frozenset[UUID]:
        """The accounts."""
        found = {row.user_id for row in (self.link, self.expectation) if row is not None}
        return frozenset(found | ({self.proven_email} if self.proven_email else set[UUID]()))


async def candidates_for(identity: ExternalIdentity, *, by_email: bool = False) -> Candidates:
    """The rows that fit, in two statements, or three ``by_email``. ``identity`` is as ``values.legal`` gives it."""
    rest = Statement()
    rest.add(f"WHERE source_id = {rest.bind(identity.source_id)} AND subject = {rest.bind(identity.subject)}")
    link = next(iter(await load(Link, rest)), None)
    expectation = min(await _fitting(identity), key=lambda row: STRENGTH.index(row.kind), default=None)
    return Candidates(link, expectation, await _proven_email(identity) if by_email else None)


async def _fitting(identity: ExternalIdentity) -> Sequence[IdentityExpectation]:
    """The open expectations that somebody meets."""
    values = expected_values(identity, canonical(identity.login_name), canonical(identity.email or ""))
    if not values:
        return ()
    rest = Statement()
    rest.add(f"WHERE method = {rest.bind(identity.method)} AND source_id = {rest.bind(identity.source_id)}")
    fits = (f"(kind = {rest.bind(kind)} AND value = {rest.bind(value)})" for kind, value in values.items())
    return await load(IdentityExpectation, rest.add(f"AND used_at IS NULL AND ({' OR '.join(fits)})"))


async def _proven_email(identity: ExternalIdentity) -> UUID | None:
    """Whose address this is, where both sides have proven it."""
    if not identity.email_verified or identity.email is None:
        return None
    user = await User.get_or_none(email_key=canonical(identity.email), email_verified_at__isnull=False).only("id")
    return user.id if user else None


async def has_other_identity(user_id: UUID, identity: ExternalIdentity) -> bool:
    """Whether an account's person at this source is known, and is somebody else."""
    return await Link.filter(user_id=user_id, source_id=identity.source_id).exclude(subject=identity.subject).exists()


async def is_taken(email: str) -> bool:
    """Whether anybody here signs in by an address."""
    return await LoginIdentifier.exists(key=canonical(email))


async def is_waiting(user_id: UUID) -> bool:
    """Whether an account waits for an identity."""
    return bool(await load(IdentityExpectation, open_expectation_of(user_id)))


def open_expectation_of(user_id: UUID) -> Statement:
    """The end of a statement: the identity that an account waits for."""
    rest = Statement()
    return rest.add(f"WHERE user_id = {rest.bind(user_id)} AND used_at IS NULL LIMIT 1")
