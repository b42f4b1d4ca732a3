"""A real browser: the system's Chromium without a window, driven by Playwright."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.support.peers import absent

CHROMIUM = Path("/usr/bin/chromium")
WAIT_MS = 20_000
"""How long anything on a page may take."""

_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def running_chromium() -> Generator[Browser]:
    """One process, in which each person has a profile of their own."""
    if not CHROMIUM.exists():
        absent(f"{CHROMIUM} (the package chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=[*_FLAGS])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def profile(browser: Browser) -> Generator[BrowserContext]:
    """Somebody's own cookies and tabs."""
    context = browser.new_context()
    context.set_default_timeout(WAIT_MS)
    try:
        yield context
    finally:
        context.close()


@pytest.fixture(scope="module")
def chromium() -> Generator[Browser]:
    """The browser of all tests of a module."""
    with running_chromium() as browser:
        yield browser
