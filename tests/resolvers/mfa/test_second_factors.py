"""Second factors over GraphQL, as a program and as a browser meet them."""

from datetime import UTC, datetime
from typing import Any

import pytest

from auth.opaque import Token
from auth.permissions import Scope
from auth.settings.pages import MfaSettings
from models.second_factor import BackupCode
from models.user import User, UserKind
from resolvers.node import decode_id
from tests.support.answers import MOMENT, TEXT, TOKEN, denied
from tests.support.authenticator import Phone
from tests.support.gate import Gate
from tests.support.house import PASSWORD
from tests.support.trail import Told, nothing_changes

RESULT = """
  __typename
  ... on LoginSucceeded { accessToken viewer { username } session { secondFactor openedBy } }
  ... on MfaRequired { pendingToken methods expiresAt }
  ... on MfaEnrolmentRequired { pendingToken expiresAt dueReason }
  ... on LoginRefused { code message }
"""
LOGIN = f"mutation ($input: LoginInput!) {{ login(input: $input) {{ {RESULT} }} }}"
VERIFY = f"mutation ($input: VerifyMfaInput!) {{ verifyMfa(input: $input) {{ {RESULT} }} }}"
ENROL = """
mutation ($input: EnrolTotpInput!) {
  enrolTotp(input: $input) {
    enrolment { uri secret digits periodSeconds qrSvg }
    errors { __typename code message path }
  }
}
"""
CONFIRM = f"""
mutation ($input: ConfirmTotpInput!) {{
  confirmTotp(input: $input) {{ backupCodes login {{ {RESULT} }} errors {{ code message path }} }}
}}
"""
PENDING = "query ($t: String) { pendingLogin(pendingToken: $t) { step methods expiresAt } }"
OWN = """
{ viewer { mfa { enrolled enrolledAt backupCodesLeft acknowledged requiredBecause dueAt } } }
"""
LIST = """
query ($filter: UserFilter) {
  users(filter: $filter) { nodes { username mfaEnabled mfaRequired mfaRequiredBecause mfaDueAt } }
}
"""
RESET = "mutation ($id: ID!) { resetMfa(input: {id: $id}) { user { username mfaEnabled } errors { code path } } }"


async def account(gate: Gate, name: str = "asa", **values: Any) -> str:  # noqa: ANN401 — as House.user
    """Somebody who is signed in; gives the public id."""
    return await gate.actor(name, password=await gate.house.password(), **values)


async def enrolled(gate: Gate, name: str = "asa", **values: Any) -> tuple[Phone, list[str]]:  # noqa: ANN401 — as above
    """The phone and the backup codes of a new account."""
    await account(gate, name, **values)
    shown = (await gate.data(ENROL, {"input": {}}, name))["enrolTotp"]["enrolment"]
    phone = Phone(shown["uri"])
    given = {"code": phone.totp.now()}
    return phone, (await gate.data(CONFIRM, {"input": given}, name))["confirmTotp"]["backupCodes"]


async def sign_in(gate: Gate, name: str = "asa", **more: object) -> dict[str, Any]:
    return (await gate.data(LOGIN, {"input": {"username": name, "password": PASSWORD, **more}}, None))["login"]


async def verify(gate: Gate, **given: object) -> dict[str, Any]:
    return (await gate.data(VERIFY, {"input": given}, None))["verifyMfa"]


def next_code(phone: Phone) -> str:
    """The code of the next step, which is taken already: the present one confirmed the enrolment."""
    return phone.code(datetime.now(UTC), 1)


async def test_an_enrolment_is_shown_once_with_everything_an_application_needs(gate: Gate) -> None:
    await account(gate)
    answer = await gate.ask(ENROL, {"input": {}}, "asa")
    shown = answer["data"]["enrolTotp"].pop("enrolment")
    assert answer == {"data": {"enrolTotp": {"errors": []}}}
    assert shown["uri"].startswith("otpauth://totp/Gatehouse:asa?secret=")
    assert shown["secret"] in shown["uri"]
    assert (shown["digits"], shown["periodSeconds"]) == (6, 30)
    assert shown["qrSvg"].startswith("<svg")
    confirmed = await gate.ask(CONFIRM, {"input": {"code": Phone(shown["uri"]).totp.now()}}, "asa")
    codes = confirmed["data"]["confirmTotp"].pop("backupCodes")
    assert confirmed == {"data": {"confirmTotp": {"login": None, "errors": []}}}
    assert len(codes) == 10
    own = {
        "enrolled": True,
        "enrolledAt": MOMENT,
        "backupCodesLeft": 10,
        "acknowledged": False,
        "requiredBecause": None,
        "dueAt": None,
    }
    assert await gate.ask(OWN, None, "asa") == {"data": {"viewer": {"mfa": own}}}
    said = "mutation { acknowledgeBackupCodes { mfa { acknowledged backupCodesLeft } errors { code } } }"
    assert await gate.data(said, None, "asa") == {
        "acknowledgeBackupCodes": {"mfa": {"acknowledged": True, "backupCodesLeft": 10}, "errors": []}
    }


async def test_a_program_gives_its_second_factor_with_the_token_of_the_step(gate: Gate) -> None:
    phone, codes = await enrolled(gate)
    step = await sign_in(gate)
    assert step == {
        "__typename": "MfaRequired",
        "pendingToken": TOKEN,
        "methods": ["TOTP", "BACKUP_CODE"],
        "expiresAt": MOMENT,
    }
    token = step["pendingToken"]
    waits = {"step": "VERIFY_MFA", "methods": ["TOTP", "BACKUP_CODE"], "expiresAt": MOMENT}
    assert await gate.ask(PENDING, {"t": token}) == {"data": {"pendingLogin": waits}}
    wrong = {"__typename": "LoginRefused", "code": "CODE_WRONG", "message": TEXT}
    assert await verify(gate, pendingToken=token, code="0") == wrong
    assert await verify(gate, pendingToken=token, code=next_code(phone)) == {
        "__typename": "LoginSucceeded",
        "accessToken": TOKEN,
        "viewer": {"username": "asa"},
        "session": {"secondFactor": "TOTP", "openedBy": "PASSWORD"},
    }
    assert await gate.ask(PENDING, {"t": token}) == {"data": {"pendingLogin": None}}
    worthless = {"__typename": "LoginRefused", "code": "PENDING_TOKEN_INVALID", "message": TEXT}
    assert await verify(gate, pendingToken=token, backupCode=codes[0]) == worthless
    again = (await sign_in(gate))["pendingToken"]
    signed = await verify(gate, pendingToken=again, backupCode=codes[0].lower())
    assert signed["session"] == {"secondFactor": "BACKUP_CODE", "openedBy": "PASSWORD"}


async def test_a_browser_carries_the_step_in_a_cookie_and_no_token_is_in_the_answer(gate: Gate) -> None:
    phone, _ = await enrolled(gate)
    step = await sign_in(gate, delivery="COOKIE")
    assert (step["__typename"], step["pendingToken"]) == ("MfaRequired", None)
    (cookie,) = [each for each in gate.client.cookies.jar if each.name.endswith("-pending")]
    assert cookie.value is not None
    assert await gate.data(PENDING, None, None) == {
        "pendingLogin": {"step": "VERIFY_MFA", "methods": ["TOTP", "BACKUP_CODE"], "expiresAt": MOMENT}
    }
    taken = await verify(gate, pendingToken=cookie.value, code=next_code(phone))
    assert taken["code"] == "PENDING_TOKEN_INVALID"
    signed = await verify(gate, code=next_code(phone))
    assert (signed["__typename"], signed["accessToken"]) == ("LoginSucceeded", None)
    assert await gate.data("{ viewer { username } }", None, None) == {"viewer": {"username": "asa"}}
    assert not [each for each in gate.client.cookies.jar if each.name.endswith("-pending")]


@pytest.mark.parametrize("bad", [{}, {"code": None}, {"code": ""}, {"backupCode": None}, {"backupCode": ""}])
async def test_a_missing_or_empty_code_is_wrong(gate: Gate, bad: dict[str, object]) -> None:
    await enrolled(gate)
    token = (await sign_in(gate))["pendingToken"]
    assert (await verify(gate, pendingToken=token, **bad))["code"] == "CODE_WRONG"


@pytest.mark.parametrize("bad", [["123456"], {"a": 1}, 123456, True, 1.5])
async def test_a_code_that_is_no_text_is_refused_before_anything_is_counted(gate: Gate, bad: object) -> None:
    await enrolled(gate)
    token = (await sign_in(gate))["pendingToken"]
    for name in ("code", "backupCode"):
        async with nothing_changes():
            response = await gate.send(VERIFY, {"input": {"pendingToken": token, name: bad}})
        assert response.status_code < 500
        assert response.json()["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


async def test_a_due_enrolment_is_all_that_a_sign_in_leads_to_and_goes_on_with_it(gate: Gate) -> None:
    await gate.user("bob", password=await gate.house.password(), mfa_required=True)
    step = await sign_in(gate, "bob")
    assert step == {
        "__typename": "MfaEnrolmentRequired",
        "pendingToken": TOKEN,
        "expiresAt": MOMENT,
        "dueReason": "ACCOUNT",
    }
    token = step["pendingToken"]
    waits: dict[str, Any] = {"step": "ENROL_MFA", "methods": [], "expiresAt": MOMENT}
    assert await gate.ask(PENDING, {"t": token}) == {"data": {"pendingLogin": waits}}
    assert (await verify(gate, pendingToken=token, code="123456"))["code"] == "PENDING_TOKEN_INVALID"
    shown = (await gate.data(ENROL, {"input": {"pendingToken": token}}, None))["enrolTotp"]["enrolment"]
    wrong = await gate.data(CONFIRM, {"input": {"pendingToken": token, "code": "0"}}, None)
    assert wrong["confirmTotp"] == {
        "backupCodes": None,
        "login": {"__typename": "LoginRefused", "code": "CODE_WRONG", "message": TEXT},
        "errors": [{"code": "CODE_WRONG", "message": TEXT, "path": None}],
    }
    given = {"pendingToken": token, "code": Phone(shown["uri"]).totp.now()}
    done = (await gate.data(CONFIRM, {"input": given}, None))["confirmTotp"]
    assert len(done.pop("backupCodes")) == 10
    assert done == {
        "login": {
            "__typename": "LoginSucceeded",
            "accessToken": TOKEN,
            "viewer": {"username": "bob"},
            "session": {"secondFactor": "TOTP", "openedBy": "PASSWORD"},
        },
        "errors": [],
    }
    gate.tokens["bob"] = Token(done["login"]["accessToken"])
    assert (await gate.data(OWN, None, "bob"))["viewer"]["mfa"]["requiredBecause"] == "ACCOUNT"
    off = await gate.data("mutation { disableTotp { errors { code } } }", None, "bob")
    assert off == {"disableTotp": {"errors": [{"code": "MFA_REQUIRED"}]}}


async def test_a_browser_enrols_by_its_cookie_even_beside_a_session_of_somebody_else(gate: Gate) -> None:
    await account(gate, "asa")
    assert (await sign_in(gate, "asa", delivery="COOKIE"))["__typename"] == "LoginSucceeded"
    bob = decode_id(await gate.user("bob", password=await gate.house.password(), mfa_required=True), "usr", "")
    assert (await sign_in(gate, "bob", delivery="COOKIE"))["pendingToken"] is None
    shown = (await gate.data(ENROL, {"input": {}}, None))["enrolTotp"]["enrolment"]
    assert "Gatehouse:bob" in shown["uri"]
    done = (await gate.data(CONFIRM, {"input": {"code": Phone(shown["uri"]).totp.now()}}, None))["confirmTotp"]
    assert done["login"]["viewer"] == {"username": "bob"}
    assert [user.username for user in await User.filter(mfa_enrolled_at__isnull=False)] == ["bob"]
    assert await BackupCode.filter(user_id=bob).count() == 10


@pytest.mark.parametrize("token", [None, "", "x", "x" * 43, "\0"])
async def test_nobody_enrols_without_a_sign_in(gate: Gate, token: str | None) -> None:
    error = {"code": "PENDING_TOKEN_INVALID", "message": TEXT, "path": None}
    refused = {"__typename": "LoginRefused", "code": "PENDING_TOKEN_INVALID", "message": TEXT}
    async with nothing_changes(*[Told("login.failed", None, None, "PENDING_TOKEN_INVALID", refused=True)] * 2):
        answer = await gate.data(ENROL, {"input": {"pendingToken": token}}, None)
        assert answer == {"enrolTotp": {"enrolment": None, "errors": [{"__typename": "InputError", **error}]}}
        answer = await gate.data(CONFIRM, {"input": {"pendingToken": token, "code": "000000"}}, None)
        assert answer == {"confirmTotp": {"backupCodes": None, "login": refused, "errors": [error]}}


async def test_the_list_shows_who_has_who_lacks_and_when_it_is_due(gate: Gate) -> None:
    await enrolled(gate, "asa")
    await gate.user("bob", mfa_required=True)
    await gate.user("cleo")
    await gate.user("robot", "api", kind=UserKind.SERVICE)

    async def listed(wanted: dict[str, object]) -> list[dict[str, Any]]:
        rows = (await gate.data(LIST, {"filter": wanted}))["users"]["nodes"]
        return [row for row in rows if row["username"] in {"asa", "bob", "cleo", "robot"}]

    due = {"username": "bob", "mfaEnabled": False, "mfaRequired": True}
    due |= {"mfaRequiredBecause": "ACCOUNT", "mfaDueAt": MOMENT}
    assert await listed({"mfa": "DUE"}) == [due]
    assert [row["username"] for row in await listed({"mfa": "ON"})] == ["asa"]
    assert [row["username"] for row in await listed({"mfa": "OFF"})] == ["bob", "cleo", "robot"]
    await gate.house.set(MfaSettings, required_for_everyone=True)
    rows = await listed({})
    assert [(row["username"], row["mfaRequiredBecause"], row["mfaDueAt"] is None) for row in rows] == [
        ("asa", "EVERYONE", True),
        ("bob", "ACCOUNT", False),
        ("cleo", "EVERYONE", False),
        ("robot", None, True),
    ]
    assert [row["username"] for row in await listed({"mfa": "DUE"})] == ["bob", "cleo"]


async def test_an_administrator_resets_and_never_sees_a_secret(gate: Gate) -> None:
    await enrolled(gate, "asa")
    asa = await gate.user_id("asa")
    assert await gate.ask(RESET, {"id": asa}, "helpdesk") == {
        "data": {"resetMfa": None},
        "errors": [denied("Mutation.resetMfa", str(Scope.USERS_RESET_MFA), path="resetMfa")],
    }
    assert await gate.data(RESET, {"id": asa}) == {
        "resetMfa": {"user": {"username": "asa", "mfaEnabled": False}, "errors": []}
    }
    assert (await sign_in(gate))["dueReason"] == "RESET"
    assert await gate.data("{ viewer { username } }", None, "asa") == {"viewer": None}
