"""The pipeline of plain functions from a request to a result: document, limits, validation, permissions, execution."""

from asyncio import timeout
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from inspect import isawaitable
from typing import Any, Generic, TypeAlias, TypeVar, cast

import strawberry
from graphql import ExecutionResult, OperationType
from strawberry.execution import optimized_is_awaitable

from api.graphql.codes import Code, coded, with_code
from api.graphql.document import Documents, Rejected
from api.graphql.echo import silenced
from api.graphql.execution import Executor, Rights
from api.graphql.guards import Guarded
from api.graphql.limits import ANONYMOUS_LIMITS, Limits, too_much
from api.graphql.media import Media
from api.graphql.operation import Operation
from api.graphql.product import Permissions, Product, Requirements
from api.graphql.schema import check_requirements, core_schema
from api.graphql.survey import holds_more_values
from api.graphql.validation import MOST_ERRORS

ContextT = TypeVar("ContextT")
MaySee: TypeAlias = Callable[[ContextT], bool]
"""Whether the caller of a context may introspect the schema."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The parameters of a request (GraphQL over HTTP, "Request Parameters")."""

    query: str
    operation_name: str | None = None
    variables: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """What an operation costs, and what it may cost, in points."""

    requested: int
    limit: int


@dataclass(frozen=True, slots=True)
class Executed:
    """The result of an operation that was executed."""

    result: ExecutionResult
    cost: Cost


@dataclass(frozen=True, slots=True)
class Prepared:
    """An operation that may be executed."""

    executor: Executor
    cost: Cost

    @property
    def subscribes(self) -> bool:
        """Whether its answer is a stream of events."""
        return self.executor.prepared.node.operation is OperationType.SUBSCRIPTION


class Overdue(Exception):
    """The operation was not finished in time."""


class Engine(Generic[ContextT]):
    """Executes what is asked of one schema."""

    def __init__(
        self,
        schema: strawberry.Schema,
        product: Product[ContextT],
        requirements: Requirements,
        *,
        boundaries: frozenset[str] = frozenset(),
        limits: Limits | None = None,
        anonymous_limits: Limits = ANONYMOUS_LIMITS,
        timeout_seconds: float = 20,
        introspection: MaySee[ContextT] | None = None,
    ) -> None:
        """Raises ``ValueError`` when the schema and the requirements do not fit together."""
        self._schema = core_schema(schema)
        check_requirements(self._schema, requirements)
        self._product = product
        self._rights = Rights(Guarded(self._schema, requirements, boundaries), product)
        self._limits = limits or Limits()
        self._anonymous_limits = anonymous_limits
        self._timeout_seconds = timeout_seconds
        self._introspection = introspection
        self.documents = Documents(self._schema)

    async def execute(self, asked: Asked, context: ContextT) -> Executed:
        """Executes a query or mutation for the caller of the context.

        Raises ``Rejected`` when nothing is executed, and ``Overdue``.
        """
        return await self.execute_prepared(self.prepare(asked, context))

    async def execute_prepared(self, prepared: Prepared) -> Executed:
        """Executes a query or mutation. Raises ``Rejected`` for a subscription, and ``Overdue``."""
        if prepared.subscribes:
            raise Rejected(coded(Code.BAD_REQUEST, f"Subscriptions are answered to Accept: {Media.EVENTS} only."))
        return await self.run(prepared.executor, prepared.cost)

    def prepare(self, asked: Asked, context: ContextT) -> Prepared:
        """Everything up to the execution. Raises ``Rejected``; so it does for a subscription that is denied."""
        permissions = self._product.permissions_of(context)
        limits = self._limits if permissions.authenticated else self._anonymous_limits
        document = self.documents.get(asked.query, limits)
        operation = document.operation(asked.operation_name)
        self._refuse_what_is_not_served(operation, permissions, context)
        if holds_more_values(asked.variables, limits.values):
            raise Rejected(too_much("values", limits.values, None))
        executor = self._executor(document.node, operation, asked, context)
        cost = Cost(operation.cost(executor.variable_values.coerced), limits.cost)
        if cost.requested > cost.limit:
            raise Rejected(too_much("cost", cost.limit, cost.requested))
        return Prepared(executor, cost)

    async def subscribe(self, prepared: Prepared) -> AsyncIterator[object] | Executed:
        """The source of a subscription's events, or why there is none. Raises ``Overdue``."""
        source = await self._in_time(prepared.executor.open_source)
        return Executed(source, prepared.cost) if isinstance(source, ExecutionResult) else aiter(source)

    async def run(self, executor: Executor, cost: Cost) -> Executed:
        """Executes an operation, or one event of a subscription. Raises ``Overdue``."""
        result = await self._in_time(executor.execute_operation)
        if not isinstance(result, ExecutionResult):
            raise TypeError(f"an operation gave {type(result).__qualname__}")
        return Executed(result, cost)

    def _refuse_what_is_not_served(self, operation: Operation, permissions: Permissions, context: ContextT) -> None:
        if operation.introspects and self._introspection is not None and not self._introspection(context):
            if permissions.authenticated:
                raise Rejected(coded(Code.FORBIDDEN, "The schema may not be introspected."))
            raise Rejected(coded(Code.UNAUTHENTICATED, "The schema may be introspected by signed-in callers only."))

    def _executor(self, document: Any, operation: Operation, asked: Asked, context: ContextT) -> Executor:  # noqa: ANN401
        built = Executor.build(
            self._schema,
            document,
            context_value=context,
            raw_variable_values=dict(asked.variables or {}),
            operation_name=asked.operation_name,
            is_awaitable=optimized_is_awaitable,
            max_coercion_errors=MOST_ERRORS,
            hide_suggestions=True,
            prepared=operation,
            rights=self._rights,
        )
        if isinstance(built, list):
            raise Rejected(*(with_code(silenced(error), Code.BAD_USER_INPUT) for error in built))
        return built

    async def _in_time(self, act: Callable[[], object]) -> Any:  # noqa: ANN401 — whatever graphql-core gives
        deadline = timeout(self._timeout_seconds)
        try:
            async with deadline:
                result = act()
                return await cast("Awaitable[object]", result) if isawaitable(result) else result
        except TimeoutError:
            if deadline.expired():
                raise Overdue from None
            raise
