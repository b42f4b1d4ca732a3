"""Deletes directory profiles."""

from typing import Annotated

import strawberry

from auth.ldap_profiles.deletion import ProfileDeletion, delete_ldap_profile
from resolvers.context import Info
from resolvers.ldap_profiles.enums import AccountsBecome, ProfileConsequenceKind
from resolvers.node import decode_id
from resolvers.payloads import Payload, answered
from resolvers.permissions import mutation, plain


@strawberry.type(description="One thing that follows, or would, from the deletion of a directory profile.")
class LdapProfileConsequence:
    """Its values are a ``ProfileConsequence``."""

    kind: ProfileConsequenceKind = plain("What.")
    message: str = plain("One sentence for a person.")
    count: int = plain("Of how many things.")
    names: list[str] = plain("The policies that are lost for good; empty for anything else.")


@strawberry.input(description="A directory profile to delete, and what becomes of its accounts.")
class DeleteLdapProfileInput:
    """Becomes a ``ProfileDeletion``."""

    id: strawberry.ID = plain("The profile; policies that are about it alone go with it.")
    accounts: AccountsBecome = plain("What becomes of the accounts that it checks.")
    to_profile_id: strawberry.ID | None = plain("With MOVE_TO_PROFILE: the profile from now on.", default=None)
    confirm: bool = plain("Whether to do it; otherwise the answer says what would follow.", default=False)
    version: int | None = plain("The version that was read; a newer one refuses the deletion.", default=None)
    note: str | None = plain("Why, for the audit trail; at most 2,000 characters.", default=None)

    def deletion(self) -> ProfileDeletion:
        """For the command. Raises ``BadInput`` for an id that is none."""
        other = None if self.to_profile_id is None else decode_id(self.to_profile_id, "ldp", "input.toProfileId")
        return ProfileDeletion(
            profile_id=decode_id(self.id, "ldp", "input.id"),
            accounts=self.accounts,
            to_profile_id=other,
            confirm=self.confirm,
            version=self.version,
            note=self.note,
        )


@strawberry.type(description="What became of it.")
class DeleteLdapProfilePayload(Payload):
    """Of ``deleteLdapProfile``."""

    deleted_id: strawberry.ID | None = plain("The id it had; null where it was refused or not confirmed.", default=None)
    consequences: list[LdapProfileConsequence] = plain(
        "What followed, or would if it were confirmed; empty where it was refused.", default_factory=list
    )


@strawberry.type
class LdapProfileDeletionMutations:
    """Root fields."""

    @mutation(
        delete_ldap_profile,
        "Deletes a directory profile with the policies that are about it alone. Without confirm nothing changes: the "
        "answer says what would follow.",
    )
    async def delete_ldap_profile(
        self,
        info: Info,
        input: Annotated[DeleteLdapProfileInput, strawberry.argument(description="What to do.")],
    ) -> DeleteLdapProfilePayload | None:
        """See the command."""
        context, wanted = info.context, input.deletion()

        async def delete() -> DeleteLdapProfilePayload:
            deleted = await context.perform(lambda work: delete_ldap_profile(work, wanted))
            shown = [
                LdapProfileConsequence(kind=each.kind, message=each.message, count=each.count, names=list(each.names))
                for each in deleted.consequences
            ]
            return DeleteLdapProfilePayload(deleted_id=input.id if deleted.is_deleted else None, consequences=shown)

        return await answered(DeleteLdapProfilePayload, delete())
