"""The identity from outside by which an account's next sign-in finds it: as it is shown, and as it is given."""

from datetime import datetime

import strawberry

from auth.users.expectations import CheckWish
from auth.users.expectations import ExpectedIdentity as Expected
from resolvers.permissions import plain
from resolvers.users.enums import AuthMethod, IdentityKind


@strawberry.type(description="The identity from outside by which an account's next sign-in finds it, once.")
class ExpectedIdentity:
    """Its values are ``ExpectedIdentityRow``."""

    kind: IdentityKind = plain("By what it is recognised.")
    value: str = plain("The address without regard to case, or the subject as the source spells it.")
    source: str | None = plain("Name of the provider or directory that has to bring it; null where that is gone.")
    created_at: datetime = plain("When it was said.")
    used_at: datetime | None = plain("When a sign-in found the account by it; null while it waits for one.")


@strawberry.input(description="By what a sign-in from outside finds an account: by exactly one of these.", one_of=True)
class ExpectedIdentityInput:
    """Becomes an ``ExpectedIdentity``."""

    verified_email: strawberry.Maybe[str] = plain(
        "An e-mail address that the source says it has verified, in any spelling.", default=None
    )
    login_name: strawberry.Maybe[str] = plain(
        "The name by which a directory knows the person, in any spelling.", default=None
    )
    subject: strawberry.Maybe[str] = plain(
        "What the source calls the person for good, exactly: 1 to 255 characters.", default=None
    )

    def expected(self) -> Expected:
        """For the command."""
        if self.verified_email:
            return Expected(IdentityKind.VERIFIED_EMAIL, self.verified_email.value)
        if self.login_name:
            return Expected(IdentityKind.LOGIN_NAME, self.login_name.value)
        return Expected(IdentityKind.SUBJECT, self.subject.value if self.subject else "")


def check_wish(method: AuthMethod, identity: ExpectedIdentityInput | None, source: str | None) -> CheckWish:
    """What these three inputs ask for together."""
    return CheckWish(method, identity.expected() if identity else None, source)
