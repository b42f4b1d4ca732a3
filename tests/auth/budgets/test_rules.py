"""Whose budget an address spends, how large it is, and when there is room again, by table."""

import pytest

from auth.budgets.rules import HOUR, MINUTE, Allowance, Budget, Windows, allowances, source, wait_seconds
from auth.settings.pages import LockoutSettings


@pytest.mark.parametrize(
    ("address", "whose"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8:0:0:ffff:ffff:ffff:ffff", "2001:db8::/64"),
        ("2001:db8:0:1::1", "2001:db8:0:1::/64"),
        ("::1", "::/64"),
        (None, "-"),
    ],
)
def test_an_ipv6_address_spends_its_networks_budget(address: str | None, whose: str) -> None:
    assert source(address) == whose


@pytest.mark.parametrize(
    ("budget", "values", "found"),
    [
        (Budget.SIGN_IN, {}, [Allowance(10, MINUTE), Allowance(100, HOUR)]),
        (Budget.SIGN_IN_STEP, {}, [Allowance(10, MINUTE), Allowance(100, HOUR)]),
        (Budget.PASSWORD_CHECK, {}, [Allowance(120, MINUTE), Allowance(1_200, HOUR)]),
        (Budget.SIGN_IN, {"attempts_per_minute_per_address": 0}, [Allowance(100, HOUR)]),
        (Budget.SIGN_IN, {"attempts_per_hour_per_address": 0}, [Allowance(10, MINUTE)]),
        (Budget.SIGN_IN, {"attempts_per_minute_per_address": 0, "attempts_per_hour_per_address": 0}, []),
    ],
)
def test_the_settings_say_how_much_there_is(budget: Budget, values: dict[str, int], found: list[Allowance]) -> None:
    assert allowances(budget, LockoutSettings(**values)) == found


TEN = Allowance(10, 60)


@pytest.mark.parametrize(
    ("windows", "wait"),
    [
        (Windows(0, 0, 0), None),
        (Windows(0, 9, 0.5), None),
        (Windows(0, 10, 0.0), 60),
        (Windows(0, 10, 0.5), 30),
        (Windows(0, 10, 0.999), 1),
        (Windows(0, 20, 0.5), 60),  # fewer are allowed since
        (Windows(10, 0, 0.0), 1),
        (Windows(10, 0, 0.1), None),
        (Windows(10, 5, 0.4), 6),
        (Windows(10, 5, 0.6), None),
        (Windows(10, 9, 0.5), 24),
    ],
)
def test_the_wait_is_until_there_is_room_for_one(windows: Windows, wait: int | None) -> None:
    assert wait_seconds(windows, TEN) == wait
