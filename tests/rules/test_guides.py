"""Every GraphQL document in the README and the guides is one that the schema takes."""

import re
from functools import cache
from pathlib import Path

import pytest
from graphql import GraphQLSchema, parse, validate

from api.graphql.schema import core_schema
from api.product import gatehouse_schema
from tests.support.source import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs" / "guide").glob("*.md"))]
BLOCK = re.compile(r"^```graphql\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@cache
def schema() -> GraphQLSchema:
    """The finished schema."""
    return core_schema(gatehouse_schema())


def complaints(text: str) -> list[str]:
    """What the schema says against the documents of a page; excerpts of the schema itself are none."""
    return [
        f"{error.message} in: {document[:80]}"
        for document in BLOCK.findall(text)
        if not document.startswith("type ")
        for error in validate(schema(), parse(document))
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_guide_asks_can_be_asked(page: Path) -> None:
    assert complaints(page.read_text("utf-8")) == []


def test_a_document_that_cannot_be_asked_is_found() -> None:
    assert complaints("```graphql\n{ viewer { shoeSize } }\n```\n") != []
    assert complaints("```graphql\n{ viewer { username } }\n```\n") == []
