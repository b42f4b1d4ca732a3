"""The directory's own words are in the audit trail, and nowhere else; a password is in none of them."""

from typing import Any

import pytest

from auth.vault import Purpose
from models.audit_event import AuditEvent
from models.ldap_profile import LdapConnection
from tests.support import ldap_bytes as out
from tests.support.gate import Gate, gate
from tests.support.keys import INSTALLATION
from tests.support.ldap_server import HOST, PASSWORD, SERVICE_DN, SERVICE_PASSWORD, SUFFIX, Asked, Talk, Way, serving
from tests.support.people import corp
from tests.support.small_directory import small_server
from tests.support.trail import hearing

__all__ = ["gate"]

LOGIN = """
mutation ($name: String!, $password: String!) {
  login(input: {username: $name, password: $password}) { __typename ... on LoginRefused { code message } }
}
"""
TRAIL = '{ auditEvents(first: 1, filter: {actions: ["login.failed"]}) { nodes { reason changes { field after } } } }'
WORDS = "The account\r\nuid=alice,ou=people rests\x00"
TOLD = "The account uid=alice,ou=people rests"


def saying(words: str) -> Way:
    """Refuses people with these words; ``{}`` is the password that they gave."""

    def way(talk: Talk, asked: Asked) -> bool:
        if asked.what != "bind" or asked.dn == SERVICE_DN:
            return False
        said = words.replace("{}", asked.password.decode())
        talk.send(out.message(asked.id, out.result(out.BIND_RESPONSE, 49, said)))
        return True

    return way


async def connect(port: int) -> None:
    await corp(
        servers_json=f'[["{HOST}",{port}]]',
        connection=LdapConnection.INSECURE,
        bind_dn=SERVICE_DN,
        bind_password_sealed=INSTALLATION.vault.seal(Purpose.LDAP_BIND, SERVICE_PASSWORD),
        base_dn=SUFFIX,
    )


async def refused(gate: Gate, password: str = PASSWORD) -> tuple[str, dict[str, Any]]:
    """The answer to a sign-in, and what the trail knows of it."""
    async with hearing() as heard:
        response = await gate.send(LOGIN, {"name": "alice", "password": password})
    assert response.json()["data"]["login"]["code"] == "INVALID_CREDENTIALS"
    (told,) = [event for event in heard.events if event.action == "login.failed"]
    return response.text, {name: after for name, (_, after) in told.changes.items()}


async def test_the_words_are_in_the_trail_alone(
    gate: Gate, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with serving(small_server(way=saying(WORDS))) as made:
        await connect(made.port)
        answer, told = await refused(gate)
    assert told["directory_message"] == TOLD
    shown = "\n".join([answer, caplog.text, *capfd.readouterr()])
    assert "rests" not in shown


@pytest.mark.parametrize(
    "secret", ["{}", SERVICE_PASSWORD, "{} " * 500], ids=["theirs", "the profile's", "a lot of it"]
)
async def test_a_server_that_echoes_a_password_is_not_quoted(gate: Gate, secret: str) -> None:
    with serving(small_server(way=saying(f"no entry for {secret}"))) as made:
        await connect(made.port)
        _, told = await refused(gate, "An0ther-guess-of-hers")
    assert "directory_message" not in told
    stored = "\n".join([repr(dict(row)) for row in await AuditEvent.all().values()])
    assert "An0ther-guess" not in stored
    assert SERVICE_PASSWORD not in stored


async def test_whoever_may_not_see_who_people_are_there_does_not_see_what_is_said_of_them(gate: Gate) -> None:
    await gate.holder("clerk", "audit:read", "users:read-contact")
    with serving(small_server(way=saying(WORDS))) as made:
        await connect(made.port)
        made.way = lambda _talk, _asked: False
        await gate.send(LOGIN, {"name": "alice", "password": PASSWORD})
        made.way = saying(WORDS)
        await refused(gate)
    for reader, sees in (("auditor", False), ("clerk", True)):
        (event,) = (await gate.data(TRAIL, None, reader))["auditEvents"]["nodes"]
        fields = {change["field"]: change["after"] for change in event["changes"]}
        assert fields.get("directory_message") == (TOLD if sees else None)
        assert fields["directory"] == "corp"
