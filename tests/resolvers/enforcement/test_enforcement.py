"""Enforced single sign-on over GraphQL: what is in force, who may change it, and how each refusal looks."""

from datetime import timedelta
from typing import Any

import pytest

from models.identity_provider import IdentityProvider, SsoEnforcement
from resolvers.node import encode_id
from tests.support.enforcement import Scene, rescuer, scene
from tests.support.gate import Gate
from tests.support.profiles import profile_row
from tests.support.trail import nothing_changes

SHOWN = """
ssoEnforcement {
  enforcedById provider { name slug }
  breakGlassAccounts { userId namedById user { username } }
}
"""
ENFORCE = f"""
mutation ($input: EnforceSsoInput!) {{
  enforceSso(input: $input) {{ {SHOWN} errors {{ __typename code path message }} }}
}}
"""
NAME = f"""
mutation ($input: SetBreakGlassAccountsInput!) {{
  setBreakGlassAccounts(input: $input) {{ {SHOWN} errors {{ __typename code path message }} }}
}}
"""
RELAX = f'mutation {{ relaxSso(input: {{note: "Enough."}}) {{ {SHOWN} errors {{ code path }} }} }}'
OPTIONS = "{ signInOptions { passwordSignIn forgotPassword } }"


async def there(gate: Gate) -> tuple[Scene, dict[str, Any]]:
    """A proven provider, and the input that enforces it."""
    at = await scene(gate.house)
    await at.prove()
    wanted = {"provider": encode_id("idp", at.corp.id), "breakGlass": [encode_id("usr", at.rescue.user_id)]}
    return at, wanted


async def test_it_is_enforced_read_and_relaxed(gate: Gate) -> None:
    at, wanted = await there(gate)
    assert await gate.data(f"{{ {SHOWN} }}") == {"ssoEnforcement": None}
    root, rescue = await gate.user_id("root"), encode_id("usr", at.rescue.user_id)
    exempt = [{"userId": rescue, "namedById": root, "user": {"username": "rescue"}}]
    in_force = {
        "enforcedById": root,
        "provider": {"name": "corp", "slug": "corp"},
        "breakGlassAccounts": exempt,
    }
    done = await gate.data(ENFORCE, {"input": wanted})
    assert done == {"enforceSso": {"ssoEnforcement": in_force, "errors": []}}
    assert await gate.data(f"{{ {SHOWN} }}") == {"ssoEnforcement": in_force}
    second = await rescuer(gate.house, "second")
    named = await gate.data(NAME, {"input": {"breakGlass": [encode_id("usr", second.user_id)]}})
    assert named["setBreakGlassAccounts"]["errors"] == []
    assert [
        each["user"]["username"] for each in named["setBreakGlassAccounts"]["ssoEnforcement"]["breakGlassAccounts"]
    ] == ["second"]
    assert await gate.data(RELAX) == {"relaxSso": {"ssoEnforcement": None, "errors": []}}
    again = await gate.data(RELAX)
    assert again["relaxSso"]["errors"] == [{"code": "SSO_NOT_ENFORCED", "path": None}]


async def test_each_refusal_names_what_is_wrong(gate: Gate) -> None:
    at, wanted = await there(gate)
    unfit = [encode_id("usr", at.boss_id), *wanted["breakGlass"]]
    long_ago = gate.house.clock.now() - timedelta(minutes=20)
    await IdentityProvider.filter(id=at.corp.id).update(proven_at=long_ago)
    async with nothing_changes():
        done = await gate.data(ENFORCE, {"input": wanted | {"breakGlass": unfit}})
    assert done["enforceSso"]["ssoEnforcement"] is None
    assert [(error["code"], error["path"]) for error in done["enforceSso"]["errors"]] == [
        ("NOT_PROVEN", ["input", "provider"]),
        ("UNFIT_BREAK_GLASS_ACCOUNT", ["input", "breakGlass", "0"]),
    ]


async def test_the_last_break_glass_account_is_named_by_the_refusal(gate: Gate) -> None:
    at, wanted = await there(gate)
    await gate.data(ENFORCE, {"input": wanted})
    query = """
    mutation ($id: ID!) {
      deactivateUser(input: {id: $id}) {
        errors {
          code message
          ... on WouldLockOut { administratorsBefore administratorsAfter administratorsInName { username because } }
        }
      }
    }
    """
    async with nothing_changes():
        done = await gate.data(query, {"id": encode_id("usr", at.rescue.user_id)})
    (error,) = done["deactivateUser"]["errors"]
    assert (error["code"], error["administratorsBefore"], error["administratorsAfter"]) == (
        "WOULD_LOCK_OUT",
        ["rescue"],
        [],
    )
    assert {"username": "rescue", "because": "INACTIVE"} in error["administratorsInName"]
    assert "break-glass" in error["message"]


@pytest.mark.parametrize("caller", ["viewer", "operator", "auditor"])
async def test_who_lacks_the_scopes_neither_reads_nor_changes_it(gate: Gate, caller: str) -> None:
    at, wanted = await there(gate)
    await at.enforce()
    for query, variables in (
        (f"{{ {SHOWN} }}", None),
        (ENFORCE, {"input": wanted}),
        (NAME, {"input": {"breakGlass": wanted["breakGlass"]}}),
        (RELAX, None),
    ):
        async with nothing_changes():
            answer = await gate.ask(query, variables, caller)
        assert {error["extensions"]["code"] for error in answer["errors"]} == {"FORBIDDEN"}
    assert await SsoEnforcement.exists()


async def test_a_sign_in_page_shows_no_password_while_nobody_has_one_to_give(gate: Gate) -> None:
    at, _ = await there(gate)
    assert (await gate.data(OPTIONS, None, None))["signInOptions"]["passwordSignIn"]
    await at.enforce()
    assert await gate.data(OPTIONS, None, None) == {"signInOptions": {"passwordSignIn": False, "forgotPassword": False}}
    await profile_row("tree")
    assert (await gate.data(OPTIONS, None, None))["signInOptions"] == {"passwordSignIn": True, "forgotPassword": False}
