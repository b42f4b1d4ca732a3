"""What comes in about invitations."""

from dataclasses import replace

import strawberry

from auth.idempotency import Idempotency
from auth.permissions import Scope
from auth.unset import UNSET
from auth.users.commands import NewUser
from auth.users.own import OwnChanges
from resolvers.permissions import guarded_input, plain
from resolvers.users.inputs import Profile, fingerprint


@strawberry.input(description="A person to invite: an account without a password, and a link by which they choose one.")
class InviteUserInput(Profile):
    """Becomes a ``NewUser``."""

    username: str = plain("3 to 50 of a-z, A-Z, 0-9, '_', '.', '-'; it never changes.")
    email: str = plain("Where the invitation goes; unique among all sign-in names.")
    roles: list[str] | None = guarded_input(
        Scope.ROLES_ASSIGN, description="Names of its roles; if absent, the default role.", default=None
    )
    reason: str | None = plain("Why it gets these roles, at most 200 characters.", default=None)
    join_default_groups: bool = plain("Whether it joins the groups that new accounts join.", default=True)
    idempotency_key: str | None = plain("1 to 200 characters; repeating the call invites nobody twice.", default=None)

    def new_user(self) -> NewUser:
        """For the command."""
        return NewUser(
            username=self.username,
            roles=None if self.roles is None else tuple(self.roles),
            reason=self.reason,
            values=replace(self.changes(), email=self.email),
            join_default_groups=self.join_default_groups,
        )

    def idempotency(self) -> Idempotency | None:
        """The key with everything else."""
        if self.idempotency_key is None:
            return None
        return Idempotency(self.idempotency_key, fingerprint(self.new_user(), "INVITE"))


@strawberry.input(description="An account whose person is to be invited anew.")
class ResendInvitationInput:
    """One."""

    id: strawberry.ID = plain("The account.")


@strawberry.input(description="An account whose invitation is to be worth nothing.")
class RevokeInvitationInput:
    """One."""

    id: strawberry.ID = plain("The account.")


@strawberry.input(description="A person accepts an invitation.")
class AcceptInvitationInput:
    """As they typed it."""

    token: str = plain("From the link: what follows #token=.")
    new_password: str = plain("The account's first password; the policy applies.")
    first_name: strawberry.Maybe[str] = plain("Given name, at most 200 characters.", default=None)
    last_name: strawberry.Maybe[str] = plain("Family name, at most 200 characters.", default=None)

    def names(self) -> OwnChanges:
        """For the command."""
        return OwnChanges(
            first_name=self.first_name.value if self.first_name else UNSET,
            last_name=self.last_name.value if self.last_name else UNSET,
        )
