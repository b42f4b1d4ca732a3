"""``sync-directory``: compares accounts with their directories, as the schedule does."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from api.cli.opened import opened
from api.cli.options import AsJson
from api.cli.outcome import Answer, Exit, answer
from api.config import Config
from auth.actor import HOST
from auth.directory_sync.commands import WantedSync
from auth.directory_sync.queries import DirectorySyncRow, profiles_named, stored_sync, usernames_of
from auth.directory_sync.running import DirectorySyncs
from auth.sources.ldap import LdapSources
from models.ldap_profile import LdapProfile, SyncOutcome

Name = Annotated[str | None, typer.Argument(help="Name of one directory profile; all that are on if absent.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only tell what would change.")]
Force = Annotated[bool, typer.Option("--force", help="Change however many accounts.")]

EXITS = {
    SyncOutcome.FAILED: Exit.FAILED,
    SyncOutcome.RUNNING: Exit.FAILED,
    SyncOutcome.UNAVAILABLE: Exit.DIRECTORY_UNAVAILABLE,
    SyncOutcome.TOO_MANY: Exit.TOO_MANY_CHANGES,
}
"""Of several directories, the first of these that applies to any."""

_SAID = {
    SyncOutcome.DONE: "compared",
    SyncOutcome.ASKED_ONLY: "asked only, nothing changed",
    SyncOutcome.TOO_MANY: "nothing changed: it would change too many accounts. Look, then say --force",
    SyncOutcome.UNAVAILABLE: "nothing changed: the directory did not answer, or not to the end.",
    SyncOutcome.FAILED: "did not come to its end.",
    SyncOutcome.RUNNING: "is not known to have ended.",
}


def sync_directory(
    profile: Name = None, *, dry_run: DryRun = False, force: Force = False, as_json: AsJson = False
) -> None:
    """Deactivate accounts whose people are gone or disabled in their directory, and take over names and groups.

    Accounts that this had deactivated come back with their people. Ends with exit code 9 where a directory does not
    answer, and with 10 where more accounts would change than the settings allow; nothing is changed then.
    """

    async def run(config: Config) -> Answer:
        async with opened(config) as units:
            ldap = LdapSources()
            syncs = DirectorySyncs(units, ldap)
            try:
                found = [
                    (row, await _made(syncs, WantedSync(row.id, dry_run=dry_run, force=force)))
                    for row in await profiles_named(profile)
                ]
            finally:
                await syncs.stop()
                ldap.close()
            return await _answer(found)

    answer(run, as_json=as_json)


async def _made(syncs: DirectorySyncs, wanted: WantedSync) -> DirectorySyncRow:
    made = await syncs.run(HOST, wanted)
    row = await stored_sync(made) if made else None
    if row is None:
        raise AssertionError("a comparison that is not scheduled always begins")
    return row


async def _answer(found: Sequence[tuple[LdapProfile, DirectorySyncRow]]) -> Answer:
    names = await usernames_of([change.user_id for _, row in found for change in row.changes])
    shown = [_shown(profile, row, names) for profile, row in found]
    outcomes = {row.outcome for _, row in found}
    code = next((code for outcome, code in EXITS.items() if outcome in outcomes), Exit.OK)
    text = "\n".join(_text(each) for each in shown) or "No directory is switched on."
    return Answer(text, {"syncs": shown}, code)


def _shown(profile: LdapProfile, row: DirectorySyncRow, names: dict[Any, str]) -> dict[str, Any]:
    changes = [
        {"username": names.get(each.user_id), "action": each.action, "reason": each.reason} for each in row.changes
    ]
    return {
        "profile": profile.name,
        "outcome": row.outcome,
        "failure": row.failure,
        "entries": row.entries,
        "checked": row.checked,
        "deactivated": row.deactivated,
        "reactivated": row.reactivated,
        "refreshed": row.refreshed,
        "changes": changes,
    }


def _text(each: dict[str, Any]) -> str:
    head = f"{each['profile']}: {_SAID[each['outcome']]}"
    lines = [f"{head} {each['failure']}" if each["failure"] else head]
    lines.append(
        f"  {each['entries']} people there, {each['checked']} accounts here: {each['deactivated']} deactivated, "
        f"{each['reactivated']} reactivated, {each['refreshed']} refreshed"
    )
    return "\n".join(
        [*lines, *(f"  {change['action']:10} {change['username']} ({change['reason']})" for change in each["changes"])]
    )
