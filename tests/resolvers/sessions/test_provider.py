"""By which provider a session was opened: for its own account, and for whoever may read sessions."""

from models.session import SignInMethod
from tests.support.gate import Gate
from tests.support.identity_providers import from_provider, provider_row

OWN = "{ viewer { session { openedBy provider } } }"
ALL = '{ user(by: {username: "ann"}) { sessions { nodes { openedBy provider } } } }'


async def test_a_session_tells_by_which_provider_it_was_opened(gate: Gate) -> None:
    corp = await provider_row()
    ann = await from_provider(gate.house, corp, "ann")
    gate.tokens["ann"] = await gate.house.open(ann, opened_by=SignInMethod.PROVIDER, source_id=corp.id)
    told = {"openedBy": "PROVIDER", "provider": "corp"}
    assert await gate.data(OWN, None, "ann") == {"viewer": {"session": told}}
    assert await gate.data(OWN) == {"viewer": {"session": {"openedBy": "PASSWORD", "provider": None}}}
    assert await gate.data(ALL) == {"user": {"sessions": {"nodes": [told]}}}
