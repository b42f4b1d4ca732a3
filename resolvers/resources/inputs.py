"""What comes in about resources."""

import strawberry

from auth.resources.commands import NewGrant
from auth.resources.rules import ResourceDraft
from resolvers.node import decode_id
from resolvers.permissions import plain


@strawberry.input(description="A resource of the product to make known, or whose label to renew.")
class RegisterOwnedResourceInput:
    """Becomes a ``ResourceDraft``."""

    type: str = plain("Kind of thing: 1 to 50 of a-z, 0-9, '_', '.', ':' and '-'.")
    id: str = plain("The product's own id, 1 to 200 characters; unique within the type.")
    label: str = plain("What people call it, 1 to 200 characters.")
    owner: strawberry.ID | None = plain("The account that owns it; if absent, nobody, or who does.", default=None)

    def draft(self) -> ResourceDraft:
        """For the command. Raises ``BadInput`` for an id that is none."""
        owner_id = None if self.owner is None else decode_id(self.owner, "usr", "input.owner")
        return ResourceDraft(self.type, self.id, self.label, owner_id)


@strawberry.input(description="Who is granted something: exactly one of these.", one_of=True)
class ResourceGrantee:
    """One of."""

    user: strawberry.Maybe[strawberry.ID] = plain("An account.", default=None)
    group: strawberry.Maybe[strawberry.ID] = plain("A group: its members, now and later.", default=None)


@strawberry.input(description="A resource by the product's own words.")
class ResourceKey:
    """Names one."""

    type: str = plain("Kind of thing.")
    id: str = plain("The product's own id.")


@strawberry.input(description="What is granted: exactly one of these.", one_of=True)
class GrantedResource:
    """One of."""

    single: strawberry.Maybe[ResourceKey] = plain("One resource that is registered.", default=None)
    all_of_type: strawberry.Maybe[str] = plain("Every resource of a type, present and future.", default=None)


@strawberry.input(description="A resource to grant to an account or to a group.")
class GrantResourceInput:
    """Becomes a ``NewGrant``."""

    to: ResourceGrantee = plain("Whom.")
    resource: GrantedResource = plain("What.")
    reason: str | None = plain("Why, shown with the grant; at most 2,000 characters.", default=None)

    def wanted(self) -> NewGrant:
        """For the command. Raises ``BadInput`` for ids that are none."""
        single = self.resource.single.value if self.resource.single else None
        whole = self.resource.all_of_type.value if self.resource.all_of_type else ""
        return NewGrant(
            type=single.type if single else whole,
            external_id=single.id if single else None,
            user_id=decode_id(self.to.user.value, "usr", "input.to.user") if self.to.user else None,
            group_id=decode_id(self.to.group.value, "grp", "input.to.group") if self.to.group else None,
            reason=self.reason,
        )


@strawberry.input(description="A grant to take back.")
class RevokeResourceGrantInput:
    """One."""

    id: strawberry.ID = plain("The grant of an account, or of a group, whose members keep what it brought them.")


@strawberry.input(description="An account that gives all it owns to another.")
class TransferOwnershipInput:
    """Two accounts."""

    from_: strawberry.ID = plain("The account that gives.", name="from")
    to: strawberry.ID = plain("The account that takes over; a person, where service accounts are handed over.")
    note: str | None = plain("Why, for the audit trail; at most 2,000 characters.", default=None)
