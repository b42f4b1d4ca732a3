"""The README's first five minutes, and those with single sign-on, run against a fresh server on each engine."""

from dataclasses import replace
from pathlib import Path

from tests.support.openid_provider import OpenIdProvider, furnish, left, openid_provider
from tests.support.server import Home, running
from tests.support.source import ROOT
from tests.support.transcript import Shell, Step, differences, steps

__all__ = ["openid_provider"]

SIGNED_IN = 3
"""Blocks of the page, from its beginning, after which the administrator is signed in."""

ADDRESS = "http://127.0.0.1:8000"


def test_the_readme_is_true(home: Home, tmp_path: Path) -> None:
    script = page()[: mark("provider")]
    assert len(script) > 8, "the page has lost its blocks"
    stop = mark("restart")
    with Shell(tmp_path, home.environment()) as shell:
        with running(home) as first:
            password, port = first.printed_password, first.url.rpartition(":")[2]
            for step in script[:stop]:
                _perform(shell, step, first.url, password)
            first.stop()
        with running(home.on_port(port)) as again:
            for step in script[stop + 1 :]:
                _perform(shell, step, again.url, password)
            again.stop()


def test_single_sign_on_is_as_the_readme_says(home: Home, tmp_path: Path, openid_provider: OpenIdProvider) -> None:
    script, begun = page(), mark("provider")
    with Shell(tmp_path, home.environment()) as shell, running(home) as server:
        furnish(openid_provider, server.url)
        for step in [*script[:SIGNED_IN], *script[begun + 1 :]]:
            if step.mark == "browser":
                assert left(server.url, "corp", "ann").arrives().headers["location"] == "/auth/signed-in"
            else:
                _perform(shell, step, server.url, server.printed_password, openid_provider.issuer)
        server.stop()


def page() -> list[Step]:
    """The README's steps."""
    return list(steps((ROOT / "README.md").read_text(encoding="utf-8")))


def mark(name: str) -> int:
    """Where a mark stands among them."""
    return next(number for number, step in enumerate(page()) if step.mark == name)


def _perform(shell: Shell, step: Step, url: str, password: str, issuer: str = "") -> None:
    """One block; its answer must be the promised one."""
    typed = _as_typed(step, url, password).replace("the printed issuer", issuer)
    promised = replace(step, answer=step.answer.replace(ADDRESS, url))
    assert differences(promised, shell.run(typed)) == [], typed


def _as_typed(step: Step, url: str, password: str) -> str:
    """What a reader would put in: the printed password, and the address where this server happens to listen.

    ``make demo`` first looks whether the packages are installed and then runs ``./gatehouse demo``; only that is run
    here, so that a test never touches the environment it runs in.
    """
    typed = step.shell.replace(ADDRESS, url).replace("the printed password", password)
    return typed.replace("make demo", f"{ROOT}/gatehouse demo")


def test_a_broken_promise_is_found() -> None:
    step = Step(kind="json", answer='{"data": {"a": "…", "b": [1, 2]}}')
    assert differences(step, '{"data": {"a": 5, "b": [1, 2]}, "extensions": {}}') == []
    assert differences(step, '{"data": {"a": 5, "b": [1, 3]}}') == ["answer.data.b[1]: found 3, promised 2"]
    assert differences(step, '{"data": {"a": 5}}')
    assert differences(step, "nothing")
    assert differences(Step(kind="text", answer="25\n"), "24")
