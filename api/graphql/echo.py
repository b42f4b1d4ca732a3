"""Takes the caller's values out of graphql-core's messages about input.

A value that does not fit may be a password in the wrong place, and an error is logged and shown to others. The place
and what is expected there are enough to put it right.
"""

import re
from typing import Final

from graphql import GraphQLError

_FOUND: Final = re.compile(r",? (?:but )?found:? .*\Z", re.DOTALL)
_REPRESENT: Final = re.compile(r"(cannot represent [^:]*): .*\Z", re.DOTALL)
_MEMBER: Final = re.compile(r"Value .* does not exist in", re.DOTALL)


def without_values(message: str) -> str:
    """The message without the value it speaks of."""
    message = _MEMBER.sub("The value does not exist in", message)
    message = _REPRESENT.sub(r"\1.", message)
    return _FOUND.sub(".", message)


def silenced(error: GraphQLError) -> GraphQLError:
    """The error with such a message."""
    error.message = without_values(error.message)
    return error
