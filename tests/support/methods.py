"""Changes of who checks an account, as tests of them want them."""

from typing import Any
from uuid import UUID

import pytest

from auth.actor import Actor
from auth.errors import DomainError, Refused
from auth.methods.commands import Changed, MethodChange, change_method
from auth.methods.rules import LocalCredential
from auth.users.expectations import CheckWish, ExpectedIdentity
from models.identity_expectation import IdentityKind
from models.user import AuthMethod
from tests.support.house import House
from tests.support.trail import nothing_changes

EMAIL = ExpectedIdentity(IdentityKind.VERIFIED_EMAIL, "Åsa@Corp.example")
SUBJECT = ExpectedIdentity(IdentityKind.SUBJECT, "Sub-1")
AWAY = CheckWish(AuthMethod.OIDC, EMAIL)
HERE = CheckWish()
LINK, SHOWN = LocalCredential.RESET_LINK, LocalCredential.TEMPORARY_PASSWORD


async def change(
    house: House,
    actor: Actor,
    user_id: UUID,
    wish: CheckWish = AWAY,
    *,
    confirm: bool = True,
    **more: Any,  # noqa: ANN401 — fields of the change
) -> Changed:
    """Makes a change, or asks what would follow."""
    wanted = MethodChange(user_id=user_id, wish=wish, confirm=confirm, **more)
    return await change_method(house.units, house.hashing, actor, wanted)


async def refused(house: House, actor: Actor, user_id: UUID, wish: CheckWish = AWAY, **more: Any) -> list[Any]:  # noqa: ANN401 — as above
    """Every code and field of the refusal, the same with and without ``confirm``; nothing changes."""
    told: list[list[tuple[str, str]]] = []
    for confirm in (False, True):
        async with nothing_changes():
            with pytest.raises((Refused, DomainError)) as raised:
                await change(house, actor, user_id, wish, confirm=confirm, **more)
        errors = raised.value.errors if isinstance(raised.value, Refused) else (raised.value,)
        told.append([(error.code, error.field) for error in errors])
    assert told[0] == told[1]
    return told[0]


async def asa_of(house: House, **values: Any) -> UUID:  # noqa: ANN401 — fields of an account
    """Somebody with an address and a password."""
    return await house.user("asa", email="asa@example.com", password=await house.password(), **values)
