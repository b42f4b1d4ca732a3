"""The certificates of those who sign for a directory's servers, as somebody pastes them."""

import hashlib

from auth.errors import DomainError
from auth.ldap_profiles.rules import CERTIFICATE_LENGTH
from auth.texts import check_line


def certificate_problems(text: str | None) -> list[DomainError]:
    """What is wrong about a text of certificates in PEM (RFC 7468 §5). A private key does not belong there."""
    if text is None:
        return []
    errors = check_line(text.translate(_LINE_ENDS), "ca_certificate", CERTIFICATE_LENGTH, least=1)
    if errors:
        return errors
    if "PRIVATE KEY" in text:
        message = "This holds a private key. Give the certificate of the authority alone."
        return [DomainError("PRIVATE_KEY_GIVEN", message, "ca_certificate")]
    if not _is_pem(text):
        return [DomainError("CERTIFICATE_INVALID", "These are no certificates in PEM.", "ca_certificate")]
    return []


def fingerprint(text: str | None) -> str | None:
    """By what the audit trail tells one text of certificates from another."""
    return None if text is None else f"SHA-256 {hashlib.sha256(text.encode()).hexdigest()}"


def _is_pem(text: str) -> bool:
    from cryptography.x509 import load_pem_x509_certificates  # noqa: PLC0415 — an idle server need not have it

    try:
        return bool(load_pem_x509_certificates(text.encode()))
    except ValueError:
        return False


_LINE_ENDS = {ord(mark): " " for mark in "\r\n\t"}
