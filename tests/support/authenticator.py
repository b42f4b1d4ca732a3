"""A person's authenticator application: an implementation of RFC 6238 that is not ours."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pyotp
from pyotp.totp import TOTP

from auth.actor import anonymous
from auth.login.finish import Wish
from auth.login.outcomes import LoginOutcome, MfaDemanded
from auth.login.second_factor import CodeGiven, verify_mfa
from auth.login.steps import Presented
from auth.mfa.commands import Shown, confirm_own_totp, enrol_totp
from auth.opaque import digest
from models.session import Delivery
from tests.support.house import CLIENT, PASSWORD, TOKEN, House


class Phone:
    """Shows codes of one secret."""

    def __init__(self, uri: str) -> None:
        parsed = pyotp.parse_uri(uri)
        assert isinstance(parsed, TOTP)
        self.totp = parsed

    def code(self, now: datetime, steps: int = 0) -> str:
        """What it shows at a moment, or some time steps from it."""
        return self.totp.at(now, counter_offset=steps)

    def wrong(self, now: datetime) -> str:
        """A code that it shows at none of the moments around."""
        near = {self.totp.at(now, counter_offset=steps) for steps in range(-3, 4)}
        return next(text for number in range(10) if (text := str(number) * self.totp.digits) not in near)


class Person:
    """Somebody with an account, its phone and its backup codes."""

    def __init__(self, house: House, name: str, user_id: UUID) -> None:
        self.house, self.name, self.user_id = house, name, user_id
        self.codes: list[str] = []
        self.phone: Phone

    def code(self, steps: int = 0) -> str:
        """What the phone shows now."""
        return self.phone.code(self.house.clock.now(), steps)

    def wrong(self) -> str:
        """What it shows neither now nor around now."""
        return self.phone.wrong(self.house.clock.now())

    async def enrol(self) -> None:
        """Sets the phone up in a session of its own that has just been opened."""
        house = self.house
        actor = await house.actor(self.user_id)
        shown: Shown = await house.do(actor, enrol_totp)
        self.phone = Phone(shown.uri)
        self.codes = await confirm_own_totp(house.units, house.hashing, actor, self.code())
        house.clock.turn(seconds=self.phone.totp.interval)  # the code that confirmed it is used up

    async def waiting(self, wish: Wish = TOKEN) -> MfaDemanded:
        """A sign-in by password, which must ask for the second factor."""
        outcome = await self.house.login(self.name, PASSWORD, wish)
        assert isinstance(outcome, MfaDemanded), outcome
        return outcome

    async def verify(
        self, token: str, code: str | None = None, backup: str | None = None, by: Delivery = Delivery.TOKEN
    ) -> LoginOutcome:
        """Gives a second factor to a sign-in that waits."""
        house, given = self.house, CodeGiven(code, backup)
        return await verify_mfa(house.units, house.hashing, anonymous(CLIENT), Presented(digest(token), by), given)


async def person(house: House, name: str = "asa", **values: Any) -> Person:  # noqa: ANN401 — as House.user
    """An account with a password and an enrolled phone."""
    user_id = await house.user(name, password=await house.password(), **values)
    made = Person(house, name, user_id)
    await made.enrol()
    return made
