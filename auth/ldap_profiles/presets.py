"""What is usual in the directories that most people have, so that an address and a password are enough to begin."""

from dataclasses import dataclass
from enum import StrEnum

from models.ldap_profile import GroupLookup


class DirectoryKind(StrEnum):
    """What product a directory is, as far as its usual values go."""

    ACTIVE_DIRECTORY = "ACTIVE_DIRECTORY"
    OPENLDAP = "OPENLDAP"
    CUSTOM = "CUSTOM"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """The usual values of a kind; ``None`` has to be given.

    The names of people's attributes are those of RFC 4519 §2 and RFC 4524 §2.16; ``entryUUID`` is of RFC 4530.
    """

    user_filter: str | None = None
    username_attribute: str | None = None
    id_attribute: str | None = None
    group_lookup: GroupLookup = GroupLookup.MEMBER_SEARCH
    group_filter: str = "(member={user_dn})"
    first_name_attribute: str = "givenName"
    last_name_attribute: str = "sn"
    email_attribute: str = "mail"
    primary_group: bool = False


PRESETS = {
    DirectoryKind.ACTIVE_DIRECTORY: Preset(
        user_filter="(sAMAccountName={username})",
        username_attribute="sAMAccountName",
        id_attribute="objectGUID",
        group_lookup=GroupLookup.AD_CHAIN,
        primary_group=True,
    ),
    DirectoryKind.OPENLDAP: Preset(
        user_filter="(uid={username})",
        username_attribute="uid",
        id_attribute="entryUUID",
        group_lookup=GroupLookup.MEMBER_OF,
    ),
    DirectoryKind.CUSTOM: Preset(),
}
