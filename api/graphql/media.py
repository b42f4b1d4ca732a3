"""Media types of requests and responses (GraphQL over HTTP, "Media Types"; RFC 9110 §12.5.1)."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from http import HTTPStatus

from api.graphql.codes import Code
from api.graphql.product import Refusal


class Media(StrEnum):
    """What a response can be written as; the first is preferred among equals."""

    GRAPHQL = "application/graphql-response+json"
    JSON = "application/json"
    EVENTS = "text/event-stream"


@lru_cache(maxsize=256)
def response_media(accept: tuple[str, ...]) -> Media:
    """What the client likes best of what there is; ``Media.JSON`` when it says nothing or takes anything.

    Raises ``Refusal`` (406) when it accepts none, or only in another charset than UTF-8.
    """
    if not any(header.strip() for header in accept):
        return Media.JSON
    ranges = _all_ranges(accept)
    wanted = {media: _quality(media, ranges) for media in Media}
    best = max(wanted.values())
    if best <= 0:
        message = f"The response can be {Media.GRAPHQL}, {Media.JSON} or {Media.EVENTS}, in UTF-8."
        raise Refusal(HTTPStatus.NOT_ACCEPTABLE, Code.NOT_ACCEPTABLE, message)
    return next(media for media, quality in wanted.items() if quality == best)


@lru_cache(maxsize=256)
def takes_events(accept: tuple[str, ...]) -> bool:
    """Whether the client names ``Media.EVENTS`` as something that it takes, be it not what it likes best."""
    return _quality(Media.EVENTS, _all_ranges(accept)) > 0


def _all_ranges(accept: Sequence[str]) -> list[tuple[str, float]]:
    return [media_range for header in accept for media_range in _ranges(header)]


def _quality(media: Media, ranges: list[tuple[str, float]]) -> float:
    """The quality of the most specific range that matches; a wildcard means ``Media.JSON``."""
    qualities = dict(reversed(ranges))
    if media in qualities:
        return qualities[media]
    if media is not Media.JSON:
        return 0
    return qualities.get("application/*", qualities.get("*/*", 0))


def _ranges(header: str) -> Iterator[tuple[str, float]]:
    for part in header.split(","):
        name, parameters = _parsed(part)
        if name and parameters.get("charset", "utf-8") == "utf-8":
            yield name, _number(parameters.get("q", "1"))


def _number(text: str) -> float:
    try:
        return min(1.0, max(0.0, float(text)))
    except ValueError:
        return 0


def _parsed(value: str) -> tuple[str, dict[str, str]]:
    name, *rest = value.split(";")
    pairs = (parameter.partition("=") for parameter in rest)
    parameters = {key.strip().lower(): given.strip().strip('"').lower() for key, _, given in pairs}
    return name.strip().lower(), parameters


def check_content_type(values: Sequence[str]) -> None:
    """Raises ``Refusal`` (415) unless the body is said to be exactly ``application/json``, in UTF-8."""
    if values == [Media.JSON.value]:
        return
    name, parameters = _parsed(values[0]) if len(values) == 1 else ("", {})
    charset = parameters.pop("charset", "utf-8")
    if name != Media.JSON or parameters or charset != "utf-8":
        message = f"Send the request with Content-Type: {Media.JSON}."
        raise Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, Code.UNSUPPORTED_MEDIA_TYPE, message)


def check_content_encoding(values: Sequence[str]) -> None:
    """Raises ``Refusal`` (415) when the body is compressed: its real size could not be bounded."""
    if any(value.strip().lower() not in {"", "identity"} for value in values):
        message = "Send the request without Content-Encoding."
        raise Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, Code.UNSUPPORTED_MEDIA_TYPE, message)
