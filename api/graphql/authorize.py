"""Permissions, decided once per operation: a plan and a caller give a ``Decision`` that both engines obey."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field

from graphql import GraphQLError

from api.graphql.bounded import Bounded
from api.graphql.codes import Code, coded
from api.graphql.guards import Guard, Guarded, Places, VariableUse
from api.graphql.product import Permissions, Requirement
from api.graphql.tree import holds, offset

DECISIONS_PER_PLAN = 64
"""Different answers that are remembered for one operation."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a caller may not have of an operation.

    Attributes:
        denied: Coordinates of output fields, by their object type.
        blocked: Field nodes (object type, offset in the document) whose arguments the caller may not give.
        errors: One for each denied place that the operation reaches, in the order of the document.
    """

    denied: frozenset[str] = frozenset()
    blocked: frozenset[tuple[str, int]] = frozenset()
    errors: tuple[GraphQLError, ...] = ()


EVERYTHING_OPEN = Decision()


@dataclass(frozen=True, slots=True)
class Given:
    """The variables of one request: coerced, and raw as the client (or else the document) gave them."""

    coerced: Mapping[str, object]
    raw: Mapping[str, object]


class Plan:
    """The guards of an operation, or of what lies below a boundary in it, with the decisions made so far."""

    def __init__(self, guards: tuple[Guard, ...]) -> None:
        everything = list(_flat(guards))
        self.guards = guards
        self.flat = tuple(everything)
        self.conditions = tuple(sorted({name for guard in everything for name in _conditions(guard)}))
        self.optional = tuple(sorted({use.variable for guard in everything for use in guard.uses if use.variable}))
        self.inputs = tuple(dict.fromkeys(use for guard in everything for use in guard.variable_uses))
        self.decisions: Bounded[Hashable, Decision] = Bounded(DECISIONS_PER_PLAN)


def _flat(guards: tuple[Guard, ...]) -> Iterator[Guard]:
    for guard in guards:
        yield guard
        yield from _flat(guard.below)


def _conditions(guard: Guard) -> Iterator[str]:
    for occurrence in guard.field.occurrences:
        for name, _ in occurrence.conditions:
            yield name


def decide(guarded: Guarded, plan: Plan, permissions: Permissions, given: Given) -> Decision:
    """What the caller may not have; remembered for callers with the same permissions and alike variables."""
    if not plan.guards:
        return EVERYTHING_OPEN
    provided = {use: frozenset(guarded.provided(given.raw.get(use.variable), use.input_type)) for use in plan.inputs}
    key = (
        permissions.fingerprint,
        tuple(given.coerced.get(name) is True for name in plan.conditions),
        tuple(name in given.coerced for name in plan.optional),
        tuple(provided.values()),
    )
    known = plan.decisions.get(key)
    if known is not None:
        return known
    return plan.decisions.put(key, _Judge(guarded, permissions, given.coerced, provided).decision(plan))


@dataclass(slots=True)
class _Judge:
    guarded: Guarded
    permissions: Permissions
    variables: Mapping[str, object]
    provided: Mapping[VariableUse, frozenset[str]]
    verdicts: dict[str, bool] = field(default_factory=dict[str, bool])
    told: set[tuple[str, Places]] = field(default_factory=set[tuple[str, Places]])

    def decision(self, plan: Plan) -> Decision:
        refused = [(guard, *use) for guard in plan.flat for use in self.refused(guard)]
        if not refused:
            return EVERYTHING_OPEN
        outputs = {coordinate for guard, coordinate, type_name in refused if _is_output(guard, coordinate, type_name)}
        blocked = {
            (type_name, offset(occurrence.node))
            for guard, coordinate, type_name in refused
            if coordinate not in outputs
            for occurrence in guard.field.occurrences
        }
        return Decision(frozenset(outputs), frozenset(blocked), tuple(self.errors(plan.guards)))

    def refused(self, guard: Guard) -> Iterator[tuple[str, str]]:
        """The coordinates that the caller may not use here, each with the object type that it closes."""
        for use in guard.uses:
            given = use.variable is None or use.variable in self.variables
            if given and not self.allowed(use.coordinate):
                yield use.coordinate, use.type_name
        for variable in guard.variable_uses:
            for coordinate in sorted(self.provided[variable]):
                if not self.allowed(coordinate):
                    yield coordinate, variable.type_name

    def allowed(self, coordinate: str) -> bool:
        verdict = self.verdicts.get(coordinate)
        if verdict is None:
            verdict = self.permissions.allows(coordinate, self.guarded.requirements[coordinate])
            self.verdicts[coordinate] = verdict
        return verdict

    def errors(self, guards: tuple[Guard, ...]) -> Iterator[GraphQLError]:
        """One for each denied place; nothing for places that are never reached, e.g. below a denied one."""
        for guard in guards:
            if not guard.field.selected(self.variables):
                continue
            closed: set[str] = set()
            for coordinate, type_name in self.refused(guard):
                closed.add(type_name)
                if (coordinate, guard.places) not in self.told:
                    self.told.add((coordinate, guard.places))
                    yield self.error(guard, coordinate)
            if not closed.issuperset(guard.types):
                yield from self.errors(guard.below)

    def error(self, guard: Guard, coordinate: str) -> GraphQLError:
        requirement = self.guarded.requirements[coordinate]
        occurrences = guard.field.occurrences
        extensions: dict[str, object] = {
            "coordinate": coordinate,
            "requiresScopes": [list(scopes) for scopes in requirement],
            "selection": ".".join(guard.places),
        }
        if not self.permissions.authenticated and self.permissions.reason is not None:
            extensions["reason"] = self.permissions.reason
        return coded(
            Code.FORBIDDEN if self.permissions.authenticated else Code.UNAUTHENTICATED,
            sentence(coordinate, requirement, self.permissions),
            extensions,
            [occurrence.node for occurrence in occurrences if holds(occurrence.conditions, self.variables)],
            None if guard.in_list else guard.places,
        )


def _is_output(guard: Guard, coordinate: str, type_name: str) -> bool:
    return coordinate == f"{type_name}.{guard.field.name}"


def sentence(coordinate: str, requirement: Requirement, permissions: Permissions) -> str:
    """What a person is told about a denied coordinate."""
    if permissions.denies(coordinate):
        return f"{coordinate} is closed to you by a rule of a role that you hold."
    needs = ", or ".join(_in_words(scopes) for scopes in requirement if scopes)
    if permissions.authenticated:
        return f"{coordinate} needs {needs}." if needs else f"{coordinate} is not open to you."
    return f"Sign in first: {coordinate} needs {needs or 'a known caller'}."


def _in_words(scopes: tuple[str, ...]) -> str:
    return f"the scope {scopes[0]}" if len(scopes) == 1 else f"the scopes {' and '.join(scopes)}"
