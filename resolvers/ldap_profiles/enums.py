"""Closed enums of directories, described."""

from auth.ldap_profiles.consequences import AccountsBecome, ProfileConsequenceKind
from auth.ldap_profiles.presets import DirectoryKind
from auth.ldap_profiles.rules import ProfileWarning
from auth.sources.examination import FailureKind, Step, StepState
from auth.sources.health import ServerState
from auth.sources.identity import NotProven
from models.ldap_profile import GroupLookup, LdapConnection, RolesFollow
from resolvers.enums import described

__all__ = [
    "AccountsBecome",
    "DirectoryKind",
    "FailureKind",
    "GroupLookup",
    "LdapConnection",
    "NotProven",
    "ProfileConsequenceKind",
    "ProfileWarning",
    "RolesFollow",
    "ServerState",
    "Step",
    "StepState",
]

described(
    LdapConnection,
    "How a directory is talked to.",
    INSECURE="In clear: whoever listens on the way reads every password. Port 389.",
    STARTTLS="Encrypted before anything is sent, or not at all. Port 389.",
    LDAPS="Encrypted from the beginning. Port 636.",
)
described(
    GroupLookup,
    "How the groups of somebody are found.",
    called="LdapGroupLookup",
    MEMBER_OF="By the attribute memberOf of their entry; groups within groups are not looked for.",
    MEMBER_SEARCH="By a search with the group filter; groups within groups are not looked for.",
    AD_CHAIN="By one search that Active Directory follows through all groups within groups.",
    RECURSIVE="By searches with the group filter, from group to group, as many steps as groupDepth says.",
)
described(
    RolesFollow,
    "When a directory or provider gives and takes the roles that it owns.",
    EACH_LOGIN="At each sign-in.",
    FIRST_LOGIN="At the first sign-in only.",
    NEVER="Never: roles are given by hand.",
)
described(
    DirectoryKind,
    "What product a directory is: what is not given takes what is usual there.",
    called="LdapDirectoryKind",
    ACTIVE_DIRECTORY="Microsoft's, or Samba: sAMAccountName, objectGUID, AD_CHAIN, with the primary group.",
    OPENLDAP="OpenLDAP and its like: uid, entryUUID, MEMBER_OF, which needs the overlay memberof.",
    CUSTOM="Another: userFilter, usernameAttribute and idAttribute have to be given.",
)
described(
    ProfileWarning,
    "What is legal about a profile and doubtful.",
    called="LdapProfileWarningKind",
    INSECURE_CONNECTION="Passwords are sent in clear.",
    HOST_NAME_NOT_CHECKED="Any server with a certificate of a trusted authority passes for the directory.",
    MANAGE_ROLE_WITHOUT_GROUP="No group is named whose members get the manage role, so nobody gets it.",
)
described(
    ServerState,
    "What this process last saw of a server.",
    called="LdapServerState",
    UP="It answered.",
    DOWN="It did not answer, and is passed over for 60 seconds from each failure.",
    UNKNOWN="It was not asked since the process began.",
)
described(
    AccountsBecome,
    "What becomes of the accounts of a profile that is deleted.",
    called="LdapAccountsBecome",
    DEACTIVATE="They are deactivated.",
    MOVE_TO_LOCAL="Gatehouse checks them; each chooses a password first, by a mailed link where one reaches them.",
    MOVE_TO_PROFILE="Another directory checks them, and finds each by its login name.",
)
described(
    ProfileConsequenceKind,
    "One thing that follows from the deletion of a profile.",
    called="LdapProfileConsequenceKind",
    ACCOUNTS_DEACTIVATED="Accounts are deactivated.",
    ACCOUNTS_LOCAL="Accounts are checked by Gatehouse.",
    ACCOUNTS_MOVED="Accounts are checked by another directory.",
    SESSIONS_END="Open sessions end.",
    SIGN_INS_END="Sign-ins that wait for a step are void.",
    ROLES_TAKEN="Accounts lose roles that the directory gave.",
    LINKS_MAILED="Links are mailed by which a password is chosen.",
    PASSWORDS_MISSING="Accounts have no way to a password yet.",
    POLICIES_DELETED="Policies are deleted.",
)
described(
    Step,
    "What is done with a server when a profile is tested, in this order.",
    called="LdapTestStep",
    NAME_RESOLUTION="Its name is looked up.",
    TCP="A connection is opened.",
    TLS="The connection is encrypted and the certificate checked.",
    BIND="The bind DN signs in.",
    BASE_DN="The entry of the base DN is read.",
    TEST_USER="The test user is looked for.",
    GROUPS="Their groups are looked for.",
    USER_BIND="Their password is tried.",
)
described(
    StepState,
    "What became of a step.",
    called="LdapTestState",
    PASSED="It went well.",
    FAILED="It did not; nothing follows.",
    SKIPPED="It was not asked for, or one before it failed.",
)
described(
    FailureKind,
    "Why a directory could not answer.",
    called="LdapFailure",
    NAME_UNKNOWN="The name of the server is not known.",
    UNREACHABLE="The server cannot be reached.",
    CONNECTION_REFUSED="Nothing listens at the port.",
    TIMEOUT="The server did not answer in time.",
    CONNECTION_CLOSED="The server closed the connection.",
    NOT_LDAP="The server sent something that is not LDAP.",
    TOO_MUCH="The server sent more than is read.",
    STARTTLS_REFUSED="The server does not do StartTLS.",
    TLS_FAILED="No way to encrypt was found.",
    CERTIFICATE_EXPIRED="The server's certificate has expired.",
    CERTIFICATE_NOT_YET_VALID="The server's certificate is not valid yet.",
    CERTIFICATE_UNTRUSTED="The server's certificate is signed by nobody who is trusted.",
    CERTIFICATE_OTHER_NAME="The server's certificate is for another name.",
    CA_UNREADABLE="The profile's CA certificate cannot be read.",
    BIND_REFUSED="The bind DN or its password was refused.",
    WANTS_ENCRYPTION="The server takes passwords over encrypted connections only.",
    BASE_NOT_FOUND="There is no entry of this DN.",
    NO_BASE_SUGGESTED="The server suggests no base DN.",
    NOT_PERMITTED="The bind DN may not read there.",
    REFERRED="The server referred to another one.",
    LIMIT_EXCEEDED="The server gave up at a limit of its own.",
    FILTER_UNREADABLE="The filter cannot be read.",
    DIRECTORY_BUSY="The server is busy.",
    REFUSED="The server refused to answer.",
    BUSY="Too many questions to directories are waiting here.",
    STOPPED="The question was given up.",
)
described(
    NotProven,
    "Why a directory or provider does not say that somebody is who they say.",
    NO_ENTRY="It has nobody of this name.",
    SEVERAL_ENTRIES="It has several of this name.",
    OUTSIDE_BASE="Whom it found is not below the base DN.",
    NO_SUBJECT="Whom it found has nothing that never changes about them.",
    WRONG_PASSWORD="The password is wrong.",  # noqa: S106 — a description
    DISABLED="The account is disabled there.",
    LOCKED="The account is locked there.",
    EXPIRED="The account has expired there.",
    PASSWORD_EXPIRED="The password has expired there.",  # noqa: S106 — a description
    MUST_CHANGE_PASSWORD="The password has to be changed there first.",  # noqa: S106 — a description
    NOT_AT_THIS_TIME="The account may not sign in at this time.",
    NOT_AT_THIS_COMPUTER="The account may not sign in from this computer.",
    REFUSED="It refused for a reason that it does not tell.",
)
