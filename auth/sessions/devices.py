"""What kind of device a program runs on, as far as it calls itself: for people to recognise their sessions by.

A user agent is the caller's own word (RFC 9110 §10.1.5), so nothing is decided by it.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

REMEMBERED = 4096
"""How many texts a process remembers the meaning of."""

_NAMELESS = frozenset({"Other", "Generic Smartphone", "Generic Feature Phone", "Generic Tablet"})


@dataclass(frozen=True, slots=True)
class Device:
    """What a user agent tells; ``None`` for what it does not.

    Attributes:
        name: The device, where it has a name of its own, such as ``iPhone``.
        operating_system: With its version where that is told, such as ``iOS 17.5``.
        browser: The program with its major version, such as ``Firefox 128``.
        family: Browser and system without versions, by which a device is told from another.
    """

    name: str | None = None
    operating_system: str | None = None
    browser: str | None = None
    family: tuple[str | None, str | None] = (None, None)

    @property
    def sentence(self) -> str:
        """For a person."""
        browser, system = self.family
        return f"{browser or 'An unknown program'} on {self.name or system or 'an unknown system'}"


UNKNOWN = Device()


def kind_of(device: Device, user_agent: str | None) -> object:
    """What makes a device the same as before: browser and system without versions, else the text itself."""
    return user_agent if device.family == UNKNOWN.family else device.family


async def devices_of(user_agents: Iterable[str | None]) -> dict[str | None, Device]:
    """The device of each text. They are read in a thread: one that is new to the process takes about a millisecond."""
    wanted = set(user_agents)
    return await asyncio.to_thread(lambda: {text: device_of(text) for text in wanted}) if wanted else {}


def device_of(user_agent: str | None) -> Device:
    """The device that a user agent tells of."""
    return _read(user_agent) if user_agent else UNKNOWN


@lru_cache(REMEMBERED)
def _read(user_agent: str) -> Device:
    from ua_parser import parse  # noqa: PLC0415 — 10 MB that an idle process can do without

    found = parse(user_agent)
    browser, system, device = found.user_agent, found.os, found.device
    return Device(
        name=device.family if device and device.family not in _NAMELESS else None,
        operating_system=_named(system.family, system.major, system.minor) if system else None,
        browser=_named(browser.family, browser.major) if browser else None,
        family=(browser.family if browser else None, system.family if system else None),
    )


def _named(family: str, *version: str | None) -> str:
    number = ".".join(part for part in version if part)
    return f"{family} {number}" if number else family
