"""The settings of mail."""

from pathlib import Path

import pytest

from api.config import Config, ConfigurationError, load_config
from api.mail import delivery_of, own_name_of
from api.units import installation_of
from auth.mail.folder import FolderDelivery
from auth.mail.letter import Sender
from auth.mail.smtp import Security, SmtpDelivery, SmtpServer

FROM = "accounts@example.com"


def config_of(**environ: str) -> Config:
    return load_config({f"GATEHOUSE_{name}": text for name, text in environ.items()})


def problems_of(**environ: str) -> dict[str, str]:
    with pytest.raises(ConfigurationError) as caught:
        config_of(**environ)
    return caught.value.problems


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example.com", SmtpServer("mail.example.com", 587, Security.STARTTLS)),
        ("smtps://mail.example.com/", SmtpServer("mail.example.com", 465, Security.TLS)),
        ("smtp+insecure://127.0.0.1", SmtpServer("127.0.0.1", 25, Security.NONE)),
        ("smtp+insecure://relay.internal:2525", SmtpServer("relay.internal", 2525, Security.NONE)),
        ("smtp://u:p@[::1]:2587", SmtpServer("::1", 2587, Security.STARTTLS, "u", "p")),
        ("smtp://a%40b.c:p%3A%2F%40@m.example", SmtpServer("m.example", 587, Security.STARTTLS, "a@b.c", "p:/@")),
        ("smtp+insecure://u:p@localhost", SmtpServer("localhost", 25, Security.NONE, "u", "p")),
    ],
)
def test_a_mail_server_is_one_url(url: str, server: SmtpServer) -> None:
    config = config_of(SMTP_URL=url, MAIL_FROM=FROM)
    assert config.smtp == server
    assert isinstance(delivery_of(config), SmtpDelivery)
    assert installation_of(config).sends_mail


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.com",
        "http://mail.example.com",
        "smtp://",
        "smtp://user@mail.example.com",
        "smtp://:word@mail.example.com",
        "smtp://u:a-password@mail.example.com:99999",
        "smtp://u:a-password@mail.example.com/path",
        "smtp://u:a-password@mail.example.com?tls=no",
        "smtp://u:a-password@mail example.com",
        "smtp+insecure://u:a-password@mail.example.com",
    ],
)
def test_a_wrong_url_is_refused_and_not_repeated(url: str) -> None:
    [(name, problem)] = problems_of(SMTP_URL=url, MAIL_FROM=FROM).items()
    assert name == "GATEHOUSE_SMTP_URL"
    assert "holds a secret value that is not shown here; allowed: smtp://" in problem
    assert "a-password" not in problem


def test_the_url_can_come_from_a_file_and_is_not_printed(tmp_path: Path) -> None:
    (tmp_path / "url").write_text("smtp://u:a-password@mail.example.com\n")
    config = config_of(SMTP_URL_FILE=str(tmp_path / "url"), MAIL_FROM=FROM)
    assert config.smtp is not None
    assert config.smtp.password == "a-password"
    assert "a-password" not in f"{config} {config!r} {config.smtp!r}"


def test_a_mail_server_needs_a_sender() -> None:
    assert problems_of(SMTP_URL="smtp://mail.example.com") == {
        "GATEHOUSE_MAIL_FROM": "is required with GATEHOUSE_SMTP_URL; allowed: an address, also with a name: "
        "Accounts <accounts@example.com>."
    }


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        ("accounts@example.com", Sender("accounts@example.com")),
        ("Accounts <accounts@example.com>", Sender("accounts@example.com", "Accounts")),
        ('"Example, Inc." <accounts@example.com>', Sender("accounts@example.com", "Example, Inc.")),
    ],
)
def test_a_sender_is_an_address_or_has_a_name_too(text: str, sender: Sender) -> None:
    assert config_of(MAIL_FROM=text).mail_from == sender


@pytest.mark.parametrize(
    "text", ["accounts", "a@example.com, b@example.com", "A <a@example.com> x", "A\n<a@example.com>"]
)
def test_anything_else_is_no_sender(text: str) -> None:
    assert list(problems_of(MAIL_FROM=text)) == ["GATEHOUSE_MAIL_FROM"]


def test_files_that_are_not_there_are_told(tmp_path: Path) -> None:
    problems = problems_of(MAIL_TEMPLATES=str(tmp_path / "none"), SMTP_CA_FILE=str(tmp_path), SUPPORT_CONTACT="x" * 201)
    assert set(problems) == {"GATEHOUSE_MAIL_TEMPLATES", "GATEHOUSE_SMTP_CA_FILE", "GATEHOUSE_SUPPORT_CONTACT"}
    assert problems["GATEHOUSE_MAIL_TEMPLATES"].endswith("There is no such directory.")
    assert problems["GATEHOUSE_SMTP_CA_FILE"].endswith("There is no such file.")


def test_an_authority_of_ones_own_belongs_to_the_server(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("")
    config = config_of(SMTP_URL="smtp://m.example", SMTP_CA_FILE=str(tmp_path / "ca.pem"), MAIL_FROM=FROM)
    assert config.smtp == SmtpServer("m.example", 587, Security.STARTTLS, ca_file=tmp_path / "ca.pem")


def test_without_a_server_mail_goes_to_a_folder(tmp_path: Path) -> None:
    config = config_of(DATA_DIR=str(tmp_path))
    assert config.smtp is None
    assert config.mail_folder == tmp_path / "mail"
    assert isinstance(delivery_of(config), FolderDelivery)
    assert not installation_of(config).sends_mail


@pytest.mark.parametrize(
    ("base_url", "name"),
    [
        ("https://accounts.example.com", "accounts.example.com"),
        ("http://127.0.0.1:8000", "[127.0.0.1]"),
        ("http://[::1]:8000", "[IPv6:::1]"),
    ],
)
def test_we_introduce_ourselves_by_the_host_of_the_base_url(base_url: str, name: str) -> None:
    assert own_name_of(config_of(BASE_URL=base_url)) == name
