"""Where an account comes from, and who its person is there."""

from datetime import datetime
from typing import cast
from uuid import UUID

import strawberry

from auth.errors import BadInput
from auth.users.identities_of import AccountSourceRow, ExternalIdentityRow
from models.user import AuthMethod as Method
from resolvers.node import decode_id, encode_id
from resolvers.permissions import plain
from resolvers.users.enums import AuthMethod

PREFIXES = {Method.LDAP: "ldp", Method.OIDC: "idp"}
"""Of the ids of what can check accounts, by how it does."""

IDENTITY = "eid"
"""Of the ids of links between accounts and people elsewhere."""


@strawberry.type(description="A provider or directory that checks the people behind accounts.")
class AccountSource:
    """Its values are ``AccountSourceRow``."""

    name: str = plain("Its name.")
    method: AuthMethod = plain("How it checks them.")

    @strawberry.field(description="Its id: with LDAP of the directory profile, with OIDC of the identity provider.")
    def id(self) -> strawberry.ID:
        """``self`` is the row."""
        row = cast("AccountSourceRow", self)
        return encode_id(PREFIXES[row.method], row.id)


@strawberry.type(description="A group that somebody is in elsewhere.")
class ExternalGroup:
    """Its values are ``auth.sources.identity.ExternalGroup``."""

    name: str = plain("As the source calls it; a distinguished name in a directory.")
    via: list[str] = plain("The groups through which, from the one that has the person in it; empty for none.")


@strawberry.type(description="Who the person of an account is elsewhere, as it was when they were last seen there.")
class ExternalIdentity:
    """Its values are ``ExternalIdentityRow``."""

    @strawberry.field(description="The id of the link between the person there and the account, for unlinkIdentity.")
    def id(self) -> strawberry.ID:
        """``self`` is the row."""
        return encode_id(IDENTITY, cast("ExternalIdentityRow", self).id)

    source: AccountSource | None = plain("The provider or directory; null once it is deleted.")
    subject: str = plain("By what the source knows the person for good; they are recognised by this alone.")
    login_name: str = plain("By what the person signs in there.")
    dn: str | None = plain("Distinguished name of the entry; null outside directories.")
    email: str | None = plain("E-mail address there.")
    groups: list[ExternalGroup] | None = plain("The groups there; null where they were not told.")
    linked_at: datetime = plain("When the account and the person were linked.")
    last_seen_at: datetime = plain("When the source last told of the person: at a sign-in or a comparison.")
    disabled_by_sync_at: datetime | None = plain(
        "When a comparison with the directory deactivated the account; null where none did, or somebody decided since."
    )


def source_id(text: str, argument: str) -> UUID:
    """The key in the id of anything that checks accounts. Raises ``BadInput`` for an id that is none."""
    prefix = text.partition("_")[0]
    if prefix not in PREFIXES.values():
        raise BadInput(
            argument, f"This is not an id of the kind {' or '.join(f'{each}_…' for each in PREFIXES.values())}."
        )
    return decode_id(text, prefix, argument)
