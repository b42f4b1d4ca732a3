"""Lets somebody whom a source has proven arrive at their account: one unit of work for everything that follows.

Part of a command that signs them in. Whatever somebody else does to the same person in the same moment, one account
comes of it: the tables' keys decide, and whoever comes second tries again (``Collided``).
"""

from collections.abc import Callable
from dataclasses import dataclass

from tortoise.exceptions import IntegrityError

from auth.errors import Refused
from auth.events import user_target
from auth.provisioning.creating import create_account, give_default_role
from auth.provisioning.evaluation import Collided, Evaluation, evaluate
from auth.provisioning.events import GroupsUnknown, IdentityKnown, IdentityLinked, LinkedBy
from auth.provisioning.refreshing import known, refresh_account, refresh_link, write_identity
from auth.provisioning.rules import Way
from auth.provisioning.sources import ArrivalSource
from auth.sources.identity import ExternalIdentity
from auth.unit_of_work import Work
from auth.users.following import Followed, follow
from models.external_identity import ExternalIdentity as Link
from models.identity_expectation import IdentityExpectation
from models.ldap_profile import RolesFollow
from models.user import User


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where somebody arrived.

    Attributes:
        user: Their account, locked; ``None`` where they are denied.
        followed: What became of their roles.
    """

    evaluation: Evaluation
    user: User | None
    followed: Followed


async def arrive(
    work: Work, identity: ExternalIdentity, source: ArrivalSource, admits: Callable[[User], bool]
) -> Arrival:
    """Makes, links or refreshes the account of somebody, or tells why they are denied; nothing is written then.

    ``admits`` tells whether the attempt may be judged at an account. Raises ``Collided``.
    """
    evaluation = await evaluate(identity, source, admits)
    way, user = evaluation.decision.way, evaluation.user
    if way is Way.DENY:
        return Arrival(evaluation, None, Followed())
    if user is None:
        user = await create_account(work, evaluation)
        await link(work, user, evaluation, LinkedBy.CREATED)
    elif way is Way.LINK:
        by_email = evaluation.decision.by_email
        await link(work, user, evaluation, LinkedBy.SAME_EMAIL if by_email else await _used_up(work, evaluation))
        await refresh_account(work, user, evaluation.identity, user_target(user.id, user.username))
    elif evaluation.candidates.link is not None:
        await refresh_link(work, user, evaluation.candidates.link, evaluation)
        await refresh_account(work, user, evaluation.identity, user_target(user.id, user.username))
    return Arrival(evaluation, user, await give_roles(work, user, evaluation))


async def _used_up(work: Work, evaluation: Evaluation) -> LinkedBy:
    """Uses the expectation up by which the account was found. Raises ``Collided`` where somebody else did."""
    row = evaluation.candidates.expectation
    if row is None:
        raise Collided
    open_row = IdentityExpectation.filter(id=row.id, used_at=None)
    if await open_row.update(used_at=work.now, open_key=None) != 1:
        raise Collided
    return LinkedBy(row.kind.value)


async def link(work: Work, user: User, evaluation: Evaluation, by: LinkedBy) -> None:
    """Makes somebody the person of an account, in place of whoever that was before, and of an older link of theirs.

    Part of a command that locked the account. Raises ``Collided``.
    """
    identity = evaluation.identity
    old = await Link.get_or_none(user_id=user.id, source_id=identity.source_id)
    await Link.filter(user_id=user.id, source_id=identity.source_id).delete()
    if evaluation.candidates.link is not None:  # and no other: one that was made in this moment stays
        await Link.filter(id=evaluation.candidates.link.id).delete()
    row = Link(
        user_id=user.id,
        method=identity.method,
        source_id=identity.source_id,
        subject=identity.subject,
        linked_at=work.now,
        last_seen_at=work.now,
    )
    write_identity(row, identity)
    try:
        await row.save(force_create=True)
    except IntegrityError as error:
        raise Collided from error
    me, name = user_target(user.id, user.username), evaluation.source.name
    before = known(old, name) if old else IdentityKnown()
    work.record(IdentityLinked(target=me, acting=me, before=before, after=known(row, name), by=by))


async def give_roles(work: Work, user: User, evaluation: Evaluation) -> Followed:
    """Gives and takes the source's roles, as often as it says (REQUIREMENTS G5). Raises ``Collided``."""
    way, follows = evaluation.decision.way, evaluation.source.roles_follow
    if follows is RolesFollow.NEVER:
        return await give_default_role(work, user) if way is Way.CREATE else Followed()
    if follows is RolesFollow.FIRST_LOGIN and way is Way.SIGN_IN:
        return Followed()
    if evaluation.roles.keeps and way is not Way.CREATE:
        me = user_target(user.id, user.username)
        work.record(GroupsUnknown(target=me, acting=me))
        return Followed()
    try:
        return await follow(work, user, evaluation.roles.roles, evaluation.source.owned)
    except Refused as refused:
        raise Collided from refused
