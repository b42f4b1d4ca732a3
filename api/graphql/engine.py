"""The pipeline of plain functions from a request to a result: document, limits, validation, permissions, execution."""

from asyncio import timeout
from collections.abc import Awaitable, Callable, Mapping
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
        """Executes the request for the caller of the context.

        Raises ``Rejected`` when nothing is executed, and ``Overdue``.
        """
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
        return Executed(await self._run(executor), cost)

    def _refuse_what_is_not_served(self, operation: Operation, permissions: Permissions, context: ContextT) -> None:
        if operation.node.operation is OperationType.SUBSCRIPTION:
            raise Rejected(coded(Code.BAD_REQUEST, "Subscriptions are not served by this endpoint."))
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

    async def _run(self, executor: Executor) -> ExecutionResult:
        deadline = timeout(self._timeout_seconds)
        try:
            async with deadline:
                result = executor.execute_operation()
                if isawaitable(result):
                    result = await cast("Awaitable[object]", result)
        except TimeoutError:
            if deadline.expired():
                raise Overdue from None
            raise
        if not isinstance(result, ExecutionResult):
            raise TypeError(f"an operation gave {type(result).__qualname__}")
        return result
