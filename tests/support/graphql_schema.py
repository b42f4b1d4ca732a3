"""A small product of its own for the tests of the GraphQL engine: accounts, groups, a sign-in, and things that fail."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, cast

import strawberry

from api.graphql.product import Refusal, Requirement
from api.graphql.schema import build_schema
from api.graphql.selection import Selection


@dataclass(frozen=True, slots=True)
class Permissions:
    """What a caller of the tests may do."""

    scopes: frozenset[str] = frozenset()
    authenticated: bool = False
    reason: str | None = None
    denied: frozenset[str] = frozenset()

    @property
    def fingerprint(self) -> object:
        return (self.scopes, self.authenticated, self.reason, self.denied)

    def allows(self, coordinate: str, requirement: Requirement) -> bool:
        held = any(self.scopes.issuperset(scopes) for scopes in requirement)
        return self.authenticated and held and not self.denies(coordinate)

    def denies(self, coordinate: str) -> bool:
        return coordinate in self.denied


@dataclass(slots=True)
class Context:
    """The context of a request, and what happened under it."""

    permissions: Permissions
    ran: list[str]
    selections: list[Selection] = field(default_factory=list[Selection])
    slow: asyncio.Event = field(default_factory=asyncio.Event)
    feed: "asyncio.Queue[str | Exception | None]" = field(default_factory=asyncio.Queue[str | Exception | None])


def somebody(*scopes: str) -> Permissions:
    return Permissions(frozenset(scopes), authenticated=True)


NOBODY = Permissions()


class Unavailable(Exception):
    """The database is away."""


class Info(strawberry.Info[Context, None]):
    """With look-ahead, as the product has it."""

    @property
    def selection(self) -> Selection:
        return cast("Any", self)._raw_info.selection


@dataclass(frozen=True, slots=True)
class UserRow:
    """A plain row, which is not an instance of the GraphQL type."""

    id: str
    username: Any
    email: str | None = None


class Row:
    """Types that are shown from plain rows."""

    @classmethod
    def is_type_of(cls, obj: object, info: object) -> bool:  # noqa: ARG003 — Strawberry calls it so
        return isinstance(obj, cls) or (cls.__name__ == "User" and isinstance(obj, UserRow))


@strawberry.interface
class Node:
    id: strawberry.ID

    @classmethod
    def resolve_type(cls, obj: object, info: object, type_: object) -> str:  # noqa: ARG003 — Strawberry calls it so
        return "User" if isinstance(obj, UserRow) else type(obj).__name__


@strawberry.interface
class Contact:
    email: str | None

    @classmethod
    def resolve_type(cls, obj: object, info: object, type_: object) -> str:
        return Node.resolve_type(obj, info, type_)


@strawberry.type
class Role(Row, Node):
    name: str

    @strawberry.field(graphql_type=list[Annotated["User", strawberry.lazy("tests.support.graphql_schema")]] | None)
    def members(self, info: Info) -> Any:  # noqa: ANN401 — plain rows
        info.context.ran.append("Role.members")
        return [ADA, BOB]


MAYBE_USER: Any = cast("Any", Annotated["User", strawberry.lazy("tests.support.graphql_schema")]) | None


@strawberry.type
class User(Row, Node, Contact):
    username: str

    @strawberry.field
    def email(self, info: Info) -> str | None:  # pyright: ignore[reportIncompatibleVariableOverride] # it counts calls
        info.context.ran.append("User.email")
        return cast("Any", self).email

    @strawberry.field
    def roles(self: Any, info: Info) -> list[Role]:
        info.context.ran.append("User.roles")
        return [Role(id=strawberry.ID("r1"), name="admin")]

    @strawberry.field(graphql_type=MAYBE_USER)
    def boss(self: Any) -> Any:  # noqa: ANN401 — plain rows
        return ADA

    @strawberry.field(graphql_type=Annotated["Users", strawberry.lazy("tests.support.graphql_schema")])
    def friends(self: Any, first: int | None = None) -> Any:  # noqa: ANN401, ARG002 — plain rows
        return Users(nodes=cast("Any", [BOB]), edges=[], total_count=1)


@strawberry.type
class Group(Row, Node, Contact):
    name: str
    email: str | None = "group@example.test"


@strawberry.type
class Edge:
    cursor: str
    node: User


@strawberry.type
class Users:
    nodes: list[User]
    edges: list[Edge]
    total_count: int


ADA = UserRow("u1", "ada", "ada@example.test")
BOB = UserRow("u2", "bob", "bob@example.test")
GROUP = Group(id=strawberry.ID("g1"), name="engineers")

Found = Annotated[User | Group, strawberry.union("Found")]


@strawberry.input
class UserFilter:
    username: str | None = None
    email: str | None = "nobody@example.test"
    any_of: list["UserFilter"] | None = None


@strawberry.input(one_of=True)
class UserOrder:
    username: strawberry.Maybe[str]
    email: strawberry.Maybe[str]


@strawberry.input
class RenameInput:
    id: strawberry.ID
    nickname: strawberry.Maybe[str]
    email: strawberry.Maybe[str | None]


@strawberry.type
class Viewer:
    username: str
    scopes: list[str]

    @strawberry.field(graphql_type=Users | None)
    def colleagues(self, info: Info) -> Any:  # noqa: ANN401 — plain rows
        info.context.ran.append("Viewer.colleagues")
        return _users()


@strawberry.type
class LoginSucceeded:
    token: str
    viewer: Viewer

    @classmethod
    def is_type_of(cls, obj: object, info: object) -> bool:  # noqa: ARG003 — Strawberry calls it so
        return isinstance(obj, cls)


@strawberry.type
class LoginRefused:
    message: str


LoginResult = Annotated[LoginSucceeded | LoginRefused, strawberry.union("LoginResult")]


@strawberry.type
class Renamed:
    nickname: str


def _users() -> Users:
    nodes: Any = [ADA, BOB]
    edges = [Edge(cursor=row.id, node=row) for row in nodes]
    return Users(nodes=nodes, edges=edges, total_count=2)


@strawberry.type
class Query:
    @strawberry.field
    def viewer(self, info: Info) -> Viewer | None:
        permissions = info.context.permissions
        return Viewer(username="me", scopes=sorted(permissions.scopes)) if permissions.authenticated else None

    @strawberry.field
    async def users(
        self,
        info: Info,
        first: int | None = None,
        search: str | None = None,
        filter: UserFilter | None = None,  # noqa: A002 — the argument's name
        order_by: UserOrder | None = None,
    ) -> Users | None:
        info.context.ran.append(f"Query.users({first}, {search}, {filter is not None}, {order_by is not None})")
        info.context.selections.append(info.selection)
        return _users()

    @strawberry.field(graphql_type=Node | None)
    def node(self, info: Info, id: strawberry.ID) -> Any:  # noqa: A002, ANN401 — the argument's name; plain rows
        info.context.selections.append(info.selection)
        return {"u1": ADA, "g1": GROUP}.get(id)

    @strawberry.field(graphql_type=list[Found])
    def found(self, info: Info) -> Any:  # noqa: ANN401 — plain rows
        info.context.selections.append(info.selection)
        return [ADA, GROUP]

    @strawberry.field(graphql_type=list[Contact])
    def contacts(self) -> Any:  # noqa: ANN401 — plain rows
        return [ADA, GROUP]

    @strawberry.field
    def hello(self, name: str = "world") -> str:
        return f"hello {name}"

    @strawberry.field
    def broken(self) -> str | None:
        raise ZeroDivisionError("the secret is 42")

    @strawberry.field
    def broken_strictly(self) -> str:
        raise ZeroDivisionError("the secret is 42")

    @strawberry.field
    async def unavailable(self) -> str:
        raise Unavailable("10.0.0.1 refused")

    @strawberry.field(graphql_type=str | None)
    def unloaded(self) -> Any:  # noqa: ANN401 — the wrong type, on purpose
        return UserRow("u9", "not loaded")

    @strawberry.field(graphql_type=int | None)
    def too_large(self) -> Any:  # noqa: ANN401 — the wrong value, on purpose
        return 2**40

    @strawberry.field(graphql_type=Group | None)
    def wrong_type(self) -> Any:  # noqa: ANN401 — the wrong type, on purpose
        return ADA

    @strawberry.field(graphql_type=list[str | None])
    def many_broken(self) -> Any:  # noqa: ANN401 — the wrong type, on purpose
        return [ADA] * 250

    @strawberry.field
    async def slow(self, info: Info) -> str | None:
        info.context.slow.set()
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            info.context.ran.append("cancelled")
            raise
        return "late"

    @strawberry.field
    def long_message(self) -> str | None:
        raise Refusal(400, "BAD_USER_INPUT", "x" * 5_000)


@strawberry.type
class Mutation:
    @strawberry.mutation
    async def login(self, info: Info, password: str) -> LoginResult:
        info.context.ran.append("Mutation.login")
        if password != "right":
            return LoginRefused(message="No.")
        return LoginSucceeded(token="t", viewer=Viewer(username="ada", scopes=[]))

    @strawberry.mutation(name="rename")
    def rename(self, info: Info, input: RenameInput) -> Renamed | None:  # noqa: A002 — the argument's name
        info.context.ran.append("Mutation.rename")
        return Renamed(nickname=input.nickname.value if input.nickname else "unchanged")


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def ticks(self, info: Info, count: int = 2) -> AsyncGenerator[Viewer | None, None]:
        info.context.ran.append("Subscription.ticks")
        for number in range(count):
            yield Viewer(username=f"tick {number}", scopes=[])

    @strawberry.subscription
    async def pushed(self, info: Info, search: str | None = None) -> AsyncGenerator[Viewer | None, None]:  # noqa: ARG002 — guarded
        """What a test puts into the context's feed: names, an exception to fail with, ``None`` to end."""
        info.context.ran.append("opened")
        try:
            while (given := await info.context.feed.get()) is not None:
                if isinstance(given, Exception):
                    raise given
                info.context.ran.append(f"fetched {given}")
                yield Viewer(username=given, scopes=[])
        finally:
            info.context.ran.append("closed")

    @strawberry.subscription
    async def refusing(self) -> AsyncGenerator[Viewer | None, None]:
        """Refuses before there is a source."""
        raise Refusal(400, "BAD_USER_INPUT", "Not this one.")


REQUIREMENTS: Mapping[str, Requirement] = {
    "User.email": (("contact",),),
    "Query.users": (("users",),),
    "Query.users(search:)": (("contact",),),
    "UserFilter.email": (("contact",),),
    "UserOrder.email": (("contact",),),
    "RenameInput.email": (("write", "contact"), ("root",)),
    "Mutation.rename": ((),),
    "Role.members": (("users",),),
    "Viewer.colleagues": (("users",),),
    "Subscription.ticks": (("users",),),
    "Subscription.pushed": (("users",),),
    "Subscription.pushed(search:)": (("contact",),),
}

SCHEMA = build_schema(Query, Mutation, Subscription, types=[Role], info_class=Info)

BOUNDARIES = frozenset({"LoginSucceeded"})
