"""Identity providers as a sign-in page shows them to everybody."""

import strawberry

from auth.identity_providers.addresses import login_url
from auth.identity_providers.queries import offered_providers
from auth.installation import Installation
from resolvers.identity_providers.enums import ProviderKind
from resolvers.permissions import plain


@strawberry.type(description="An identity provider that a sign-in page offers.")
class SignInProvider:
    """Nothing here is secret."""

    slug: str = plain("Its name in addresses.")
    name: str = plain("What people call it.")
    icon: str = plain("Name of its icon, which the page knows; empty for none.")
    kind: ProviderKind = plain("What product it is.")
    login_url: str = plain("Where the browser goes to sign in by it.")


async def providers_shown(installation: Installation) -> list[SignInProvider]:
    """Those that are switched on, in order."""
    return [
        SignInProvider(
            slug=each.slug,
            name=each.name,
            icon=each.icon,
            kind=each.kind,
            login_url=login_url(installation, each.slug),
        )
        for each in await offered_providers()
    ]
