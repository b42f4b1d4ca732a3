"""How directories' certificates are checked, and what is told of one. Python's own checks, never ldap3's (STACK.md)."""

import ssl
from functools import lru_cache

from auth.sources.directory import Directory
from auth.sources.examination import Certificate, FailureKind
from auth.sources.ldap_results import Failed

CONTEXTS = 32
"""Ways to check certificates that are kept; making one that trusts what the host trusts takes milliseconds."""

_EXPIRED = 10
_NOT_YET_VALID = 9
_OTHER_NAME = (62, 64)
"""Of OpenSSL's ``X509_V_ERR_*``: certificate expired and not yet valid; another host name, another address."""


def context_of(directory: Directory) -> ssl.SSLContext:
    """Checks certificates as the profile says. Raises ``Failed`` (``CA_UNREADABLE``).

    What the host trusts is read once in a process.
    """
    try:
        return _context(directory.ca_certificate, checks_host_name=directory.checks_host_name)
    except (ssl.SSLError, ValueError):
        raise Failed(FailureKind.CA_UNREADABLE) from None


def unchecking_context() -> ssl.SSLContext:
    """Takes any certificate, in order to show it. Nothing is ever sent over such a connection."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def failure_of(error: ssl.SSLError) -> FailureKind:
    """Why there is no encrypted connection."""
    if not isinstance(error, ssl.SSLCertVerificationError):
        return FailureKind.TLS_FAILED
    if error.verify_code in _OTHER_NAME:
        return FailureKind.CERTIFICATE_OTHER_NAME
    kinds = {_EXPIRED: FailureKind.CERTIFICATE_EXPIRED, _NOT_YET_VALID: FailureKind.CERTIFICATE_NOT_YET_VALID}
    return kinds.get(error.verify_code, FailureKind.CERTIFICATE_UNTRUSTED)


def certificate_of(der: bytes) -> Certificate | None:
    """What is told of a certificate; ``None`` where it cannot be read."""
    from cryptography import x509  # noqa: PLC0415 — only a test of a profile needs it
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 — as above

    try:
        read = x509.load_der_x509_certificate(der)
        try:
            told = read.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
            names = told.get_values_for_type(x509.DNSName)
            names += [str(address) for address in told.get_values_for_type(x509.IPAddress)]
        except x509.ExtensionNotFound:
            names = list[str]()
        return Certificate(
            subject=read.subject.rfc4514_string(),
            issuer=read.issuer.rfc4514_string(),
            names=tuple(names),
            not_before=read.not_valid_before_utc,
            not_after=read.not_valid_after_utc,
            sha256=read.fingerprint(hashes.SHA256()).hex(),
        )
    except ValueError:
        return None


@lru_cache(maxsize=CONTEXTS)
def _context(ca_certificate: str | None, *, checks_host_name: bool) -> ssl.SSLContext:
    context = ssl.create_default_context(cadata=ca_certificate)
    context.check_hostname = checks_host_name
    context.verify_mode = ssl.CERT_REQUIRED
    return context
