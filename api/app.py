"""The ASGI application: routes, what every request passes, and the life of its resources."""

import gc
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from api.config import Config
from api.config_variables import HOME, Environment
from api.cookies import pending_cookie, session_cookie
from api.mail import mailer_of
from api.middleware import LastResort, OriginGuard, RequestLog, SecurityHeaders
from api.origins import origins_of
from api.product import Gatehouse, build_endpoint
from api.readiness import readiness_checks
from api.routes.backchannel import backchannel_route
from api.routes.front import front_route, lost
from api.routes.graphiql import graphiql_routes
from api.routes.health import health_routes
from api.routes.landing import landing_routes
from api.routes.links import link_routes
from api.routes.logout import logout_routes
from api.routes.schema import schema_route
from api.routes.sso import sso_routes
from api.secret_key import audit_keys
from api.units import counters_of, units_of
from api.worker import Worker, jobs_of
from auth.budgets.spending import Budgets
from auth.clock import SystemClock
from auth.directory_sync.running import DirectorySyncs
from auth.login.seeking import Directories
from auth.passwords import heap
from auth.passwords.hashing import PasswordHashing
from auth.single_sign_on.checking import ProviderChecks
from auth.sources.ldap import LdapSources
from auth.sources.redirecting import RedirectSources
from auth.unit_of_work import Units
from migrations.runner import require_current
from models.database import close_database, open_database
from resolvers.context import Provers

DRAIN_SECONDS = 10
"""How long open transactions may take at the end."""


def create_app(config: Config, *, schema_file: Path = HOME / "schema.graphql", has_worker: bool = True) -> Starlette:
    """The application for one process, with the periodic work. Nothing is opened before its lifespan starts."""
    clock, keys = SystemClock(), audit_keys(config)
    units = units_of(config, clock)
    hashing, ldap, counters = PasswordHashing(), LdapSources(), counters_of(config)
    syncs = DirectorySyncs(units, ldap)
    provers = Provers(hashing, ldap, Directories(ldap), syncs, RedirectSources(clock))
    checks = ProviderChecks(units, provers.redirects)
    endpoint, product = build_endpoint(config, units, provers, clock, Budgets(clock, counters))

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncGenerator[None]:
        await open_database(config.database_url)
        try:
            await require_current()
            worker = Worker(jobs_of(units, keys, mailer_of(config, units, clock), syncs, checks) if has_worker else ())
            worker.start()
            with _settled():
                yield
            endpoint.streams.end()
            await _stopped(units, syncs, checks, worker)
        finally:
            await close_database()
            await counters.close()
            provers.close()

    app = Starlette(
        routes=_routes(config, endpoint, product, schema_file),
        middleware=_middleware(config),
        exception_handlers={HTTPException: lost},
        lifespan=lifespan,
    )
    app.state.end_streams = endpoint.streams.end  # for the server, which would wait for them first
    app.router.redirect_slashes = False  # such a redirect would go to whatever the Host header names
    return app


async def _stopped(units: Units, *running: DirectorySyncs | ProviderChecks | Worker) -> None:
    """Ends what runs beside requests, one after the other, and waits for what is being written."""
    for each in running:
        await each.stop()
    await units.drain(DRAIN_SECONDS)


@contextmanager
def _settled() -> Generator[None]:
    """Gives back what building the schema and a first start left behind.

    What stays, stays for good, so it is not looked through again whenever the collector goes through everything, for a
    tenth of a second in which nobody is served.
    """
    gc.collect()
    gc.freeze()
    heap.give_free_back()
    try:
        yield
    finally:
        gc.unfreeze()


def _routes(config: Config, endpoint: ASGIApp, product: Gatehouse, schema_file: Path) -> list[BaseRoute]:
    in_development = config.environment is Environment.DEVELOPMENT
    return [
        Route("/graphql", endpoint),
        schema_route(schema_file),
        *health_routes(readiness_checks(config)),
        *(graphiql_routes() if in_development else ()),
        *sso_routes(product, config.spa_url),
        backchannel_route(product),
        *logout_routes(product, config.spa_url),
        *landing_routes(config.support_contact),
        *(link_routes() if config.spa_url is None else ()),
        front_route(has_graphiql=in_development),
    ]


def _middleware(config: Config) -> list[Middleware]:
    cookies = [kind(secure=config.is_https).name for kind in (session_cookie, pending_cookie)]
    origins = origins_of(config.base_url, config.allowed_origins)
    return [
        Middleware(RequestLog, trusted_proxies=config.trusted_proxies),
        Middleware(SecurityHeaders, https=config.is_https),
        Middleware(LastResort),
        Middleware(OriginGuard, origins=origins, cookie_names=cookies),
    ]
