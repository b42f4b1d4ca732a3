"""Sets field rules and overrides, and registers the product's scopes."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, TypeVar
from uuid import UUID

import strawberry

from auth.access import commands
from auth.access.queries import list_field_rules, list_overrides
from auth.permissions import Scope
from auth.unit_of_work import Work
from resolvers.access.types import FieldEffect, FieldRule, ScopeOverride
from resolvers.context import Info
from resolvers.node import decode_id
from resolvers.payloads import Payload, answered
from resolvers.permissions import guarded, mutation, plain
from resolvers.users.payloads import UserPayload

Input = strawberry.argument(description="What to do.")


@strawberry.input(description="A rule of a role about a field of the schema.")
class SetFieldRuleInput:
    """One rule."""

    role_id: strawberry.ID = plain("The role; it carries nothing that you do not hold.")
    coordinate: str = plain("Such as User.email; deniableCoordinates lists what can be denied.")
    effect: FieldEffect = plain("What the rule does.")


@strawberry.input(description="A rule to take away.")
class ClearFieldRuleInput:
    """One rule."""

    role_id: strawberry.ID = plain("The role.")
    coordinate: str = plain("The coordinate.")


@strawberry.input(description="A scope to give or deny one account, whatever its roles say.")
class ScopeOverrideInput:
    """One override."""

    user_id: strawberry.ID = plain("The account; never your own.")
    scope: str = plain("A scope that you hold yourself.")
    reason: str = plain("Why; 1 to 2,000 characters.")
    ends_at: datetime | None = plain("When it ends by itself; never if absent.", default=None)

    def wanted(self) -> commands.NewOverride:
        """For the command."""
        return commands.NewOverride(self.scope, self.reason, self.ends_at)


@strawberry.input(description="An override to take back.")
class ClearScopeOverrideInput:
    """One override."""

    user_id: strawberry.ID = plain("The account; never your own.")
    scope: str = plain("The scope.")


@strawberry.input(description="A scope of the product.")
class ScopeToRegister:
    """One scope."""

    name: str = plain("Such as acme:reports.read.")
    description: str = plain("What it lets its holder do; at most 2,000 characters.")


@strawberry.input(description="Scopes of the product beside Gatehouse.")
class RegisterScopesInput:
    """A namespace and its scopes."""

    namespace: str = plain("2 to 30 small letters, digits and dashes; not one of Gatehouse's own.")
    scopes: list[ScopeToRegister] = plain("1 to 200 scopes of that namespace.")


@strawberry.type
class _RolePayload(Payload):
    role_id: strawberry.Private[UUID | None] = None

    @guarded(Scope.ROLES_READ, description="The role's rules now.", graphql_type=list[FieldRule] | None)
    async def field_rules(self, info: Info) -> object:
        """Read after the change was committed."""
        return await list_field_rules(info.context.actor, self.role_id) if self.role_id else None


@strawberry.type(description="What became of it.")
class SetFieldRulePayload(_RolePayload):
    """Of ``setFieldRule``."""


@strawberry.type(description="What became of it.")
class ClearFieldRulePayload(_RolePayload):
    """Of ``clearFieldRule``."""


@strawberry.type
class _OverridePayload(UserPayload):
    @guarded(
        Scope.USERS_READ,
        Scope.ROLES_READ,
        description="What the account is given or denied now.",
        graphql_type=list[ScopeOverride] | None,
    )
    async def scope_overrides(self, info: Info) -> object:
        """Read after the change was committed."""
        return await list_overrides(info.context.actor, self.user_id) if self.user_id else None


@strawberry.type(description="What became of it.")
class GrantScopePayload(_OverridePayload):
    """Of ``grantScope``."""


@strawberry.type(description="What became of it.")
class DenyScopePayload(_OverridePayload):
    """Of ``denyScope``."""


@strawberry.type(description="What became of it.")
class ClearScopeOverridePayload(_OverridePayload):
    """Of ``clearScopeOverride``."""


@strawberry.type(description="What became of it.")
class RegisterScopesPayload(Payload):
    """Of ``registerScopes``."""

    scopes: list[str] | None = plain("Every scope of the namespace now.", default=None)


OverrideT = TypeVar("OverrideT", bound=_OverridePayload)


async def _overridden(info: Info, payload: type[OverrideT], command: Callable[[Work], Awaitable[UUID]]) -> OverrideT:
    async def change() -> OverrideT:
        return payload(user_id=await info.context.perform(command))

    return await answered(payload, change())


@strawberry.type
class AccessMutations:
    """Root fields."""

    @mutation(commands.set_field_rule, "Has a role deny a field of the schema, or lift what another role denies.")
    async def set_field_rule(
        self, info: Info, input: Annotated[SetFieldRuleInput, Input]
    ) -> SetFieldRulePayload | None:
        """See the command."""
        role_id, deniable = decode_id(input.role_id, "rol", "input.roleId"), frozenset(info.context.contract.deniable)

        async def set_rule() -> SetFieldRulePayload:
            await info.context.perform(
                lambda work: commands.set_field_rule(work, role_id, input.coordinate, input.effect, deniable)
            )
            return SetFieldRulePayload(role_id=role_id)

        return await answered(SetFieldRulePayload, set_rule())

    @mutation(commands.clear_field_rule, "Takes a role's rule about a field away.")
    async def clear_field_rule(
        self, info: Info, input: Annotated[ClearFieldRuleInput, Input]
    ) -> ClearFieldRulePayload | None:
        """See the command."""
        role_id = decode_id(input.role_id, "rol", "input.roleId")

        async def clear() -> ClearFieldRulePayload:
            await info.context.perform(lambda work: commands.clear_field_rule(work, role_id, input.coordinate))
            return ClearFieldRulePayload(role_id=role_id)

        return await answered(ClearFieldRulePayload, clear())

    @mutation(commands.grant_scope, "Gives an account a scope beside its roles.")
    async def grant_scope(self, info: Info, input: Annotated[ScopeOverrideInput, Input]) -> GrantScopePayload | None:
        """See the command."""
        user_id, wanted = decode_id(input.user_id, "usr", "input.userId"), input.wanted()
        return await _overridden(info, GrantScopePayload, lambda work: commands.grant_scope(work, user_id, wanted))

    @mutation(commands.deny_scope, "Denies an account a scope, whatever its roles say.")
    async def deny_scope(self, info: Info, input: Annotated[ScopeOverrideInput, Input]) -> DenyScopePayload | None:
        """See the command."""
        user_id, wanted = decode_id(input.user_id, "usr", "input.userId"), input.wanted()
        return await _overridden(info, DenyScopePayload, lambda work: commands.deny_scope(work, user_id, wanted))

    @mutation(commands.clear_scope_override, "Takes back what an account was given or denied beside its roles.")
    async def clear_scope_override(
        self, info: Info, input: Annotated[ClearScopeOverrideInput, Input]
    ) -> ClearScopeOverridePayload | None:
        """See the command."""
        user_id = decode_id(input.user_id, "usr", "input.userId")
        return await _overridden(
            info, ClearScopeOverridePayload, lambda work: commands.clear_scope_override(work, user_id, input.scope)
        )

    @mutation(commands.register_scopes, "Registers scopes of the product beside Gatehouse, or renews what they say.")
    async def register_scopes(
        self, info: Info, input: Annotated[RegisterScopesInput, Input]
    ) -> RegisterScopesPayload | None:
        """See the command."""
        scopes = [(scope.name, scope.description) for scope in input.scopes]

        async def register() -> RegisterScopesPayload:
            names = await info.context.perform(lambda work: commands.register_scopes(work, input.namespace, scopes))
            return RegisterScopesPayload(scopes=names)

        return await answered(RegisterScopesPayload, register())
