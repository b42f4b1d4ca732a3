"""What comes before any question: encryption as the profile says, and the profile's own bind."""

from auth.sources import ldap_tls
from auth.sources.directory import Directory, Server
from auth.sources.examination import FailureKind
from auth.sources.ldap_connection import Connection
from auth.sources.ldap_results import Failed, check_service_bind
from models.ldap_profile import LdapConnection


def encrypt(connection: Connection, directory: Directory, server: Server) -> None:
    """Has the connection be what the profile wants, before anything else is said; there is no way back to less.

    Raises ``Failed``.
    """
    if directory.connection is LdapConnection.INSECURE:
        return
    context = ldap_tls.context_of(directory)
    if directory.connection is LdapConnection.STARTTLS:
        connection.start_tls()
    connection.wire.encrypt(context, server.host)


def bind_service(connection: Connection, directory: Directory) -> None:
    """Binds as the profile's own account, or as nobody where it has none. Raises ``Failed``.

    A name without a password is not sent: a server may take it for nobody.
    """
    if directory.bind_dn and not directory.bind_password:
        raise Failed(FailureKind.BIND_REFUSED)
    password = directory.bind_password if directory.bind_dn else ""
    check_service_bind(connection.bind(directory.bind_dn, password.encode("utf-8", "surrogatepass")))
    connection.is_service = True
