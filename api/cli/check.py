"""``check``: is the installation as it should be? Each question with its answer and what to do."""

import stat
from collections.abc import AsyncGenerator, Iterator
from dataclasses import asdict
from pathlib import Path

from api.cli.check_mail import mail_findings
from api.cli.check_sso import frontend_findings, provider_findings
from api.cli.finding import Finding, Result
from api.cli.options import AsJson
from api.cli.outcome import Answer, Exit, answer
from api.config import Config
from api.config_values import is_loopback
from api.config_variables import Environment
from api.licence import LicenceUnusable, licence_of
from api.secret_key import KeysUnreadable, read_keys
from auth.administrators.facts import administrators
from auth.administrators.rules import AdministratorShortcoming, InName, in_name, who_get_in
from auth.budgets.counters import RedisCounters
from auth.clock import SystemClock
from auth.licence.rules import LicenceState, state_of
from auth.sessions.places import PlacesUnreadable, open_places
from migrations.runner import DatabaseIsNewer, DatabaseIsOlder, require_current
from models.availability import DatabaseUnavailable
from models.database import close_database, open_database

_LICENCE_RESULTS = {
    LicenceState.VALID: Result.PASSED,
    LicenceState.GRACE: Result.WARNING,
    LicenceState.EXPIRED: Result.FAILED,
}
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def check(*, as_json: AsJson = False) -> None:
    """Check configuration, files and database, and say what to do. Changes nothing. Warnings are no failure."""
    answer(_check, as_json=as_json)


async def _check(config: Config) -> Answer:
    findings = [Finding("configuration", Result.PASSED, "every setting is understood"), *_addresses(config)]
    findings += [*frontend_findings(config)]
    findings += [*_files(config), *_places(config), *_licence(config)]
    findings += [finding async for finding in mail_findings(config)]
    findings += [finding async for finding in _database(config)]
    findings += [finding async for finding in _redis(config)]
    failed = any(finding.result is Result.FAILED for finding in findings)
    text = "\n".join(_line(finding) for finding in findings)
    return Answer(text, {"findings": [asdict(finding) for finding in findings]}, Exit.FAILED if failed else Exit.OK)


def _line(finding: Finding) -> str:
    advice = f"\n{'':10}{finding.advice}" if finding.advice else ""
    return f"{finding.result:<9} {finding.name}: {finding.detail}{advice}"


def _addresses(config: Config) -> Iterator[Finding]:
    production = config.environment is Environment.PRODUCTION
    if config.is_https:
        yield Finding("base URL", Result.PASSED, config.base_url)
        if not production:
            yield Finding(
                "environment",
                Result.WARNING,
                "development, with a public base URL",
                "Set GATEHOUSE_ENVIRONMENT=production.",
            )
    else:
        yield Finding(
            "base URL",
            Result.WARNING if production else Result.PASSED,
            f"{config.base_url}, plain http for this machine alone",
            "Set GATEHOUSE_BASE_URL to the https address that browsers use." if production else "",
        )
    if config.is_https and is_loopback(config.host) and not config.trusted_proxies:
        yield Finding(
            "trusted proxies",
            Result.WARNING,
            "none, though only a proxy on this machine can reach the server",
            "Set GATEHOUSE_TRUSTED_PROXIES=127.0.0.1, or every client has the proxy's address in the audit trail.",
        )


def _files(config: Config) -> Iterator[Finding]:
    if not config.data_dir.is_dir():
        yield Finding(
            "data directory", Result.WARNING, f"{config.data_dir} does not exist", "The first start makes it."
        )
    else:
        yield _private("data directory", config.data_dir, "700")
    if config.database_file is not None and config.database_file.exists():
        yield _private_database(config.database_file, config.data_dir)
    if not config.secret_keys and config.key_file.exists():
        yield _private("key file", config.key_file, "600")
    try:
        count = len(read_keys(config))
        yield Finding("secret keys", Result.PASSED, f"{count} readable")
    except KeysUnreadable as error:
        if config.data_dir.exists():
            yield Finding("secret keys", Result.FAILED, str(error), "Restore the file from your backup.")
        else:
            yield Finding("secret keys", Result.WARNING, "there are none yet", "The first start makes them.")


def _places(config: Config) -> Iterator[Finding]:
    if config.geoip_file is None:
        return
    try:
        open_places(config.geoip_file).close()
        yield Finding("places", Result.PASSED, str(config.geoip_file))
    except PlacesUnreadable as error:
        advice = "Sessions show no place until GATEHOUSE_GEOIP_FILE names a MaxMind database."
        yield Finding("places", Result.WARNING, str(error), advice)


def _licence(config: Config) -> Iterator[Finding]:
    if config.licence_file is None:
        return
    try:
        signed = licence_of(config).signed
    except LicenceUnusable as error:
        yield Finding("licence", Result.FAILED, str(error))
        return
    if signed is not None:
        state, until = state_of(signed, SystemClock().now()), signed.expires_at.isoformat(" ", "minutes")
        detail = f"{signed.id}, of {signed.licensee}, until {until}"
        advice = "Put a renewed licence in its place." if state is not LicenceState.VALID else ""
        yield Finding("licence", _LICENCE_RESULTS[state], f"{detail}: {state.lower()}", advice)


def _private(name: str, path: Path, mode: str) -> Finding:
    if path.stat().st_mode & OTHERS:
        return Finding(name, Result.WARNING, f"{path} is open to other users of this machine", f"chmod {mode} {path}")
    return Finding(name, Result.PASSED, str(path))


def _private_database(file: Path, data_dir: Path) -> Finding:
    if file.parent == data_dir and not data_dir.stat().st_mode & OTHERS:
        return Finding("database file", Result.PASSED, str(file))
    return _private("database file", file, "600")


async def _database(config: Config) -> AsyncGenerator[Finding]:
    if config.database_file is not None and not config.database_file.exists():
        yield Finding(
            "database", Result.WARNING, "there is none yet", "The first start, or `gatehouse migrate`, makes it."
        )
        return
    try:
        await open_database(config.database_url)
    except DatabaseUnavailable as error:
        yield Finding("database", Result.FAILED, f"does not answer: {error}", "See GATEHOUSE_DATABASE_URL.")
        return
    try:
        yield Finding("database", Result.PASSED, "answers")
        migrations = await _migrations()
        yield migrations
        if migrations.result is Result.PASSED:
            yield await _administrators()
            async for finding in provider_findings(config):
                yield finding
    finally:
        await close_database()


async def _redis(config: Config) -> AsyncGenerator[Finding]:
    if config.redis_url is None:
        return
    counters = RedisCounters(config.redis_url)
    if await counters.is_reachable():
        yield Finding("Redis", Result.PASSED, "answers")
    else:
        detail = "does not answer; each process counts the attempts of source addresses for itself"
        yield Finding("Redis", Result.WARNING, detail, "See GATEHOUSE_REDIS_URL.")
    await counters.close()


async def _migrations() -> Finding:
    try:
        await require_current()
    except DatabaseIsOlder as error:
        return Finding("migrations", Result.FAILED, str(error), "Run `gatehouse migrate`.")
    except DatabaseIsNewer as error:
        return Finding(
            "migrations", Result.FAILED, str(error), "Use the version of Gatehouse that last ran here, or newer."
        )
    return Finding("migrations", Result.PASSED, "applied")


async def _administrators() -> Finding:
    found = await administrators(SystemClock().now())
    match who_get_in(found):
        case []:
            return _nobody(in_name(found))
        case [name]:
            advice = "Make a second one, so that a lost password locks nobody out: `gatehouse create-admin NAME`."
            return Finding("administrators", Result.WARNING, f"only {name} can get in", advice)
        case names:
            return Finding("administrators", Result.PASSED, f"{len(names)} can get in")


def _nobody(in_vain: list[InName]) -> Finding:
    people = [each.username for each in in_vain if each.because is not AdministratorShortcoming.SERVICE_ACCOUNT]
    if not people:
        detail, advice = "nobody is an administrator", "Run `gatehouse create-admin NAME`."
    else:
        detail, advice = "nobody who is one can get in", f"Run `gatehouse recover-admin {people[0]}`."
    return Finding("administrators", Result.FAILED, detail, advice)
