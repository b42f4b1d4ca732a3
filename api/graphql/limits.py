"""How large a document may be, and what a caller hears who sends a larger one.

``survey`` measures the sizes before graphql-core's own rules look at a document; ``cost`` says what executing it takes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from graphql import GraphQLError

from api.graphql.codes import Code, coded

BOUNDLESS = 10**9
"""Where counting stops."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may ask for; the numbers are the largest that are allowed.

    Attributes:
        document_bytes: UTF-8 bytes of the text.
        tokens: Lexical tokens, and as many comments.
        definitions: Operations and fragments.
        depth: Fields inside fields; the standard introspection query has 15.
        list_depth: Lists inside lists.
        aliases: Aliased fields, with fragments expanded.
        directives: Applied directives, with fragments expanded.
        selections: Fields and fragments, with fragments expanded.
        repeats: Selections that end under one response key in one place.
        variables: Variables of an operation.
        values: Values inside the variables of a request: members of objects and items of lists, at any depth.
        root_fields: Fields of a query itself.
        root_mutations: Fields of a mutation itself.
        cost: See ``cost.py``.
        once: Coordinates (``Mutation.login``) that an operation may name only once, so that one request is one guess;
            introspection always is among them.
    """

    document_bytes: int = 65_536
    tokens: int = 2_000
    definitions: int = 50
    depth: int = 16
    list_depth: int = 5
    aliases: int = 50
    directives: int = 50
    selections: int = 1_000
    repeats: int = 30
    variables: int = 50
    values: int = 2_000
    root_fields: int = 20
    root_mutations: int = 10
    cost: int = 10_000
    once: frozenset[str] = field(default_factory=frozenset[str])


ANONYMOUS_LIMITS = Limits(
    tokens=1_000, depth=12, list_depth=3, aliases=20, selections=300, values=200, root_fields=5, cost=500
)
"""For callers who are nobody: enough to sign in and to read what is public."""

_SENTENCES = {
    "document_bytes": "The document has {actual} bytes; {allowed} are allowed.",
    "tokens": "The document has more than {allowed} tokens or comments.",
    "definitions": "The document has {actual} operations and fragments; {allowed} are allowed.",
    "depth": "The document is nested too deeply; {allowed} levels of fields are allowed.",
    "list_depth": "The document nests {actual} lists in each other; {allowed} are allowed.",
    "aliases": "The document has too many aliases; {allowed} are allowed, with fragments expanded.",
    "directives": "The document has too many directives; {allowed} are allowed, with fragments expanded.",
    "selections": "The document selects too much; {allowed} fields and fragments are allowed, with fragments expanded.",
    "repeats": "The document selects one response key {actual} times in one place; {allowed} times are allowed.",
    "variables": "The operation has {actual} variables; {allowed} are allowed.",
    "values": "The variables hold more than {allowed} values.",
    "root_fields": "The operation has {actual} root fields; {allowed} are allowed.",
    "root_mutations": "The operation has {actual} mutations; {allowed} are allowed.",
    "cost": "The operation costs {actual} points; {allowed} are allowed.",
    "once": "The operation names {coordinate} {actual} times; once is allowed.",
}


def too_much(limit: str, allowed: int, actual: int | None, **more: object) -> GraphQLError:
    """The refusal of a document that exceeds a limit; ``actual`` is ``None`` where counting stopped."""
    sentence = _SENTENCES[limit].format(allowed=allowed, actual=actual, **more)
    first, *rest = limit.split("_")
    name = first + "".join(word.capitalize() for word in rest)
    extensions: dict[str, object] = {"limit": name, "allowed": allowed, **more}
    if actual is not None and actual < BOUNDLESS:
        extensions["actual"] = actual
    return coded(Code.QUERY_TOO_COMPLEX, sentence, extensions)


def exceeded(sizes: Mapping[str, int], limits: Limits) -> GraphQLError | None:
    """The first limit that is exceeded by sizes, which go by the limits' names."""
    for name, actual in sizes.items():
        allowed: int = getattr(limits, name)
        if actual > allowed:
            return too_much(name, allowed, actual)
    return None
