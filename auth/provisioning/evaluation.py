"""Looks at everything that decides about somebody whom a source brings, and decides. It writes nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from uuid import UUID

from auth.errors import NotFound
from auth.locking import accounts, locked_accounts
from auth.permissions import AS_GOOD_AS_ADMINISTRATOR
from auth.provisioning.candidates import Candidates, candidates_for, has_other_identity, is_taken, is_waiting
from auth.provisioning.rules import AccountFacts, Decision, Facts, Way, decide, decide_own_link
from auth.provisioning.sources import ArrivalSource, SourceRoles
from auth.provisioning.usernames import derived_username, variants
from auth.provisioning.values import legal
from auth.sources.identity import ExternalIdentity
from auth.texts import canonical
from auth.users.accounts import most
from auth.users.expectations import NEEDS_EMAIL
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
    users = await accounts(candidates.user_ids)
    return decide(person, await _facts(person, candidates, users, lambda _: True)).account_id


async def evaluate(identity: ExternalIdentity, source: ArrivalSource, admits: Callable[[User], bool]) -> Evaluation:
    """Decides about somebody, with the accounts locked that may be theirs; part of a command.

    ``admits`` tells whether the attempt may be judged at an account. Raises ``Collided``.
    """
    person, by_email = legal(identity), source.links_verified_email
    before = await candidates_for(person, by_email=by_email)
    users = await locked_accounts(before.user_ids)
    candidates = await candidates_for(person, by_email=by_email)
    if candidates.user_ids != before.user_ids or users.keys() != before.user_ids:
        raise Collided
    found = await _facts(person, candidates, users, admits)
    whose = decide(person, found).account_id
    user = users[whose] if whose else None
    username = user.username if user else await free_username(person)
    roles = await _roles(person, source, username)
    facts = await _with_source(source, roles, found)
    if user is None and facts.needs_email and person.email:
        facts = replace(facts, is_email_taken=await is_taken(person.email))
    if facts.is_email_taken and (await candidates_for(person, by_email=by_email)).user_ids != candidates.user_ids:
        raise Collided  # the address is this person's own: their account was made in this moment
    decision = decide(person, facts)
    return Evaluation(person, source, candidates, decision, user, username, roles)


async def evaluate_own_link(identity: ExternalIdentity, source: ArrivalSource, user: User) -> Evaluation:
    """Decides whether somebody may have an identity as a further way into an account; part of a command that locked it.

    Raises ``Collided``.
    """
    person = legal(identity)
    candidates = await candidates_for(person)
    users = await accounts(candidates.user_ids)
    own = replace(await _account(user, lambda _: True), has_other_identity=await has_other_identity(user.id, person))
    roles = await _roles(person, source, user.username)
    facts = await _with_source(source, roles, await _facts(person, candidates, users, lambda _: True))
    return Evaluation(person, source, candidates, decide_own_link(person, own, facts), user, user.username, roles)


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


async def _with_source(source: ArrivalSource, roles: SourceRoles, found: Facts) -> Facts:
    """The accounts, with what the source asks and gives."""
    return replace(
        found,
        is_source_on=await source.is_on(),
        email_domains=source.email_domains,
        required_group=source.required_group,
        needs_email=source.method in NEEDS_EMAIL,
        creates_accounts=source.creates_accounts,
        has_role=bool(roles.roles) or source.roles_follow is RolesFollow.NEVER,
        is_refused=roles.is_refused,
        groups_unknown=roles.keeps,
    )


async def _facts(
    identity: ExternalIdentity, candidates: Candidates, users: Mapping[UUID, User], admits: Callable[[User], bool]
) -> Facts:
    """The accounts that may be somebody's, as far as they exist."""
    link, expectation = candidates.link, candidates.expectation
    linked = users.get(link.user_id) if link else None
    expecting = users.get(expectation.user_id) if expectation else None
    found = users.get(candidates.proven_email) if candidates.proven_email else None
    return Facts(
        linked=await _account(linked, admits) if linked else None,
        expecting=await _account(expecting, admits) if expecting else None,
        proven_email=await _found_by_email(found, identity, admits) if found else None,
    )


async def _found_by_email(user: User, identity: ExternalIdentity, admits: Callable[[User], bool]) -> AccountFacts:
    return replace(
        await _account(user, admits),
        is_powerful=bool((await most(user.id)).scopes & AS_GOOD_AS_ADMINISTRATOR),
        has_other_identity=await has_other_identity(user.id, identity),
    )


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
