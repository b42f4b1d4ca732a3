"""Signing in where a real directory is connected: what a stranger learns, and what does not get through."""

from typing import Any

import pytest
from argon2 import PasswordHasher

from models.audit_event import AuditEvent
from models.external_identity import ExternalIdentity
from models.ldap_profile import LdapProfile
from models.session import Session
from models.user import AuthMethod, User, UserKind, UserStatus
from tests.support.connected import connected, enabled
from tests.support.gate import Gate
from tests.support.house import PASSWORD as LOCAL_PASSWORD
from tests.support.profiles import switch
from tests.support.slapd import Slapd, slapd
from tests.support.slapd_people import PASSWORD
from tests.support.trail import hearing

__all__ = ["slapd"]

LOGIN = """
mutation ($name: String!, $password: String!) {
  login(input: {username: $name, password: $password}) {
    __typename
    ... on LoginSucceeded { accessToken viewer { username roles { name } } }
    ... on LoginRefused { code message retryAfterSeconds }
  }
}
"""
ME = "{ viewer { username } }"
WRONG = "N0t-this-one-here"


async def sign_in(gate: Gate, name: str, password: str) -> dict[str, Any]:
    return (await gate.data(LOGIN, {"name": name, "password": password}, None))["login"]


async def signed_in(gate: Gate, name: str) -> dict[str, Any]:
    outcome = await sign_in(gate, name, PASSWORD)
    assert outcome["__typename"] == "LoginSucceeded", outcome
    return outcome


async def furnish(gate: Gate, slapd: Slapd) -> None:
    """An account of each kind that is refused, beside people whom only the directory knows."""
    await enabled(gate, await connected(gate, slapd))
    for name in ("ann", "cora", "mia", "noreply"):
        await signed_in(gate, name)
    await User.filter(username_key="cora").update(status=UserStatus.INACTIVE)
    await User.filter(username_key="mia").update(locked_at=gate.house.clock.now())
    await User.filter(username_key="noreply").update(auto_locked_at=gate.house.clock.now(), failed_attempts=5)
    await gate.user("local", password=await gate.house.password())
    await gate.user("service", "api", kind=UserKind.SERVICE)
    off = await User.get(id=await gate.house.user("off"))
    provider = await User.get(id=await gate.house.user("provider"))
    await User.filter(id=off.id).update(auth_method=AuthMethod.LDAP, source_id=off.id)
    await User.filter(id=provider.id).update(auth_method=AuthMethod.OIDC, source_id=provider.id)


REFUSED = [
    ("nobody", WRONG, "UNKNOWN_ACCOUNT"),
    ("local", WRONG, "WRONG_PASSWORD"),
    ("ann", WRONG, "WRONG_PASSWORD"),
    ("DOMAIN\\ann", WRONG, "WRONG_PASSWORD"),
    ("lea", WRONG, "WRONG_PASSWORD"),
    ("cora", PASSWORD, "ACCOUNT_INACTIVE"),
    ("mia", PASSWORD, "LOCKED_BY_HAND"),
    ("noreply", PASSWORD, "LOCKED_AUTOMATICALLY"),
    ("leo", PASSWORD, "LOCKED_THERE"),
    ("service", WRONG, "SERVICE_ACCOUNT"),
    ("off", PASSWORD, "SOURCE_OFF"),
    ("provider", PASSWORD, "EXTERNAL_ACCOUNT"),
    ("local", PASSWORD, "WRONG_PASSWORD"),
    ("ann", LOCAL_PASSWORD, "WRONG_PASSWORD"),
    ("ann", "", "WRONG_PASSWORD"),
    ("ann", " ", "WRONG_PASSWORD"),
    ("", "", "UNKNOWN_ACCOUNT"),
]
"""Names and passwords with the reason that the trail knows; lea and leo have no account here."""


async def test_all_refusals_are_alike_and_cost_one_verification(
    gate: Gate, slapd: Slapd, monkeypatch: pytest.MonkeyPatch
) -> None:
    await furnish(gate, slapd)
    hashes: list[str] = []
    real = PasswordHasher.verify

    def verify(self: PasswordHasher, *args: Any) -> Any:  # noqa: ANN401 — as it is
        hashes.append("verify")
        return real(self, *args)

    monkeypatch.setattr(PasswordHasher, "verify", verify)
    bodies: set[bytes] = set()
    for name, password, reason in REFUSED:
        before = len(hashes)
        async with hearing() as heard:
            response = await gate.send(LOGIN, {"name": name, "password": password})
        bodies.add(response.content)
        assert [told.reason for told in heard.events if told.action == "login.failed"] == [reason], name
        assert len(hashes) == before + 1, name
    assert len(bodies) == 1
    assert b"INVALID_CREDENTIALS" in bodies.pop()


async def test_guesses_lock_the_account_under_every_spelling_and_the_directory_hears_no_more(
    gate: Gate, slapd: Slapd
) -> None:
    await enabled(gate, await connected(gate, slapd))
    await signed_in(gate, "ann")
    for name in ("ann", "ANN", "DOMAIN\\ann", "ann@example.org", "\uff41nn"):
        assert (await sign_in(gate, name, WRONG))["code"] == "INVALID_CREDENTIALS"
    assert (await sign_in(gate, "DOMAIN\\ann", PASSWORD))["code"] == "INVALID_CREDENTIALS"
    assert (await User.get(username_key="ann")).auto_locked_at is not None
    assert await Session.filter(user__username_key="ann").count() == 1


@pytest.mark.parametrize(
    "name", ["*", "a*", "*)(uid=*", "ann)(|(uid=*", "\\2a", "(uid=ann)", "ann\0", "x" * 10_000, "uid=ann"]
)
async def test_no_name_is_more_than_a_name(gate: Gate, slapd: Slapd, name: str) -> None:
    await enabled(gate, await connected(gate, slapd))
    accounts = await User.all().count()
    assert (await sign_in(gate, name, PASSWORD))["code"] == "INVALID_CREDENTIALS"
    assert await User.all().count() == accounts


async def test_a_directory_account_has_no_way_round_its_directory(gate: Gate, slapd: Slapd) -> None:
    profile = await connected(gate, slapd)
    await enabled(gate, profile)
    token = (await signed_in(gate, "ann"))["accessToken"]
    gate.tokens["ann"] = token
    row = await LdapProfile.get(name_key="corp")
    await switch(row, on=False)
    assert (await sign_in(gate, "ann", PASSWORD))["code"] == "INVALID_CREDENTIALS"
    assert (await gate.ask(ME, None, "ann"))["data"] == {"viewer": None}
    await switch(row, on=True)
    assert (await gate.data(ME, None, "ann"))["viewer"] == {"username": "ann"}
    await User.filter(username_key="ann").update(auth_method=AuthMethod.LOCAL, source_id=None)
    for name in ("ann", "DOMAIN\\ann"):
        assert (await sign_in(gate, name, PASSWORD))["code"] == "INVALID_CREDENTIALS"
    assert await ExternalIdentity.all().count() == 1
    assert await User.filter(auth_method=AuthMethod.LDAP).count() == 0


async def test_no_password_is_in_the_trail_or_the_log(
    gate: Gate, slapd: Slapd, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    profile = await connected(gate, slapd)
    await enabled(gate, profile)
    await signed_in(gate, "ann")
    await sign_in(gate, "ann", WRONG)
    await sign_in(gate, "max", PASSWORD)
    await gate.data(
        'mutation ($id: ID!) { simulateLogin(input: {profileId: $id, username: "ann"}) { errors { code } } }',
        {"id": profile},
    )
    stored = [repr(dict(row)) for row in await AuditEvent.all().values()]
    told = "\n".join([*stored, caplog.text, *capfd.readouterr()])
    assert "sign-in failed from" in told
    for secret in (PASSWORD, WRONG, "Serv1ce of gatehouse"):
        assert secret not in told
