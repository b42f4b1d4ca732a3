"""What comes in about groups."""

import orjson
import strawberry

from auth.groups.rules import GroupChanges, GroupDraft
from auth.idempotency import Idempotency
from auth.unset import UNSET
from resolvers.permissions import plain


@strawberry.input(description="A group to make.")
class CreateGroupInput:
    """Becomes a ``GroupDraft``."""

    name: str = plain("1 to 100 characters, unique without regard to case.")
    description: str = plain("What the group is for; at most 2,000 characters.", default="")
    is_default: bool = plain("Whether new accounts join it by themselves.", default=False)
    idempotency_key: str | None = plain("1 to 200 characters; repeating the call gives the same group.", default=None)

    def draft(self) -> GroupDraft:
        """For the command."""
        return GroupDraft(self.name, self.description, self.is_default)

    def idempotency(self) -> Idempotency | None:
        """The key with the input."""
        if self.idempotency_key is None:
            return None
        return Idempotency(self.idempotency_key, orjson.dumps(self.draft()).decode())


@strawberry.input(description="What is to be different about a group; what is absent stays.")
class UpdateGroupInput:
    """Becomes ``GroupChanges``."""

    id: strawberry.ID = plain("The group.")
    version: int | None = plain("The version that was read; a newer one refuses the change.", default=None)
    name: strawberry.Maybe[str] = plain("1 to 100 characters, unique without regard to case.", default=None)
    description: strawberry.Maybe[str] = plain("At most 2,000 characters.", default=None)
    is_default: strawberry.Maybe[bool] = plain("Whether new accounts join it by themselves.", default=None)

    def changes(self) -> GroupChanges:
        """For the command."""
        return GroupChanges(
            name=self.name.value if self.name else UNSET,
            description=self.description.value if self.description else UNSET,
            is_default=self.is_default.value if self.is_default else UNSET,
        )


@strawberry.input(description="A group to delete.")
class DeleteGroupInput:
    """One."""

    id: strawberry.ID = plain("The group; its members keep the resources it brought them.")
    version: int | None = plain("The version that was read; a newer one refuses the deletion.", default=None)


@strawberry.input(description="Accounts to put into a group; all or none.")
class AddGroupMembersInput:
    """Names them."""

    group_id: strawberry.ID = plain("The group.")
    user_ids: list[strawberry.ID] = plain("1 to 1,000 accounts; those in it already stay what they are.")


@strawberry.input(description="Accounts to take out of a group; all or none.")
class RemoveGroupMembersInput:
    """Names them."""

    group_id: strawberry.ID = plain("The group.")
    user_ids: list[strawberry.ID] = plain("1 to 1,000 accounts; they keep the resources that the group brought them.")
