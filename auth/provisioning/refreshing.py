"""Keeps an account as its source has it: names, e-mail address, and who its person is there. Parts of commands."""

from dataclasses import dataclass

from auth.errors import Refused
from auth.events import Target, user_target
from auth.provisioning.evaluation import Collided, Evaluation
from auth.provisioning.events import IdentityKnown, IdentityRenamed
from auth.provisioning.groups import stored_groups
from auth.sources.identity import ExternalIdentity
from auth.texts import canonical
from auth.unit_of_work import Work
from auth.unset import UNSET, Unset
from auth.users.accounts import state_of
from auth.users.email import take_over_email
from auth.users.events import UserUpdated
from auth.users.naming import save_account
from auth.users.rules import UserChanges
from auth.users.values import apply_changes
from models.external_identity import ExternalIdentity as Link
from models.user import AuthMethod, LoginIdentifier, User


@dataclass(frozen=True, slots=True)
class IdentitySeen:
    """How an identity was seen.

    Attributes:
        source: Name of the directory or provider.
        acting: The account itself where it is just signing in; ``None`` for the caller.
    """

    source: str
    acting: Target | None = None


async def is_free(email: str | None, user: User) -> bool:
    """Whether there is an address, and nobody else signs in by it. Nobody is refused for one that is taken."""
    if email is None:
        return False
    row = await LoginIdentifier.get_or_none(key=canonical(email))
    return row is None or row.user_id == user.id


def take_values(user: User, identity: ExternalIdentity, *, email: bool) -> None:
    """Puts into an account what its source tells; what it does not tell stays. ``email``: the address, too."""
    apply_changes(
        user,
        UserChanges(
            email=identity.email if email else UNSET,
            first_name=_told(identity.first_name),
            last_name=_told(identity.last_name),
        ),
    )


async def refresh_account(work: Work, user: User, identity: ExternalIdentity, acting: Target | None) -> None:
    """Takes names and the address over where they changed. Raises ``Collided`` where another has the address now.

    An account that another checks too keeps what it has. ``acting`` is the account itself where it is just signing in;
    ``None`` for the caller.
    """
    if (user.auth_method, user.source_id) != (identity.method, identity.source_id):
        return
    before, old_key, verified = state_of(user), user.email_key, user.email_verified_at
    moves = _moves(identity, old_key) and await is_free(identity.email, user)
    take_values(user, identity, email=moves)
    if moves:
        try:
            await take_over_email(work, user, before.email)
        except Refused as refused:
            raise Collided from refused
    if identity.email_verified and user.email_key == canonical(identity.email or ""):
        user.email_verified_at = user.email_verified_at or work.now
    if state_of(user) == before and user.email_verified_at == verified:
        return
    await save_account(work, user)
    me = user_target(user.id, user.username)
    work.record(UserUpdated(target=me, acting=acting, before=before, after=state_of(user)))


def _moves(identity: ExternalIdentity, old_key: str | None) -> bool:
    """Whether the address is another one; what a provider has not proven takes no address's place."""
    if identity.method is AuthMethod.OIDC and old_key is not None and not identity.email_verified:
        return False
    return canonical(identity.email or "") != (old_key or "")


async def refresh_link(work: Work, user: User, link: Link, evaluation: Evaluation) -> None:
    """Notes that somebody signs in, and by what name and with which groups."""
    link.disabled_by_sync_at = None  # the account is active: whoever switched it on again takes over from the sync
    me = user_target(user.id, user.username)
    await note_identity(work, user, link, evaluation.identity, IdentitySeen(evaluation.source.name, me))


async def note_identity(work: Work, user: User, link: Link, identity: ExternalIdentity, seen: IdentitySeen) -> None:
    """Notes by what name and with which groups somebody was last seen; groups that were not told stay as they were."""
    before = known(link, seen.source)
    write_identity(link, identity)
    link.last_seen_at = work.now
    await link.save()
    after = known(link, seen.source)
    if before != after:
        me = user_target(user.id, user.username)
        work.record(IdentityRenamed(target=me, acting=seen.acting, before=before, after=after))


def write_identity(link: Link, identity: ExternalIdentity) -> None:
    """Puts what a source tells into the row of an identity."""
    link.login_name, link.login_name_key = identity.login_name, canonical(identity.login_name)
    link.dn, link.email = identity.dn, identity.email
    told = stored_groups(identity.groups)
    if told is not None:
        link.groups_json = told


def known(link: Link, source: str | None) -> IdentityKnown:
    """An identity for the trail."""
    return IdentityKnown(identity_source=source, subject=link.subject, login_name=link.login_name, dn=link.dn)


def _told(text: str) -> str | Unset:
    return text or UNSET
