"""Takes back whom a provider sends: the state is used up, the provider asked, and what follows is one unit of work."""

from collections.abc import Mapping

from auth.actor import Actor
from auth.single_sign_on.landing import Landing
from auth.sources.redirect import Query
from auth.sources.redirecting import RedirectSources
from auth.unit_of_work import Units


async def come_back(
    units: Units, redirects: RedirectSources, actor: Actor, slug: str, query: Query, cookies: Mapping[str, str]
) -> Landing:
    """What becomes of a browser's return. ``cookies``: what it keeps, by the names of states (``name_of``)."""
    raise NotImplementedError
