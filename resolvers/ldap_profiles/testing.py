"""Tries directories step by step. Nothing is saved."""

from datetime import datetime
from typing import Annotated

import strawberry

from auth.ldap_profiles.advice import advice_for
from auth.ldap_profiles.testing import Trial, TrialWish, examined, try_ldap_profile
from auth.permissions import Scope
from auth.policies.rules import RolesDecision
from auth.provisioning.trial import roles_by
from auth.sources.examination import ServerReport, StepReport
from auth.sources.identity import ExternalIdentity
from resolvers.context import Info
from resolvers.ldap_profiles.enums import FailureKind, NotProven, Step, StepState
from resolvers.ldap_profiles.inputs import LdapProfileInput
from resolvers.ldap_profiles.types import LdapProfileWarning, warnings_shown
from resolvers.node import decode_id
from resolvers.payloads import Payload, answered
from resolvers.permissions import guarded, mutation, plain
from resolvers.users.types import GrantSource


@strawberry.input(description="What is to be tried: a profile that is stored, values that only might be, or both.")
class TestLdapProfileInput:
    """Becomes a ``TrialWish``."""

    id: strawberry.ID | None = plain(
        "A stored profile. With values, those are tried with the bind password that it has, as far as they go where, "
        "to whom and in the way it was given for.",
        default=None,
    )
    values: LdapProfileInput | None = plain("Values that are not stored.", default=None)
    test_username: str | None = plain(
        "Who is looked for; 1 to 200 characters. If absent, the profile's test user, if it has one.", default=None
    )
    password: str | None = plain("Theirs, to be tried as well; 1 to 256 characters.", default=None)

    def wish(self) -> TrialWish:
        """For the command. Raises ``BadInput`` for an id that is none."""
        return TrialWish(
            profile_id=None if self.id is None else decode_id(self.id, "ldp", "input.id"),
            draft=self.values.draft() if self.values else None,
            test_username=self.test_username,
            password=self.password,
        )


@strawberry.type(description="What became of one step with one server.")
class LdapStepReport:
    """Its values are a ``StepReport``."""

    step: Step = plain("Which.")
    state: StepState = plain("What became of it.")
    milliseconds: int | None = plain("How long it took; null where it was skipped.")
    failure: FailureKind | None = plain("Why the directory could not answer, where that is why it failed.")
    refusal: NotProven | None = plain("What the directory answered, where the answer is no.")
    reason: str | None = plain("Why it failed, in a few words; null where it did not, or refusal says it.")
    advice: str | None = plain("What to do about it; null where it did not fail.")


@strawberry.type(description="The certificate that a server showed, also where it was refused.")
class LdapServerCertificate:
    """Its values are a ``Certificate``."""

    subject: str = plain("Whose it is.")
    issuer: str = plain("Who signed it.")
    names: list[str] = plain("The host names and addresses that it is for.")
    not_before: datetime = plain("From when it is valid.")
    not_after: datetime = plain("Until when it is valid.")
    sha256: str = plain("Fingerprint, in hexadecimal digits.")


@strawberry.type(description="A group that somebody in a directory is in.")
class LdapGroup:
    """Its values are an ``ExternalGroup``."""

    name: str = plain("Its distinguished name.")
    via: list[str] = plain("The groups through which, from their own up; empty where they are in it themselves.")


@strawberry.type(description="Somebody in a directory.")
class LdapPerson:
    """Its values are an ``ExternalIdentity``."""

    subject: str = plain("What never changes about them: the id attribute.")
    login_name: str = plain("By what they sign in.")
    dn: str | None = plain("The distinguished name of their entry.")
    email: str | None = guarded(Scope.USERS_READ_CONTACT, description="Their e-mail address.")
    first_name: str = plain("Given name.")
    last_name: str = plain("Family name.")
    is_disabled: bool = plain("Whether the directory says that they may not sign in.")
    groups: list[LdapGroup] | None = plain("Every group; null where the directory did not tell, which is not none.")


@strawberry.type(description="How far it went with one server.")
class LdapServerReport:
    """Its values are a ``ServerReport``."""

    server: str = plain("Host and port.")
    steps: list[LdapStepReport] = plain("Every step, in order.")
    certificate: LdapServerCertificate | None = plain("What it showed; null where it did not come to that.")
    person: LdapPerson | None = plain("The test user; null where none was found.")
    default_base_dn: str | None = plain("What the server itself suggests as base DN.")


@strawberry.type(description="A role that somebody would get, and why.")
class LdapRoleToCome:
    """Its values are an ``OwnedRole``."""

    role: str = plain("Name of the role.")
    source: GrantSource = plain("Who would own the grant.")
    rule: str = plain("What decides, in the words of RoleGrant.rule.")


@strawberry.type(
    description="Which roles the test user would get at the next sign-in, decided as a sign-in decides it."
)
class LdapRolesToCome:
    """Its values are a ``RolesDecision``."""

    roles: list[LdapRoleToCome] = plain("All of them; empty for none.")
    is_refused: bool = plain("Whether they would be refused, because they match nothing and the profile says so.")
    groups_unknown: bool = plain(
        "Whether the directory did not tell the groups: an account that is there keeps its roles, and these are what "
        "a first sign-in would bring."
    )


@strawberry.type(description="What was found out.")
class TestLdapProfilePayload(Payload):
    """Of ``testLdapProfile``."""

    servers: list[LdapServerReport] = plain("Every server; empty where nothing was tried.", default_factory=list)
    roles: LdapRolesToCome | None = plain("For the test user; null where none was found.", default=None)
    warnings: list[LdapProfileWarning] = plain("What is doubtful about the values.", default_factory=list)


@strawberry.type
class LdapProfileTestMutations:
    """Root fields."""

    @mutation(
        try_ldap_profile,
        "Tries every server of a directory, step by step, for at most 9 seconds each. Nothing is saved; the trail "
        "tells that it was tried.",
    )
    async def test_ldap_profile(
        self, info: Info, input: Annotated[TestLdapProfileInput, strawberry.argument(description="What to try.")]
    ) -> TestLdapProfilePayload | None:
        """See the command."""
        context, wish = info.context, input.wish()

        async def test() -> TestLdapProfilePayload:
            trial = await context.perform(lambda work: try_ldap_profile(work, wish))
            return await _payload(trial, await examined(context.ldap, trial, wish.password))

        return await answered(TestLdapProfilePayload, test())


async def _payload(trial: Trial, reports: list[ServerReport]) -> TestLdapProfilePayload:
    found = next((report.identity for report in reports if report.identity is not None), None)
    return TestLdapProfilePayload(
        servers=[_server(report) for report in reports],
        roles=_roles(await roles_by(found, trial.rules)) if found else None,
        warnings=warnings_shown(trial.warnings),
    )


def _server(report: ServerReport) -> LdapServerReport:
    shown = report.certificate
    certificate = shown and LdapServerCertificate(
        subject=shown.subject,
        issuer=shown.issuer,
        names=list(shown.names),
        not_before=shown.not_before,
        not_after=shown.not_after,
        sha256=shown.sha256,
    )
    return LdapServerReport(
        server=report.server,
        steps=[_step(step) for step in report.steps],
        certificate=certificate,
        person=person_shown(report.identity) if report.identity else None,
        default_base_dn=report.default_base_dn,
    )


def _step(step: StepReport) -> LdapStepReport:
    return LdapStepReport(
        step=step.step,
        state=step.state,
        milliseconds=step.milliseconds,
        failure=step.kind,
        refusal=step.because,
        reason=step.reason,
        advice=advice_for(step),
    )


def person_shown(found: ExternalIdentity) -> LdapPerson:
    """Somebody as the schema shows them."""
    groups = None if found.groups is None else [LdapGroup(name=each.name, via=list(each.via)) for each in found.groups]
    return LdapPerson(
        subject=found.subject,
        login_name=found.login_name,
        dn=found.dn,
        email=found.email,
        first_name=found.first_name,
        last_name=found.last_name,
        is_disabled=found.is_disabled,
        groups=groups,
    )


def _roles(decided: RolesDecision) -> LdapRolesToCome:
    roles = [LdapRoleToCome(role=each.role.name, source=each.source, rule=each.rule) for each in decided.roles]
    return LdapRolesToCome(roles=roles, is_refused=decided.is_refused, groups_unknown=decided.keeps)
