"""What a sign-in page shows before anybody has signed in."""

import strawberry

from auth.ldap_profiles.queries import enabled_profiles
from auth.passwords.presets import policy_of
from auth.settings.pages import PasswordSettings, SessionSettings
from auth.settings.queries import current
from auth.sources.enforcement import is_enforced
from resolvers.context import Info
from resolvers.identity_providers.offered import SignInProvider, providers_shown
from resolvers.passwords.types import PasswordPolicy
from resolvers.permissions import plain, public


@strawberry.type(description="What a new password needs, to be shown as hints; checkPassword judges one.")
class PasswordHints:
    """The part of the policy that everybody may know."""

    preset: PasswordPolicy = plain("The preset whose every value it has; CUSTOM where it is none's.")
    minimum_length: int = plain("Characters that it has at least.")
    uppercase_required: bool = plain("Whether it needs an upper-case letter.")
    lowercase_required: bool = plain("Whether it needs a lower-case letter.")
    digit_required: bool = plain("Whether it needs a digit.")
    special_required: bool = plain("Whether it needs a character that is none of these.")
    common_refused: bool = plain("Whether those that everybody tries first are refused.")
    names_refused: bool = plain("Whether it must not contain the account's own names.")


@strawberry.type(description="What a sign-in page shows.")
class SignInOptions:
    """Nothing here is secret or differs from caller to caller."""

    password_sign_in: bool = plain(
        "Whether people sign in by name and password. While single sign-on is enforced and no directory is on, it is "
        "false; login is there nevertheless, for break-glass accounts."
    )
    forgot_password: bool = plain("Whether a link to choose a new password can be mailed.")
    remember_me_days: int = plain("How long a remembered session lives; 0 where remembering is not offered.")
    password_policy: PasswordHints = plain("What a new password needs.")
    providers: list[SignInProvider] = plain("Identity providers that people can sign in by, in order.")


@strawberry.type
class SignInOptionQueries:
    """Root fields."""

    @public("How people can sign in here; for the page that asks them to.")
    async def sign_in_options(self, info: Info) -> SignInOptions:
        """By the settings in force now."""
        passwords, enforced = await current(PasswordSettings), await is_enforced()
        return SignInOptions(
            password_sign_in=not enforced or bool(await enabled_profiles()),
            forgot_password=not enforced and info.context.units.installation.sends_mail,
            remember_me_days=(await current(SessionSettings)).remember_me_days,
            password_policy=_hints(passwords),
            providers=await providers_shown(info.context.units.installation),
        )


def _hints(settings: PasswordSettings) -> PasswordHints:
    return PasswordHints(
        preset=policy_of(settings),
        minimum_length=settings.minimum_length,
        uppercase_required=settings.uppercase_required,
        lowercase_required=settings.lowercase_required,
        digit_required=settings.digit_required,
        special_required=settings.special_required,
        common_refused=settings.common_refused,
        names_refused=settings.names_refused,
    )
