"""Every command either asks whether an administrator can still get in, or stands here with why it need not.

So whoever writes a command decides; forgetting it fails. A reason may stand for a whole folder.
"""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import auth
from auth.administrators.question import asks, keeps_an_administrator
from auth.permissions import open_to_anyone, requires
from auth.unit_of_work import Work

Command = Callable[..., Any]

HARMLESS = {
    "auth.access.commands.register_scopes": "it adds scopes and takes none away",
    "auth.audit.": "the trail says what was done and changes nothing else",
    "auth.directory_sync.commands.begin_sync": "it changes no account",
    "auth.directory_sync.commands.end_sync": "as begin_sync",
    "auth.directory_sync.commands.give_up_silent": "as begin_sync",
    "auth.directory_sync.commands.go_on": "as begin_sync",
    "auth.directory_sync.commands.note_seen": "as begin_sync",
    "auth.directory_sync.commands.refresh_person": "names are no way of signing in; the password is the directory's",
    "auth.email_addresses.": "an address is no way of signing in that was not there before",
    "auth.enforcement.commands.relax_sso": "it lets passwords in again, and nobody loses anything",
    "auth.groups.": "groups bring resources and no scopes",
    "auth.identity_providers.commands.create_identity_provider": "nobody comes by it yet",
    "auth.identity_providers.commands.reorder_identity_providers": "every provider lets in whom it let in before",
    "auth.invitations.": "an invited account has no password to lose",
    "auth.identity_providers.testing.try_identity_provider": "nothing is saved",
    "auth.ldap_profiles.commands.create_ldap_profile": "nobody comes from it yet",
    "auth.ldap_profiles.commands.reorder_ldap_profiles": "every directory lets in whom it let in before",
    "auth.ldap_profiles.testing.try_ldap_profile": "nothing is saved",
    "auth.links.": "it only says what was refused",
    "auth.licence.": "administrators are never refused a place, and their role takes no seat",
    "auth.lockout.": "the automatic lock ends by itself, and the host can end it at once",
    "auth.login.": "signing in takes nothing from anybody; a changed password follows the old one in the same moment",
    "auth.methods.commands.may_change_auth_method": "it only looks",
    "auth.mfa.commands.acknowledge_backup_codes": "it notes that they were kept",
    "auth.mfa.commands.confirm_totp": "whoever confirmed an authenticator has it, and with it the way in",
    "auth.mfa.commands.enrol_totp": "nothing counts before a code of it was given",
    "auth.mfa.commands.replace_backup_codes": "the authenticator stays",
    "auth.mfa.fresh_factor.verify_fresh_factor": "the session stays the same account's",
    "auth.passwords.administrators.create_administrator": "it adds one",
    "auth.passwords.by_link.": "a new password follows the one in force in the same moment",
    "auth.passwords.commands.extend_password_expiry": "an old password serves longer",
    "auth.passwords.commands.note_rejection": "it changes nothing",
    "auth.passwords.commands.require_password_change": "whoever must change a password can, by signing in with it",
    "auth.passwords.own.": "a new password follows the one in force in the same moment",
    "auth.passwords.reset_links.": "it sends a link",
    "auth.passwords.resetting.password_owner": "it only looks",
    "auth.resources.": "resources are the product's and carry no scopes of ours",
    "auth.roles.built_in.ensure_built_in_roles": "it adds what is missing",
    "auth.roles.commands.create_role": "nobody holds it yet, and nothing inherits from it",
    "auth.roles.settings.update_account_settings": "it concerns accounts to come",
    "auth.session_ending.": "whoever is signed out can sign in again",
    "auth.sessions.": "whoever is signed out can sign in again",
    "auth.settings.commands.update_settings": "no setting closes a way of signing in",
    "auth.single_sign_on.fresh.": "the session stays the same account's",
    "auth.single_sign_on.linking.": "it adds a way in, and roles that a provider gave stay with the last administrator",
    "auth.single_sign_on.backchannel.": "as auth.sessions.",
    "auth.single_sign_on.checking.": "as auth.sessions.: the account stays as it is",
    "auth.single_sign_on.queries.record_reading": "it only tells",
    "auth.single_sign_on.sweep.": "what is dropped has served",
    "auth.single_sign_on.returning.": "a state that is used up was good for one sign-in",
    "auth.single_sign_on.settling.": "signing in takes nothing from anybody; other purposes ask for themselves",
    "auth.single_sign_on.signing_in.": "as auth.login.",
    "auth.single_sign_on.simulation.": "it only looks",
    "auth.single_sign_on.starting.": "a browser that leaves changes nothing",
    "auth.single_sign_on.states.": "as auth.single_sign_on.returning.",
    "auth.single_sign_on.trial.": "a test sign-in is taken back",
    "auth.tokens.": "an administrator is who can sign in, and nobody signs in by a token",
    "auth.users.commands.create_user": "it adds one",
    "auth.users.commands.update_user": "it changes neither scopes nor how somebody signs in",
    "auth.users.locking.unlock_named": "it adds a way in",
    "auth.users.locking.unlock_user": "it adds a way in",
    "auth.users.own.update_own_profile": "names are no way of signing in",
    "auth.users.giving.take_ended_roles": "a role that ends by itself never counted as an administrator's",
    "auth.users.lifecycle.reactivate_user": "it adds a way in",
}
"""Commands, or folders with a dot at the end, to the reason."""


def undecided(commands: Mapping[str, Command], harmless: Mapping[str, str]) -> list[str]:
    """Commands that neither ask nor are excused, and excuses that nothing needs."""
    excused = {name: _excuse(name, harmless) for name in commands}
    silent = [name for name, command in commands.items() if not asks(command) and excused[name] is None]
    used = {excused[name] for name, command in commands.items() if not asks(command)}
    return silent + [f"{excuse} is not needed" for excuse in harmless if excuse not in used]


def _excuse(name: str, harmless: Mapping[str, str]) -> str | None:
    return next((each for each in harmless if name == each or (each.endswith(".") and name.startswith(each))), None)


def _commands() -> Iterator[tuple[str, Command]]:
    """Whatever declares who may perform it, by its full name."""
    for module in walk_packages(auth.__path__, "auth."):
        for name, value in vars(import_module(module.name)).items():
            declared = getattr(value, "__dict__", {})
            if getattr(value, "__module__", None) == module.name and {"requirement", "open_because"} & set(declared):
                yield f"{module.name}.{name}", value


@requires()
@keeps_an_administrator
async def asking(work: Work) -> None:
    """Asks."""


@open_to_anyone("it is a sample")
async def silent(work: Work) -> None:
    """Does not."""


def test_a_command_that_asks_and_one_that_is_excused_are_fine() -> None:
    commands = {"auth.a.commands.one": asking, "auth.b.commands.two": silent, "auth.c.commands.three": silent}
    assert undecided(commands, {"auth.b.": "why", "auth.c.commands.three": "why"}) == []


def test_a_command_that_nobody_thought_about_is_found() -> None:
    assert undecided({"auth.bb.commands.two": silent}, {}) == ["auth.bb.commands.two"]
    assert "auth.bb.commands.two" in undecided({"auth.bb.commands.two": silent}, {"auth.b.": "another folder"})


def test_an_excuse_that_nothing_needs_is_found() -> None:
    assert undecided({"auth.a.commands.one": asking}, {"auth.a.": "why"}) == ["auth.a. is not needed"]


def test_every_command_asks_whether_an_administrator_can_still_get_in_or_need_not() -> None:
    assert undecided(dict(_commands()), HARMLESS) == []
