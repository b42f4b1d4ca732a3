"""Documents, read once: everything derived from a text hangs on one cached object and is forgotten with it."""

from collections import Counter
from collections.abc import Iterator

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    OperationType,
    TokenKind,
    parse,
)

from api.graphql.bounded import Bounded
from api.graphql.codes import Code, coded, with_code
from api.graphql.echo import silenced
from api.graphql.limits import BOUNDLESS, Limits, exceeded, too_much
from api.graphql.operation import Operation
from api.graphql.survey import INTROSPECTION, Surveyor, list_depth, repeats
from api.graphql.tree import Field
from api.graphql.validation import validate_document

CACHED_DOCUMENTS = 1_000
CACHED_TOKENS = 60_000
"""Of all cached documents together; a parsed token takes about 1 kB."""


class Rejected(Exception):
    """A request that is not executed because of its document, its variables or its operation's name."""

    def __init__(self, *errors: GraphQLError) -> None:
        """At least one error, each with its code."""
        super().__init__(errors[0].message)
        self.errors = errors


class Document:
    """A document that was parsed, and found small enough for at least one caller.

    Raises ``Rejected`` when it exceeds ``limits``; it is not validated yet.

    Attributes:
        node: The document as graphql-core knows it.
        tokens: Lexical tokens.
    """

    def __init__(self, schema: GraphQLSchema, node: DocumentNode, limits: Limits) -> None:
        definitions = node.definitions
        self.node = node
        self.tokens = sum(1 for _ in _tokens(node))
        fragments = {
            definition.name.value: definition
            for definition in definitions
            if isinstance(definition, FragmentDefinitionNode)
        }
        nodes = [definition for definition in definitions if isinstance(definition, OperationDefinitionNode)]
        self._sizes = {"tokens": self.tokens, "definitions": len(definitions)}
        surveyor = Surveyor(fragments)
        self._enlarge(*(surveyor.sizes(operation) for operation in nodes))
        self._refuse(exceeded(self._sizes, limits))  # what follows takes time in proportion to these
        self._enlarge(*({"repeats": repeats([operation.selection_set], fragments)} for operation in nodes))
        self._refuse(exceeded(self._sizes, limits))
        self.operations = tuple(Operation(schema, operation, fragments) for operation in nodes)
        self._enlarge(*(_tree_sizes(schema, operation) for operation in self.operations))
        self._repeated = [_repeated(operation.fields) for operation in self.operations]

    def check(self, limits: Limits) -> None:
        """Raises ``Rejected`` when the document exceeds the limits of a caller."""
        self._refuse(exceeded(self._sizes, limits))
        for repeated in self._repeated:
            for coordinate, count in repeated.items():
                if coordinate in limits.once or coordinate.rpartition(".")[2] in INTROSPECTION:
                    self._refuse(too_much("once", 1, count, coordinate=coordinate))

    def operation(self, name: str | None) -> Operation:
        """The operation to execute (GraphQL specification, "GetOperation"). Raises ``Rejected``."""
        names = [operation.node.name.value if operation.node.name else None for operation in self.operations]
        if name is None and len(names) == 1:
            return self.operations[0]
        if name is None:
            raise Rejected(coded(Code.BAD_REQUEST, "The document has several operations: give an operationName."))
        if name not in names:
            raise Rejected(coded(Code.BAD_REQUEST, f"The document has no operation {name!r}."))
        return self.operations[names.index(name)]

    def _enlarge(self, *sizes: dict[str, int]) -> None:
        for of_operation in sizes:
            for name, size in of_operation.items():
                self._sizes[name] = max(size, self._sizes.get(name, 0))

    @staticmethod
    def _refuse(error: GraphQLError | None) -> None:
        if error is not None:
            raise Rejected(error)


class Documents:
    """Reads texts, and remembers those that are valid."""

    def __init__(self, schema: GraphQLSchema, entries: int = CACHED_DOCUMENTS, tokens: int = CACHED_TOKENS) -> None:
        self._schema = schema
        self._known: Bounded[str, Document] = Bounded(entries, tokens)

    def __len__(self) -> int:
        return len(self._known)

    def get(self, text: str, limits: Limits) -> Document:
        """The valid document of a text. Raises ``Rejected`` when it is too large for the caller, or not valid."""
        known = self._known.get(text)
        document = known or Document(self._schema, _parse(text, limits), limits)
        document.check(limits)
        if known is None:
            errors = validate_document(self._schema, document.node)
            if errors:
                raise Rejected(*(with_code(silenced(error), Code.GRAPHQL_VALIDATION_FAILED) for error in errors))
            self._known.put(text, document, document.tokens)
        return document


def _parse(text: str, limits: Limits) -> DocumentNode:
    size = len(text.encode())
    if size > limits.document_bytes:
        raise Rejected(too_much("document_bytes", limits.document_bytes, size))
    try:
        return parse(
            text,
            max_lexical_tokens=limits.tokens,
            max_comments=limits.tokens,
            allow_empty_selection_sets=False,
        )
    except GraphQLSyntaxError as error:
        raise Rejected(_unparsed(error, limits)) from None


def _unparsed(error: GraphQLSyntaxError, limits: Limits) -> GraphQLError:
    """The parser tells only by its message which of its own limits was met."""
    if error.message.startswith("Syntax Error: Document contains more than"):
        return too_much("tokens", limits.tokens, None)
    if error.message.startswith("Syntax Error: Document is nested too deeply"):
        return too_much("depth", limits.depth, BOUNDLESS)
    return with_code(error, Code.GRAPHQL_PARSE_FAILED)


def _tokens(node: DocumentNode) -> Iterator[TokenKind]:
    token = node.loc.start_token if node.loc else None
    while token is not None:
        if token.kind not in {TokenKind.SOF, TokenKind.EOF, TokenKind.COMMENT}:
            yield token.kind
        token = token.next


def _tree_sizes(schema: GraphQLSchema, operation: Operation) -> dict[str, int]:
    mutates = operation.node.operation is OperationType.MUTATION
    return {
        "list_depth": list_depth(schema, operation.fields),
        "root_mutations" if mutates else "root_fields": len(operation.fields),
    }


def _repeated(fields: tuple[Field, ...]) -> dict[str, int]:
    return {coordinate: count for coordinate, count in Counter(_coordinates(fields)).items() if count > 1}


def _coordinates(fields: tuple[Field, ...]) -> Iterator[str]:
    for selected in fields:
        yield f"{selected.types[0].name}.{selected.name}"
        yield from _coordinates(selected.children)
