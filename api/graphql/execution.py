"""The executor: graphql-core's own (through Strawberry's), obeying a decision that was made beforehand.

``complete_value`` is the seam for compiled completion, which comes with a later issue: an executor that completes the
values of root resolvers by generated code overrides it, asks the same ``decision``, and hands whatever surprises it to
``super()``. Everything it needs hangs on ``prepared``.

Type checks are basic here: graphql-core's executor is generic and partly untyped.
"""
# pyright: basic, reportPrivateUsage=false

from copy import copy
from dataclasses import dataclass
from typing import Any, Generic, Self, TypeAlias, TypeVar

from graphql import (
    ExecutionResult,
    GraphQLError,
    GraphQLField,
    GraphQLLeafType,
    GraphQLObjectType,
    GraphQLString,
    OperationType,
    Undefined,
    create_source_event_stream,
    value_from_ast_untyped,
)
from graphql.execution.collect_fields import FieldDetailsList
from graphql.language import FieldNode
from graphql.pyutils import Path
from strawberry.schema.schema import (
    StrawberryGraphQLCoreExecutionContext,
    _OperationContextAwareGraphQLResolveInfo,
)

from api.graphql.authorize import EVERYTHING_OPEN, Decision, Given, decide
from api.graphql.guards import Guarded, Places
from api.graphql.operation import Operation
from api.graphql.product import Product
from api.graphql.selection import Selection
from api.graphql.tree import offset

ContextT = TypeVar("ContextT")
Anything: TypeAlias = Any
"""A value that graphql-core hands through, or that a resolver gave."""


class Unfit(Exception):
    """A resolver gave a value that its field cannot show: a fault of ours, though graphql-core raises its own error."""


@dataclass(frozen=True, slots=True)
class Rights(Generic[ContextT]):
    """What executors ask: what is guarded, and who may have it."""

    guarded: Guarded
    product: Product[ContextT]


class ResolveInfo(_OperationContextAwareGraphQLResolveInfo):
    """Strawberry's ``info._raw_info``, with the look-ahead of its field."""

    executor: "Executor"

    @property
    def selection(self) -> Selection:
        """What is selected below this field, as far as the caller may have it (``selection.py``)."""
        return self.executor.selection(places_of(self.path), self.parent_type.name)


class Executor(StrawberryGraphQLCoreExecutionContext):
    """Executes one operation for one caller.

    Attributes:
        prepared: The operation, with everything derived from its document.
        rights: Who may have what.
        decision: What the caller may not have; made at the start of the operation, or of an event.
        denials: The errors of the decisions so far; they come first in the response.
    """

    def __init__(self, *args: Anything, prepared: Operation, rights: Rights[Any], **kwargs: Anything) -> None:
        super().__init__(*args, **kwargs)
        self.prepared = prepared
        self.rights = rights
        self.decision = EVERYTHING_OPEN
        self.denials: list[GraphQLError] = []

    @classmethod
    def build(cls, *args: Anything, **kwargs: Anything) -> Self | list[GraphQLError]:
        """The executor, or what is wrong with the variables.

        A denied subscription is refused here, because its source is opened past ``execute_field``.
        """
        executor: Anything = super().build(*args, **kwargs)
        if isinstance(executor, list) or executor.operation.operation is not OperationType.SUBSCRIPTION:
            return executor
        return executor.root_denials() or executor

    def root_denials(self) -> list[GraphQLError]:
        """The errors of the decision, as of now, when it closes a root field; nothing when all are open."""
        decision = self.decide()
        closed = any(
            self.is_closed(decision, type_.name, occurrence.node)
            for root in self.prepared.fields
            for type_ in root.types
            for occurrence in root.occurrences
        )
        return list(decision.errors) if closed else []

    def decide(self, places: Places = (), boundary: str | None = None) -> Decision:
        """What the caller of this executor's context may not have."""
        guarded = self.rights.guarded
        plan = self.prepared.plan(guarded, places, boundary)
        if not plan.guards:
            return EVERYTHING_OPEN
        given = Given(self.variable_values.coerced, {use.variable: self._raw(use.variable) for use in plan.inputs})
        return decide(guarded, plan, self.rights.product.permissions_of(self.context_value), given)

    def _raw(self, name: str) -> object:
        source = self.variable_values.sources.get(name)
        if source is not None and source.value is not Undefined:
            return source.value
        for definition in self.operation.variable_definitions or ():
            if definition.variable.name.value == name and definition.default_value is not None:
                return value_from_ast_untyped(definition.default_value)
        return None

    def begin(self, decision: Decision) -> None:
        """Obeys a decision from now on."""
        self.decision = decision
        for error in decision.errors:
            if not any(error is told for told in self.denials):  # a boundary inside a list decides for each item
                self.denials.append(error)

    def execute_operation(self, serially: bool | None = None) -> Anything:  # noqa: FBT001 — graphql-core's own
        """Decides, then executes."""
        self.begin(self.decide())
        return super().execute_operation(serially)

    def build_response(self, data: dict[str, Anything] | None) -> Anything:
        """The response, with the denials first: collected errors would mark the root as nulled and silence others."""
        result = super().build_response(data)
        if self.denials and isinstance(result, ExecutionResult):
            result.errors = [*self.denials, *(result.errors or ())]
        return result

    def open_source(self) -> Anything:
        """The source of a subscription's events, or an ``ExecutionResult`` that says why there is none."""
        return create_source_event_stream(self)

    def build_per_event_executor(self, payload: Anything) -> Anything:
        """An executor for one event, which decides anew."""
        executor: Anything = super().build_per_event_executor(payload)
        executor.decision = EVERYTHING_OPEN
        executor.denials = []
        return executor

    @staticmethod
    def is_closed(decision: Decision, type_name: str, node: FieldNode) -> bool:
        """Whether a field is denied, or may not be given its arguments."""
        if f"{type_name}.{node.name.value}" in decision.denied:
            return True
        return bool(decision.blocked) and (type_name, offset(node)) in decision.blocked

    def execute_field(
        self,
        parent_type: GraphQLObjectType,
        source: Anything,
        field_details_list: FieldDetailsList,
        path: Path,
        position_context: Anything,
    ) -> Anything:
        """Null for what is denied, before arguments are read and the resolver runs."""
        decision = self.decision
        if decision is not EVERYTHING_OPEN and self.is_closed(decision, parent_type.name, field_details_list[0].node):
            return None
        return super().execute_field(parent_type, source, field_details_list, path, position_context)

    def complete_value(
        self,
        return_type: Anything,
        field_details_list: FieldDetailsList,
        info: Anything,
        path: Path,
        result: Anything,
        position_context: Anything,
    ) -> Anything:
        """Completes a value; graphql-core's own complaints about it are faults of ours, not the client's."""
        try:
            return super().complete_value(return_type, field_details_list, info, path, result, position_context)
        except GraphQLError as error:
            if error.path is not None:  # it belongs to a field below that must not be null
                raise
            raise Unfit(error.message) from error

    @staticmethod
    def complete_leaf_value(return_type: GraphQLLeafType, result: Anything) -> Anything:
        """Completes a leaf; a ``String`` is a ``str`` and nothing else, lest an object be printed by accident."""
        if return_type is GraphQLString and not isinstance(result, str):
            raise Unfit(f"expected a str for a String, not {type(result).__qualname__}")
        return StrawberryGraphQLCoreExecutionContext.complete_leaf_value(return_type, result)

    def collect_and_execute_subfields(
        self,
        return_type: GraphQLObjectType,
        field_details_list: FieldDetailsList,
        path: Path,
        result: Anything,
        position_context: Anything,
    ) -> Anything:
        """Executes what is selected below an object; below a boundary, for the caller whom it brings."""
        executor = self
        if return_type.name in self.rights.guarded.boundaries:
            executor = copy(self)  # shares the collected errors and the denials
            executor.context_value = self.rights.product.enter(return_type.name, result, self.context_value)
            executor.begin(executor.decide(places_of(path), return_type.name))
        return super(Executor, executor).collect_and_execute_subfields(
            return_type, field_details_list, path, result, position_context
        )

    def build_resolve_info(
        self, field_def: GraphQLField, field_nodes: list[FieldNode], parent_type: GraphQLObjectType, path: Path
    ) -> Anything:
        """What resolvers get to know, with a ``selection`` that is computed when it is asked for."""
        info = ResolveInfo._make(super().build_resolve_info(field_def, field_nodes, parent_type, path))
        info.executor = self
        return info

    def selection(self, places: Places, parent: str) -> Selection:
        """What is selected below a field of the object type ``parent``, as far as the caller may have it."""
        return self.prepared.selection(places, parent, self.decision, self.variable_values.coerced)


def places_of(path: Path) -> Places:
    """The response keys of a path, without the indices of lists."""
    return tuple(key for key in path.as_list() if isinstance(key, str))
