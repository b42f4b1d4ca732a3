"""``signInOptions``: what a sign-in page shows, to everybody alike."""

import pytest

from tests.support.gate import Gate

QUERY = """
{ signInOptions {
    passwordSignIn forgotPassword rememberMeDays
    passwordPolicy {
      preset minimumLength uppercaseRequired lowercaseRequired digitRequired specialRequired commonRefused namesRefused
    }
} }
"""


@pytest.mark.parametrize("caller", [None, "viewer", "root"])
async def test_everybody_sees_how_people_sign_in_here(gate: Gate, caller: str | None) -> None:
    assert await gate.ask(QUERY, None, caller) == {
        "data": {
            "signInOptions": {
                "passwordSignIn": True,
                "forgotPassword": False,
                "rememberMeDays": 30,
                "passwordPolicy": {
                    "preset": "STRICT",
                    "minimumLength": 12,
                    "uppercaseRequired": True,
                    "lowercaseRequired": True,
                    "digitRequired": True,
                    "specialRequired": True,
                    "commonRefused": True,
                    "namesRefused": True,
                },
            }
        }
    }


async def test_the_options_follow_the_settings(gate: Gate) -> None:
    await gate.data("mutation { updateSessionSettings(input: {rememberMeDays: 0}) { errors { code } } }")
    await gate.data("mutation { updatePasswordSettings(input: {minimumLength: 20}) { errors { code } } }")
    query = "{ signInOptions { rememberMeDays passwordPolicy { preset minimumLength } } }"
    policy = {"preset": "CUSTOM", "minimumLength": 20}
    assert await gate.data(query, None, None) == {"signInOptions": {"rememberMeDays": 0, "passwordPolicy": policy}}
