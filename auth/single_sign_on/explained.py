"""What a provider told of somebody and what was decided about them, for whoever is asked why. Pure."""

from collections.abc import Collection
from dataclasses import replace

from auth.provisioning.evaluation import Evaluation
from auth.role_mappings.rules import MappedRoles, MappingFacts, MappingVerdict, matches_group
from auth.single_sign_on.told import Told, ToldMapping, told_by
from auth.sources.redirect import SignedIn
from models.user import User


def told_of(signed_in: SignedIn, evaluation: Evaluation, user: User | None, *, with_claims: bool = False) -> Told:
    """As an attempt keeps it. ``user``: the account that was entered or made; ``None`` for nobody's."""
    about = user or evaluation.user
    groups = [group.name for group in evaluation.identity.groups or ()]
    roles = evaluation.roles
    verdicts, given = (roles.verdicts, roles.roles) if isinstance(roles, MappedRoles) else ((), ())
    return replace(
        told_by(signed_in, with_claims=with_claims),
        way=evaluation.decision.way.value,
        username=about.username if about else evaluation.username,
        roles=tuple(sorted({owned.role.name for owned in given})),
        mappings=tuple(_told_mapping(mapping, verdict, groups) for mapping, verdict in verdicts),
    )


def _told_mapping(mapping: MappingFacts, verdict: MappingVerdict, groups: Collection[str]) -> ToldMapping:
    is_matched = verdict is MappingVerdict.MATCHED
    matching = (group for group in groups if is_matched and matches_group(mapping.kind, mapping.value, group))
    return ToldMapping(
        id=mapping.id,
        kind=mapping.kind.value,
        value=mapping.value,
        role=mapping.role.name,
        is_matched=is_matched,
        group=next(matching, None),
    )
