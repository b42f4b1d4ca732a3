"""The closed list of ``extensions.code`` that the engine itself gives, and errors that carry one."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from graphql import GraphQLError
from graphql.language import Node


class Code(StrEnum):
    """Why a request, or a place in it, was not answered."""

    UNAUTHENTICATED = "UNAUTHENTICATED"
    FORBIDDEN = "FORBIDDEN"
    BAD_REQUEST = "BAD_REQUEST"
    GRAPHQL_PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
    GRAPHQL_VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
    BAD_USER_INPUT = "BAD_USER_INPUT"
    QUERY_TOO_COMPLEX = "QUERY_TOO_COMPLEX"
    TIMEOUT = "TIMEOUT"
    RATE_LIMITED = "RATE_LIMITED"
    PAYLOAD_TOO_LARGE = "PAYLOAD_TOO_LARGE"
    UNSUPPORTED_MEDIA_TYPE = "UNSUPPORTED_MEDIA_TYPE"
    METHOD_NOT_ALLOWED = "METHOD_NOT_ALLOWED"
    NOT_ACCEPTABLE = "NOT_ACCEPTABLE"
    INTERNAL_ERROR = "INTERNAL_ERROR"


def coded(
    code: str,
    message: str,
    extensions: Mapping[str, object] | None = None,
    nodes: Sequence[Node] | None = None,
    path: Sequence[str] | None = None,
) -> GraphQLError:
    """An error with its code, at the place of ``nodes`` in the document and of ``path`` in the response."""
    return GraphQLError(message, nodes, path=path, extensions={"code": str(code), **(extensions or {})})


def with_code(error: GraphQLError, code: Code) -> GraphQLError:
    """The error with a code, unless it carries one already."""
    if error.extensions and "code" in error.extensions:
        return error
    error.extensions = {**(error.extensions or {}), "code": str(code)}
    return error
