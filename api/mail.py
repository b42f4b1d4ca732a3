"""The mail of one process, put together from its configuration."""

from urllib.parse import urlsplit

from api.config import Config
from auth.clock import Clock
from auth.mail.delivery import Delivery
from auth.mail.folder import FolderDelivery
from auth.mail.sending import Mailer
from auth.mail.smtp import SmtpDelivery
from auth.mail.templates import Letterhead, Templates
from auth.unit_of_work import Units


def mailer_of(config: Config, units: Units, clock: Clock) -> Mailer:
    """What empties the outbox. Nothing is connected or read before there is mail."""
    return Mailer(units, clock, templates_of(config), config.mail_from, delivery_of(config))


def templates_of(config: Config) -> Templates:
    """The templates, with the operator's before the shipped ones."""
    return Templates(Letterhead(config.base_url, config.support_contact), config.mail_templates)


def delivery_of(config: Config) -> Delivery:
    """The mail server, or the folder for want of one."""
    if config.smtp is None:
        return FolderDelivery(config.mail_folder)
    return SmtpDelivery(config.smtp, own_name_of(config))


def own_name_of(config: Config) -> str:
    """By what name we introduce ourselves to a mail server (RFC 5321 §4.1.4): the host of the base URL."""
    host = urlsplit(config.base_url).hostname or "localhost"
    return f"[IPv6:{host}]" if ":" in host else f"[{host}]" if host.replace(".", "").isdigit() else host
