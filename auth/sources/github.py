"""GitHub: OAuth 2.0 (RFC 6749) with PKCE, without ID tokens. Who somebody is stands in its API, by a number."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from auth.clock import Clock
from auth.sources.callback import read_answer, read_code
from auth.sources.claims import facts_of, identity_of
from auth.sources.discovery import ClientAuthentication
from auth.sources.failures import SsoFailed, SsoFailure, SsoRefused, SsoStep, require
from auth.sources.locations import Location, permitted
from auth.sources.oauth2 import authorization_url
from auth.sources.oidc import begin, within
from auth.sources.outgoing import Ask, Outgoing
from auth.sources.provider import ClaimNames, Provider
from auth.sources.redirect import Authorization, Query, SignedIn, Started, Wish
from auth.sources.token_endpoint import ask_for_tokens

PUBLIC = "https://github.com"
_PUBLIC_API = "https://api.github.com"
_PAGE = 100
_MOST_PAGES = 10
_SEES_EMAILS = frozenset({"user:email", "user"})
_SEES_GROUPS = frozenset({"read:org", "write:org", "admin:org"})


class GitHubSource:
    """GitHub and enterprises' own; one in a process. See ``RedirectSource``."""

    def __init__(self, outgoing: Outgoing, clock: Clock) -> None:
        """Nothing is asked yet."""
        self._outgoing = outgoing
        self._clock = clock

    async def authorization(self, provider: Provider, wish: Wish) -> Authorization | SsoRefused:
        """Where to send the browser. How old a sign-in there is cannot be asked: ``SIGN_IN_TOO_OLD`` where it is."""
        return await within(self._outgoing, self._authorization(provider, wish))

    async def complete(self, provider: Provider, started: Started, query: Query) -> SignedIn | SsoRefused:
        """Who has come back, in ten seconds at most."""
        return await within(self._outgoing, self._complete(provider, started, query))

    async def _authorization(self, provider: Provider, wish: Wish) -> Authorization:
        require(wish.max_age_seconds is None, SsoFailure.SIGN_IN_TOO_OLD)
        endpoint = permitted(provider, f"{provider.issuer}/login/oauth/authorize")
        started = begin(provider, wish, self._clock, nonce="")
        hint = {} if wish.login_hint is None else {"login": wish.login_hint}
        parameters = {"redirect_uri": wish.redirect_uri, "scope": " ".join(provider.scopes), "state": started.state}
        return Authorization(authorization_url(endpoint, provider, started.verifier, {**parameters, **hint}), started)

    async def _complete(self, provider: Provider, started: Started, query: Query) -> SignedIn:
        answer = read_answer(provider, started, query, self._clock.now())
        issuers = {provider.issuer, f"{provider.issuer}/login/oauth"}
        code = read_code(answer, issuers, must_name_issuer=False)
        endpoint = token_place(provider)
        fields = {"code": code, "redirect_uri": started.redirect_uri, "code_verifier": started.verifier}
        grant = ("authorization_code", fields)
        tokens, said = await ask_for_tokens(self._outgoing, provider, endpoint, ClientAuthentication.POST, grant)
        granted = frozenset(str(said.get("scope", "")).replace(",", " ").split())
        api = Api(self._outgoing, provider, tokens.access)
        account, claims = await _told(api, granted)
        known = in_our_words(provider)
        identity = identity_of(known, str(account["id"]), [claims])
        return SignedIn(identity, provider.issuer, facts_of(known, [claims]), tokens, {**account, **claims})


def in_our_words(provider: Provider) -> Provider:
    """The same with the names of claims into which GitHub's answers are put."""
    return replace(provider, claims=ClaimNames(), trusts_email=False)


def token_place(provider: Provider) -> Location:
    """Where a code is redeemed. Raises ``SsoFailed``."""
    return permitted(provider, f"{provider.issuer}/login/oauth/access_token", SsoStep.TOKEN)


def api_base(provider: Provider) -> str:
    """Where the API begins."""
    usual = _PUBLIC_API if provider.issuer == PUBLIC else f"{provider.issuer}/api/v3"
    return provider.api_url or usual


class Api:
    """GitHub's API in the name of whoever signs in."""

    def __init__(self, outgoing: Outgoing, provider: Provider, access_token: str) -> None:
        """Nothing is asked yet."""
        self._outgoing = outgoing
        self._provider = provider
        self._headers = {"Authorization": f"Bearer {access_token}", "X-GitHub-Api-Version": "2022-11-28"}
        self._base = api_base(provider)

    async def value(self, step: SsoStep, path: str) -> object:
        """What stands at a path. Raises ``SsoFailed``."""
        place = permitted(self._provider, self._base + path, step)
        answer = await self._outgoing.fetch(self._provider, Ask(step, place, self._headers))
        return answer.good().value()

    async def listed(self, step: SsoStep, path: str) -> list[Mapping[str, object]]:
        """Every object of a list in pages. Raises ``SsoFailed``: ``TOO_MANY_GROUPS`` after a thousand."""
        found: list[Mapping[str, object]] = []
        for page in range(1, _MOST_PAGES + 1):
            objects = _objects(await self.value(step, f"{path}?per_page={_PAGE}&page={page}"), step)
            require(len(objects) <= _PAGE, SsoFailure.TOO_MANY_GROUPS, step)
            found += objects
            if len(objects) < _PAGE:
                return found
        raise SsoFailed(SsoFailure.TOO_MANY_GROUPS, step)


async def _told(api: Api, granted: frozenset[str]) -> tuple[Mapping[str, object], Mapping[str, object]]:
    """The account, and everything in the words of OpenID Connect, so that one set of rules judges it.

    It is asked for at once; what the scopes do not show is not asked for.
    """
    try:
        async with asyncio.TaskGroup() as tasks:
            asked = tasks.create_task(_account(api))
            email = tasks.create_task(_email(api)) if granted & _SEES_EMAILS else None
            groups = tasks.create_task(_groups(api)) if granted & _SEES_GROUPS else None
    except* SsoFailed as failed:
        raise _one(failed) from None
    account = asked.result()
    claims = {"preferred_username": account.get("login"), "name": account.get("name")}
    address, names = email and email.result(), groups and groups.result()
    return account, {**claims, **(address or {}), "groups": names}


def _one(failed: BaseExceptionGroup[SsoFailed]) -> SsoFailed:
    first = failed.exceptions[0]
    return first if isinstance(first, SsoFailed) else _one(first)


async def _account(api: Api) -> Mapping[str, object]:
    """``GET /user``: its number never changes, its name does, and may be somebody else's later."""
    account = await api.value(SsoStep.ACCOUNT, "/user")
    if not isinstance(account, dict):
        raise SsoFailed(SsoFailure.ACCOUNT_MALFORMED, SsoStep.ACCOUNT)
    known = cast("dict[str, object]", account)
    number = known.get("id")
    is_number = isinstance(number, int) and not isinstance(number, bool) and number > 0
    require(is_number, SsoFailure.SUBJECT_MALFORMED, SsoStep.ACCOUNT)
    return known


async def _email(api: Api) -> Mapping[str, object]:
    """``GET /user/emails``: the primary address, and whether it is proven; the public one of the profile is neither."""
    listed = _objects(await api.value(SsoStep.EMAILS, "/user/emails"), SsoStep.EMAILS)
    primary = next((each for each in listed if each.get("primary") is True), None)
    return {} if primary is None else {"email": primary.get("email"), "email_verified": primary.get("verified")}


async def _groups(api: Api) -> list[str]:
    """Organisations by their names, and teams as ``organisation/team``."""
    async with asyncio.TaskGroup() as tasks:
        organisations = tasks.create_task(api.listed(SsoStep.GROUPS, "/user/orgs"))
        teams = tasks.create_task(api.listed(SsoStep.GROUPS, "/user/teams"))
    names = [_name(each, "login") for each in organisations.result()]
    return names + [f"{_name(each.get('organization'), 'login')}/{_name(each, 'slug')}" for each in teams.result()]


def _name(known: object, member: str) -> str:
    name = cast("dict[str, object]", known).get(member) if isinstance(known, dict) else None
    if not isinstance(name, str) or "/" in name:
        raise SsoFailed(SsoFailure.GROUPS_MALFORMED, SsoStep.GROUPS)
    return name


def _objects(value: object, step: SsoStep) -> list[Mapping[str, object]]:
    listed = cast("list[object]", value) if isinstance(value, list) else [None]
    require(all(isinstance(each, dict) for each in listed), SsoFailure.ACCOUNT_MALFORMED, step)
    return cast("list[Mapping[str, object]]", listed)
