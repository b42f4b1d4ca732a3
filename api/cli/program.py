"""The program ``gatehouse``: its verbs, one file each."""

import typer

from api.cli.administrators import create_admin, recover_admin
from api.cli.audit import audit
from api.cli.check import check
from api.cli.demo import demo
from api.cli.email import email
from api.cli.erase import erase_user
from api.cli.licence import licence
from api.cli.migrate import migrate
from api.cli.outcome import EXIT_CODES
from api.cli.relax_sso import relax_sso
from api.cli.schema import export_schema
from api.cli.second_factors import reset_mfa
from api.cli.serve import serve
from api.cli.sync_directory import sync_directory
from api.cli.tokens import create_token
from api.cli.unlock import unlock
from api.cli.worker import worker

program = typer.Typer(
    name="gatehouse",
    help="Gatehouse, a user-management backend with one GraphQL API. Settings are GATEHOUSE_* variables.",
    epilog="Exit codes: " + "; ".join(f"{code.value} {meaning}" for code, meaning in EXIT_CODES.items()) + ".",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
VERBS = (
    serve,
    worker,
    migrate,
    create_admin,
    recover_admin,
    unlock,
    reset_mfa,
    relax_sso,
    create_token,
    erase_user,
    sync_directory,
    export_schema,
    check,
    demo,
)
for verb in VERBS:
    program.command()(verb)
program.add_typer(audit, name="audit")
program.add_typer(email, name="email")
program.add_typer(licence, name="licence")
