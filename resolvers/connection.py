"""Lists in pages: ``Connection`` of the GraphQL Cursor Connections specification, with ``nodes`` and ``totalCount``."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

import strawberry

from auth.errors import BadInput
from auth.paging import Page, PageRequest
from auth.selection import Selection
from resolvers.permissions import plain

T = TypeVar("T")

COUNT_MOST = 1_000_000


@strawberry.type(description="Where a page lies in its list.")
class PageInfo:
    """``PageInfo`` of the specification."""

    has_next_page: bool = plain("Whether there are more rows after this page.")
    has_previous_page: bool = plain("Whether there are rows before this page.")
    start_cursor: str | None = plain("Cursor of the first row; null on an empty page.")
    end_cursor: str | None = plain("Cursor of the last row; null on an empty page.")


@strawberry.type(description="A row of a list with its place.")
class Edge(Generic[T]):
    """``Edge`` of the specification."""

    cursor: str = plain("The row's place, to go on from.")
    node: T = plain("The row.")


@strawberry.type(description="One page of a list.")
class Connection(Generic[T]):
    """``Connection`` of the specification. Its values are ``Listed``."""

    edges: list[Edge[T]] = plain("The rows of the page with their cursors.")
    nodes: list[T] = plain("The rows of the page.")
    page_info: PageInfo = plain("Where the page lies in the list.")

    @strawberry.field(description="How many rows the whole list has.")
    async def total_count(
        self,
        at_most: Annotated[
            int | None, strawberry.argument(description="Stops counting here (1 to 1,000,000), which is quicker.")
        ] = None,
    ) -> int:
        """``self`` is a ``Listed``."""
        if at_most is not None and not 1 <= at_most <= COUNT_MOST:
            raise BadInput("atMost", f"It is from 1 to {COUNT_MOST}.")
        return await self.count(at_most)  # type: ignore[attr-defined,no-any-return] # the value is a Listed


@dataclass(frozen=True, slots=True)
class Placed:
    """A row with its cursor, as an ``Edge`` shows it."""

    cursor: str
    node: object


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of rows, as a ``Connection`` shows it."""

    edges: list[Placed]
    nodes: list[Any]
    page_info: PageInfo
    count: Callable[[int | None], Awaitable[int]]


def listed(page: Page[Any], count: Callable[[int | None], Awaitable[int]]) -> Any:  # noqa: ANN401 — a Connection
    """What a ``Connection`` field returns for a page."""
    info = PageInfo(
        has_next_page=page.has_next,
        has_previous_page=page.has_previous,
        start_cursor=page.cursors[0] if page.cursors else None,
        end_cursor=page.cursors[-1] if page.cursors else None,
    )
    edges = [Placed(cursor, row) for cursor, row in zip(page.cursors, page.rows, strict=True)]
    return Listed(edges, list(page.rows), info, count)


def rows_selected(selection: Selection) -> Selection:
    """What is wanted of the rows of a connection, through ``nodes`` and ``edges { node }`` together."""
    merged: dict[str, Selection] = {}
    for wanted in (selection.get("nodes", {}), selection.get("edges", {}).get("node", {})):
        _merge(merged, wanted)
    return merged


def _merge(into: dict[str, Selection], more: Selection) -> None:
    for name, below in more.items():
        together = dict(into.get(name, {}))
        _merge(together, below)
        into[name] = together


First = Annotated[
    int | None, strawberry.argument(description="Rows of the page, from the start: 1 to 250; 25 if absent.")
]
After = Annotated[str | None, strawberry.argument(description="Cursor after which the page starts; goes with first.")]
Last = Annotated[int | None, strawberry.argument(description="Rows of the page, from the end: 1 to 250.")]
Before = Annotated[str | None, strawberry.argument(description="Cursor before which the page ends; goes with last.")]
Offset = Annotated[
    int | None,
    strawberry.argument(description="Rows to skip, at most 10,000, for numbered pages; goes with first."),
]


def page_request(
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
    offset: int | None = None,
) -> PageRequest:
    """The page that somebody asked for, checked. Raises ``BadInput``."""
    page = PageRequest(first, after, last, before, offset)
    page.check()
    return page
