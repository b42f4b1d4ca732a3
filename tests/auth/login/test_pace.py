"""A wrong password of an account of our own takes as long as what directories were asked about."""

import asyncio
from statistics import median

from auth.login.outcomes import LoginRefusal, Refusal
from auth.login.pace import Pace
from tests.support.house import PASSWORD, House
from tests.support.people import corp
from tests.support.profiles import switch

INVALID = Refusal(LoginRefusal.INVALID_CREDENTIALS)
SLOW = 0.3
"""Seconds that the directory of these tests takes to look somebody up."""


def now() -> float:
    return asyncio.get_running_loop().time()


async def seconds(house: House, name: str, password: str) -> float:
    began = now()
    await house.login(name, password)
    return now() - began


async def test_a_refusal_without_a_directory_waits_as_long_as_one_with_it_took() -> None:
    pace = Pace()
    began = now()
    await pace.keep(INVALID, began, asked=False)
    assert now() - began < 0.1
    await pace.keep(INVALID, began - 0.2, asked=True)
    began = now()
    await pace.keep(INVALID, began, asked=False)
    assert 0.19 <= now() - began < 0.4
    pace.forget()
    began = now()
    await pace.keep(INVALID, began, asked=False)
    assert now() - began < 0.1


async def test_what_tells_nothing_of_a_name_neither_waits_nor_counts() -> None:
    pace = Pace()
    await pace.keep(Refusal(LoginRefusal.RATE_LIMITED, 2), now() - 9, asked=True)
    await pace.keep(INVALID, now() - 0.5, asked=True)
    began = now()
    await pace.keep(Refusal(LoginRefusal.SESSION_LIMIT), began, asked=False)
    assert now() - began < 0.1


async def test_only_wrong_passwords_wait_for_a_slow_directory(house: House) -> None:
    profile = await corp()
    await house.user("local", password=await house.password())
    house.ldap.seconds = SLOW
    unknown = median([await seconds(house, "nobody", "x") for _ in range(3)])
    wrong = median([await seconds(house, "local", "wrong") for _ in range(3)])
    right = await seconds(house, "local", PASSWORD)
    assert unknown >= SLOW
    assert abs(wrong - unknown) < SLOW / 2
    assert right < SLOW
    await switch(profile, on=False)
    assert await seconds(house, "local", "wrong") < SLOW
