"""What is believed of claims, as a table."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auth.sources.claims import MOST_GROUPS, Email, email_of, facts_of, groups_of, identity_of, is_enough, read_groups
from auth.sources.failures import SsoFailed, SsoFailure
from auth.sources.identity import ExternalGroup
from auth.sources.provider import ClaimNames, SecondFactorRule
from auth.texts import canonical, check_email
from models.columns import KEY_LENGTH, TEXT_LENGTH
from tests.support.rounds import rounds
from tests.support.sso import provider

FUZZ = settings(max_examples=rounds(100), deadline=None, suppress_health_check=[HealthCheck.too_slow])

PROVEN = Email("ann@example.com", is_verified=True)
TOLD = Email("ann@example.com")


@pytest.mark.parametrize(
    ("claims", "expected", "trusted"),
    [
        ({}, Email(), Email()),
        ({"email": None}, Email(), Email()),
        ({"email": ""}, Email(), Email()),
        ({"email_verified": True}, Email(), Email()),
        ({"email": "ann@example.com"}, TOLD, PROVEN),
        ({"email": "ann@example.com", "email_verified": None}, TOLD, PROVEN),
        ({"email": "ann@example.com", "email_verified": True}, PROVEN, PROVEN),
        ({"email": "ann@example.com", "email_verified": False}, TOLD, TOLD),
        ({"email": "ann@example.com", "email_verified": "true"}, TOLD, TOLD),
        ({"email": "ann@example.com", "email_verified": "True"}, TOLD, TOLD),
        ({"email": "ann@example.com", "email_verified": 1}, TOLD, TOLD),
        ({"email": "ann@example.com", "email_verified": [True]}, TOLD, TOLD),
        ({"email": "ann@corp.local"}, Email(is_unusable=True), Email(is_unusable=True)),
        ({"email": "ann", "email_verified": True}, Email(is_unusable=True), Email(is_unusable=True)),
    ],
    ids=[
        *("nothing", "null", "empty", "word alone", "no word", "null word", "true", "false", "text", "capital", "one"),
        *("list", "local", "no address"),
    ],
)
def test_an_address_is_proven_by_the_boolean_true_alone(
    claims: dict[str, Any], expected: Email, trusted: Email
) -> None:
    assert email_of(provider(), [claims]) == expected
    assert email_of(provider(trusts_email=True), [claims]) == trusted


def test_an_address_and_the_word_on_it_come_from_one_document() -> None:
    id_token, userinfo = {"email": "root@example.com"}, {"email": "ann@example.com", "email_verified": True}
    assert email_of(provider(), [id_token, userinfo]) == PROVEN
    assert email_of(provider(), [id_token, {"email_verified": True}]) == Email("root@example.com")
    assert email_of(provider(), [{"email_verified": True}, {"email": "ann@example.com"}]) == TOLD


def test_microsofts_word_on_an_address_has_another_name() -> None:
    there = provider(claims=ClaimNames(email_verified="xms_edov"))
    assert email_of(there, [{"email": "ann@example.com", "email_verified": True}]) == TOLD
    assert email_of(there, [{"email": "ann@example.com", "xms_edov": True}]) == PROVEN


PATHS: list[tuple[str | None, dict[str, Any], list[str] | None]] = [
    ("groups", {}, None),
    ("groups", {"groups": None}, None),
    ("groups", {"groups": []}, []),
    ("groups", {"groups": ["b", "a", "b"]}, ["b", "a"]),
    ("groups", {"roles": ["a"]}, None),
    ("realm_access.roles", {"realm_access": {"roles": ["a"]}}, ["a"]),
    ("realm_access.roles", {"realm_access": {}}, None),
    ("realm_access.roles", {"realm_access": ["roles"]}, None),
    ("realm_access.roles", {"realm_access": "roles"}, None),
    ("https://corp.example/groups", {"https://corp.example/groups": ["a"]}, ["a"]),
    ("resource_access.my.app.roles", {"resource_access": {"my.app": {"roles": ["a"]}}}, None),
    ("a.b", {"a.b": ["x"], "a": {"b": ["y"]}}, ["x"]),
    (None, {"groups": ["a"]}, None),
]


@pytest.mark.parametrize(("path", "claims", "expected"), PATHS, ids=[f"{path} {claims}" for path, claims, _ in PATHS])
def test_groups_by_their_path(path: str | None, claims: dict[str, Any], expected: list[str] | None) -> None:
    found = groups_of(ClaimNames(groups=path), [claims])
    assert found == (None if expected is None else tuple(ExternalGroup(name) for name in expected))


def test_group_names_that_look_alike_stay_as_they_are() -> None:
    names = ["admins", "Admins", "аdmins", "admins ", "ａdmins", "adm\u200bins"]  # noqa: RUF001 — they look alike
    assert [group.name for group in read_groups(names)] == names


def test_as_many_groups_as_may_be() -> None:
    assert len(read_groups([f"{n}" for n in range(MOST_GROUPS)])) == MOST_GROUPS
    with pytest.raises(SsoFailed) as caught:
        read_groups([f"{n}" for n in range(MOST_GROUPS + 1)])
    assert caught.value.refused.because is SsoFailure.TOO_MANY_GROUPS


OVERAGE: dict[str, Any] = {
    "_claim_names": {"groups": "src1"},
    "_claim_sources": {"src1": {"endpoint": "https://evil.test/groups"}},
}


@pytest.mark.parametrize("claims", [OVERAGE, {"hasgroups": True}], ids=["names", "hasgroups"])
def test_groups_that_did_not_fit_are_not_told_which_is_not_none(claims: dict[str, Any]) -> None:
    assert groups_of(ClaimNames(), [claims]) is None
    assert facts_of(provider(), [claims]).groups_too_many
    assert is_enough(provider(), {**claims, "email": "a@example.com", "email_verified": True, "name": "A"})


@pytest.mark.parametrize(
    "claims",
    [
        {"_claim_names": {"other": "src1"}},
        {"_claim_names": ["groups"]},
        {"hasgroups": "true"},
        {**OVERAGE, "groups": []},
    ],
    ids=["other", "list", "text", "told"],
)
def test_other_claims_say_nothing_of_groups_that_did_not_fit(claims: dict[str, Any]) -> None:
    assert not facts_of(provider(), [claims]).groups_too_many


NAMES: list[tuple[dict[str, Any], tuple[str, str, str]]] = [
    ({}, ("ann-1", "", "")),
    ({"preferred_username": "ann", "given_name": "Ann", "family_name": "Lee", "name": "X Y"}, ("ann", "Ann", "Lee")),
    ({"preferred_username": "", "email": "ann@example.com"}, ("ann@example.com", "", "")),
    ({"preferred_username": "  "}, ("ann-1", "", "")),
    ({"preferred_username": ["root"]}, ("ann-1", "", "")),
    ({"preferred_username": "ann\nroot"}, ("ann-1", "", "")),
    ({"preferred_username": "a" * (KEY_LENGTH + 1)}, ("ann-1", "", "")),
    ({"preferred_username": "\ufdfa" * 20}, ("ann-1", "", "")),
    ({"name": "Ann Mary Lee"}, ("ann-1", "Ann Mary", "Lee")),
    ({"name": "Ann"}, ("ann-1", "", "Ann")),
    ({"given_name": "Ann", "name": "Ann Lee"}, ("ann-1", "Ann", "")),
    ({"given_name": "A" * (TEXT_LENGTH + 1), "family_name": "\x1b[31mLee"}, ("ann-1", "", "")),
    ({"given_name": {"a": 1}, "family_name": 1}, ("ann-1", "", "")),
]


@pytest.mark.parametrize(("claims", "expected"), NAMES, ids=[repr(claims)[:60] for claims, _ in NAMES])
def test_names(claims: dict[str, Any], expected: tuple[str, str, str]) -> None:
    found = identity_of(provider(), "ann-1", [claims])
    assert (found.login_name, found.first_name, found.last_name) == expected


@pytest.mark.parametrize(
    ("rule", "claims", "met"),
    [
        (None, {"amr": ["mfa"], "acr": "phr"}, False),
        (SecondFactorRule(amr=frozenset({"mfa", "otp"})), {"amr": ["pwd", "otp"]}, True),
        (SecondFactorRule(amr=frozenset({"mfa"})), {"amr": ["pwd"]}, False),
        (SecondFactorRule(amr=frozenset({"mfa"})), {"amr": "mfa"}, False),
        (SecondFactorRule(amr=frozenset({"mfa"})), {"amr": {"mfa": True}}, False),
        (SecondFactorRule(amr=frozenset({"mfa"})), {"amr": [["mfa"], 1, None]}, False),
        (SecondFactorRule(amr=frozenset({"mfa"})), {}, False),
        (SecondFactorRule(acr=frozenset({"phr"})), {"acr": "phr"}, True),
        (SecondFactorRule(acr=frozenset({"phr"})), {"acr": "phrh"}, False),
        (SecondFactorRule(acr=frozenset({"phr"})), {"acr": ["phr"]}, False),
        (SecondFactorRule(), {"amr": ["mfa"]}, False),
    ],
    ids=[
        *("no rule", "a method", "another method", "text", "object", "in a list", "nothing", "a class", "longer"),
        *("a list", "an empty rule"),
    ],
)
def test_the_providers_second_factor_stands_for_ours_by_its_rule(
    rule: SecondFactorRule | None, claims: dict[str, Any], *, met: bool
) -> None:
    assert facts_of(provider(second_factor=rule), [claims]).has_second_factor is met


def test_userinfo_says_nothing_of_the_sign_in() -> None:
    rule = SecondFactorRule(amr=frozenset({"mfa"}))
    facts = facts_of(provider(second_factor=rule), [{}, {"amr": ["mfa"], "acr": "phr", "sid": "s", "auth_time": 1}])
    assert (facts.amr, facts.acr, facts.sid, facts.auth_time, facts.has_second_factor) == ((), None, None, None, False)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
CLAIM = st.sampled_from(
    [
        *("email", "email_verified", "groups", "preferred_username", "given_name", "family_name", "name"),
        *("amr", "acr", "auth_time", "sid", "_claim_names", "hasgroups"),
    ]
)


@FUZZ
@given(st.dictionaries(CLAIM, VALUES), st.dictionaries(CLAIM, VALUES))
def test_any_claims_end_in_an_identity_by_our_rules_or_in_a_refusal(
    id_token: dict[str, Any], userinfo: dict[str, Any]
) -> None:
    documents = [id_token, userinfo]
    is_enough(provider(), id_token)
    try:
        found, _facts = identity_of(provider(), "ann-1", documents), facts_of(provider(), documents)
    except SsoFailed:
        return
    assert found.login_name
    assert len(canonical(found.login_name)) <= KEY_LENGTH
    assert found.email is None or not check_email(found.email)
    if found.email_verified:
        assert any(each.get("email") == found.email and each.get("email_verified") is True for each in documents)
    assert found.groups is None or all(group.name for group in found.groups)
