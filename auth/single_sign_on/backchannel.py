"""Somebody signed out at a provider, which says so itself (OpenID Connect Back-Channel Logout 1.0 §2.5 to §2.8).

What was opened by that sign-in there ends here: sessions, and sign-ins that wait for a step. Anybody can send a token,
so nothing secret is opened for one, and whoever sent it is not told what is wrong. A provider that is switched off is
heard too: its sessions come back with it, and one that ended there meanwhile must not.
"""

from collections.abc import Awaitable, Callable
from uuid import UUID

from auth.actor import Actor
from auth.events import Target, user_target
from auth.locking import locked_accounts
from auth.opaque import digest
from auth.permissions import open_to_anyone
from auth.sessions.commands import end, run_out
from auth.settings.pages import SessionSettings
from auth.settings.queries import current
from auth.single_sign_on.backchannel_events import EndedThere, LogoutReceived, LogoutRefused
from auth.single_sign_on.secretless import without_secret
from auth.single_sign_on.starting import provider_at
from auth.sources.failures import SsoRefused
from auth.sources.logout_tokens import LogoutNotice
from auth.sources.redirecting import RedirectSources
from auth.unit_of_work import Units, Work
from models.identity_provider import IdentityProvider, ProviderKind
from models.pending_login import PendingLogin
from models.provider_sign_in import ProviderSignIn, SpentLogoutToken
from models.session import Session, SessionEnd

REPLAYED = "REPLAYED"
"""Why a token is refused that was good, once."""

MayTell = Callable[[], Awaitable[bool]]
"""Whether the trail is to be told of one more that was refused: whoever floods us fills no tables."""


async def take_logout_token(
    units: Units, redirects: RedirectSources, actor: Actor, slug: str, token: str, may_tell: MayTell
) -> bool:
    """Ends what a logout token means, once; false where it is not good. It never raises for what it is sent."""
    row = await provider_at(slug)
    if row is None or row.kind is ProviderKind.GITHUB:
        return False
    provider_id, target = row.id, Target("IDENTITY_PROVIDER", str(row.id), row.name)
    notice = await redirects.openid.logout_notice(without_secret(row, units.installation.vault), token)
    if isinstance(notice, SsoRefused):
        because = notice.because.value
    else:
        because = await units.run(actor, lambda work: end_as_told(work, provider_id, target, notice))
    if because is not None and await may_tell():
        await units.run(actor, lambda work: note_refused(work, target, because))
    return because is None


@open_to_anyone("the signature of the token says who sends it")
async def end_as_told(work: Work, provider_id: UUID, target: Target, notice: LogoutNotice) -> str | None:
    """Ends everything that a notice names; gives the reason where it was taken before.

    Accounts are locked first, so that no step becomes a session meanwhile.
    """
    meant = await _meant(provider_id, notice)
    users = {row.user_id for row in meant}
    await locked_accounts(users)
    if not await _spend(provider_id, notice):
        return REPLAYED
    sessions = steps = 0
    for row in await _meant(provider_id, notice):
        if row.user_id in users:
            sessions += await _end_session(work, row)
            steps += await PendingLogin.filter(sign_in_id=row.id, used_at=None).update(used_at=work.now)
            await row.delete()
    work.record(LogoutReceived(target=target, after=EndedThere(sessions, steps)))
    return None


@open_to_anyone("it changes nothing and says what was refused")
async def note_refused(work: Work, target: Target, because: str) -> None:
    """Tells the trail of a token that was not taken."""
    work.record(LogoutRefused(target=target, because=because))


async def _meant(provider_id: UUID, notice: LogoutNotice) -> list[ProviderSignIn]:
    """What was given at the sign-ins that a notice names: of one session there, or of everyone of a subject."""
    named = {"sid": notice.sid, "subject": notice.subject}
    given = {name: value for name, value in named.items() if value is not None}
    return await ProviderSignIn.filter(provider_id=provider_id, **given).order_by("id")


async def _spend(provider_id: UUID, notice: LogoutNotice) -> bool:
    """Remembers a token (§2.6); false where that was done before, or the provider is gone. One at a time does."""
    if await IdentityProvider.select_for_update().get_or_none(id=provider_id) is None:
        return False
    jti_hash = digest(notice.token_id)
    if await SpentLogoutToken.exists(provider_id=provider_id, jti_hash=jti_hash):
        return False
    await SpentLogoutToken.create(provider_id=provider_id, jti_hash=jti_hash, expires_at=notice.remember_until)
    return True


async def _end_session(work: Work, row: ProviderSignIn) -> bool:
    session = await Session.get_or_none(id=row.session_id, ended_at=None).prefetch_related("user")
    if session is None:
        return False
    user = session.user
    over = run_out(session, user.idle_timeout_minutes, await current(SessionSettings), work.now)
    owner = user_target(user.id, user.username)
    if over is not None:
        await end(work, session.id, owner, over.reason, over.at)
        return False
    return await end(work, session.id, owner, SessionEnd.SIGNED_OUT_THERE)
