# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportAttributeAccessIssue=false
"""Writes what is asked of directories. The only home of ldap3, which is untyped and takes megabytes: load it late."""

from typing import Any

from ldap3 import ANONYMOUS, BASE, DEREF_NEVER, SIMPLE, SUBTREE
from ldap3.core.exceptions import LDAPExceptionError
from ldap3.operation.bind import bind_operation
from ldap3.operation.extended import extended_operation
from ldap3.operation.search import search_operation
from ldap3.protocol.controls import build_control
from ldap3.protocol.convert import build_controls_list
from ldap3.protocol.rfc2696 import paged_search_control
from ldap3.protocol.rfc4511 import LDAPMessage, MessageID, ProtocolOp
from ldap3.utils.asn1 import encode
from pyasn1.error import PyAsn1Error

from auth.sources.examination import FailureKind
from auth.sources.ldap_results import PASSWORD_POLICY, Failed
from auth.sources.ldap_search import Search

_START_TLS = "1.3.6.1.4.1.1466.20037"
_VERSION = 3


def bind(message_id: int, dn: str, password: bytes) -> bytes:
    """A simple bind (RFC 4513 §5.1) with the octets of a password as they are; as nobody where both are empty.

    Raises ``ValueError`` where only one of them is: a server may take that for nobody, and call it a success.
    """
    if bool(dn) != bool(password):
        raise ValueError("A bind has a name and a password, or neither.")
    if not dn:
        return _message(message_id, "bindRequest", bind_operation(_VERSION, ANONYMOUS))
    asks = build_control(PASSWORD_POLICY, False, None)  # noqa: FBT003 — ldap3's argument
    return _message(message_id, "bindRequest", bind_operation(_VERSION, SIMPLE, dn, password), asks)


def start_tls(message_id: int) -> bytes:
    """Asks to speak TLS from here on (RFC 4511 §4.14)."""
    return _message(message_id, "extendedReq", extended_operation(_START_TLS))


def search(message_id: int, asked: Search) -> bytes:
    """A search. Raises ``Failed`` where the filter cannot be read."""
    try:
        request = search_operation(
            asked.base,
            asked.filter,
            BASE if asked.is_base else SUBTREE,
            DEREF_NEVER,
            list(asked.attributes),
            asked.size_limit,
            0,
            False,  # noqa: FBT003 — values too, not types only
            auto_escape=False,
            auto_encode=False,
        )
    except (LDAPExceptionError, PyAsn1Error, LookupError, TypeError, ValueError, RecursionError):
        raise Failed(FailureKind.FILTER_UNREADABLE) from None
    pages = [paged_search_control(asked.must_page, asked.page_size, asked.cookie)] if asked.page_size else []
    return _message(message_id, "searchRequest", request, *pages)


def _message(message_id: int, kind: str, request: Any, *controls: Any) -> bytes:  # noqa: ANN401 — ldap3's objects
    message: Any = LDAPMessage()
    message["messageID"] = MessageID(message_id)
    message["protocolOp"] = ProtocolOp().setComponentByName(kind, request)
    if controls:
        message["controls"] = build_controls_list(list(controls))
    return bytes(encode(message))
