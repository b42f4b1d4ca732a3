"""What comes in about roles."""

import strawberry

from auth.roles.drafts import RoleChanges, RoleDraft
from auth.unset import UNSET
from resolvers.permissions import plain


@strawberry.input(description="A role to make.")
class CreateRoleInput:
    """Becomes a ``RoleDraft``."""

    name: str = plain("1 to 50 characters, unique without regard to case.")
    description: str = plain("What the role is for; at most 2,000 characters.", default="")
    level: int = plain("0 to 3, at most your own.", default=0)
    scopes: list[str] = plain("Scopes that you hold yourself.", default_factory=list)
    parents: list[str] = plain("Names of roles whose scopes it adds.", default_factory=list)
    api_only: bool = plain("Whether service accounts, and only they, may hold it.", default=False)
    licensed: bool = plain("Whether each account that holds it takes a seat of the licence.", default=False)
    mfa_required: bool = plain(
        "Whether its holders, and those of roles that inherit from it, must have a second factor.", default=False
    )

    def draft(self) -> RoleDraft:
        """For the command."""
        return RoleDraft(
            name=self.name,
            description=self.description,
            level=self.level,
            scopes=tuple(self.scopes),
            parents=tuple(self.parents),
            api_only=self.api_only,
            licensed=self.licensed,
            mfa_required=self.mfa_required,
        )


@strawberry.input(description="What is to be different about a role; what is absent stays.")
class UpdateRoleInput:
    """Becomes ``RoleChanges``."""

    id: strawberry.ID = plain("The role.")
    version: int | None = plain("The version that was read; a newer one refuses the change.", default=None)
    name: strawberry.Maybe[str] = plain("1 to 50 characters; fixed for built-in roles.", default=None)
    description: strawberry.Maybe[str] = plain("At most 2,000 characters.", default=None)
    level: strawberry.Maybe[int] = plain("0 to 3, at most your own; fixed for built-in roles.", default=None)
    scopes: strawberry.Maybe[list[str]] = plain("All scopes it carries itself from now on.", default=None)
    parents: strawberry.Maybe[list[str]] = plain("Names of all roles whose scopes it adds from now on.", default=None)
    api_only: strawberry.Maybe[bool] = plain("Only while nobody holds it.", default=None)
    licensed: strawberry.Maybe[bool] = plain(
        "Whether each account that holds it takes a seat of the licence; there must be seats for all of them. "
        "Fixed for the role admin.",
        default=None,
    )
    mfa_required: strawberry.Maybe[bool] = plain(
        "Whether its holders, and those of roles that inherit from it, must have a second factor: who lacks one "
        "sets it up at the next sign-in.",
        default=None,
    )

    def changes(self) -> RoleChanges:
        """For the command."""
        return RoleChanges(
            name=self.name.value if self.name else UNSET,
            description=self.description.value if self.description else UNSET,
            level=self.level.value if self.level else UNSET,
            scopes=tuple(self.scopes.value) if self.scopes else UNSET,
            parents=tuple(self.parents.value) if self.parents else UNSET,
            api_only=self.api_only.value if self.api_only else UNSET,
            licensed=self.licensed.value if self.licensed else UNSET,
            mfa_required=self.mfa_required.value if self.mfa_required else UNSET,
        )


@strawberry.input(description="A role to delete.")
class DeleteRoleInput:
    """Names it."""

    id: strawberry.ID = plain("The role; nobody may hold it.")
