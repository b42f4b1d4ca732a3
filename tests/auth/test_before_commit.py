"""What is checked before a commit: once for each question, after everything is written, and with the power to undo."""

import pytest

from auth.actor import SYSTEM
from auth.errors import DomainError
from auth.settings.commands import update_settings
from auth.settings.pages import ApiSettings
from auth.settings.queries import current
from auth.unit_of_work import Work
from tests.support.house import House
from tests.support.trail import hearing, nothing_changes

Heard = list[str]


async def _ask(work: Work, heard: Heard, who: str, question: str = "one") -> None:
    async def check() -> None:
        heard.append(f"{who}: {(await current(ApiSettings)).introspection}")

    work.before_commit(question, check)


async def _close(work: Work) -> None:
    await update_settings(work, ApiSettings, {"introspection": False})


async def test_a_check_sees_what_the_command_has_written_after_it_was_asked(house: House) -> None:
    heard: Heard = []

    async def command(work: Work) -> None:
        await _ask(work, heard, "first")
        assert heard == []
        await _close(work)

    await house.do(SYSTEM, command)
    assert heard == ["first: False"]


async def test_a_question_is_answered_once_as_it_was_asked_first(house: House) -> None:
    heard: Heard = []

    async def command(work: Work) -> None:
        await _ask(work, heard, "first")
        await _ask(work, heard, "second")
        await _ask(work, heard, "third", "another")
        assert list(work.checks) == ["one", "another"]

    await house.do(SYSTEM, command)
    assert heard == ["first: True", "third: True"]


async def test_what_a_check_raises_undoes_all_of_it_with_its_events_and_effects(house: House) -> None:
    heard: Heard = []

    async def refuse() -> None:
        raise DomainError("NO", "No.")

    async def effect() -> None:
        heard.append("effect")

    async def command(work: Work) -> None:
        work.before_commit("one", refuse)
        work.after_commit(effect)
        await _close(work)

    async with nothing_changes():
        with pytest.raises(DomainError, match=r"No\."):
            await house.do(SYSTEM, command)
    assert heard == []


async def test_a_check_comes_before_the_events_are_written_and_the_effects_follow(house: House) -> None:
    heard: Heard = []

    async def effect() -> None:
        heard.append("effect")

    async def command(work: Work) -> None:
        work.after_commit(effect)
        await _ask(work, heard, "check")
        await _close(work)

    async with hearing() as told:
        await house.do(SYSTEM, command)
    assert heard == ["check: False", "effect"]
    assert [event.action for event in told.events] == ["settings.changed"]


async def test_what_is_taken_back_gives_its_result_and_leaves_nothing(house: House) -> None:
    heard: Heard = []

    async def effect() -> None:
        heard.append("effect")

    async def command(work: Work) -> str:
        work.take_back()
        await _ask(work, heard, "check")
        await _close(work)
        work.after_commit(effect)
        return "as it would be"

    async with nothing_changes():
        assert await house.do(SYSTEM, command) == "as it would be"
    assert heard == ["check: False"]
    assert (await current(ApiSettings)).introspection


async def test_what_is_taken_back_is_refused_as_it_would_be(house: House) -> None:
    async def refuse() -> None:
        raise DomainError("NO", "No.")

    async def command(work: Work) -> None:
        await _close(work)
        work.before_commit("one", refuse)
        work.take_back()

    async with nothing_changes():
        assert await house.refusals(SYSTEM, command) == [("NO", "")]


async def test_a_look_that_is_not_to_be_judged_is_not_checked(house: House) -> None:
    heard: Heard = []

    async def command(work: Work) -> bool:
        work.take_back(checked=False)
        await _ask(work, heard, "check")
        await _close(work)
        return (await current(ApiSettings)).introspection

    async with nothing_changes():
        assert not await house.do(SYSTEM, command)
    assert heard == []


async def test_a_unit_after_one_that_was_taken_back_commits(house: House) -> None:
    async def look(work: Work) -> None:
        work.take_back()
        await _close(work)

    await house.do(SYSTEM, look)
    await house.do(SYSTEM, _close)
    assert not (await current(ApiSettings)).introspection
