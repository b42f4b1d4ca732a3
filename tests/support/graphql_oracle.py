"""What graphql-core itself makes of a document, with permissions asked naively before every resolver."""
# pyright: basic

import asyncio
from typing import Any

import graphql
from graphql import ExecutionResult, get_named_type, is_abstract_type, parse
from graphql.execution.collect_fields import FieldDetails
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from api.graphql.execution import ResolveInfo
from api.graphql.schema import core_schema
from tests.support.graphql_schema import REQUIREMENTS, SCHEMA, Context

CORE = core_schema(SCHEMA)


class Oracle(StrawberryGraphQLCoreExecutionContext):
    """Gives resolvers a look-ahead that graphql-core's own CollectFields computes at each level, for each type."""

    def build_resolve_info(self, field_def: Any, field_nodes: Any, parent_type: Any, path: Any) -> Any:  # noqa: ANN401
        info = ResolveInfo._make(super().build_resolve_info(field_def, field_nodes, parent_type, path))
        info.executor = Looking(self, field_def, field_nodes)  # pyright: ignore[reportAttributeAccessIssue] # stands in
        return info

    def below(self, type_: Any, details: Any) -> dict[str, Any]:  # noqa: ANN401
        found: dict[str, Any] = {}
        for concrete in self.schema.get_possible_types(type_) if is_abstract_type(type_) else [type_]:
            for sub in self.collect_subfields(concrete, details).grouped_field_set.values():
                name = sub[0].node.name.value
                if name.startswith("__") or denied(self.context_value, f"{concrete.name}.{name}"):
                    continue
                definition = concrete.fields[name]
                python = definition.extensions["strawberry-definition"].python_name
                inner = self.below(get_named_type(definition.type), sub) if sub[0].node.selection_set else {}
                found[python] = merged(found.get(python, {}), inner)
        return found


class Looking:
    """Stands in for the engine's executor."""

    def __init__(self, oracle: Oracle, field_def: Any, field_nodes: Any) -> None:  # noqa: ANN401
        self._oracle = oracle
        self._type = get_named_type(field_def.type)
        self._details = [FieldDetails(node, None) for node in field_nodes]

    def selection(self, *_place: object) -> dict[str, Any]:
        return self._oracle.below(self._type, self._details)


def merged(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Both mappings in one, at every level."""
    return {key: merged(one.get(key, {}), other.get(key, {})) for key in {**one, **other}}


def denied(context: Context, coordinate: str) -> bool:
    """Whether the caller may not have an output field."""
    requirement = REQUIREMENTS.get(coordinate)
    return requirement is not None and not context.permissions.allows(coordinate, requirement)


def execute(document: str, variables: dict[str, bool], context: Context) -> tuple[ExecutionResult, list[str]]:
    """The result, and the denied places that were reached: ``User.email at users.nodes.email``, each once."""
    hits: dict[str, None] = {}

    def naive(next_: Any, root: Any, info: Any, **arguments: Any) -> Any:  # noqa: ANN401
        coordinate = f"{info.parent_type.name}.{info.field_name}"
        if denied(context, coordinate):
            places = ".".join(key for key in info.path.as_list() if isinstance(key, str))
            hits[f"{coordinate} at {places}"] = None
            return None
        return next_(root, info, **arguments)

    async def run() -> ExecutionResult:
        result: Any = graphql.execute(
            CORE,
            parse(document),
            context_value=context,
            variable_values=variables,
            executor_class=Oracle,
            middleware=[naive],
        )
        return await result if hasattr(result, "__await__") else result

    return asyncio.run(run()), list(hits)
