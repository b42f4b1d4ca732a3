"""Where links lead and how long they serve."""

from datetime import timedelta

import pytest

from auth.links.rules import PATHS, lifetime, link_url
from auth.opaque import Token
from auth.settings.pages import LinkSettings
from models.one_time_link import LinkPurpose


@pytest.mark.parametrize(
    ("purpose", "shipped", "changed"),
    [
        (LinkPurpose.RESET_PASSWORD, timedelta(minutes=60), timedelta(minutes=5)),
        (LinkPurpose.INVITATION, timedelta(days=7), timedelta(days=90)),
        (LinkPurpose.CONFIRM_EMAIL, timedelta(hours=24), timedelta(hours=2)),
    ],
)
def test_each_purpose_has_a_lifetime_of_its_own(purpose: LinkPurpose, shipped: timedelta, changed: timedelta) -> None:
    assert lifetime(purpose, LinkSettings()) == shipped
    assert lifetime(purpose, LinkSettings(5, 90, 2)) == changed


@pytest.mark.parametrize("frontend", ["https://console.test", "https://console.test/"])
def test_the_token_stands_in_the_fragment(frontend: str) -> None:
    url = link_url(frontend, LinkPurpose.RESET_PASSWORD, Token("secret"))
    assert url == "https://console.test/reset-password#token=secret"


def test_every_purpose_has_a_page() -> None:
    assert set(PATHS) == set(LinkPurpose)
    assert len(set(PATHS.values())) == len(PATHS)
