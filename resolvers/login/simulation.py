"""Tells what a sign-in by a directory or provider would come to. Nothing of it happens."""

from typing import Annotated
from uuid import UUID

import strawberry

from auth.errors import DomainError
from auth.errors import Refused as NotAllowed
from auth.login import outcomes
from auth.login.outcomes import LoginRefusal
from auth.login.simulation import Simulation, simulate_login, simulated
from auth.permissions import Scope
from auth.policies.rules import PolicyFacts, RolesDecision, Verdict
from auth.single_sign_on.simulation import simulate_provider_login, simulated_claims
from auth.sources.identity import ExternalIdentity, Refused, Unavailable
from resolvers.context import Info
from resolvers.enums import described
from resolvers.ldap_profiles.enums import NotProven
from resolvers.ldap_profiles.testing import LdapPerson, person_shown
from resolvers.login.queries import PendingStep
from resolvers.node import decode_id, encode_id
from resolvers.payloads import Payload, answered
from resolvers.permissions import guarded_input, mutation_by_either, plain
from resolvers.policies.enums import PolicyType
from resolvers.single_sign_on.enums import Way
from resolvers.single_sign_on.simulation import (
    SimulatedProviderLogin,
    SimulatedRole,
    claims_simulation_shown,
    role_shown,
    step_of,
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


@strawberry.input(
    description="Whose sign-in: by a directory, profileId and username, and the password is taken for right; or by a "
    "provider, providerId and claims."
)
class SimulateLoginInput:
    """As somebody would sign in."""

    profile_id: strawberry.ID | None = guarded_input(
        Scope.LDAP_READ, description="The directory profile; one that is off is asked as if it were on.", default=None
    )
    username: str | None = plain("With that: the name that would be typed; 1 to 320 characters.", default=None)
    provider_id: strawberry.ID | None = guarded_input(
        Scope.SSO_READ,
        description="The identity provider; of one that is off it is told what would follow if it were on.",
        default=None,
    )
    claims: str | None = plain(
        "With that: what the provider would tell, as the text of a JSON object of at most 65,536 bytes with sub at "
        "least; GitHub's as preferred_username, email, email_verified and groups.",
        default=None,
    )

    def check(self) -> None:
        """Raises ``Refused``, naming what was given, where that is not just one of both ways."""
        ways = ((self.profile_id, self.username), (self.provider_id, self.claims))
        if sorted(sum(value is not None for value in way) for way in ways) == [0, 2]:
            return
        given = [name for name in _GIVEN if getattr(self, name) is not None] or ["provider_id"]
        message = "Give profileId and username, or providerId and claims."
        raise NotAllowed(*(DomainError("VALUE_REQUIRED", message, name) for name in given))

    def by_directory(self) -> tuple[UUID, str] | None:
        """The profile and the name, of what was checked; ``None`` for a provider. Raises ``BadInput``."""
        if self.profile_id is None or self.username is None:
            return None
        return decode_id(self.profile_id, "ldp", "input.profileId"), self.username

    def by_provider(self) -> tuple[UUID, str]:
        """The provider and the claims, where it is no directory. Raises ``BadInput``."""
        return decode_id(self.provider_id or "", "idp", "input.providerId"), self.claims or ""


_GIVEN = ("profile_id", "username", "provider_id", "claims")


@strawberry.type(description="What became of one policy.")
class SimulatedPolicy:
    """Its values are a ``PolicyFacts``."""

    policy_id: strawberry.ID = plain("Which.")
    type: PolicyType = plain("Whom it is about.")
    value: str = plain("The group's distinguished name, or the username.")
    position: int = plain("Its place among the policies.")
    verdict: Verdict = plain("What became of it.")
    roles: list[str] = plain("Names of the roles that it gives.")


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

    simulation: SimulatedLogin | None = plain("By a directory; null where none was asked.", default=None)
    provider_simulation: SimulatedProviderLogin | None = plain("By a provider; null where none is meant.", default=None)


@strawberry.type
class SimulationMutations:
    """Root fields."""

    @mutation_by_either(
        simulate_login,
        simulate_provider_login,
        description="Tells what somebody's sign-in by a directory or provider would come to, by the sign-in's own "
        "code. Nothing changes and nothing counts; the trail tells who asked about whom.",
    )
    async def simulate_login(
        self, info: Info, input: Annotated[SimulateLoginInput, strawberry.argument(description="Whose.")]
    ) -> SimulateLoginPayload | None:
        """See the commands."""
        context = info.context

        async def simulate() -> SimulateLoginPayload:
            input.check()
            by_directory = input.by_directory()
            if by_directory is not None:
                directories = context.provers.directories
                found = await simulated(context.units, directories, context.actor, *by_directory)
                return SimulateLoginPayload(simulation=_shown(found))
            told = await simulated_claims(context.units, context.actor, *input.by_provider())
            return SimulateLoginPayload(provider_simulation=claims_simulation_shown(told))

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
        roles=[role_shown(grant) for grant in simulation.foreseen.grants],
        withheld_roles=list(arrival.followed.withheld) if arrival else [],
        kept_roles=list(arrival.followed.kept) if arrival else [],
        step=step_of(outcome),
        refusal=refusal,
        message=refusal.message if refusal else None,
    )


def _policy(policy: PolicyFacts, verdict: Verdict) -> SimulatedPolicy:
    return SimulatedPolicy(
        policy_id=encode_id("pol", policy.id),
        type=policy.type,
        value=policy.value,
        position=policy.position,
        verdict=verdict,
        roles=[role.name for role in policy.roles],
    )
