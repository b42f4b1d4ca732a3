"""``email test`` and what ``check`` says of mail, as a script and as a person see it."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from tests.support.certificates import authority
from tests.support.server import Home
from tests.support.smtp import HOST, sink

FROM = {"GATEHOUSE_MAIL_FROM": "accounts@example.com"}
ADDRESS = "ann@example.com"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def using(home: Home, url: str, **variables: str) -> Home:
    return Home(home.directory, {"GATEHOUSE_SMTP_URL": url, **FROM, **variables})


def asked(home: Home, *words: str) -> tuple[int, dict[str, Any]]:
    done = home.run(*words, "--json")
    return done.returncode, json.loads(done.stdout)


def mail_finding(home: Home, name: str = "mail") -> dict[str, str]:
    _, answer = asked(home, "check")
    [finding] = [each for each in answer["findings"] if each["name"] == name]
    return finding


def test_each_step_is_told_and_the_mail_is_there(home: Home, tmp_path: Path) -> None:
    signed = authority(tmp_path / "tls")
    with sink(starttls=signed.server(HOST), login=True) as there:
        place = using(home, there.url("smtp", login=True), GATEHOUSE_SMTP_CA_FILE=str(signed.file))
        done = place.run("email", "test", ADDRESS)
        assert mail_finding(place)["result"] == "passed"
        port = there.port
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        *(f"done      {step}" for step in ("name resolution", "connection", "TLS", "login")),
        *(f"done      {step}" for step in ("sender", "recipient", "content")),
        f"Test mail was taken: {HOST}, port {port}, with STARTTLS.",
    ]
    [taken] = there.taken
    assert (taken.recipients, taken.message["Subject"]) == ([ADDRESS], "Test mail")


def test_a_wrong_password_is_told_with_advice_and_not_repeated(home: Home, tmp_path: Path) -> None:
    signed = authority(tmp_path / "tls")
    with sink(starttls=signed.server(HOST), login=True) as there:
        url = f"smtp://gatehouse:mistaken@{HOST}:{there.port}"
        place = using(home, url, GATEHOUSE_SMTP_CA_FILE=str(signed.file))
        code, answer = asked(place, "email", "test", ADDRESS)
        finding = mail_finding(place)
    assert (code, answer["ok"], answer["steps"]) == (1, False, ["name resolution", "connection", "TLS"])
    assert (answer["error"]["code"], answer["error"]["message"]) == ("MAIL_LOGIN", "login: refused with 535 5.7.8")
    assert "GATEHOUSE_SMTP_URL" in answer["error"]["advice"]
    assert "mistaken@" not in str(answer)
    assert finding["result"] == "failed"
    assert finding["detail"] == f"{HOST}, port {there.port}: login: refused with 535 5.7.8"


@pytest.mark.parametrize(
    ("refused", "code"),
    [("accounts@example.com", "MAIL_SENDER"), (ADDRESS, "MAIL_RECIPIENT"), ("DATA", "MAIL_CONTENT")],
)
def test_a_refusal_is_told_by_its_step_in_the_servers_words(refused: str, code: str, home: Home) -> None:
    with sink() as there:
        there.refused[refused] = "550 5.7.1 Not\x1b[31m here"
        exit_code, answer = asked(using(home, there.url()), "email", "test", ADDRESS)
    assert (exit_code, answer["error"]["code"]) == (1, code)
    assert answer["error"]["said"] == "5.7.1 Not\\x1b[31m here"


def test_no_server_and_no_address_of_it_are_told(home: Home) -> None:
    with sink() as there:
        gone = there.url()
    code, answer = asked(using(home, gone), "email", "test", ADDRESS)
    assert (code, answer["error"]["message"]) == (1, "connection: Connection refused")
    code, answer = asked(using(home, "smtp://mail.invalid"), "email", "test", ADDRESS)
    assert (code, answer["error"]["code"], answer["steps"]) == (1, "MAIL_RESOLVE", [])


def test_an_address_is_one_address(home: Home) -> None:
    code, answer = asked(home, "email", "test", "ann@example.com,eve@example.com")
    assert (code, answer["error"]["code"]) == (1, "EMAIL_INVALID")
    assert not (home.directory / "state").exists()


def test_without_a_server_the_mail_is_a_private_file(home: Home) -> None:
    code, answer = asked(home, "email", "test", ADDRESS)
    assert (code, answer["ok"]) == (0, True)
    [file] = (home.directory / "state" / "mail").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert str(file.parent) in answer["takenBy"]


def test_check_warns_in_production_without_a_mail_server(home: Home) -> None:
    assert mail_finding(home)["result"] == "passed"
    finding = mail_finding(Home(home.directory, {"GATEHOUSE_ENVIRONMENT": "production"}))
    assert finding["result"] == "warning"
    assert finding["advice"].startswith("Set GATEHOUSE_SMTP_URL and GATEHOUSE_MAIL_FROM")


def test_check_fills_the_operators_templates(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    place = Home(home.directory, {"GATEHOUSE_MAIL_TEMPLATES": str(folder)})
    assert mail_finding(place, "mail templates")["result"] == "passed"
    (folder / "invitation.txt").write_text("{% block subject %}")
    assert mail_finding(place, "mail template") == {
        "name": "mail template",
        "result": "warning",
        "detail": "invitation: TemplateSyntaxError in invitation.txt, line 1",
        "advice": "The shipped one is used instead.",
    }
