"""The list of codes that a request can be answered with is closed, and every one of them is explained."""

import ast
import re

from docs.codes import refusal_codes
from docs.pages import OF_REQUESTS
from tests.support.source import Source, broken, dotted, sample

MAKERS = {"refusal", "Refusal", "PublicError", "coded"}
CODE = re.compile(r"[A-Z][A-Z_]{2,}")


def unexplained(source: Source) -> list[str]:
    """Codes that are given to a request and that the reference does not explain."""
    calls = [node for node in ast.walk(source.tree) if isinstance(node, ast.Call)]
    given = [
        (value, value.value)
        for call in calls
        if dotted(call.func).rpartition(".")[2] in MAKERS
        for value in call.args[:2]
        if isinstance(value, ast.Constant) and isinstance(value.value, str) and CODE.fullmatch(value.value)
    ]
    return [source.at(node, f"{code} is not in the reference") for node, code in given if code not in OF_REQUESTS]


def test_a_code_outside_the_list_is_found() -> None:
    assert unexplained(sample('refusal(418, "TEAPOT", "No.")'))
    assert unexplained(sample('PublicError("TEAPOT", "No.")'))


def test_a_code_of_the_list_is_fine() -> None:
    assert not unexplained(sample('refusal(404, "NOT_FOUND", "Nothing is here.")'))


def test_every_code_of_a_request_is_explained() -> None:
    assert broken(unexplained, "api", "resolvers") == ""


def test_the_codes_of_mutations_are_collected_with_their_sentences() -> None:
    codes = refusal_codes()
    assert codes["USERNAME_TAKEN"]
    assert all(sentence.strip() for sentences in codes.values() for sentence in sentences)
