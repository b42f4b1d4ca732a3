"""Fresh factors as the schema shows them."""

from datetime import datetime

import strawberry

from auth.step_up.queries import asked_of, fresh_methods, freshness_of
from auth.step_up.rules import FreshMethod
from auth.visibility import camel_case
from resolvers.context import Context
from resolvers.enums import described
from resolvers.permissions import plain

described(
    FreshMethod,
    "What a caller can prove once more who they are with.",
    TOTP="A code of an authenticator app (RFC 6238).",
    BACKUP_CODE="One of the backup codes.",
    PASSWORD="The password, where the account has no second factor.",  # noqa: S106 — a description
    PROVIDER="A new sign-in at one of freshFactor.providers, where the account has no second factor: startFreshFactor.",
)


@strawberry.type(
    description="How lately the caller has proved who they are: by the second factor, or by the password without one."
)
class FreshFactor:
    """Of ``Viewer``."""

    valid_until: datetime | None = plain("Until when it counts; null where it does not.")
    methods: list[FreshMethod] = plain(
        "What verifyFreshFactor takes, or startFreshFactor for PROVIDER; empty for an API token, which has no such."
    )
    providers: list[str] = plain("Slugs of the providers that startFreshFactor goes to, where methods has PROVIDER.")
    required_by: list[str] = plain("Coordinates of the schema that ask the caller for one, by the settings in force.")


async def fresh_factor(context: Context) -> FreshFactor:
    """The caller's."""
    found = await freshness_of(context.actor.session_id)
    until = found.until if found else None
    methods = await fresh_methods(found)
    settings = {camel_case(each.setting) if each.setting else None for each in await asked_of(context.actor)}
    return FreshFactor(
        valid_until=until if until is not None and context.clock.now() < until else None,
        methods=list(methods),
        providers=list(found.providers) if found and FreshMethod.PROVIDER in methods else [],
        required_by=sorted(name for name, by in context.contract.fresh_factors.items() if by in settings),
    )
