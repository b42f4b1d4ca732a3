"""What a sign-in by a directory would come to, if the password were right.

It is the sign-in itself: the directory is asked for the person in the same way, and what that leads to is done in a
unit of work that is taken back. So it cannot say anything else than the sign-in; nothing of it stays, nothing counts.
"""

from dataclasses import dataclass
from uuid import UUID

from auth.actor import Actor, anonymous
from auth.errors import DomainError, NotFound, Problems, Refused
from auth.events import Target
from auth.ldap_profiles.queries import directory_of
from auth.lockout.commands import count_attempt
from auth.login.asking import Answer
from auth.login.directory import Settled, settle_directory_login, tried
from auth.login.events import DirectoryAsked, FailedBecause, LoginSimulated, SimulatedName
from auth.login.finish import Wish
from auth.login.queries import NamedAccount, at_the_door
from auth.login.reasons import NOT_PROVEN, refusal_of
from auth.login.seeking import Directories, asked_for, seek, sought
from auth.permissions import Scope, requires
from auth.provisioning.evaluation import account_meant
from auth.sources.directory import Directory
from auth.sources.identity import ExternalIdentity, Found, Unavailable
from auth.sources.identity import Refused as NotFoundThere
from auth.texts import check_line
from auth.unit_of_work import Units, Work
from auth.users.grants import RoleGrantRow, grants_of
from auth.vault import Unopenable
from models.columns import KEY_LENGTH
from models.ldap_profile import LdapProfile
from models.session import Delivery

WISH = Wish(Delivery.TOKEN)


@dataclass(frozen=True, slots=True)
class Simulated:
    """Which directory is asked.

    Attributes:
        is_enabled: Whether the profile is on; what a sign-in would come to is told as if it were.
    """

    directory: Directory
    is_enabled: bool


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a sign-in would come to.

    Attributes:
        settled: As the sign-in itself gives it.
        grants: What the account would hold then; empty where it is refused.
    """

    settled: Settled
    grants: tuple[RoleGrantRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Simulation:
    """What was found out.

    Attributes:
        server: Which server answered; ``None`` where none did.
        found: Who is meant, or why nobody is.
    """

    profile_id: UUID
    is_enabled: bool
    server: str | None
    found: Found
    foreseen: Foreseen


async def simulated(
    units: Units, directories: Directories, actor: Actor, profile_id: UUID, username: str
) -> Simulation:
    """Looks somebody up and tells what their sign-in would come to. Raises as ``simulate_login``."""
    asked = await units.run(actor, lambda work: simulate_login(work, profile_id, username))
    account, directory = (await at_the_door(username)).account, asked.directory
    async with directories.source(directory).visit() as visit:
        found = await seek(visit, await sought(username, account))
        server = visit.server
    told = DirectoryAsked(directory.name, server)
    foreseen = await _foreseen(units, actor, found, told, account, directory)
    return Simulation(directory.id, asked.is_enabled, server, found, foreseen)


@requires(Scope.LDAP_READ)
async def simulate_login(work: Work, profile_id: UUID, username: str) -> Simulated:
    """Tells the trail who asks about whom; gives what is asked. Raises ``NotFound``, ``Refused``."""
    problems = Problems()
    problems.extend(check_line(username, "username", KEY_LENGTH, least=1))
    problems.refuse()
    row = await LdapProfile.get_or_none(id=profile_id)
    if row is None:
        raise NotFound("directory profile", "profile_id")
    try:
        directory = await directory_of(row, work.installation.vault)
    except Unopenable as error:
        message = "The bind password was sealed with a secret key that is gone. Set it anew."
        raise Refused(DomainError("BIND_PASSWORD_REQUIRED", message, "profile_id")) from error
    target = Target("LDAP_PROFILE", str(row.id), row.name)
    work.record(LoginSimulated(target=target, after=SimulatedName(username)))
    return Simulated(directory, row.is_enabled)


async def _foreseen(
    units: Units,
    actor: Actor,
    found: Found,
    asked: DirectoryAsked,
    account: NamedAccount | None,
    directory: Directory,
) -> Foreseen:
    because = _refused_before(found, account, directory)
    if because is not None or not isinstance(found, ExternalIdentity):
        because = because or FailedBecause.REFUSED_THERE
        return Foreseen(Settled(refusal_of(because), because))
    user_id = await account_meant(found) or (account.user_id if account else None)
    whoever = anonymous(actor.origin)
    foreseen = await tried(units, whoever, lambda work: _sign_in(work, user_id, found, asked))
    if foreseen is not None:
        return foreseen
    raise Refused(DomainError("CHANGED_MEANWHILE", "Others change the same person right now. Try again."))


def _refused_before(found: Found, account: NamedAccount | None, directory: Directory) -> FailedBecause | None:
    """Why a sign-in would not come to the password; ``None`` where it would."""
    if not asked_for(account, [directory.id]):
        return FailedBecause.OTHER_SOURCE
    if isinstance(found, Unavailable):
        return FailedBecause.DIRECTORY_UNAVAILABLE
    return NOT_PROVEN[found.because] if isinstance(found, NotFoundThere) else None


async def _sign_in(work: Work, user_id: UUID | None, identity: ExternalIdentity, asked: DirectoryAsked) -> Foreseen:
    """Signs somebody in whose password is taken for right, and takes it back."""
    work.take_back(checked=False)
    await LdapProfile.filter(id=identity.source_id, is_enabled=False).update(is_enabled=True)
    counted = await count_attempt(work, user_id)
    settled = await settle_directory_login(work, Answer(user_id, counted, identity=identity, asked=asked), WISH)
    user = settled.arrival.user if settled.arrival else None
    grants = (await grants_of([user.id])).get(user.id, []) if user else []
    return Foreseen(settled, tuple(grants))
