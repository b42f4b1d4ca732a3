"""Where the browser's way through a provider begins and ends here: of the configured base URL, never of a request."""

from auth.installation import Installation


def login_url(installation: Installation, slug: str) -> str:
    """Where somebody goes to sign in by a provider."""
    return f"{_way(installation, slug)}/login"


def callback_url(installation: Installation, slug: str) -> str:
    """Where the provider sends the browser back to (RFC 6749 §3.1.2); it has this in its list."""
    return f"{_way(installation, slug)}/callback"


def backchannel_logout_url(installation: Installation, slug: str) -> str:
    """Where the provider itself tells that somebody signed out there (OpenID Connect Back-Channel Logout §2.2)."""
    return f"{_way(installation, slug)}/backchannel-logout"


def post_logout_redirect_url(installation: Installation) -> str:
    """Where the browser comes back to after signing out there (OpenID Connect RP-Initiated Logout §2)."""
    return f"{installation.base_url}/auth/logged-out"


def _way(installation: Installation, slug: str) -> str:
    return f"{installation.base_url}/auth/sso/{slug}"
