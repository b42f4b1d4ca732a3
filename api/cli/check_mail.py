"""What ``check`` says of mail: is there a server, does it let us in, and can the templates be filled?"""

import asyncio
from collections.abc import AsyncGenerator

from api.cli.finding import Finding, Result
from api.config import Config
from api.config_values import is_loopback
from api.config_variables import Environment
from api.mail import own_name_of, templates_of
from auth.mail.delivery import DeliveryFailed
from auth.mail.samples import problems
from auth.mail.smtp import Security, SmtpDelivery, SmtpServer


async def mail_findings(config: Config) -> AsyncGenerator[Finding]:
    """The server, then the templates where some are replaced. Sends nothing."""
    yield _without_server(config) if config.smtp is None else await _server(config, config.smtp)
    if config.mail_templates is not None:
        found = await asyncio.to_thread(problems, templates_of(config))
        for kind, problem in sorted(found.items()):
            yield Finding("mail template", Result.WARNING, f"{kind}: {problem}", "The shipped one is used instead.")
        if not found:
            yield Finding("mail templates", Result.PASSED, str(config.mail_templates))


def _without_server(config: Config) -> Finding:
    if config.environment is not Environment.PRODUCTION:
        return Finding("mail", Result.PASSED, f"written to {config.mail_folder}; no mail server is set")
    return Finding(
        "mail",
        Result.WARNING,
        f"no mail server is set; mail is only written to {config.mail_folder}",
        "Set GATEHOUSE_SMTP_URL and GATEHOUSE_MAIL_FROM, then try `gatehouse email test ADDRESS`.",
    )


async def _server(config: Config, server: SmtpServer) -> Finding:
    name = f"{server.host}, port {server.port}"
    try:
        await SmtpDelivery(server, own_name_of(config)).greet()
    except DeliveryFailed as failed:
        return Finding("mail", Result.FAILED, f"{name}: {failed}", "`gatehouse email test ADDRESS` says more.")
    if server.security is Security.NONE and not is_loopback(server.host):
        advice = "Use smtp or smtps in GATEHOUSE_SMTP_URL."
        return Finding("mail", Result.WARNING, f"{name} is reached without TLS; links can be read on the way", advice)
    return Finding("mail", Result.PASSED, f"{name} lets us in")
