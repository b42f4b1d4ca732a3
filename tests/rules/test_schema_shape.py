"""Every part of the schema explains itself, and mutations all have one shape."""

import re

import pytest

from tests.support.schema import exported
from tests.support.sdl import Sdl, directive, is_required, named_type

VERBS = {
    "accept",
    "acknowledge",
    "add",
    "cancel",
    "change",
    "clear",
    "confirm",
    "create",
    "deactivate",
    "delete",
    "deny",
    "disable",
    "enable",
    "end",
    "enforce",
    "enrol",
    "extend",
    "grant",
    "invite",
    "issue",
    "link",
    "lock",
    "login",
    "logout",
    "preview",
    "reactivate",
    "regenerate",
    "register",
    "relax",
    "remove",
    "reorder",
    "request",
    "require",
    "resend",
    "reset",
    "revoke",
    "send",
    "set",
    "simulate",
    "start",
    "sync",
    "test",
    "transfer",
    "unlink",
    "unlock",
    "update",
    "use",
    "verify",
}

SIGN_IN = {"Mutation.login", "Mutation.verifyMfa", "Mutation.changeExpiredPassword"}
"""They answer a union: what comes next is a state, not an error."""


def undescribed(sdl: Sdl) -> list[str]:
    """Types, fields, arguments, input fields and enum values without a description."""
    types = {**sdl.composites, **sdl.inputs, **sdl.unions, **sdl.scalars, **sdl.enums}
    values = [(f"{name}.{value.name.value}", value) for name, node in sdl.enums.items() for value in node.values or ()]
    every = [*types.items(), *sdl.fields(), *sdl.arguments(), *sdl.input_fields(), *values]
    return [name for name, node in every if not (node.description and node.description.value.strip())]


def unspecified_scalars(sdl: Sdl) -> list[str]:
    """Custom scalars that do not say where their form is specified."""
    return [name for name, node in sdl.scalars.items() if directive(node, "specifiedBy") is None]


def loose_choices(sdl: Sdl) -> list[str]:
    """Look-ups and orders whose input is not @oneOf, so that two keys at once would have to be explained."""
    choices = [(name, argument) for name, argument in sdl.arguments() if re.search(r"\((by|orderBy):\)$", name)]
    inputs = ((name, sdl.inputs.get(named_type(argument.type))) for name, argument in choices)
    return [name for name, node in inputs if node is None or directive(node, "oneOf") is None]


def odd_mutations(sdl: Sdl) -> list[str]:
    """Mutations that are not verb-first, not ``(input: …!)``, or without a nullable payload with ``errors``."""
    found: list[str] = []
    for name, field in sdl.fields("Mutation"):
        if re.split("(?=[A-Z])", field.name.value)[0] not in VERBS:
            found.append(f"{name}: does not begin with a verb of the list")
        if [argument.name.value for argument in field.arguments or ()] not in ([], ["input"]):
            found.append(f"{name}: takes something else than one input")
        if any(not is_required(argument.type) for argument in field.arguments or ()):
            found.append(f"{name}: its input may be left out")
        if name in SIGN_IN:
            continue
        if is_required(field.type):
            found.append(f"{name}: is not nullable, so a later failure would erase what earlier ones answered")
        payload = dict(sdl.fields(named_type(field.type)))
        errors = payload.get(f"{named_type(field.type)}.errors")
        if errors is None or not (is_required(errors.type) and named_type(errors.type) == "UserError"):
            found.append(f"{name}: its payload has no errors: [UserError!]!")
    return found


GOOD = """
"A refusal."
interface UserError {
  "Stable."
  code: String!
}
"A time."
scalar DateTime @specifiedBy(url: "https://www.rfc-editor.org/rfc/rfc3339")
"Which."
input By @oneOf {
  "Its id."
  id: ID
}
"What is wanted."
input NewThing {
  "Called so."
  name: String!
}
"What came of it."
type CreateThingPayload {
  "Refusals."
  errors: [UserError!]!
}
"Colours."
enum Colour {
  "As blood."
  RED
}
"Reads."
type Query {
  "One thing."
  thing(
    "Which."
    by: By!
  ): Colour
}
"Writes."
type Mutation {
  "Makes one."
  createThing(
    "What."
    input: NewThing!
  ): CreateThingPayload
}
"""


@pytest.mark.parametrize(
    "description",
    ["A time.", "Its id.", "What is wanted.", "Refusals.", "As blood.", "Colours.", "Which.", "Makes one."],
)
def test_a_missing_description_is_found(description: str) -> None:
    assert undescribed(Sdl(GOOD.replace(f'"{description}"', "", 1)))


def test_a_good_schema_breaks_no_rule() -> None:
    for rule in (undescribed, unspecified_scalars, loose_choices, odd_mutations):
        assert rule(Sdl(GOOD)) == []


def test_a_scalar_without_a_specification_is_found() -> None:
    assert unspecified_scalars(Sdl("scalar DateTime")) == ["DateTime"]


def test_a_look_up_by_several_keys_at_once_is_found() -> None:
    assert loose_choices(Sdl(GOOD.replace("@oneOf", ""))) == ["Query.thing(by:)"]


@pytest.mark.parametrize(
    ("good", "bad", "complaint"),
    [
        ("createThing(", "thingCreate(", "verb"),
        ("input: NewThing!", "what: NewThing!", "something else"),
        ("input: NewThing!", "input: NewThing", "left out"),
        ("): CreateThingPayload", "): CreateThingPayload!", "nullable"),
        ("errors: [UserError!]!", "errors: [UserError!]", "errors"),
        ("errors: [UserError!]!", "problems: [UserError!]!", "errors"),
    ],
)
def test_a_mutation_of_another_shape_is_found(good: str, bad: str, complaint: str) -> None:
    assert complaint in " ".join(odd_mutations(Sdl(GOOD.replace(good, bad))))


@pytest.mark.parametrize("rule", [undescribed, unspecified_scalars, loose_choices, odd_mutations])
def test_the_schema_keeps_the_rule(rule: object) -> None:
    assert callable(rule)
    assert rule(exported()) == []
