"""Validation: the specification's rules and Strawberry's (``Maybe``, ``@oneOf``), without suggestions of names."""

from typing import Final

from graphql import DocumentNode, GraphQLError, GraphQLSchema, specified_rules, validate
from graphql.validation import ASTValidationRule
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

RULES: Final[tuple[type[ASTValidationRule], ...]] = (
    *specified_rules,
    MaybeNullValidationRule,
    OneOfInputValidationRule,
)
"""As in ``strawberry.schema.schema.validate_document``, put together once."""

MOST_ERRORS = 10


def validate_document(schema: GraphQLSchema, document: DocumentNode) -> list[GraphQLError]:
    """What is wrong with a document; at most ``MOST_ERRORS`` and one that says there are more."""
    return validate(schema, document, RULES, max_errors=MOST_ERRORS, hide_suggestions=True)
