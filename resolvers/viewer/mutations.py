"""Changes the caller's own account."""

from typing import Annotated

import strawberry

from auth.unset import UNSET
from auth.users.own import OwnChanges, update_own_profile
from resolvers.context import Info
from resolvers.payloads import answered
from resolvers.permissions import mutation, plain
from resolvers.viewer.payloads import ViewerPayload

Input = strawberry.argument(description="What to do.")


@strawberry.input(description="What is to be different about the caller's own account; what is absent stays.")
class UpdateViewerInput:
    """Becomes ``OwnChanges``. The address has changeEmail, the password changePassword."""

    first_name: strawberry.Maybe[str] = plain("Given name, at most 200 characters.", default=None)
    last_name: strawberry.Maybe[str] = plain("Family name, at most 200 characters.", default=None)
    display_name: strawberry.Maybe[str | None] = plain("Chosen name; null derives it from the names.", default=None)
    phone: strawberry.Maybe[str | None] = plain("Phone number, at most 50 characters.", default=None)
    contact_note: strawberry.Maybe[str | None] = plain("How else to reach one; at most 2,000.", default=None)
    version: int | None = plain("The version that was read; a newer one refuses the change.", default=None)

    def own(self) -> OwnChanges:
        """For the command."""
        return OwnChanges(
            first_name=self.first_name.value if self.first_name else UNSET,
            last_name=self.last_name.value if self.last_name else UNSET,
            display_name=self.display_name.value if self.display_name else UNSET,
            phone=self.phone.value if self.phone else UNSET,
            contact_note=self.contact_note.value if self.contact_note else UNSET,
        )


@strawberry.type(description="What became of it.")
class UpdateViewerPayload(ViewerPayload):
    """Of ``updateViewer``."""


@strawberry.type
class ViewerMutations:
    """Root fields."""

    @mutation(update_own_profile, "Changes what people say about themselves: names, phone and contact note.")
    async def update_viewer(self, info: Info, input: Annotated[UpdateViewerInput, Input]) -> UpdateViewerPayload | None:
        """See the command."""

        async def update() -> UpdateViewerPayload:
            await info.context.perform(lambda work: update_own_profile(work, input.own(), input.version))
            return UpdateViewerPayload(is_done=True)

        return await answered(UpdateViewerPayload, update())
