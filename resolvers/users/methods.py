"""Changes who checks the person behind an account."""

from typing import Annotated

import strawberry

from auth.methods.commands import Changed, MethodChange, change_auth_method, change_method
from auth.methods.rules import ConsequenceKind, LocalCredential
from resolvers.context import Info
from resolvers.enums import described
from resolvers.node import decode_id
from resolvers.payloads import answered
from resolvers.permissions import mutation, plain
from resolvers.users.enums import AuthMethod
from resolvers.users.expected_identity import ExpectedIdentityInput, check_wish
from resolvers.users.payloads import UserPayload

described(
    LocalCredential,
    "How an account that Gatehouse checks from now on gets its password.",
    TEMPORARY_PASSWORD="One is made and shown once, to be changed at the next sign-in.",  # noqa: S106 — a description
    RESET_LINK="A link by which one is chosen is mailed to its address.",
)
described(
    ConsequenceKind,
    "One thing that follows from a change of the authentication method.",
    SESSIONS_END="Open sessions end.",
    SIGN_INS_END="Sign-ins that wait for a step are void.",
    LINKS_VOID="Links by which a password could be chosen are void.",
    PASSWORD_KEPT="The password is kept and accepted nowhere.",  # noqa: S106 — a description
    PASSWORD_CHANGE="The stored password is accepted for one sign-in.",  # noqa: S106 — a description
    PASSWORD_SHOWN="A temporary password is made and shown.",  # noqa: S106 — a description
    LINK_MAILED="A link is mailed by which a password is chosen.",
    IDENTITY_EXPECTED="The next sign-in has to bring an identity.",
    IDENTITY_FORGOTTEN="What was expected until now is expected no more.",
    IDENTITIES_UNLINKED="Identities at other providers by which it could be entered are unlinked.",
    ROLES_OWNED="A source gives and takes roles from now on.",
    ROLES_LOST="Roles that its source gave it are taken away.",
)

Input = strawberry.argument(description="What to do.")


@strawberry.type(description="One thing that follows, or would, from a change of the authentication method.")
class AuthMethodConsequence:
    """Its values are a ``Consequence``."""

    kind: ConsequenceKind = plain("What.")
    message: str = plain("One sentence for a person.")
    count: int | None = plain("Of how many things; null where there is nothing to count.")
    roles: list[str] = plain("Names of the roles that it is about; empty for anything else.")


@strawberry.input(description="Who is to check the person behind an account from now on.")
class ChangeAuthMethodInput:
    """Becomes a ``MethodChange``."""

    id: strawberry.ID = plain("The account; never your own.")
    method: AuthMethod = plain(
        "Who checks the person. The one it has already, if that is not LOCAL, takes another expected identity."
    )
    expected_identity: ExpectedIdentityInput | None = plain(
        "With LDAP and OIDC: by what the next sign-in finds the account, once.", default=None
    )
    source: str | None = plain(
        "With LDAP and OIDC: name of the provider or directory; if absent, the only one that is enabled.", default=None
    )
    credential: LocalCredential | None = plain("With LOCAL: how the account gets its password.", default=None)
    confirm: bool = plain("Whether to do it; otherwise the answer says what would follow.", default=False)
    version: int | None = plain("The version that was read; a newer one refuses the change.", default=None)
    note: str | None = plain("Why, for the audit trail; at most 2,000 characters.", default=None)

    def change(self) -> MethodChange:
        """For the command. Raises ``BadInput`` for an id that is none."""
        return MethodChange(
            user_id=decode_id(self.id, "usr", "input.id"),
            wish=check_wish(self.method, self.expected_identity, self.source),
            credential=self.credential,
            confirm=self.confirm,
            version=self.version,
            note=self.note,
        )


@strawberry.type(description="What became of it.")
class ChangeAuthMethodPayload(UserPayload):
    """Of ``changeAuthMethod``."""

    is_changed: bool = plain("Whether it was done; false where it was refused or not confirmed.", default=False)
    consequences: list[AuthMethodConsequence] = plain(
        "What followed, or would if it were confirmed; empty where it was refused.", default_factory=list
    )
    temporary_password: str | None = plain("Shown this once, where one was asked for and it was done.", default=None)


@strawberry.type
class AuthMethodMutations:
    """Root fields."""

    @mutation(
        change_auth_method,
        "Has an account checked by a provider or directory, or by Gatehouse again. Without confirm nothing changes: "
        "the answer says what would follow.",
    )
    async def change_auth_method(
        self, info: Info, input: Annotated[ChangeAuthMethodInput, Input]
    ) -> ChangeAuthMethodPayload | None:
        """See the command."""
        context, wanted = info.context, input.change()

        async def change() -> ChangeAuthMethodPayload:
            return _payload(wanted, await change_method(context.units, context.hashing, context.actor, wanted))

        return await answered(ChangeAuthMethodPayload, change())


def _payload(wanted: MethodChange, changed: Changed) -> ChangeAuthMethodPayload:
    shown = [
        AuthMethodConsequence(kind=each.kind, message=each.message, count=each.count, roles=list(each.roles))
        for each in changed.consequences
    ]
    return ChangeAuthMethodPayload(
        user_id=wanted.user_id,
        is_changed=changed.is_changed,
        consequences=shown,
        temporary_password=changed.shown,
    )
