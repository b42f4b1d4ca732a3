"""What a provider gives at a sign-in is found nowhere but sealed: no log, no row, no event, no answer tells of it."""

from datetime import timedelta

import pytest

from auth.single_sign_on.checking import ProviderChecks
from auth.sources.id_tokens import access_token_hash
from auth.sources.provider import SigningAlgorithm
from auth.sources.redirecting import RedirectSources
from models.provider_sign_in import ProviderSignIn
from tests.support.browser_way import Visitor, ann, configured, house, there
from tests.support.gate import Gate
from tests.support.hostile_provider import SECRET, HostileProvider
from tests.support.logout_tokens import logout_token
from tests.support.trail import dump, trail

__all__ = ["ann", "house", "there"]

ACCESS, FIRST, SECOND, CODE = "planted-access-token", "planted-refresh-1", "planted-refresh-2", "planted-code"
TELLS = """
{
  ssoAttempts(first: 50) { nodes { reference because explanation told { subject claims groups } } }
  sessions(first: 50) { nodes { id openedBy endReason } }
  auditEvents(first: 250) { nodes { action reason ssoAttemptReference changes { field before after } } }
  identityProviders { nodes { slug hasClientSecret } }
}
"""
NO_EXPORT = "mutation ($id: ID!) { deleteUser(input: {id: $id, endSessions: true}) { errors { code } } }"


async def looked(house: Gate) -> None:
    """The provider is asked whether everybody is still there."""
    long_ago = house.house.clock.now() - timedelta(hours=1)
    await ProviderSignIn.filter(session_id__not_isnull=True).update(checked_at=long_ago)
    checks = ProviderChecks(house.house.units, RedirectSources(house.house.clock))
    await checks.run_due()
    await checks.settled()


async def test_no_token_is_kept_told_or_logged(
    house: Gate, ann: Visitor, there: HostileProvider, capsys: pytest.CaptureFixture[str]
) -> None:
    await configured(there)
    given: list[str] = []
    there.resign = lambda token: given.append(token) or token
    there.answer |= {"access_token": ACCESS, "refresh_token": FIRST}
    there.claims["at_hash"] = access_token_hash(ACCESS, SigningAlgorithm.RS256)
    await ann.sign_in(there)
    assert await ann.viewer() == "ann"
    stored = [str(await dump())]
    there.answer |= {"refresh_token": SECOND, "id_token": ...}
    await looked(house)
    assert FIRST in str(there.forms)
    there.callback = {"code": CODE}
    refused = await ann.sign_in(there)
    answers = [refused.text, str(refused.headers), (await house.send(TELLS, as_="root")).text]
    tokens = [ACCESS, FIRST, SECOND, CODE, SECRET, *given]
    assert given
    assert (await ProviderSignIn.get()).refresh_token_sealed
    stored += [str(await dump()), str(await trail())]
    client, body = house.client, {"logout_token": logout_token(there)}
    answers.append((await client.post("/auth/sso/corp/backchannel-logout", data=body)).text)
    answers.append((await house.send(NO_EXPORT, {"id": await house.user_id("ann")}, "root")).text)
    stored += [str(await dump()), str(await trail())]
    logged = "".join(capsys.readouterr())
    assert "request" in logged, "the log is looked at"
    for secret in [*tokens, body["logout_token"]]:
        assert secret not in logged
        assert not any(secret in each for each in [*stored, *answers])
