"""Tries identity providers: step by step without anybody, and by a sign-in of the caller that leaves nothing behind."""

from typing import Annotated

import strawberry

from auth.errors import DomainError
from auth.identity_providers.advice import advice_for, reason_for
from auth.identity_providers.testing import ProviderTrialWish, try_identity_provider
from auth.single_sign_on.starting import BeginWish
from auth.single_sign_on.trial import start_provider_test
from auth.sources.provider_examination import examine
from auth.sources.provider_report import CheckReport, CheckState, ProviderCheck, ProviderReport
from models.provider_sign_in import SsoPurpose
from resolvers.context import Info
from resolvers.enums import described
from resolvers.identity_providers.inputs import IdentityProviderInput
from resolvers.node import decode_id
from resolvers.payloads import Payload, answered
from resolvers.permissions import mutation, plain
from resolvers.single_sign_on.departing import path_of, sent_away

described(
    ProviderCheck,
    "What is looked at when an identity provider is tested, in this order.",
    called="IdentityProviderCheck",
    LOCATION="Its address is one where it may be.",
    NAME_RESOLUTION="Its name is looked up.",
    CONNECTION="A connection is opened.",
    TLS="It is encrypted, and the certificate checked; not over http on this machine.",
    DISCOVERY="What it says of itself is fetched (OpenID Connect Discovery).",
    ISSUER="It calls itself exactly as it is configured.",
    ENDPOINTS="It says where its endpoints are, and they are where they may be.",
    PKCE="It does PKCE with S256 (RFC 7636).",
    SIGNING="It signs by an algorithm that is allowed.",
    ISSUER_PARAMETER="It names itself in each answer by way of the browser (RFC 9207).",
    SIGN_OUT="People can be signed out there too (RP-Initiated Logout).",
    BACKCHANNEL_LOGOUT="It tells when somebody signs out there (Back-Channel Logout).",
    KEYS="Its keys are fetched, and one at least can be used.",
    API="GitHub's API answers.",
    CLOCK="Its clock and ours differ by 30 seconds at most.",
    CLIENT="It knows this client with its secret, as far as it tells without anybody signing in.",
)
described(
    CheckState,
    "What became of a check.",
    called="IdentityProviderCheckState",
    PASSED="It went well.",
    FAILED="It did not, and people cannot sign in, or not safely.",
    ABSENT="The provider has it not, or does not say; people can sign in nevertheless.",
    SKIPPED="It does not go with this kind of provider, or one before it failed.",
)


@strawberry.input(description="What is to be tried: a provider that is stored, values that only might be, or both.")
class TestIdentityProviderInput:
    """Becomes a ``ProviderTrialWish``."""

    id: strawberry.ID | None = plain(
        "A stored provider. With values, those are tried with the client secret that it has, as far as they go where, "
        "and for whom, it was given for.",
        default=None,
    )
    values: IdentityProviderInput | None = plain("Values that are not stored.", default=None)

    def wish(self) -> ProviderTrialWish:
        """For the command. Raises ``BadInput`` for an id that is none."""
        return ProviderTrialWish(
            provider_id=None if self.id is None else decode_id(self.id, "idp", "input.id"),
            draft=self.values.draft() if self.values else None,
        )


@strawberry.type(description="What became of one check of a provider.")
class IdentityProviderCheckReport:
    """Its values are a ``CheckReport``."""

    check: ProviderCheck = plain("Which.")
    state: CheckState = plain("What became of it.")
    milliseconds: int | None = plain("How long it took; null where it was skipped.")
    failure: str | None = plain("Why it failed, in a word that stays the same; null where it did not.")
    reason: str | None = plain("The same in a few words.")
    advice: str | None = plain("What to do about it.")


@strawberry.type(description="What was found out.")
class TestIdentityProviderPayload(Payload):
    """Of ``testIdentityProvider``."""

    is_good: bool | None = plain("Whether nothing failed; null where nothing was tried.", default=None)
    checks: list[IdentityProviderCheckReport] = plain(
        "Every check, in order; empty where nothing was tried.", default_factory=list
    )
    usable_keys: int | None = plain("Keys by which an ID token can be signed; null where none were read.", default=None)
    unusable_keys: int | None = plain("Keys that are passed over.", default=None)
    clock_ahead_seconds: int | None = plain(
        "By how much the provider's clock is ahead of ours; null where it does not tell.", default=None
    )


@strawberry.input(description="Which provider is to be tried by signing in.")
class StartProviderTestInput:
    """One."""

    id: strawberry.ID = plain("The provider; it may be switched off.")
    return_to: str | None = plain(
        "Where the browser goes afterwards: a path of the product, at most 2048 characters.", default=None
    )


@strawberry.type(description="Where to sign in for the test.")
class StartProviderTestPayload(Payload):
    """Of ``startProviderTest``."""

    authorization_url: str | None = plain(
        "Send the browser there within 10 minutes; it comes back with the reference of an ssoAttempt.", default=None
    )


@strawberry.type
class IdentityProviderTestMutations:
    """Root fields."""

    @mutation(
        try_identity_provider,
        "Tries an identity provider step by step, for at most 10 seconds, without anybody signing in. Nothing is "
        "saved; the trail tells that it was tried.",
    )
    async def test_identity_provider(
        self, info: Info, input: Annotated[TestIdentityProviderInput, strawberry.argument(description="What to try.")]
    ) -> TestIdentityProviderPayload | None:
        """See the command."""
        context, wish = info.context, input.wish()

        async def test() -> TestIdentityProviderPayload:
            trial = await context.perform(lambda work: try_identity_provider(work, wish))
            outgoing = context.provers.redirects.outgoing
            return _payload(await examine(outgoing, context.clock, trial.provider, trial.redirect_uri))

        return await answered(TestIdentityProviderPayload, test())

    @mutation(
        start_provider_test,
        "Begins a sign-in by a provider that is only a test: what it would have come to is kept as an ssoAttempt, and "
        "nothing else. Where an administrator would have got in by it, the provider counts as proven.",
    )
    async def start_provider_test(
        self, info: Info, input: Annotated[StartProviderTestInput, strawberry.argument(description="Which.")]
    ) -> StartProviderTestPayload | None:
        """See the command."""
        context, provider_id = info.context, decode_id(input.id, "idp", "input.id")

        async def start() -> StartProviderTestPayload:
            path = path_of(input.return_to)
            slug = await context.perform(lambda work: start_provider_test(work, provider_id))
            wish = BeginWish(slug=slug, purpose=SsoPurpose.TEST, return_to=path)
            try:
                return StartProviderTestPayload(authorization_url=await sent_away(context, wish))
            except DomainError as refused:
                refused.field = "id"
                raise

        return await answered(StartProviderTestPayload, start())


def _payload(report: ProviderReport) -> TestIdentityProviderPayload:
    return TestIdentityProviderPayload(
        is_good=report.is_good,
        checks=[_check(each) for each in report.checks],
        usable_keys=report.usable_keys,
        unusable_keys=report.unusable_keys,
        clock_ahead_seconds=report.clock_ahead_seconds,
    )


def _check(report: CheckReport) -> IdentityProviderCheckReport:
    return IdentityProviderCheckReport(
        check=report.check,
        state=report.state,
        milliseconds=report.milliseconds,
        failure=None if report.failure is None else report.failure.value,
        reason=reason_for(report),
        advice=advice_for(report),
    )
