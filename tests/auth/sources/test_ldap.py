"""What a process has for its directories."""

import asyncio
import subprocess
import sys
from uuid import UUID

from auth.sources.examination import FailureKind, Step, StepState
from auth.sources.health import ServerState
from auth.sources.identity import PasswordSource, Unavailable
from auth.sources.ldap_threads import THREADS, WAITING
from tests.support.hostile_ldap import WAYS
from tests.support.ldap_server import PASSWORD, SERVICE_PASSWORD, LdapServer, serving
from tests.support.small_directory import PROFILE, directory, small_server
from tests.support.visits import Visitor, unavailable, visitor

__all__ = ["visitor"]

LOADED = "import auth.sources.ldap, sys; print('ldap3' in sys.modules or 'pyasn1' in sys.modules)"


def test_a_process_without_a_directory_does_not_load_the_library() -> None:
    told = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True, timeout=60)
    assert told.stdout.strip() == "False"


def test_a_directory_does_not_tell_its_password() -> None:
    assert SERVICE_PASSWORD not in repr(directory(LdapServer()))


async def test_a_source_is_its_profile(visitor: Visitor) -> None:
    source: PasswordSource = visitor.sources.source(directory(LdapServer()))
    assert (source.id, source.name) == (PROFILE, "small")
    assert source.id == UUID(int=7)


async def test_what_is_known_of_a_server(visitor: Visitor) -> None:
    with serving(small_server()) as made:
        asked = directory(made)
        assert [each.state for each in visitor.sources.health_of(asked)] == [ServerState.UNKNOWN]
        await visitor.signed_in(asked, "alice", PASSWORD)
        assert [each.state for each in visitor.sources.health_of(asked)] == [ServerState.UP]
    await visitor.signed_in(asked, "alice", PASSWORD)
    assert [each.state for each in visitor.sources.health_of(asked)] == [ServerState.DOWN]


async def test_an_examination_remembers_nothing(visitor: Visitor) -> None:
    with serving(small_server(way=WAYS["rubbish"].way)) as made:
        asked = directory(made)
        await visitor.sources.examine(asked)
    assert [each.state for each in visitor.sources.health_of(asked)] == [ServerState.UNKNOWN]


async def test_an_examination_says_at_which_step_it_ended(visitor: Visitor) -> None:
    with serving(small_server(way=WAYS["hangs at the groups"].way)) as made:
        [report] = await visitor.sources.examine(directory(made), test_username="alice", password=PASSWORD)
    states = [(each.step, each.state, each.kind) for each in report.steps if each.state is not StepState.PASSED]
    assert states == [
        (Step.TLS, StepState.SKIPPED, None),
        (Step.GROUPS, StepState.FAILED, FailureKind.TIMEOUT),
        (Step.USER_BIND, StepState.SKIPPED, None),
    ]
    assert report.identity is not None
    assert report.identity.groups is None, "which is not to say that there are none"


async def test_an_examination_for_which_there_is_no_thread_says_so(visitor: Visitor) -> None:
    with serving(small_server(way=WAYS["hangs at the search"].way)) as made:
        asked = directory(made)
        others = [asyncio.create_task(visitor.signed_in(asked, "alice", PASSWORD)) for _ in range(THREADS + WAITING)]
        await asyncio.sleep(0.2)
        [report] = await visitor.sources.examine(asked)
        assert (report.steps[0].state, report.steps[0].kind) == (StepState.FAILED, FailureKind.BUSY)
        assert {each.state for each in report.steps[1:]} == {StepState.SKIPPED}
        await asyncio.gather(*others)


async def test_a_server_that_suggests_nothing_says_so(visitor: Visitor) -> None:
    with serving(small_server()) as made:
        made.entries[""] = {"namingContexts": ["dc=one", "dc=two"]}
        asked = directory(made, base_dn="")
        assert await visitor.sources.default_base_dn(asked) == unavailable(FailureKind.NO_BASE_SUGGESTED)
        made.entries[""] = {"namingContexts": ["dc=one", "dc=two"], "defaultNamingContext": ["dc=two"]}
        assert await visitor.sources.default_base_dn(asked) == "dc=two"
    assert isinstance(await visitor.sources.default_base_dn(asked), Unavailable)
