"""The limits of documents, from the values that the endpoint is given."""

import re
from dataclasses import fields

from strawberry.utils.str_converters import to_camel_case

from api.graphql.limits import ANONYMOUS_LIMITS, Limits
from docs.markdown import code, page, table
from resolvers.schema import SIGN_IN_FIELDS


def limits() -> str:
    """What one document may ask for."""
    meanings, signed_in = _meanings(), Limits()
    rows = [
        (
            code(to_camel_case(item.name)),
            f"{getattr(signed_in, item.name):,}",
            f"{getattr(ANONYMOUS_LIMITS, item.name):,}",
            meanings[item.name],
        )
        for item in fields(Limits)
        if item.name != "once"
    ]
    once = ", ".join(code(name) for name in sorted(SIGN_IN_FIELDS))
    return page(
        "Limits of a document",
        "A document that asks for more is refused before anything of it runs, with the code `QUERY_TOO_COMPLEX` and "
        "the limit's name, what is `allowed`, and the `actual` number where it is known.",
        table(("Limit", "Signed in", "Anonymous", "Counts"), rows),
        f"{once} may stand only once in a document, and so may introspection.",
        "**Cost**: an object costs 1 point, a plain value nothing; a connection counts what it selects as often as "
        "`first` or `last` says (25 if absent), another list ten times. Each answer tells what it cost and what was "
        "allowed, in `extensions.cost` and in the header `GraphQL-Cost`.",
    )


def _meanings() -> dict[str, str]:
    """The attributes as the docstring of ``Limits`` explains them."""
    listed = (Limits.__doc__ or "").partition("Attributes:")[2]
    found = re.findall(r"^\s{8}(\w+): (.*(?:\n\s{12}.*)*)", listed, re.MULTILINE)
    return {name: " ".join(text.split()).replace("See ``cost.py``.", "Points; see below.") for name, text in found}
