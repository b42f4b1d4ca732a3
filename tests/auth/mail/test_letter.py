"""A mail as a message: headers, encodings, addresses."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from uuid import UUID

import pytest
from email_validator import EmailNotValidError

from auth.mail.letter import Sender, letter, routable
from auth.mail.templates import Written
from tests.support.house import NOON

KEY = UUID(int=7)
SENDER = Sender("accounts@example.com", "Accounts of Example")
WRITTEN = Written("Hello", "Text\nhttps://example.com/?a=1&b=2\n", "<p>Text</p>\n")


def read(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_the_message_has_what_it_needs_and_nothing_more() -> None:
    made = letter(KEY, "test", WRITTEN, SENDER, "ann@example.com", NOON)
    message = read(made.content)
    assert dict(message.items()) == {
        "From": "Accounts of Example <accounts@example.com>",
        "To": "ann@example.com",
        "Subject": "Hello",
        "Date": "Sat, 21 Nov 2026 12:00:00 +0000",
        "Message-ID": f"<{KEY}@example.com>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "MIME-Version": "1.0",
        "Content-Type": f'multipart/alternative; boundary="=_{KEY.hex}"',
    }
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert made.content.count(b"\n") == made.content.count(b"\r\n")
    assert not made.needs_utf8


def test_the_same_bytes_are_made_at_every_attempt() -> None:
    assert letter(KEY, "test", WRITTEN, SENDER, "a@b.test", NOON) == letter(
        KEY, "test", WRITTEN, SENDER, "a@b.test", NOON
    )


def test_a_link_can_be_read_in_the_raw_message_and_other_letters_come_through() -> None:
    assert b"\r\nhttps://example.com/?a=1&b=2\r\n" in letter(KEY, "test", WRITTEN, SENDER, "a@b.test", NOON).content
    words = Written("Kennwort für Ørjan 🔑", "Grüße\n" + "x" * 2000 + "\n", "<p>Grüße</p>\n")
    made = letter(KEY, "test", words, Sender("a@b.test", "Bücher, GmbH"), "ann@example.com", NOON)
    message = read(made.content)
    body = message.get_body(("plain",))
    assert body is not None
    assert (message["Subject"], message["From"]) == (words.subject, '"Bücher, GmbH" <a@b.test>')
    assert body.get_content().replace("\r\n", "\n") == words.text
    assert made.content.isascii()
    assert max(map(len, made.content.splitlines())) < 998


@pytest.mark.parametrize("subject", ["Hi\r\nBcc: eve@example.com", "Hi\nX: y", "Hi\rX: y"])
def test_a_subject_makes_no_header(subject: str) -> None:
    with pytest.raises(ValueError, match="Header values"):
        letter(KEY, "test", Written(subject, "", ""), SENDER, "ann@example.com", NOON)


@pytest.mark.parametrize(
    "to", ["a@b.test, eve@example.com", "a@b.test\r\nBcc: eve@example.com", "<a@b.test> eve@e.com"]
)
def test_a_recipient_is_one_address(to: str) -> None:
    with pytest.raises(EmailNotValidError):
        letter(KEY, "test", WRITTEN, SENDER, to, NOON)


@pytest.mark.parametrize(
    ("address", "sent", "needs_utf8"),
    [
        ("Ann.O'Hara+x@Example.COM", "Ann.O'Hara+x@example.com", False),
        ("ann@bücher.example", "ann@xn--bcher-kva.example", False),
        ("jörg@bücher.example", "jörg@xn--bcher-kva.example", True),
    ],
)
def test_domains_are_sent_in_ascii(address: str, sent: str, *, needs_utf8: bool) -> None:
    made = letter(KEY, "test", WRITTEN, SENDER, address, NOON)
    assert (routable(address), made.recipient, made.needs_utf8) == (sent, sent, needs_utf8)
    assert f"To: {sent}".encode() in made.content
