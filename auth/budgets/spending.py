"""Spends budgets: asked before anything that costs or that could be guessed."""

import logging

from auth.actor import Origin
from auth.budgets.counters import Counters
from auth.budgets.rules import Budget, allowances, source
from auth.clock import Clock
from auth.settings.pages import LockoutSettings
from auth.settings.queries import current

_logger = logging.getLogger(__name__)


class Budgets:
    """The budgets of every source address."""

    def __init__(self, clock: Clock, counters: Counters) -> None:
        """``counters`` is where it is counted."""
        self._clock = clock
        self._counters = counters

    async def spend(self, budget: Budget, origin: Origin) -> int | None:
        """Spends one of what the caller's address may, before a hash is computed or anything is written.

        ``None``: go on. A number: refuse, with it as ``retryAfterSeconds``; the log has one line about it.
        """
        key, now = f"{budget}/{source(origin.ip_address)}", self._clock.now()
        for allowance in allowances(budget, await current(LockoutSettings)):
            wait = await self._counters.take(key, allowance, now)
            if wait is not None:
                _logger.warning("budget spent by %s: %s", origin.ip_address, budget)
                return wait
        return None
