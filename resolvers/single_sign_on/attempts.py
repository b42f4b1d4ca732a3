"""What became of returns from identity providers, as the schema shows it."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, cast
from uuid import UUID

import strawberry

from auth.permissions import Scope
from auth.provisioning.rules import Way
from auth.selection import Selection
from auth.single_sign_on.queries import AttemptRow, Reader, attempt_by_id, record_reading
from auth.single_sign_on.told import Told, ToldMapping
from models.provider_sign_in import SsoPurpose
from resolvers.context import Context, Info
from resolvers.enums import described
from resolvers.node import Node, RowType, encode_id, node_type
from resolvers.permissions import guarded, plain
from resolvers.role_mappings.enums import GroupMatch
from resolvers.scalars import JSON
from resolvers.sessions.types import account
from resolvers.single_sign_on.enums import SsoCode

if TYPE_CHECKING:
    from resolvers.users.types import User

LazyUser = Annotated["User", strawberry.lazy("resolvers.users.types")]

described(
    SsoPurpose,
    "What a browser was sent to an identity provider for.",
    SIGN_IN="To sign in.",
    TEST="To try the provider out; nothing of it stays but this.",
    LINK="To link somebody there to the account that is signed in.",
    FRESH_FACTOR="To prove once more who is signed in.",
)


def reader_of(context: Context, selection: Selection) -> Reader:
    """Who reads, and whether what was told is selected."""
    return Reader(context.actor, context.units.installation.vault, opens="told" in selection)


async def shown(context: Context, rows: list[AttemptRow]) -> None:
    """Tells the trail where what was told of people is shown."""
    opened = [row for row in rows if row.told is not None]
    if opened:
        await context.perform(lambda work: record_reading(work, opened))


async def _load(context: Context, key: UUID, selection: Selection) -> AttemptRow | None:
    row = await attempt_by_id(reader_of(context, selection), key)
    await shown(context, [row] if row else [])
    return row


@strawberry.type(description="What became of one role mapping.")
class SsoToldMapping:
    """Its values are a ``ToldMapping``."""

    @strawberry.field(description="Which one; it may be deleted meanwhile.")
    def mapping_id(self) -> strawberry.ID:
        """``self`` is the value."""
        return encode_id("map", cast("ToldMapping", self).id)

    @strawberry.field(description="How it compared names of groups.")
    def kind(self) -> GroupMatch:
        """``self`` is the value."""
        return GroupMatch(cast("ToldMapping", self).kind)

    value: str = plain("The group's name, or the pattern.")
    role: str = plain("Name of the role that it gives.")
    is_matched: bool = plain("Whether it was about the person.")
    group: str | None = plain("The first group that matched; null where none did.")


@strawberry.type(description="What an identity provider told of a person, and what was decided.")
class SsoTold:
    """Its values are ``Told``."""

    issuer: str | None = plain("Who says so.")
    subject: str | None = plain("By what the provider knows the person for good; they are recognised by this alone.")
    login_name: str | None = plain("By what they sign in there.")
    email: str | None = plain("E-mail address there; null for none that can be used.")
    email_verified: bool = plain("Whether the provider vouches for it.")
    email_unusable: bool = plain("Whether an address was told that is none by the rules here.")
    first_name: str = plain("First name.")
    last_name: str = plain("Last name.")
    groups: list[str] | None = plain("The first 500 groups, as the provider spells them; null where none were told.")
    groups_count: int = plain("How many groups were told.")
    groups_too_many: bool = plain("Whether the provider said that there are more than fit, and told none (Entra).")
    amr: list[str] = plain("How they signed in there (RFC 8176).")
    acr: str | None = plain("In which class.")
    auth_time: datetime | None = plain("When they signed in there.")
    has_second_factor: bool = plain("Whether that is a second factor by the provider's rule.")
    claims: JSON | None = plain(
        "Every claim, word for word, without those that bind a token to one sign-in; of tests alone, and at most "
        "65,536 bytes."
    )

    @strawberry.field(description="How they came to an account; null where nothing was decided.")
    def way(self) -> Way | None:
        """``self`` is the value."""
        way = cast("Told", self).way
        return None if way is None else Way(way)

    username: str | None = plain("The account's, or what a new one would be called.")
    roles: list[str] = plain("Names of the roles that the provider gives.")
    mappings: list[SsoToldMapping] = plain("Every mapping of the provider, and whether it matched.")


@node_type("sat", AttemptRow, _load)
@strawberry.type(description="What became of one return from an identity provider.")
class SsoAttempt(RowType, Node):
    """Its values are ``AttemptRow``."""

    reference: str = plain("What the person was shown, and can tell.")
    provider_name: str = plain("The provider's name at that time.")
    purpose: SsoPurpose = plain("What the browser was sent there for.")
    at: datetime = plain("When.")
    because: str | None = plain("The true reason, as a stable code; null for who was not refused.")
    step: str | None = plain("At which request to the provider it failed, as a stable code.")
    explanation: str = plain("What became of it, in one sentence.")

    @strawberry.field(description="What the browser was told; null for who was not refused.")
    def code(self) -> SsoCode | None:
        """``self`` is the row."""
        code = cast("AttemptRow", self).code
        return None if code is None else SsoCode(code)

    @strawberry.field(description="The provider, which may be deleted meanwhile.")
    def provider_id(self) -> strawberry.ID:
        """``self`` is the row."""
        return encode_id("idp", cast("AttemptRow", self).provider_id)

    @strawberry.field(description="The account that it came to, which may be deleted meanwhile; null for none.")
    def user_id(self) -> strawberry.ID | None:
        """``self`` is the row."""
        key = cast("AttemptRow", self).user_id
        return None if key is None else encode_id("usr", key)

    @guarded(Scope.USERS_READ, description="The same account.", graphql_type=LazyUser | None)
    async def user(self, info: Info) -> object:
        """Those of a list are read together."""
        key = cast("AttemptRow", self).user_id
        return None if key is None else await account(info, key)

    @strawberry.field(description="The account that was signed in when it began; null for a sign-in.")
    def asked_by_id(self) -> strawberry.ID | None:
        """``self`` is the row."""
        key = cast("AttemptRow", self).asked_by_id
        return None if key is None else encode_id("usr", key)

    told: SsoTold | None = guarded(
        Scope.USERS_READ_CONTACT,
        description="What the provider told and what was decided; that it is read is itself an event. Null once the "
        "person is erased or their account deleted, where it came to nothing, and for who may not read what it tells "
        "of accounts.",
    )
