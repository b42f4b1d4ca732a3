"""What a sign-in with given claims would come to is what one with them then does; nothing is changed by asking."""

from random import Random
from typing import Any
from uuid import UUID

import orjson
import pytest

from auth.actor import Actor, anonymous
from auth.errors import DomainError, Forbidden, NotFound, Refused
from auth.identity_providers.values import provider_of, written_list
from auth.login.outcomes import MustEnrolMfa, SignedIn
from auth.login.outcomes import Refusal as Turned
from auth.permissions import Scope
from auth.provisioning.rules import Way
from auth.role_mappings.commands import update_role_mapping
from auth.role_mappings.drafts import MappingChanges
from auth.role_mappings.rules import MappedRoles, MappingVerdict
from auth.settings.pages import LicenceSettings, MfaSettings
from auth.single_sign_on.codes import SsoCode
from auth.single_sign_on.landing import Back, Landed
from auth.single_sign_on.signing_in import settle_sign_in
from auth.single_sign_on.simulation import CLAIMS_BYTES, ClaimsSimulation, simulated_claims
from auth.sources.claims import facts_of, identity_of
from auth.sources.failures import SsoFailure
from auth.sources.redirect import SignedIn as ProvenThere
from auth.sources.redirect import Tokens
from models.identity_provider import IdentityProvider, ProviderKind, ProviderMfa
from models.provider_sign_in import SsoAttempt, SsoPurpose
from models.role import Role
from models.user import User, UserStatus
from tests.support.directory_scene import role_id, roles_held
from tests.support.house import CLIENT, House, all_but
from tests.support.identity_providers import from_provider, provider_row
from tests.support.keys import INSTALLATION
from tests.support.provider_scene import mapping
from tests.support.trail import Told, dump, hearing, nothing_changes

ADA: dict[str, Any] = {
    "sub": "ada-1",
    "preferred_username": "ada",
    "email": "ada@example.com",
    "email_verified": True,
    "given_name": "Ada",
    "family_name": "Lovelace",
    "groups": ["ops", "dev"],
}


async def ask(house: House, provider: IdentityProvider, claims: object, actor: Actor | None = None) -> ClaimsSimulation:
    text = claims if isinstance(claims, str) else orjson.dumps(claims).decode()
    who = actor or await house.root()
    before = await dump()
    found = await simulated_claims(house.units, who, provider.id, text)
    assert await dump() == before
    return found


async def sign_in(house: House, provider: IdentityProvider, claims: dict[str, Any]) -> Landed:
    row = await IdentityProvider.get(id=provider.id)
    known = provider_of(row, INSTALLATION.vault)
    proven = ProvenThere(
        identity_of(known, claims["sub"], [claims]), row.issuer, facts_of(known, [claims]), Tokens("access"), claims
    )
    back = Back(provider=row, signed_in=proven, purpose=SsoPurpose.SIGN_IN)
    return await house.do(anonymous(CLIENT), lambda work: settle_sign_in(work, back))


def way(found: ClaimsSimulation) -> Way | None:
    arrival = found.rehearsed.landed.arrival if found.rehearsed else None
    return arrival.evaluation.decision.way if arrival else None


def held(found: ClaimsSimulation) -> set[str]:
    assert found.rehearsed is not None
    return {grant.role.name for grant in found.rehearsed.grants}


def code(found: ClaimsSimulation) -> SsoCode | None:
    assert found.rehearsed is not None
    return found.rehearsed.landed.code


@pytest.fixture
async def corp(house: House) -> IdentityProvider:
    """A provider that makes accounts, with a mapping that matches Ada and one that does not."""
    provider = await provider_row(creates_accounts=True)
    await mapping(house, provider, "ops", "operator")
    await mapping(house, provider, "qa*", "viewer")
    return provider


async def test_somebody_new_is_shown_with_everything_that_is_read_and_decided(
    house: House, corp: IdentityProvider
) -> None:
    root = await house.root()
    async with hearing() as heard:
        found = await ask(house, corp, ADA, root)
    assert list(heard.events) == [Told("login.simulated", "root", "corp", changes={"simulated_name": (None, "ada-1")})]
    told = found.told
    assert told is not None
    assert (told.subject, told.login_name, told.email, told.email_verified) == (
        "ada-1",
        "ada",
        "ada@example.com",
        True,
    )
    assert (told.first_name, told.last_name, told.groups, told.claims) == ("Ada", "Lovelace", ("ops", "dev"), None)
    assert [(each.value, each.is_matched, each.group) for each in told.mappings] == [
        ("ops", True, "ops"),
        ("qa*", False, None),
    ]
    assert (way(found), told.username, held(found), code(found)) == (Way.CREATE, "ada", {"operator"}, None)
    assert found.rehearsed is not None
    assert isinstance(found.rehearsed.landed.outcome, SignedIn)
    assert not await User.exists(username_key="ada")
    assert not await SsoAttempt.all().exists()


async def test_a_provider_that_is_off_is_told_of_as_if_it_were_on(house: House, corp: IdentityProvider) -> None:
    await IdentityProvider.filter(id=corp.id).update(is_enabled=False)
    found = await ask(house, corp, ADA)
    assert (found.is_enabled, way(found)) == (False, Way.CREATE)
    assert not (await IdentityProvider.get(id=corp.id)).is_enabled


DENIALS: dict[str, tuple[dict[str, Any], dict[str, Any], SsoCode, str]] = {
    "nobody is made": ({"creates_accounts": False}, {}, SsoCode.NOT_ALLOWED, "NO_ACCOUNT"),
    "nothing matches": ({"refuses_unmatched": True}, {"groups": ["x"]}, SsoCode.NO_ROLE, "NO_ROLE"),
    "another domain": (
        {"email_domains_json": written_list(["example.org"])},
        {},
        SsoCode.NOT_ALLOWED,
        "DOMAIN_NOT_ALLOWED",
    ),
    "not in the group": ({"required_group": "staff"}, {}, SsoCode.NOT_ALLOWED, "GROUP_MISSING"),
    "groups that were not told": ({"required_group": "ops"}, {"groups": None}, SsoCode.NOT_ALLOWED, "GROUPS_UNKNOWN"),
    "no address": ({}, {"email": None}, SsoCode.NOT_ALLOWED, "EMAIL_MISSING"),
    "somebody's address": ({}, {"email": "bea@example.com"}, SsoCode.EMAIL_IN_USE, "EMAIL_IN_USE"),
}


@pytest.mark.parametrize(("columns", "claims", "told", "because"), DENIALS.values(), ids=DENIALS)
async def test_who_is_denied_is_told_why_as_a_sign_in_would(
    house: House,
    corp: IdentityProvider,
    columns: dict[str, Any],
    claims: dict[str, Any],
    told: SsoCode,
    because: str,
) -> None:
    await house.user("bea", email="bea@example.com")
    await IdentityProvider.filter(id=corp.id).update(**columns)
    wanted = {name: value for name, value in (ADA | claims).items() if value is not None}
    found = await ask(house, corp, wanted)
    assert found.rehearsed is not None
    assert (way(found), code(found), found.rehearsed.landed.because, held(found)) == (
        Way.DENY,
        told,
        because,
        set(),
    )
    landed = await sign_in(house, corp, wanted)
    assert (landed.code, landed.because) == (told, because)


async def test_second_factors_caps_and_seats_are_foreseen(house: House, corp: IdentityProvider) -> None:
    await house.set(MfaSettings, required_for_everyone=True, grace_days=0)
    found = await ask(house, corp, ADA)
    assert found.rehearsed is not None
    assert isinstance(found.rehearsed.landed.outcome, MustEnrolMfa)
    await IdentityProvider.filter(id=corp.id).update(mfa=ProviderMfa.THEIRS, amr_json=written_list(["mfa"]))
    found = await ask(house, corp, ADA | {"amr": ["pwd", "mfa"]})
    assert found.told is not None
    assert found.told.has_second_factor
    assert found.rehearsed is not None
    assert isinstance(found.rehearsed.landed.outcome, SignedIn)
    await house.set(MfaSettings, required_for_everyone=False)
    await house.open(await house.user("bea"))
    await house.set(LicenceSettings, max_users=1)
    found = await ask(house, corp, ADA)
    assert found.rehearsed is not None
    assert isinstance(found.rehearsed.landed.outcome, Turned)
    assert code(found) is SsoCode.LIMIT_FULL
    await house.set(LicenceSettings, max_users=0, max_seats=1)
    await Role.filter(name_key="operator").update(licensed=True)
    await house.user("eva", "operator")
    found = await ask(house, corp, ADA)
    assert found.rehearsed is not None
    arrival = found.rehearsed.landed.arrival
    assert arrival is not None
    assert (arrival.followed.withheld, held(found)) == (("operator",), set())


async def test_an_account_that_is_there_is_shown_with_what_it_gains_and_keeps(
    house: House, corp: IdentityProvider
) -> None:
    await from_provider(house, corp, "ada", "viewer")
    claims = ADA | {"sub": "subject of ada"}
    found = await ask(house, corp, claims)
    assert (way(found), held(found), code(found)) == (Way.SIGN_IN, {"viewer", "operator"}, None)
    silent = {name: value for name, value in claims.items() if name != "groups"}
    found = await ask(house, corp, silent)
    assert (way(found), held(found)) == (Way.SIGN_IN, {"viewer"})
    assert found.rehearsed is not None
    arrival = found.rehearsed.landed.arrival
    assert arrival is not None
    assert isinstance(arrival.evaluation.roles, MappedRoles)
    assert [verdict for _, verdict in arrival.evaluation.roles.verdicts] == [MappingVerdict.UNKNOWN] * 2
    await User.filter(username_key="ada").update(status=UserStatus.INACTIVE)
    found = await ask(house, corp, claims)
    assert (way(found), code(found)) == (Way.DENY, SsoCode.ACCOUNT_OFF)
    assert (await User.get(username_key="ada")).status is UserStatus.INACTIVE


HOSTILE: dict[str, tuple[dict[str, Any], SsoFailure]] = {
    "no subject": ({"sub": None}, SsoFailure.SUBJECT_MALFORMED),
    "a number as subject": ({"sub": 1}, SsoFailure.SUBJECT_MALFORMED),
    "an empty subject": ({"sub": ""}, SsoFailure.SUBJECT_MALFORMED),
    "a huge subject": ({"sub": "x" * 256}, SsoFailure.SUBJECT_MALFORMED),
    "a subject with NUL": ({"sub": "a\0"}, SsoFailure.SUBJECT_MALFORMED),
    "groups as text": ({"groups": "ops"}, SsoFailure.GROUPS_MALFORMED),
    "groups as an object": ({"groups": {"ops": True}}, SsoFailure.GROUPS_MALFORMED),
    "a group that is no text": ({"groups": ["ops", 1]}, SsoFailure.GROUPS_MALFORMED),
    "a blank group": ({"groups": [" "]}, SsoFailure.GROUPS_MALFORMED),
    "too many groups": ({"groups": [f"g{n}" for n in range(5_001)]}, SsoFailure.TOO_MANY_GROUPS),
    "an address with two signs": ({"email": "a@b@c"}, SsoFailure.EMAIL_MALFORMED),
    "an address as a list": ({"email": ["a@b.c"]}, SsoFailure.EMAIL_MALFORMED),
    "an address of two lines": ({"email": "a@b.c\r\nBcc: x@y.z"}, SsoFailure.EMAIL_MALFORMED),
}


@pytest.mark.parametrize(("wrong", "failure"), HOSTILE.values(), ids=HOSTILE)
async def test_claims_that_no_sign_in_would_take_are_refused_for_the_same_reason(
    house: House, corp: IdentityProvider, wrong: dict[str, Any], failure: SsoFailure
) -> None:
    found = await ask(house, corp, ADA | wrong)
    assert (found.failure, found.told, found.rehearsed) == (failure, None, None)


async def test_look_alikes_of_a_group_give_nothing(house: House, corp: IdentityProvider) -> None:
    for name in ("Ops", "ops ", " ops", "\u043eps", "\uff4f\uff50\uff53", "op\u200ds", "ops\u00ad", "/ops"):
        found = await ask(house, corp, ADA | {"groups": [name]})
        assert (code(found), held(found)) == (SsoCode.NO_ROLE, set()), ascii(name)


NO_CLAIMS = {
    "nothing": ("", "CLAIMS_INVALID"),
    "no JSON": ("{", "CLAIMS_INVALID"),
    "a list": ("[]", "CLAIMS_INVALID"),
    "null": ("null", "CLAIMS_INVALID"),
    "a text": ('"x"', "CLAIMS_INVALID"),
    "half a pair": ('{"sub": "\ud800"}', "CLAIMS_INVALID"),
    "very deep": ('{"a":' * 5_000 + "1" + "}" * 5_000, "CLAIMS_INVALID"),
    "too long": ('{"sub": "' + "x" * CLAIMS_BYTES + '"}', "TOO_LONG"),
    "too long in bytes": ('{"sub": "' + "\u20ac" * (CLAIMS_BYTES // 2) + '"}', "TOO_LONG"),
}


@pytest.mark.parametrize(("text", "told"), NO_CLAIMS.values(), ids=NO_CLAIMS)
async def test_what_is_no_claims_is_refused(house: House, corp: IdentityProvider, text: str, told: str) -> None:
    root = await house.root()
    async with nothing_changes():
        with pytest.raises(Refused) as refused:
            await simulated_claims(house.units, root, corp.id, text)
    assert [(error.code, error.field) for error in refused.value.errors] == [(told, "claims")]


async def test_github_is_asked_about_in_our_words(house: House) -> None:
    names = '{"username": [], "email": "mail", "email_verified": "x", "groups": null}'
    row = await provider_row(
        kind=ProviderKind.GITHUB, issuer="https://github.com", claims_json=names, creates_accounts=True
    )
    await mapping(house, row, "acme/ops", "operator")
    found = await ask(house, row, ADA | {"groups": ["acme", "acme/ops"]})
    assert (way(found), held(found)) == (Way.CREATE, {"operator"})


async def test_asking_needs_the_scope_and_a_provider(house: House, corp: IdentityProvider) -> None:
    reader = await house.acting("reader", *all_but(Scope.SSO_READ), level=3)
    with pytest.raises(Forbidden):
        await ask(house, corp, ADA, reader)
    corp.id = UUID(int=1)
    with pytest.raises(NotFound):
        await ask(house, corp, ADA)
    corp.id = (await IdentityProvider.get()).id
    await IdentityProvider.filter(id=corp.id).update(client_secret_sealed="spoiled")
    with pytest.raises(Refused) as told:
        await ask(house, corp, ADA)
    assert [(error.code, error.field) for error in told.value.errors] == [("CLIENT_SECRET_REQUIRED", "provider_id")]
    assert issubclass(NotFound, DomainError)


@pytest.mark.parametrize("seed", range(3))
async def test_what_is_told_equals_what_a_sign_in_then_does(house: House, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 — an order to be repeated, no secret
    provider = await provider_row(creates_accounts=True, default_role_id=await role_id("viewer"))
    mappings = [
        await mapping(house, provider, value, role)
        for value, role in (("ops", "operator"), ("d*", "viewer"), ("*a", "admin"), ("qa", "operator"))
    ]
    for number in range(12):
        chosen, is_on = chance.choice(mappings), chance.random() < 0.7
        await house.freshen(root := await house.root())
        await house.do(root, lambda work: update_role_mapping(work, chosen, MappingChanges(is_enabled=is_on)))  # noqa: B023 — done at once
        await IdentityProvider.filter(id=provider.id).update(refuses_unmatched=chance.random() < 0.3)
        name = chance.choice(["ada", "bea", "eva"])
        claims: dict[str, Any] = {"sub": name, "email": f"{name}@example.com", "given_name": f"N{number}"}
        if chance.random() < 0.8:
            claims["groups"] = chance.sample(["ops", "dev", "qa", "x"], chance.randint(0, 3))
        found = await ask(house, provider, claims, root)
        assert found.rehearsed is not None
        foreseen = found.rehearsed.landed
        landed = await sign_in(house, provider, claims)
        assert type(landed.outcome) is type(foreseen.outcome)
        assert (landed.code, landed.because) == (foreseen.code, foreseen.because)
        assert landed.arrival is not None
        assert foreseen.arrival is not None
        assert landed.arrival.evaluation.decision.way is foreseen.arrival.evaluation.decision.way
        assert landed.arrival.followed == foreseen.arrival.followed
        if landed.arrival.user is not None:
            assert await roles_held(landed.arrival.user.id) == held(found)
