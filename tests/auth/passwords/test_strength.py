"""The estimate of a password's strength: on its own thread, of a bounded text, at a bounded pace."""

import asyncio
import subprocess
import sys
import threading
import time
from collections.abc import Generator

import pytest

from auth.errors import RateLimited
from auth.passwords import strength
from auth.passwords.strength import LOOKED_AT, WAITING, StrengthEstimates
from tests.support.source import ROOT

DEAR = "4@8({[<369&#!1/|0$5+7%2"
"""Characters that may each stand for several letters: an estimate takes longest with these."""


@pytest.fixture
def estimates() -> Generator[StrengthEstimates]:
    estimates = StrengthEstimates()
    yield estimates
    estimates.close()


@pytest.mark.parametrize(
    ("password", "score"),
    [("", 0), ("password", 0), ("Password1", 0), ("asaoberg", 1), ("correct horse battery staple", 4), ("\ud800", 0)],
)
async def test_what_is_easy_to_guess_scores_low(estimates: StrengthEstimates, password: str, score: int) -> None:
    found = await estimates.estimate("asker", password, ("asa", "oberg"))
    assert found.score == score
    assert 0 <= found.guesses_log10 < 30


async def test_names_of_one_asker_tell_nothing_about_anothers(estimates: StrengthEstimates) -> None:
    mine = await estimates.estimate("asa", "Zaphodbeeblebrox", ("zaphodbeeblebrox",))
    others = await estimates.estimate("bo", "Zaphodbeeblebrox", ())
    assert mine.score < others.score


async def test_a_long_text_costs_no_more_than_its_beginning(estimates: StrengthEstimates) -> None:
    beginning = "qz7-" * (LOOKED_AT // 4)
    long = await estimates.estimate("asker", beginning + "x" * 10_000, ())
    assert long == await estimates.estimate("asker", beginning, ())


async def test_one_asker_has_a_pace_and_others_are_not_held_up_by_it(estimates: StrengthEstimates) -> None:
    for _ in range(120):
        await estimates.estimate("asa", "x", ())
    for _ in range(10):
        with pytest.raises(RateLimited) as limited:
            await estimates.estimate("asa", "x", ())
        assert 1 <= limited.value.retry_after_seconds <= 61
    await estimates.estimate("bo", "x", ())


@pytest.mark.parametrize("password", [DEAR * 4, "a4@e3i1!|o0s$5t+7z2" * 4, "1!|7" * 18, "İ" * 72])
async def test_what_would_take_long_is_estimated_by_its_beginning(estimates: StrengthEstimates, password: str) -> None:
    await estimates.estimate("asa", "x", ())  # the words are loaded
    began = time.process_time()
    await estimates.estimate("asa", password, ())
    assert time.process_time() - began < 1.0, "whole, the first takes many times that"


async def test_what_takes_longer_counts_for_its_time(
    estimates: StrengthEstimates, monkeypatch: pytest.MonkeyPatch
) -> None:
    def takes_long(_password: str, _names: tuple[str, ...]) -> tuple[str, float]:
        return "done", 2.0

    monkeypatch.setattr(strength, "_estimate", takes_long)
    for _ in range(3):
        await estimates.estimate("asa", "x", ())
    with pytest.raises(RateLimited):
        await estimates.estimate("asa", "x", ())


async def test_few_wait_and_the_rest_is_told_to_come_again(
    estimates: StrengthEstimates, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, threads = threading.Event(), set[str]()

    def wait(_password: str, _names: tuple[str, ...]) -> tuple[str, float]:
        threads.add(threading.current_thread().name)
        assert opened.wait(30)
        return "done", 0.0

    monkeypatch.setattr(strength, "_estimate", wait)
    waiting = [asyncio.create_task(estimates.estimate(f"asker {place}", "x", ())) for place in range(WAITING)]
    await asyncio.sleep(0)
    with pytest.raises(RateLimited):
        await estimates.estimate("late", "x", ())
    opened.set()
    assert await asyncio.gather(*waiting) == ["done"] * WAITING
    assert {name.rpartition("_")[0] for name in threads} == {"strength"}
    assert await estimates.estimate("late", "x", ()) == "done"


def test_the_words_are_not_loaded_before_somebody_asks() -> None:
    told = "import sys, api.product; print('zxcvbn' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
