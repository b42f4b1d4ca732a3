"""What a sign-in by a provider with given claims would come to, as the schema shows it."""

import strawberry

from auth.login import outcomes
from auth.login.outcomes import LoginOutcome
from auth.permissions import Scope
from auth.provisioning.apply import Arrival
from auth.role_mappings.rules import MappedRoles, MappingFacts, MappingVerdict
from auth.single_sign_on.simulation import ClaimsSimulation
from auth.single_sign_on.told import Told, ToldMapping
from auth.users.grants import RoleGrantRow
from resolvers.login.queries import PendingStep
from resolvers.node import encode_id
from resolvers.permissions import guarded, plain
from resolvers.role_mappings.enums import GroupMatch
from resolvers.single_sign_on.enums import SsoCode, Way
from resolvers.users.types import GrantSource


@strawberry.type(description="Somebody as claims tell of them.")
class ClaimedPerson:
    """Its values are a ``Told``."""

    subject: str = plain("By what the provider knows them for good.")
    login_name: str = plain("By what they sign in there.")
    email: str | None = guarded(Scope.USERS_READ_CONTACT, description="Their e-mail address.")
    email_verified: bool = plain("Whether the provider says that it is theirs.")
    email_unusable: bool = plain("Whether something was told that is no address by the rules of this place.")
    first_name: str = plain("Given name.")
    last_name: str = plain("Family name.")
    groups: list[str] | None = plain("The first 500 groups; null where none were told, which is not none.")
    group_count: int = plain("How many there are.")
    groups_too_many: bool = plain("Whether the provider says that there are more than it tells.")
    amr: list[str] = plain("How they signed in there (RFC 8176).")
    acr: str | None = plain("By which class of ways.")
    has_second_factor: bool = plain("Whether that stands for a second factor, by what the provider's rule says.")


@strawberry.type(description="What became of one role mapping.")
class SimulatedMapping:
    """Its values are a ``MappingFacts``."""

    mapping_id: strawberry.ID = plain("Which.")
    kind: GroupMatch = plain("How names of groups are compared.")
    value: str = plain("The group's name, or the pattern.")
    role: str = plain("Name of the role that it gives.")
    verdict: MappingVerdict = plain("What became of it.")
    group: str | None = plain("The first group that it is about; null where it is about none.")


@strawberry.type(description="A role that the account would hold.")
class SimulatedRole:
    """Its values are a ``RoleGrantRow``."""

    role: str = plain("Name of the role.")
    source: GrantSource = plain("Who would own the grant.")
    rule: str | None = plain("What decides, in the words of RoleGrant.rule; null where a person did.")


@strawberry.type(
    description="What a sign-in by a provider with these claims would come to. Where failure, step and code are null: "
    "a session."
)
class SimulatedProviderLogin:
    """Its values are a ``ClaimsSimulation``."""

    is_enabled: bool = plain("Whether the provider is on; what is told is told as if it were.")
    failure: str | None = plain(
        "What is wrong with the claims themselves, in the word of login.failed in the audit trail; then nothing else "
        "is told."
    )
    person: ClaimedPerson | None = plain("Who is meant.")
    way: Way = plain("How they would come to an account.")
    username: str | None = plain("The account's, or what a new one would be called; null where it comes to none.")
    reason: str | None = plain("Why they would be denied, in the word of login.failed in the audit trail.")
    mappings: list[SimulatedMapping] = plain("Every mapping of the provider.")
    groups_unknown: bool = plain("Whether the groups were not told, so that the account keeps its roles.")
    roles: list[SimulatedRole] = plain("What the account would hold then; empty where they would be denied.")
    withheld_roles: list[str] = plain("Roles that they would not be given because no seat of the licence is left.")
    kept_roles: list[str] = plain("Roles that they would keep because nobody could administer Gatehouse without.")
    step: PendingStep | None = plain("What would be asked for before a session is opened.")
    code: SsoCode | None = plain("What the browser would be told, where no session would be opened.")
    message: str | None = plain("The same in a sentence.")


def claims_simulation_shown(found: ClaimsSimulation) -> SimulatedProviderLogin:
    """What was found out as the schema shows it."""
    landed = found.rehearsed.landed if found.rehearsed else None
    arrival = landed.arrival if landed else None
    code = landed.code if landed else None
    return SimulatedProviderLogin(
        is_enabled=found.is_enabled,
        failure=found.failure,
        person=_person(found.told) if found.told else None,
        way=arrival.evaluation.decision.way if arrival else Way.DENY,
        username=_username(arrival) if arrival else None,
        reason=landed.because if landed else None,
        mappings=_mappings(arrival, found.told) if arrival and found.told else [],
        groups_unknown=arrival is not None and arrival.evaluation.roles.keeps,
        roles=[role_shown(grant) for grant in found.rehearsed.grants] if found.rehearsed else [],
        withheld_roles=list(arrival.followed.withheld) if arrival else [],
        kept_roles=list(arrival.followed.kept) if arrival else [],
        step=step_of(landed.outcome) if landed else None,
        code=code,
        message=code.message if code else None,
    )


def step_of(outcome: LoginOutcome | None) -> PendingStep | None:
    """What would be asked for; ``None`` for nothing."""
    match outcome:
        case outcomes.MfaDemanded():
            return PendingStep.VERIFY_MFA
        case outcomes.MustEnrolMfa():
            return PendingStep.ENROL_MFA
        case outcomes.MustChangePassword():
            return PendingStep.CHANGE_PASSWORD
        case _:
            return None


def role_shown(grant: RoleGrantRow) -> SimulatedRole:
    """A grant as the schema shows it."""
    return SimulatedRole(role=grant.role.name, source=grant.source, rule=grant.rule)


def _username(arrival: Arrival) -> str | None:
    evaluation = arrival.evaluation
    comes_to = evaluation.user is not None or evaluation.decision.way is Way.CREATE
    return evaluation.username if comes_to else None


def _person(told: Told) -> ClaimedPerson:
    return ClaimedPerson(
        subject=told.subject or "",
        login_name=told.login_name or "",
        email=told.email,
        email_verified=told.email_verified,
        email_unusable=told.email_unusable,
        first_name=told.first_name,
        last_name=told.last_name,
        groups=None if told.groups is None else list(told.groups),
        group_count=told.groups_count,
        groups_too_many=told.groups_too_many,
        amr=list(told.amr),
        acr=told.acr,
        has_second_factor=told.has_second_factor,
    )


def _mappings(arrival: Arrival, told: Told) -> list[SimulatedMapping]:
    roles = arrival.evaluation.roles
    verdicts = roles.verdicts if isinstance(roles, MappedRoles) else ()
    return [_mapping(*each, shown) for each, shown in zip(verdicts, told.mappings, strict=True)]


def _mapping(mapping: MappingFacts, verdict: MappingVerdict, told: ToldMapping) -> SimulatedMapping:
    return SimulatedMapping(
        mapping_id=encode_id("map", mapping.id),
        kind=mapping.kind,
        value=mapping.value,
        role=mapping.role.name,
        verdict=verdict,
        group=told.group,
    )
