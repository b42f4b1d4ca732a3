"""The libraries that only talking to a provider takes: a second and 25 MB that an idle process need not have."""

import asyncio

_loaded: list[str] = []


async def load() -> None:
    """Loads them on a thread, so that nobody else waits for it, before the one who does is on the clock."""
    if not _loaded:
        await asyncio.to_thread(_load)


def _load() -> None:
    import anyio  # noqa: PLC0415 — see the module
    import authlib.oauth2.rfc7636  # noqa: PLC0415 — as above
    import httpcore2  # noqa: PLC0415 — as above
    import httpx2  # noqa: PLC0415 — as above
    import joserfc.jws  # noqa: PLC0415 — as above

    anyio.run(anyio.sleep, 0)  # it loads its part for asyncio when it first runs
    _loaded.extend(each.__name__ for each in (authlib.oauth2.rfc7636, httpcore2, httpx2, joserfc.jws))
