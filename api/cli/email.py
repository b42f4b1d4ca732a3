"""``email test``: sends one mail at once and says how far it came, and why no further."""

from collections.abc import Callable
from typing import Annotated

import typer

from api.cli.options import AsJson
from api.cli.outcome import Answer, Exit, answer
from api.config import Config
from api.mail import delivery_of, templates_of
from api.visible import visible
from auth.clock import SystemClock
from auth.errors import Refused
from auth.mail.delivery import DeliveryFailed, Step
from auth.mail.letter import letter
from auth.mail.messages import TestMail
from auth.mail.smtp import Security
from auth.texts import check_email
from models.columns import new_key

email = typer.Typer(help="Try whether mail arrives.", no_args_is_help=True, rich_markup_mode=None)

Address = Annotated[str, typer.Argument(help="One e-mail address to send to.")]

ADVICE = {
    Step.RESOLVE: "Is the host in GATEHOUSE_SMTP_URL right, and does this machine reach a name server?",
    Step.CONNECT: "Does the server listen on this port, is it the right scheme for it (smtp for 587, smtps for 465), "
    "and does no firewall stand between?",
    Step.TLS: "smtp needs a server that offers STARTTLS, smtps one that speaks TLS from the start. For a certificate "
    "of your own authority set GATEHOUSE_SMTP_CA_FILE; the host in the URL must be a name in the certificate.",
    Step.LOGIN: "Check user and password in GATEHOUSE_SMTP_URL; characters such as @ : / are percent-encoded there. "
    "Some providers want an app password.",
    Step.SENDER: "The server must allow this user to send as GATEHOUSE_MAIL_FROM.",
    Step.RECIPIENT: "The server does not take mail for this address: unknown there, or it relays for nobody.",
    Step.CONTENT: "The server looked at the mail and refused it, or the mail could not be written.",
}

_TLS = {Security.STARTTLS: "with STARTTLS", Security.TLS: "with TLS", Security.NONE: "without TLS"}


@email.command()
def test(address: Address, *, as_json: AsJson = False) -> None:  # noqa: PT028 — a verb, no test
    """Send a test mail at once, without the outbox, and say each step. Exit code 1 when it is not taken."""

    async def send(config: Config) -> Answer:
        refusals = check_email(address, "address")
        if refusals:
            raise Refused(*refusals)
        done: list[Step] = []
        try:
            await _send(config, address, done.append)
        except DeliveryFailed as failed:
            return _failed(config, failed, done)
        where = _where(config)
        return Answer(f"{_lines(done)}Test mail was taken: {where}.", {"steps": done, "takenBy": where})

    answer(send, as_json=as_json)


async def _send(config: Config, address: str, tell: Callable[[Step], None]) -> None:
    now = SystemClock().now()
    values = {"name": "", **TestMail(at=now).values()}
    written = templates_of(config).write(TestMail.kind, values)
    envelope = letter(new_key(), TestMail.kind, written, config.mail_from, address, now)
    await delivery_of(config).deliver(envelope, tell)


def _where(config: Config) -> str:
    if config.smtp is None:
        return f"it is a file in {config.mail_folder}, because GATEHOUSE_SMTP_URL is not set"
    return f"{config.smtp.host}, port {config.smtp.port}, {_TLS[config.smtp.security]}"


def _failed(config: Config, failed: DeliveryFailed, done: list[Step]) -> Answer:
    said, advice = visible(failed.said, 300), ADVICE[failed.step]
    lines = [f"{_lines(done)}failed    {failed}", *([f"{'':10}The server said: {said}"] if said else [])]
    text = "\n".join([*lines, f"{'':10}{advice}", f"Test mail was not taken: {_where(config)}."])
    fields = {
        "steps": done,
        "error": {"code": f"MAIL_{failed.step.name}", "message": str(failed), "said": said, "advice": advice},
    }
    return Answer(text, fields, Exit.FAILED)


def _lines(done: list[Step]) -> str:
    return "".join(f"{'done':<9} {step}\n" for step in done)
