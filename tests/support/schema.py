"""The product's schema as the code at hand makes it."""

from functools import cache

from api.product import schema_text
from tests.support.sdl import Sdl


@cache
def exported() -> Sdl:
    """What ``gatehouse export-schema`` prints."""
    return Sdl(schema_text())
