"""Has an account hold what a source gives, no more and no less, beside what it was given in other ways.

An account has one directory at a time, so all that policies and profiles gave it is one decision: what an earlier
directory gave goes with the first decision of the next one. It may have several providers, and each takes only what it
gave. Grants by hand and by default are nobody's to take here.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias
from uuid import UUID

from tortoise.exceptions import IntegrityError

from auth.administrators.facts import administrators
from auth.administrators.rules import AdministratorFacts, lock_out
from auth.errors import DomainError, Refused
from auth.events import Target, user_target
from auth.licence.seats import lacks_seat
from auth.permissions import ADMINISTRATOR
from auth.reading import Statement, write
from auth.role_grants import grants_in_force_of
from auth.roles.queries import catalogue, locked_catalogue
from auth.roles.rules import RoleFacts, holdings
from auth.unit_of_work import Work
from auth.users.events import (
    RolesHeld,
    RolesKept,
    RolesWithheld,
    UserRolesChanged,
    UserRolesKept,
    UserRolesWithheld,
)
from auth.users.giving import names_of
from auth.users.naming import save_account
from models.columns import TEXT_LENGTH
from models.identity_provider import RoleMapping
from models.role import GrantSource, RoleGrant
from models.user import User

NO_RULE = "No rule of its source gives it any more."


class Given(Protocol):
    """A role, as a decision names it."""

    @property
    def id(self) -> UUID:
        """Of the role."""
        ...


class Owned(Protocol):
    """A role that a rule of a source gives.

    ``owner_id`` is the policy, profile, mapping or provider, and ``rule`` what people are told of it.
    """

    @property
    def role(self) -> Given:
        """The role."""
        ...

    @property
    def source(self) -> GrantSource:
        """What kind of rule."""
        ...

    @property
    def owner_id(self) -> UUID:
        """Which one."""
        ...

    @property
    def rule(self) -> str:
        """What people are told of it."""
        ...


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of a decision: names of roles, in order.

    Attributes:
        gained: What the account did not hold before.
        lost: What it does not hold any more.
        withheld: Licensed roles that it should have got and for which no seat is left.
        kept: What it should have lost, and without which no administrator could get in.
    """

    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


Whose: TypeAlias = Callable[[Sequence[RoleGrant]], Awaitable[Sequence[RoleGrant]]]
"""Tells which of an account's grants a source gave."""


async def of_directories(held: Sequence[RoleGrant]) -> Sequence[RoleGrant]:
    """What policies and profiles gave."""
    return [grant for grant in held if grant.source in {GrantSource.POLICY, GrantSource.PROFILE}]


async def of_provider(provider_id: UUID, held: Sequence[RoleGrant]) -> Sequence[RoleGrant]:
    """What a provider gave: by itself, by its mappings, and by mappings that are gone, whoever's they were."""
    mapped = {grant.owner_id for grant in held if grant.source is GrantSource.MAPPING}
    others = RoleMapping.filter(id__in=mapped).exclude(provider_id=provider_id)
    foreign = {mapping.id for mapping in await others} if mapped else set[UUID]()
    return [
        grant
        for grant in held
        if (grant.source is GrantSource.MAPPING and grant.owner_id not in foreign)
        or (grant.source is GrantSource.PROVIDER and grant.owner_id == provider_id)
    ]


async def of_every_source(held: Sequence[RoleGrant]) -> Sequence[RoleGrant]:
    """What any directory or provider gave."""
    return [grant for grant in held if grant.source.is_external]


async def follow(work: Work, user: User, decided: Sequence[Owned], of: Whose = of_directories) -> Followed:
    """Makes what a source gave an account exactly what was decided; part of a command that locked the account.

    A sign-in does not fail for it: licensed roles without a seat are left out, and nothing is taken from the last
    administrator who can get in; the trail tells of both. Two statements where nothing changes.

    Raises ``Refused`` (``ROLE_UNKNOWN``) where a role was deleted since it was decided.
    """
    held = await grants_in_force_of(user.id)
    owned = {_identity(grant): grant for grant in await of(held)}
    wanted = {(each.role.id, each.source, each.owner_id): each for each in decided}
    confirmed = [grant.id for identity, grant in owned.items() if identity in wanted]
    if confirmed:
        statement = Statement().add("UPDATE role_grants SET")
        statement.add(f"last_confirmed_at = {statement.bind(work.now)}")
        await write(work.connection, statement.add(f"WHERE {statement.among('id', confirmed)}"))
    new = [each for identity, each in wanted.items() if identity not in owned]
    gone = [grant for identity, grant in owned.items() if identity not in wanted]
    if not new and not gone:
        return Followed()
    return await _Change(work, user, held, new, gone).make()


class _Change:
    """What is different about one account."""

    def __init__(
        self, work: Work, user: User, held: Sequence[RoleGrant], new: Sequence[Owned], gone: Sequence[RoleGrant]
    ) -> None:
        self._work, self._user, self._new, self._gone = work, user, new, gone
        self._before = {grant.role_id for grant in held}
        self._staying = {grant.role_id for grant in held if grant not in gone}

    async def make(self) -> Followed:
        roles = await catalogue()
        asked = await self._administrators(roles)
        withheld = await self._give(roles)
        given = [each for each in self._new if each.role.id not in withheld]
        kept = await self._take(asked)
        after = self._staying | {each.role.id for each in given} | kept
        if given or (self._gone and not kept):
            await self._tell(roles, after, given)
        self._tell_exceptions(roles, withheld, kept)
        return Followed(
            gained=names_of(after - self._before, roles),
            lost=names_of(self._before - after, roles),
            withheld=names_of(withheld, roles),
            kept=names_of(kept, roles),
        )

    async def _administrators(self, roles: dict[UUID, RoleFacts]) -> Sequence[AdministratorFacts]:
        """Who administers Gatehouse now, where what is to be taken carries a scope of that; nobody else waits."""
        taken = {grant.role_id for grant in self._gone} - self._staying - {each.role.id for each in self._new}
        if not holdings(taken, roles).scopes & ADMINISTRATOR:
            return ()
        await locked_catalogue()
        return await administrators(self._work.now)

    async def _give(self, roles: dict[UUID, RoleFacts]) -> set[UUID]:
        """Writes the new grants; which roles are withheld. Before anything is taken: who changes roles keeps a seat."""
        rows = [self._row(each) for each in self._new]
        try:
            await RoleGrant.bulk_create(rows)
        except IntegrityError as error:
            raise Refused(DomainError("ROLE_UNKNOWN", "There is no role of that name.", "roles")) from error
        added = {row.role_id for row in rows} - self._before
        if not await lacks_seat(self._work, added, self._user.id):
            return set()
        seated = {role_id for role_id in added if roles[role_id].licensed}
        await RoleGrant.filter(id__in=[row.id for row in rows if row.role_id in seated]).delete()
        return seated

    def _row(self, each: Owned) -> RoleGrant:
        return RoleGrant(
            user_id=self._user.id,
            role_id=each.role.id,
            source=each.source,
            owner_id=each.owner_id,
            granted_at=self._work.now,
            reason=each.rule[:TEXT_LENGTH],
            last_confirmed_at=self._work.now,
        )

    async def _take(self, asked: Sequence[AdministratorFacts]) -> set[UUID]:
        """Takes what is gone; which roles are kept instead."""
        await RoleGrant.filter(id__in=[grant.id for grant in self._gone]).delete()
        if not asked or lock_out(asked, await administrators(self._work.now)) is None:
            return set()
        await RoleGrant.bulk_create(self._gone)
        return {grant.role_id for grant in self._gone}

    async def _tell(self, roles: dict[UUID, RoleFacts], after: set[UUID], given: Sequence[Owned]) -> None:
        await save_account(self._work, self._user)
        reason = "; ".join(dict.fromkeys(each.rule for each in given))[:TEXT_LENGTH] or NO_RULE
        before = RolesHeld(names_of(self._before, roles))
        told = RolesHeld(names_of(after, roles), reason=reason)
        self._work.record(UserRolesChanged(target=self._target, before=before, after=told))

    def _tell_exceptions(self, roles: dict[UUID, RoleFacts], withheld: set[UUID], kept: set[UUID]) -> None:
        if withheld:
            left_out = RolesWithheld(names_of(withheld, roles))
            self._work.record(UserRolesWithheld(target=self._target, after=left_out))
        if kept:
            self._work.record(UserRolesKept(target=self._target, after=RolesKept(names_of(kept, roles))))

    @property
    def _target(self) -> Target:
        return user_target(self._user.id, self._user.username)


def _identity(grant: RoleGrant) -> tuple[UUID, GrantSource, UUID]:
    return grant.role_id, grant.source, grant.owner_id
