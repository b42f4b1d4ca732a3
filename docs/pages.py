"""The reference pages, each from the table or enum that the program itself uses."""

from collections.abc import Mapping
from dataclasses import fields
from enum import Enum
from importlib import import_module
from pkgutil import walk_packages

from strawberry.utils.str_converters import to_camel_case

import auth
from api.config_variables import VARIABLES
from api.graphql.codes import Code
from auth.events import REGISTRY
from auth.login.outcomes import LoginRefusal
from auth.permissions import Scope
from auth.roles.built_in import BUILT_IN
from auth.settings.pages import PAGES, Bounds
from auth.single_sign_on.codes import SsoCode
from docs.codes import refusal_codes
from docs.markdown import code, page, section, table

OF_REQUESTS = {
    "UNAUTHENTICATED": "Nobody is signed in, or not any more. `reason` says why a given credential was not taken.",
    "FORBIDDEN": "The caller lacks `requiresScopes`. `coordinate` and `selection` name the place.",
    "FRESH_FACTOR_REQUIRED": "Nothing was done: prove once more who you are (`verifyFreshFactor`) by one of `methods`, "
    "then ask again; it counts for `maxAgeSeconds`. `methods` is empty for an API token, which cannot.",
    "BAD_REQUEST": "The request is no well-formed GraphQL request.",
    "GRAPHQL_PARSE_FAILED": "The document is not GraphQL; `locations` points at the character.",
    "GRAPHQL_VALIDATION_FAILED": "The document does not fit the schema.",
    "BAD_USER_INPUT": "A variable, id or cursor is not of the form that the schema names.",
    "QUERY_TOO_COMPLEX": "A limit was passed: `limit` names it, with what is `allowed` and the `actual` number.",
    "TIMEOUT": "The operation took too long and was given up. A change may or may not have been made; read it again.",
    "RATE_LIMITED": "Too many at once. `Retry-After` says when to try again.",
    "UNAVAILABLE": "The database does not answer right now. Try again.",
    "CSRF_REFUSED": "A browser sent the session cookie from a page of an origin that is not allowed.",
    "PAYLOAD_TOO_LARGE": "The request body is larger than allowed.",
    "UNSUPPORTED_MEDIA_TYPE": "The body is not `application/json` in UTF-8.",
    "METHOD_NOT_ALLOWED": "Only POST is answered here.",
    "NOT_FOUND": "Nothing is served at this address.",
    "NOT_ACCEPTABLE": "The `Accept` header asks for a form that is not offered.",
    "INTERNAL_ERROR": "A fault on our side. `faultId` finds it in the log.",
}
"""The closed list of ``errors[].extensions.code``."""


def configuration() -> str:
    """``GATEHOUSE_*`` variables."""
    rows = [
        (code(each.full_name), f"{each.description} Allowed: {each.allowed}.", each.default_text) for each in VARIABLES
    ]
    secret = ", ".join(code(f"{each.full_name}_FILE") for each in VARIABLES if each.secret)
    return page(
        "Configuration",
        "The process reads these environment variables at its start and nothing else; all errors are reported at "
        "once, and a name that does not exist is an error too. What can change while it runs is a "
        "[setting](settings.md).",
        table(("Variable", "Meaning", "Default"), rows),
        f"A secret can come from a file instead: {secret} name it. A line end at its end does not count.",
    )


def scopes() -> str:
    """Scopes and the roles that ship."""
    roles = [
        (code(role.name), str(role.level), role.description, ", ".join(code(scope) for scope in role.scopes) or "none")
        for role in BUILT_IN
    ]
    return page(
        "Scopes and built-in roles",
        "A scope is a permission. The schema names the scopes of each field, argument and input field that is not "
        "open; a role carries scopes, and inherits those of its parents.",
        table(("Scope", "Lets its holder"), [(code(scope.value), scope.description) for scope in Scope]),
        section("Built-in roles", table(("Role", "Level", "Meaning", "Scopes"), roles), "`*` is every scope there is."),
    )


def settings() -> str:
    """Settings pages."""
    parts = [
        section(
            name.upper() if name in {"api", "mfa"} else name.replace("_", "-").capitalize(),
            kind.__doc__ or "",
            table(
                ("Setting", "Default", "Allowed", "Meaning"),
                [
                    (
                        code(to_camel_case(item.name)),
                        code(_shown(item.default)),
                        _allowed(item.default, item.metadata),
                        item.metadata["meaning"],
                    )
                    for item in fields(kind)
                    if "noted" not in item.metadata
                ],
            ),
        )
        for name, kind in PAGES.items()
    ]
    return page(
        "Settings",
        "Settings are changed over the API while the system runs (scope `settings:write`) and hold for every process. "
        "Each change is in the audit trail with its values before and after.",
        *parts,
    )


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _allowed(default: object, metadata: Mapping[str, object]) -> str:
    bounds = metadata.get("bounds")
    if isinstance(bounds, Bounds):
        return f"{bounds.least} to {bounds.most}" + (" characters" if isinstance(default, str) else "")
    if isinstance(default, Enum):
        return ", ".join(code(each.value) for each in type(default))
    return "`true`, `false`"


def error_codes() -> str:
    """Codes of requests, of mutations and of refused sign-ins."""
    unknown = {code.value for code in Code} - OF_REQUESTS.keys()
    if unknown:
        raise ValueError(f"docs/pages.py does not explain {', '.join(sorted(unknown))}")
    refusals = [(code(name), " / ".join(sentences)) for name, sentences in refusal_codes().items()]
    sign_in = [(code(refusal.value), refusal.message) for refusal in LoginRefusal]
    told = [(code(each.value), each.message) for each in SsoCode]
    return page(
        "Error codes",
        "Programs rely on codes; the sentences are for people and may change.",
        section(
            "Requests",
            "`errors[].extensions.code`: authentication, permission, limits and faults. This list is closed.",
            table(("Code", "Meaning"), [(code(name), meaning) for name, meaning in OF_REQUESTS.items()]),
        ),
        section(
            "Mutations",
            "`errors { code message path }` in the payload; `path` leads to the input field. `…` stands for a value.",
            table(("Code", "Sentence"), refusals),
        ),
        section("Sign-in", "`LoginRefused { code }`.", table(("Code", "Sentence"), sign_in)),
        section(
            "Single sign-on",
            "`error` in the address to which a browser comes back from an identity provider.",
            table(("Code", "Sentence"), told),
        ),
    )


def audit_events() -> str:
    """Kinds of audit events."""
    for module in walk_packages(auth.__path__, "auth."):
        if module.name.endswith(".events"):
            import_module(module.name)  # which registers its events
    rows = [(code(action), code(kind.outcome.value), kind.meaning) for action, kind in sorted(REGISTRY.items())]
    return page(
        "Audit events",
        "Every change and every sign-in writes one event in the transaction of what it tells. An event says when, who, "
        "what, on whom, the readable values before and after, from where, and how it came out. No secret is in it.",
        table(("Action", "Outcome", "Meaning"), rows),
    )
