"""What comes in about passwords."""

import strawberry

from auth.passwords.own import OwnChange
from auth.passwords.presets import PasswordPreset
from auth.passwords.resetting import Given
from resolvers.node import decode_id
from resolvers.permissions import plain
from resolvers.settings.types import SessionsToEnd


@strawberry.input(description="A new password for the caller's own account.")
class ChangePasswordInput:
    """As somebody typed it."""

    current_password: str = plain("The one in force.")
    new_password: str = plain("The new one; the policy applies.")
    end_sessions: SessionsToEnd | None = plain(
        "Which sessions end; if absent, as the password settings say (others).", default=None
    )

    def change(self) -> OwnChange:
        """For the command."""
        return OwnChange(self.current_password, self.new_password, self.end_sessions)


@strawberry.input(description="A password that the caller sets for somebody else.")
class SetUserPasswordInput:
    """As somebody typed it."""

    id: strawberry.ID = plain("The account.")
    password: str = plain("The new one; the policy applies.")
    must_change: bool = plain("Whether it serves for one sign-in only, at which a new one is chosen.", default=False)
    end_sessions: SessionsToEnd | None = plain(
        "Which sessions of the account end; if absent, as the password settings say (all).", default=None
    )

    def given(self) -> Given:
        """For the command. Raises ``BadInput`` for an id that is none."""
        return Given(decode_id(self.id, "usr", "input.id"), self.password, self.must_change, self.end_sessions)


@strawberry.input(description="An account that gets a temporary password.")
class IssueTemporaryPasswordInput:
    """One."""

    id: strawberry.ID = plain("The account.")


@strawberry.input(description="A password policy by name.")
class UsePasswordPresetInput:
    """One."""

    preset: PasswordPreset = plain("Which.")
    version: int | None = plain("The version that was read; a newer one refuses the change.", default=None)
