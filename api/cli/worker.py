"""``worker``: the periodic work alone, for installations that want it out of their servers' processes too."""

import asyncio
import signal

from api.cli.opened import opened
from api.cli.options import AsJson
from api.cli.outcome import Answer, answer, show
from api.config import Config
from api.mail import mailer_of
from api.secret_key import audit_keys
from api.worker import Worker, jobs_of
from auth.clock import SystemClock
from auth.directory_sync.running import DirectorySyncs
from auth.single_sign_on.checking import ProviderChecks
from auth.sources.ldap import LdapSources
from auth.sources.redirecting import RedirectSources


def worker(*, as_json: AsJson = False) -> None:
    """Do the periodic work, such as sealing the audit trail, until told to stop. Every server does it as well.

    Ends with exit code 0 on SIGTERM or Ctrl-C, after the work under way.
    """

    async def work(config: Config) -> Answer:
        async with opened(config) as units:
            clock, ldap = SystemClock(), LdapSources()
            redirects = RedirectSources(clock)
            syncs, checks = DirectorySyncs(units, ldap), ProviderChecks(units, redirects)
            running = Worker(jobs_of(units, audit_keys(config), mailer_of(config, units, clock), syncs, checks))
            asked = _asked_to_stop()
            running.start()
            show(Answer("The worker runs. (Ctrl-C stops it)", {"event": "ready"}), as_json=as_json)
            await asked.wait()
            await syncs.stop()
            await checks.stop()
            await running.stop()
            ldap.close()
            redirects.close()
        return Answer("", {"event": "stopped"})

    answer(work, as_json=as_json)


def _asked_to_stop() -> asyncio.Event:
    asked, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked.set)
    return asked
