"""Looks at everything that decides about somebody whom a source brings, and decides. It writes nothing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from auth.errors import NotFound
from auth.provisioning.candidates import Candidates, candidates_for, is_waiting
from auth.provisioning.rules import AccountFacts, Decision, Facts, Way, decide
from auth.provisioning.sources import ArrivalSource, SourceRoles
from auth.provisioning.usernames import derived_username, variants
from auth.provisioning.values import legal
from auth.sources.identity import ExternalIdentity
from auth.texts import canonical
from models.ldap_profile import RolesFollow
from models.user import LoginIdentifier, User

AT_ONCE = 50
"""Variants of a username that are looked for in one go."""


class Collided(Exception):
    """Somebody else changed the same person's account in this moment: what was decided does not hold. Try again."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was found and decided.

    Attributes:
        identity: With legal values.
        user: The account that is entered or refused, locked; ``None`` where there is none yet.
        username: The account's, or what a new one would be called.
        roles: What the source's rules say.
    """

    identity: ExternalIdentity
    source: ArrivalSource
    candidates: Candidates
    decision: Decision
    user: User | None
    username: str
    roles: SourceRoles


async def account_meant(identity: ExternalIdentity) -> UUID | None:
    """At which account an attempt by somebody counts; ``None`` where nobody here is meant. Nothing is locked."""
    person = legal(identity)
    candidates = await candidates_for(person)
    users = await User.filter(id__in=list(candidates.user_ids))
    linked, expecting = await _accounts(candidates, _by_id(users), lambda _: True)
    return decide(person, Facts(linked=linked, expecting=expecting)).account_id


async def evaluate(identity: ExternalIdentity, source: ArrivalSource, admits: Callable[[User], bool]) -> Evaluation:
    """Decides about somebody, with the accounts locked that may be theirs; part of a command.

    ``admits`` tells whether the attempt may be judged at an account. Raises ``Collided``.
    """
    person = legal(identity)
    before = await candidates_for(person)
    users = _by_id(await User.filter(id__in=list(before.user_ids)).order_by("id").select_for_update())
    candidates = await candidates_for(person)
    if candidates.user_ids != before.user_ids or users.keys() != before.user_ids:
        raise Collided
    linked, expecting = await _accounts(candidates, users, admits)
    whose = decide(person, Facts(linked=linked, expecting=expecting)).account_id
    user = users[whose] if whose else None
    username = user.username if user else await free_username(person)
    roles = await _roles(person, source, username)
    facts = Facts(
        linked=linked,
        expecting=expecting,
        creates_accounts=source.creates_accounts,
        has_role=bool(roles.roles) or source.roles_follow is RolesFollow.NEVER,
        is_refused=roles.is_refused,
        groups_unknown=roles.keeps,
    )
    decision = decide(person, facts)
    return Evaluation(person, source, candidates, decision, user, username, roles)


async def free_username(identity: ExternalIdentity) -> str:
    """What an account that is made for somebody is called: nobody signs in by that name yet (REQUIREMENTS A2)."""
    names = variants(derived_username(identity.login_name, identity.email))
    while True:
        tried = list(islice(names, AT_ONCE))
        keys = [canonical(name) for name in tried]
        taken = {row.key for row in await LoginIdentifier.filter(key__in=keys)}
        free = next((name for name, key in zip(tried, keys, strict=True) if key not in taken), None)
        if free is not None:
            return free


def enters(evaluation: Evaluation) -> bool:
    """Whether somebody gets in."""
    return evaluation.decision.way is not Way.DENY


async def _roles(identity: ExternalIdentity, source: ArrivalSource, username: str) -> SourceRoles:
    try:
        return await source.roles(identity, username)
    except NotFound as gone:
        raise Collided from gone


async def _accounts(
    candidates: Candidates, users: Mapping[UUID, User], admits: Callable[[User], bool]
) -> tuple[AccountFacts | None, AccountFacts | None]:
    """The account that is linked and the one that waits, as far as they exist."""
    found: list[AccountFacts | None] = []
    for row in (candidates.link, candidates.expectation):
        user = users.get(row.user_id) if row else None
        found.append(await _account(user, admits) if user else None)
    return found[0], found[1]


async def _account(user: User, admits: Callable[[User], bool]) -> AccountFacts:
    return AccountFacts(
        id=user.id,
        kind=user.kind,
        status=user.status,
        method=user.auth_method,
        source_id=user.source_id,
        is_waiting=await is_waiting(user.id),
        is_locked=user.locked_at is not None,
        is_admitted=admits(user),
    )


def _by_id(users: Iterable[User]) -> dict[UUID, User]:
    return {user.id: user for user in users}
