"""Makes an account for somebody whom a source brings for the first time (just in time)."""

from dataclasses import dataclass
from uuid import UUID

from tortoise.exceptions import IntegrityError

from auth.errors import Refused
from auth.events import user_target
from auth.groups.membership import default_groups, join
from auth.provisioning.evaluation import Collided, Evaluation
from auth.provisioning.refreshing import is_free, take_values
from auth.roles.queries import by_name, catalogue
from auth.roles.rules import RoleFacts
from auth.settings.pages import AccountSettings
from auth.settings.queries import current
from auth.texts import canonical, searchable
from auth.unit_of_work import Work
from auth.users.accounts import state_of
from auth.users.events import UserCreated
from auth.users.expectations import NEEDS_EMAIL
from auth.users.following import Followed, follow
from auth.users.naming import insert_account, write_identifiers
from models.columns import new_key
from models.role import NO_OWNER, GrantSource
from models.user import User


async def create_account(work: Work, evaluation: Evaluation) -> User:
    """The account, without a role; it joins the groups that new accounts join. Raises ``Collided``."""
    identity = evaluation.identity
    if not await evaluation.source.still_on():
        raise Collided
    doors = await default_groups(work)
    user = User(
        id=new_key(),
        username=evaluation.username,
        username_key=canonical(evaluation.username),
        username_search=searchable(evaluation.username),
        auth_method=identity.method,
        source_id=identity.source_id,
        created_at=work.now,
        updated_at=work.now,
    )
    has_address = await is_free(identity.email, user)
    if not has_address and identity.method in NEEDS_EMAIL:
        raise Collided  # somebody else took the address since it was decided
    take_values(user, identity, email=has_address)
    user.email_verified_at = work.now if has_address and identity.email_verified else None
    try:
        await insert_account(user)
        await write_identifiers(user)
    except (Refused, IntegrityError) as error:
        raise Collided from error
    me = user_target(user.id, user.username)
    work.record(UserCreated(target=me, acting=me, after=state_of(user)))
    for change in await join(work, doors, [user]):
        work.record(change)
    return user


@dataclass(frozen=True, slots=True)
class _Default:
    """The role of new accounts, as something that can be given."""

    role: RoleFacts
    source: GrantSource = GrantSource.DEFAULT
    owner_id: UUID = NO_OWNER
    rule: str = "The default role of new accounts."


async def give_default_role(work: Work, user: User) -> Followed:
    """What every new account gets, where its source gives no roles; without a seat for it, nothing."""
    role = by_name(await catalogue(), (await current(AccountSettings)).default_role)
    return await follow(work, user, [_Default(role)]) if role else Followed()
