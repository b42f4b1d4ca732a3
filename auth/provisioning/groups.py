"""Groups that a source tells of: as they are kept with an identity, and as policies compare them."""

from collections.abc import Sequence
from typing import cast

import orjson

from auth.policies.rules import Person, canonical_dn
from auth.sources.identity import ExternalGroup, ExternalIdentity
from auth.texts import canonical


def stored_groups(groups: Sequence[ExternalGroup] | None) -> str | None:
    """A list of ``[name, [via, …]]`` as JSON; ``None`` where the source did not tell."""
    if groups is None:
        return None
    return orjson.dumps([[group.name, list(group.via)] for group in groups]).decode()


def groups_of(stored: str | None) -> tuple[ExternalGroup, ...] | None:
    """What was stored."""
    if stored is None:
        return None
    listed = cast("list[tuple[str, list[str]]]", orjson.loads(stored))
    return tuple(ExternalGroup(name, tuple(via)) for name, via in listed)


def person_of(identity: ExternalIdentity, username: str) -> Person:
    """Somebody as policies know them: by the name they have there, and by that which they have here, or will have."""
    return Person(frozenset({canonical(identity.login_name), canonical(username)}) - {""}, group_keys(identity.groups))


def group_keys(groups: Sequence[ExternalGroup] | None) -> frozenset[str] | None:
    """The groups' names in the form in which they are compared; what is no distinguished name matches no policy."""
    if groups is None:
        return None
    return frozenset(key for group in groups if (key := canonical_dn(group.name)) is not None)
