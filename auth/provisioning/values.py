"""What a source says of somebody, cut to what an account can hold. Pure.

Sources are maintained by others and hold what they like. What is not legal here is left out; nobody is refused for it.
"""

from dataclasses import replace

from auth.reading import storable
from auth.sources.identity import ExternalGroup, ExternalIdentity
from auth.texts import canonical, check_email, check_line
from models.columns import KEY_LENGTH, TEXT_LENGTH
from models.external_identity import SUBJECT_LENGTH
from models.ldap_profile import DN_LENGTH


def is_recognisable(identity: ExternalIdentity) -> bool:
    """Whether somebody can be known again: the subject is there, fits, and is stored as it is."""
    subject = identity.subject
    return 0 < len(subject) <= SUBJECT_LENGTH and storable(subject) == subject


def legal(identity: ExternalIdentity) -> ExternalIdentity:
    """The same person with values that can be stored; an address that is none counts as missing."""
    email = identity.email if identity.email and not check_email(identity.email) else None
    dn = identity.dn if identity.dn and len(identity.dn) <= DN_LENGTH else None
    return replace(
        identity,
        login_name=_login_name(identity.login_name),
        dn=storable(dn) if dn else None,
        email=email,
        email_verified=identity.email_verified and email is not None,
        first_name=_line(identity.first_name),
        last_name=_line(identity.last_name),
        groups=None if identity.groups is None else tuple(_group(group) for group in identity.groups),
    )


def _login_name(name: str) -> str:
    """As far as its canonical form fits, too: one character can have eighteen in it."""
    cut = storable(name[:KEY_LENGTH])
    while len(canonical(cut)) > KEY_LENGTH:
        cut = cut[: len(cut) // 2]
    return cut


def _line(text: str) -> str:
    cut = text.strip()[:TEXT_LENGTH]
    return "" if check_line(cut, "") else cut


def _group(group: ExternalGroup) -> ExternalGroup:
    return ExternalGroup(storable(group.name), tuple(storable(name) for name in group.via))
