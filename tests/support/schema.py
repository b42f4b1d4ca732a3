"""The product's schema as it is exported."""

from functools import cache

import pytest

from tests.support.sdl import Sdl
from tests.support.source import ROOT


@cache
def exported() -> Sdl:
    """The schema as ``gatehouse export-schema`` prints it from the code at hand."""
    path = ROOT / "schema.graphql"
    if not path.exists():
        pytest.skip("there is no schema yet")
    return Sdl(path.read_text(encoding="utf-8"))
