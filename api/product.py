"""What the GraphQL engine asks of Gatehouse: who calls, what they may do, what an exception means, which cookies."""

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from uuid import UUID

import strawberry
import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import Request

from api.config import Config
from api.cookies import pending_cookie, session_cookie
from api.graphql.codes import Code
from api.graphql.endpoint import GraphQLEndpoint
from api.graphql.limits import ANONYMOUS_LIMITS, Limits
from api.graphql.media import Media
from api.graphql.product import PublicError
from api.graphql.schema import build_schema, core_schema
from api.middleware import request_origin
from api.secret_key import audit_keys
from api.sso_cookies import state_cookies
from auth.actor import SYSTEM, Origin, anonymous
from auth.audit.keys import KeySource
from auth.budgets.spending import Budgets
from auth.clock import Clock
from auth.errors import BadInput, DomainError, Forbidden, FreshFactorRequired, RateLimited, Refused, Unauthenticated
from auth.live.feed import Feed
from auth.opaque import digest
from auth.permissions import PermissionSet
from auth.sessions.caller import Caller, caller_of
from auth.sessions.commands import end_run_out, touch
from auth.sessions.places import Places
from auth.single_sign_on.states import name_of
from auth.tokens.caller import token_caller
from auth.tokens.commands import note_use
from auth.tokens.spelling import has_the_form
from auth.unit_of_work import Units
from auth.unset import UNSET
from models.availability import DatabaseUnavailable, is_unavailable
from resolvers import schema as contract
from resolvers.context import Browser, Context, Info, Provers
from resolvers.contract import Contract, contract_of
from resolvers.login.types import LoginSucceeded
from resolvers.permissions import SCHEMA_DIRECTIVES
from resolvers.scalars import SCALARS

log = structlog.get_logger("api")

TOKEN_LENGTH_MOST = 200
"""Longest text that is looked at as a token, in characters."""

PASSIVE_HEADER = "gatehouse-passive"
"""A request with this header does not restart the idle time of its session: for programs that poll.

Nor does one for nothing but events: a live stream is no use of a session, however often its caller is derived anew.
"""


@dataclass(frozen=True, slots=True)
class Credential:
    """What a request brought to say who it is."""

    token: str
    by_cookie: bool


class Gatehouse:
    """The product behind the engine."""

    def __init__(
        self,
        contract: Contract,
        units: Units,
        provers: Provers,
        clock: Clock,
        budgets: Budgets,
        keys: KeySource,
        places: Places,
        *,
        secure: bool,
    ) -> None:
        """``keys`` are the audit trail's; ``secure`` says whether browsers come by https."""
        self._contract = contract
        self._units = units
        self._provers = provers
        self._clock = clock
        self._budgets = budgets
        self._keys = keys
        self._places = places
        self._feed = Feed(units, keys)
        self._session_cookie = session_cookie(secure=secure)
        self._pending_cookie = pending_cookie(secure=secure)
        self._state_cookies = state_cookies(secure=secure)
        self._writing: set[asyncio.Task[None]] = set()

    async def open(self, request: Request, *, live: bool = False) -> Context:
        """The context of a request. A credential that is worth nothing makes the caller nobody, with the reason."""
        cookies = request.headers.get("cookie")
        credential = self._credential(request.headers, cookies)
        origin = request_origin(request.scope)
        passive = live or PASSIVE_HEADER in request.headers or request.headers.get("accept") == Media.EVENTS
        caller = Caller(anonymous(origin))
        if credential is not None:
            caller = await self._caller(credential, origin, passive=passive)
        states = self._state_cookies.read(cookies)
        browser = Browser(pending_token=self._pending_cookie.read(cookies), states=states)
        if credential is not None and credential.by_cookie and caller.expiry is None and not caller.may_return:
            browser.session = None
        return Context(
            caller,
            self._contract,
            self._clock,
            self._units,
            self._provers,
            self._keys,
            self._feed,
            self._budgets,
            browser,
            self._places,
        )

    def permissions_of(self, context: Context) -> PermissionSet:
        """What the caller may do."""
        return context.permissions

    def identity(self, context: Context) -> UUID | None:
        """The caller's account."""
        return context.actor.user_id

    def enter(self, type_name: str, value: object, context: Context) -> Context:  # noqa: ARG002 — there is one boundary
        """Below ``LoginSucceeded`` the caller is who has signed in."""
        return context.of(value.caller) if isinstance(value, LoginSucceeded) else context

    def explain(self, error: Exception) -> PublicError | None:
        """What the client may know of an exception."""
        match error:
            case Unauthenticated():
                reason = error.reason or "NOT_SIGNED_IN"
                return PublicError(Code.UNAUTHENTICATED, "Sign in first.", {"reason": reason})
            case Forbidden():
                return PublicError(Code.FORBIDDEN, str(error), {"requiresScopes": [list(error.scopes)]})
            case FreshFactorRequired() | RateLimited():
                return _later(error)
            case BadInput() | DomainError() | Refused():
                return _bad_input(error)
            case _ if is_unavailable(error):
                message = "The database does not answer. Try again in a moment."
                return PublicError("UNAVAILABLE", message, {}, HTTPStatus.SERVICE_UNAVAILABLE, {"retry-after": "2"})
            case _:
                return None

    def fault(self, fault_id: str, error: BaseException) -> None:
        """Logs what nobody expected."""
        log.error("fault", fault_id=fault_id, exc_info=error)

    def close(self, context: Context, headers: MutableHeaders) -> None:
        """Tells a browser what to keep and what to forget."""
        browser = context.browser
        if browser.session is None:
            self._session_cookie.clear(headers)
        elif browser.session is not UNSET:
            until = browser.session.remembered_until
            seconds = None if until is None else max(0, int((until - self._clock.now()).total_seconds()))
            self._session_cookie.set(headers, browser.session.token, seconds)
        if browser.pending is None and context.browser.pending_token is not None:
            self._pending_cookie.clear(headers)
        elif browser.pending is not UNSET and browser.pending is not None:
            seconds = int((browser.pending.expires_at - self._clock.now()).total_seconds())
            self._pending_cookie.set(headers, browser.pending.token, seconds)
        if browser.sso is not None:
            name = name_of(browser.sso.state_hash)
            self._state_cookies.set(headers, name, browser.sso.cookie_token, browser.states)
        if browser.returned is not None and browser.returned in browser.states:
            self._state_cookies.clear(headers, browser.returned)

    def may_introspect(self, context: Context) -> bool:
        """Whether the caller may see the schema by query; its text is public."""
        return context.caller.api.introspection

    def _credential(self, headers: Mapping[str, str], cookies: str | None) -> Credential | None:
        authorization = headers.get("authorization")
        if authorization is not None:
            scheme, _, token = authorization.partition(" ")
            return Credential(token.strip() if scheme.lower() == "bearer" else "", by_cookie=False)
        token = self._session_cookie.read(cookies)
        return None if token is None else Credential(token, by_cookie=True)

    async def _caller(self, credential: Credential, origin: Origin, *, passive: bool) -> Caller:
        if not 0 < len(credential.token) <= TOKEN_LENGTH_MOST:
            return Caller(anonymous(origin, "INVALID_TOKEN"))
        now = self._clock.now()
        if has_the_form(credential.token) and not credential.by_cookie:
            caller = await token_caller(credential.token, origin, now)
        else:
            caller = await caller_of(digest(credential.token), origin, now, passive=passive)
        if caller.is_due_for_touch:
            self._beside(self._touch(caller))
        if caller.run_out is not None:
            self._beside(self._end_run_out(caller.run_out))
        return caller

    def _beside(self, writing: Coroutine[None, None, None]) -> None:
        """Has something written that the answer does not wait for."""
        task = asyncio.create_task(writing)
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    async def _touch(self, caller: Caller) -> None:
        """Writes the last use of a session or token beside the request; if that fails, the next request tries again."""
        session_id, token_id = caller.actor.session_id, caller.actor.token_id
        try:
            if session_id is not None:
                await self._units.run(caller.actor, lambda work: touch(work, session_id))
            if token_id is not None:
                await self._units.run(caller.actor, lambda work: note_use(work, token_id))
        except DatabaseUnavailable:
            log.warning("the last use of a session or API token was not written")

    async def _end_run_out(self, session_id: UUID) -> None:
        """Writes the end of a session that ran out; if that fails, the worker will, and nobody gets in meanwhile."""
        try:
            await self._units.run(SYSTEM, lambda work: end_run_out(work, [session_id]))
        except DatabaseUnavailable:
            log.warning("the end of a session was not written")


def _later(error: FreshFactorRequired | RateLimited) -> PublicError:
    """What may be asked again, after something else or after a while."""
    if isinstance(error, RateLimited):
        return PublicError(Code.RATE_LIMITED, str(error), {"retryAfterSeconds": error.retry_after_seconds})
    needed = {"methods": list(error.methods), "maxAgeSeconds": error.max_age_seconds}
    return PublicError("FRESH_FACTOR_REQUIRED", str(error), needed)


def _bad_input(error: BadInput | DomainError | Refused) -> PublicError:
    if isinstance(error, BadInput):
        return PublicError(Code.BAD_USER_INPUT, error.message, {"argument": error.argument})
    first = error.errors[0] if isinstance(error, Refused) else error
    return PublicError(Code.BAD_USER_INPUT, first.message, {"reason": first.code})


def gatehouse_schema() -> strawberry.Schema:
    """The contract as a schema."""
    return build_schema(
        contract.Query,
        contract.Mutation,
        contract.Subscription,
        types=contract.TYPES,
        info_class=Info,
        scalars=SCALARS,
        schema_directives=SCHEMA_DIRECTIVES,
    )


def schema_text() -> str:
    """The contract in SDL, as ``schema.graphql`` holds it."""
    return gatehouse_schema().as_str().strip() + "\n"


def build_endpoint(
    config: Config, units: Units, provers: Provers, clock: Clock, budgets: Budgets
) -> tuple[GraphQLEndpoint[Context], Gatehouse]:
    """The endpoint of one process, and the product behind it, which the browser's routes ask too."""
    schema = gatehouse_schema()
    permissions = contract_of(core_schema(schema))
    places = Places(config.geoip_file)
    product = Gatehouse(permissions, units, provers, clock, budgets, audit_keys(config), places, secure=config.is_https)
    endpoint = GraphQLEndpoint(
        schema,
        product,
        permissions.requirements,
        boundaries=contract.BOUNDARIES,
        limits=replace(Limits(), once=contract.SIGN_IN_FIELDS),
        anonymous_limits=replace(ANONYMOUS_LIMITS, once=contract.SIGN_IN_FIELDS),
        introspection=product.may_introspect,
    )
    return endpoint, product
