"""The whole contract: root types and everything the schema must know of. The engine builds the schema from it."""

from typing import Annotated

import strawberry
from strawberry.tools import merge_types
from strawberry.types import get_object_definition

from resolvers.access.mutations import AccessMutations
from resolvers.access.queries import AccessQueries
from resolvers.audit.mutations import AuditMutations
from resolvers.audit.queries import AuditQueries
from resolvers.audit.subscriptions import AuditSubscriptions
from resolvers.context import Info
from resolvers.deletion.mutations import DeletionMutations
from resolvers.directory_sync.mutations import DirectorySyncMutations
from resolvers.directory_sync.queries import DirectorySyncQueries
from resolvers.email_addresses.mutations import EmailMutations
from resolvers.enforcement.mutations import EnforcementMutations
from resolvers.enforcement.queries import EnforcementQueries
from resolvers.errors import (
    CoordinateNotDeniable,
    InputError,
    PasswordRejectedError,
    RoleOwnedBySource,
    SeatsExhausted,
    VersionConflictError,
    WouldLockOut,
)
from resolvers.groups.mutations import GroupMutations
from resolvers.groups.queries import GroupQueries
from resolvers.identity_providers.deletion import IdentityProviderDeletionMutations
from resolvers.identity_providers.mutations import IdentityProviderMutations
from resolvers.identity_providers.queries import IdentityProviderQueries
from resolvers.identity_providers.testing import IdentityProviderTestMutations
from resolvers.invitations.mutations import InvitationMutations
from resolvers.ldap_profiles.deletion import LdapProfileDeletionMutations
from resolvers.ldap_profiles.mutations import LdapProfileMutations
from resolvers.ldap_profiles.queries import LdapProfileQueries
from resolvers.ldap_profiles.testing import LdapProfileTestMutations
from resolvers.licence.queries import LicenceQueries
from resolvers.login.mutations import LoginMutations
from resolvers.login.options import SignInOptionQueries
from resolvers.login.queries import LoginQueries
from resolvers.login.simulation import SimulationMutations
from resolvers.mail.queries import MailQueries
from resolvers.mfa.mutations import MfaMutations
from resolvers.node import NODE_TYPES, Node, load_node
from resolvers.passwords.mutations import PasswordMutations
from resolvers.passwords.queries import PasswordQueries
from resolvers.passwords.reset_links import PasswordResetMutations
from resolvers.permissions import guarded
from resolvers.policies.mutations import PolicyMutations
from resolvers.policies.queries import PolicyQueries
from resolvers.resources.mutations import ResourceMutations
from resolvers.role_mappings.mutations import RoleMappingMutations
from resolvers.role_mappings.queries import RoleMappingQueries
from resolvers.roles.mutations import RoleMutations
from resolvers.roles.queries import RoleQueries
from resolvers.sessions.mutations import SessionMutations
from resolvers.sessions.queries import SessionQueries
from resolvers.sessions.subscriptions import SessionSubscriptions
from resolvers.settings.fields import SettingsMutations, SettingsQueries
from resolvers.single_sign_on.linking import IdentityLinkMutations
from resolvers.single_sign_on.queries import SsoAttemptQueries
from resolvers.step_up.mutations import StepUpMutations
from resolvers.tokens.mutations import TokenMutations
from resolvers.tokens.queries import TokenQueries
from resolvers.users.locking import LockMutations
from resolvers.users.methods import AuthMethodMutations
from resolvers.users.mutations import UserMutations
from resolvers.users.queries import UserQueries
from resolvers.viewer.mutations import ViewerMutations
from resolvers.viewer.queries import ViewerQueries


@strawberry.type
class NodeQueries:
    """Root fields."""

    @guarded(description="Anything by its id; null where there is none.", graphql_type=Node | None)
    async def node(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="Of the thing.")]
    ) -> object:
        """What the caller may read of its kind is decided by the kind."""
        return await load_node(info.context, id, info.selection)


Query = merge_types(
    "Query",
    (
        ViewerQueries,
        LoginQueries,
        SignInOptionQueries,
        NodeQueries,
        UserQueries,
        PasswordQueries,
        SessionQueries,
        GroupQueries,
        RoleQueries,
        AccessQueries,
        AuditQueries,
        TokenQueries,
        MailQueries,
        LicenceQueries,
        LdapProfileQueries,
        DirectorySyncQueries,
        PolicyQueries,
        IdentityProviderQueries,
        RoleMappingQueries,
        EnforcementQueries,
        SsoAttemptQueries,
        SettingsQueries,
    ),
)
Mutation = merge_types(
    "Mutation",
    (
        LoginMutations,
        MfaMutations,
        StepUpMutations,
        IdentityLinkMutations,
        UserMutations,
        LockMutations,
        AuthMethodMutations,
        PasswordMutations,
        PasswordResetMutations,
        InvitationMutations,
        EmailMutations,
        ViewerMutations,
        DeletionMutations,
        GroupMutations,
        ResourceMutations,
        RoleMutations,
        AccessMutations,
        AuditMutations,
        TokenMutations,
        LdapProfileMutations,
        LdapProfileDeletionMutations,
        LdapProfileTestMutations,
        DirectorySyncMutations,
        SimulationMutations,
        PolicyMutations,
        IdentityProviderMutations,
        IdentityProviderDeletionMutations,
        RoleMappingMutations,
        IdentityProviderTestMutations,
        EnforcementMutations,
        SettingsMutations,
        SessionMutations,
    ),
)

Subscription = merge_types("Subscription", (SessionSubscriptions, AuditSubscriptions))

get_object_definition(Query, strict=True).description = "Reads. Nothing here changes anything."
get_object_definition(
    Mutation, strict=True
).description = "Changes. Each is a transaction of its own; they are made in the order of the document."

get_object_definition(
    Subscription, strict=True
).description = "What happens from now on, as server-sent events: send Accept: text/event-stream."

TYPES: list[type] = [
    *NODE_TYPES,
    CoordinateNotDeniable,
    InputError,
    PasswordRejectedError,
    RoleOwnedBySource,
    SeatsExhausted,
    VersionConflictError,
    WouldLockOut,
]
"""Types that nothing in the schema names, because fields name their interface."""

BOUNDARIES = frozenset({"LoginSucceeded"})
"""Types below which another caller's rights apply."""

SIGN_IN_FIELDS = frozenset(
    {
        "Mutation.login",
        "Mutation.verifyMfa",
        "Mutation.changeExpiredPassword",
        "Mutation.confirmTotp",
        "Mutation.verifyFreshFactor",
    }
)
"""At most once in a document each."""
