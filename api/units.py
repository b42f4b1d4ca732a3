"""The units of work of one process, put together from its configuration."""

from functools import cache

from api.config import Config
from api.licence import licence_of
from api.secret_key import audit_keys, read_keys
from auth.audit.record import event_writer
from auth.budgets.counters import Counters, MemoryCounters, RedisCounters
from auth.clock import Clock, SystemClock
from auth.identity_providers.sources import IDENTITY_PROVIDERS
from auth.installation import Installation
from auth.ldap_profiles.sources import LDAP_PROFILES
from auth.sources.registry import register
from auth.unit_of_work import Units
from auth.vault import Vault


def installation_of(config: Config) -> Installation:
    """What commands may know of the configuration; the keys are read when they are first needed.

    Raises ``LicenceUnusable``.
    """
    vault = Vault(cache(lambda: read_keys(config)))
    return Installation(
        vault, config.base_url, config.spa_url, sends_mail=config.smtp is not None, licence=licence_of(config)
    )


def units_of(config: Config, clock: Clock | None = None) -> Units:
    """Units of work on the configured installation, by default at the system's time; its sources are known from now."""
    register(LDAP_PROFILES)
    register(IDENTITY_PROVIDERS)
    return Units(clock or SystemClock(), event_writer(audit_keys(config)), installation_of(config))


def counters_of(config: Config) -> Counters:
    """Where budgets of addresses are counted: in Redis, where one is configured, else in this process."""
    return RedisCounters(config.redis_url) if config.redis_url else MemoryCounters()
