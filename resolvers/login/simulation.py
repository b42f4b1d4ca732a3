"""Tells what a sign-in by a directory would come to. Nothing of it happens."""

from typing import Annotated

import strawberry

from auth.login import outcomes
from auth.login.outcomes import LoginRefusal
from auth.login.simulation import Simulation, simulate_login, simulated
from auth.policies.rules import PolicyFacts, RolesDecision, Verdict
from auth.provisioning.rules import Way
from auth.sources.identity import ExternalIdentity, Refused, Unavailable
from auth.users.grants import RoleGrantRow
from models.pending_login import PendingStep
from resolvers.context import Info
from resolvers.enums import described
from resolvers.ldap_profiles.enums import NotProven
from resolvers.ldap_profiles.testing import LdapPerson, person_shown
from resolvers.node import decode_id, encode_id
from resolvers.payloads import Payload, answered
from resolvers.permissions import mutation, plain
from resolvers.policies.enums import PolicyType
from resolvers.users.types import GrantSource

described(
    Way,
    "How somebody from a directory comes to an account.",
    called="SignInWay",
    SIGN_IN="It is theirs already.",
    LINK="It waits for them, and is theirs from then on.",
    CREATE="It is made for them.",
    DENY="They do not.",
)
described(
    Verdict,
    "What became of a policy.",
    called="PolicyVerdict",
    MATCHED="It is about the person and gives its roles.",
    NOT_MATCHED="It is not about them.",
    SHADOWED="It is about them, and another one decided.",
    OFF="It is switched off.",
    OTHER_PROFILE="It is about another directory.",
    UNKNOWN="It is about a group, and the directory did not tell the groups.",
)


@strawberry.input(description="Whose sign-in, by which directory. No password is asked for: it is taken for right.")
class SimulateLoginInput:
    """As somebody would sign in."""

    profile_id: strawberry.ID = plain("The directory profile; one that is off is asked as if it were on.")
    username: str = plain("The name that would be typed; 1 to 320 characters.")


@strawberry.type(description="What became of one policy.")
class SimulatedPolicy:
    """Its values are a ``PolicyFacts``."""

    policy_id: strawberry.ID = plain("Which.")
    type: PolicyType = plain("Whom it is about.")
    value: str = plain("The group's distinguished name, or the username.")
    position: int = plain("Its place among the policies.")
    verdict: Verdict = plain("What became of it.")
    roles: list[str] = plain("Names of the roles that it gives.")


@strawberry.type(description="A role that the account would hold.")
class SimulatedRole:
    """Its values are a ``RoleGrantRow``."""

    role: str = plain("Name of the role.")
    source: GrantSource = plain("Who would own the grant.")
    rule: str | None = plain("What decides, in the words of RoleGrant.rule; null where a person did.")


@strawberry.type(
    description="What a sign-in would come to, if the password were right. Where step and refusal are null: a session."
)
class SimulatedLogin:
    """Its values are a ``Simulation``."""

    is_enabled: bool = plain("Whether the profile is on.")
    server: str | None = plain("Which server answered, host and port; null where none did.")
    person: LdapPerson | None = plain("Who is meant; null where nobody is.")
    not_found: NotProven | None = plain("Why nobody is, where the directory says so.")
    failure: str | None = plain("Why the directory could not answer, where it could not.")
    way: Way = plain("How they would come to an account.")
    username: str | None = plain("The account's, or what a new one would be called; null where it comes to none.")
    reason: str | None = plain("Why they would be denied, in the word of login.failed in the audit trail.")
    policies: list[SimulatedPolicy] = plain("Every policy, by position; empty where nobody is meant.")
    groups_unknown: bool = plain("Whether the directory did not tell the groups, so that the account keeps its roles.")
    roles: list[SimulatedRole] = plain("What the account would hold then; empty where they would be denied.")
    withheld_roles: list[str] = plain("Roles that they would not be given because no seat of the licence is left.")
    kept_roles: list[str] = plain("Roles that they would keep because nobody could administer Gatehouse without.")
    step: PendingStep | None = plain("What would be asked for before a session is opened.")
    refusal: LoginRefusal | None = plain("What they would be told, where no session would be opened.")
    message: str | None = plain("The same in a sentence.")


@strawberry.type(description="What was found out.")
class SimulateLoginPayload(Payload):
    """Of ``simulateLogin``."""

    simulation: SimulatedLogin | None = plain("Null where nothing was asked.", default=None)


@strawberry.type
class SimulationMutations:
    """Root fields."""

    @mutation(
        simulate_login,
        "Tells what somebody's sign-in by a directory would come to, by the sign-in's own code. Nothing changes and "
        "nothing counts; the trail tells who asked about whom.",
    )
    async def simulate_login(
        self, info: Info, input: Annotated[SimulateLoginInput, strawberry.argument(description="Whose.")]
    ) -> SimulateLoginPayload | None:
        """See the command."""
        context, username = info.context, input.username
        profile_id = decode_id(input.profile_id, "ldp", "input.profileId")

        async def simulate() -> SimulateLoginPayload:
            directories = context.provers.directories
            found = await simulated(context.units, directories, context.actor, profile_id, username)
            return SimulateLoginPayload(simulation=_shown(found))

        return await answered(SimulateLoginPayload, simulate())


def _shown(simulation: Simulation) -> SimulatedLogin:
    found, settled = simulation.found, simulation.foreseen.settled
    outcome, arrival = settled.outcome, settled.arrival
    evaluation = arrival.evaluation if arrival else None
    roles = evaluation.roles if evaluation and isinstance(evaluation.roles, RolesDecision) else None
    refusal = outcome.code if isinstance(outcome, outcomes.Refusal) else None
    comes_to = evaluation is not None and (evaluation.user is not None or evaluation.decision.way is Way.CREATE)
    return SimulatedLogin(
        is_enabled=simulation.is_enabled,
        server=simulation.server,
        person=person_shown(found) if isinstance(found, ExternalIdentity) else None,
        not_found=found.because if isinstance(found, Refused) else None,
        failure=found.failure if isinstance(found, Unavailable) else None,
        way=evaluation.decision.way if evaluation else Way.DENY,
        username=evaluation.username if evaluation and comes_to else None,
        reason=settled.because,
        policies=[_policy(policy, verdict) for policy, verdict in roles.verdicts] if roles else [],
        groups_unknown=evaluation is not None and evaluation.roles.keeps,
        roles=[_role(grant) for grant in simulation.foreseen.grants],
        withheld_roles=list(arrival.followed.withheld) if arrival else [],
        kept_roles=list(arrival.followed.kept) if arrival else [],
        step=_step(outcome),
        refusal=refusal,
        message=refusal.message if refusal else None,
    )


def _step(outcome: outcomes.LoginOutcome) -> PendingStep | None:
    match outcome:
        case outcomes.MfaDemanded():
            return PendingStep.VERIFY_MFA
        case outcomes.MustEnrolMfa():
            return PendingStep.ENROL_MFA
        case outcomes.MustChangePassword():
            return PendingStep.CHANGE_PASSWORD
        case _:
            return None


def _policy(policy: PolicyFacts, verdict: Verdict) -> SimulatedPolicy:
    return SimulatedPolicy(
        policy_id=encode_id("pol", policy.id),
        type=policy.type,
        value=policy.value,
        position=policy.position,
        verdict=verdict,
        roles=[role.name for role in policy.roles],
    )


def _role(grant: RoleGrantRow) -> SimulatedRole:
    return SimulatedRole(role=grant.role.name, source=grant.source, rule=grant.rule)
