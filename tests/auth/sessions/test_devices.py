"""What user agents tell people of their devices."""

import pytest

from auth.sessions.devices import UNKNOWN, device_of, devices_of, kind_of

IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5"
    " Mobile/15E148 Safari/604.1"
)
LINUX = "Mozilla/5.0 (X11; Linux x86_64; rv:{0}.0) Gecko/20100101 Firefox/{0}.0"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"


@pytest.mark.parametrize(
    ("text", "told", "sentence"),
    [
        (IPHONE, ("iPhone", "iOS 17.5", "Mobile Safari 17"), "Mobile Safari on iPhone"),
        (LINUX.format(128), (None, "Linux", "Firefox 128"), "Firefox on Linux"),
        (WINDOWS, (None, "Windows 10", "Firefox 128"), "Firefox on Windows"),
        ("curl/8.5.0", (None, None, "curl 8"), "curl on an unknown system"),
        ("probe/1.0", (None, None, None), "An unknown program on an unknown system"),
        ("", (None, None, None), "An unknown program on an unknown system"),
        (None, (None, None, None), "An unknown program on an unknown system"),
        ("\0\ud800" * 100, (None, None, None), "An unknown program on an unknown system"),
    ],
)
def test_a_device_is_named_as_far_as_it_tells(text: str | None, told: tuple[str | None, ...], sentence: str) -> None:
    device = device_of(text)
    assert (device.name, device.operating_system, device.browser) == told
    assert device.sentence == sentence


async def test_many_are_read_together_each_once() -> None:
    found = await devices_of([IPHONE, None, IPHONE])
    assert found == {IPHONE: device_of(IPHONE), None: UNKNOWN}
    assert await devices_of([]) == {}


def test_a_new_version_is_the_same_device_and_another_system_is_not() -> None:
    kinds = [kind_of(device_of(text), text) for text in (LINUX.format(128), LINUX.format(129), WINDOWS, "a/1", "a/2")]
    assert kinds[0] == kinds[1]
    assert len(set(kinds)) == 4
