"""Tries a directory with values that are stored or only might be. Nothing is saved; that it was tried is told.

What is sent where is decided inside the unit of work, and sent outside it: a stored password goes only where it was
given for, as when a profile is changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol
from uuid import UUID

from auth.errors import DomainError, NotFound, Problems, Refused
from auth.events import Target
from auth.ldap_profiles.certificates import certificate_problems
from auth.ldap_profiles.drafts import ProfileDraft, filled
from auth.ldap_profiles.events import ProfileTested, Tested
from auth.ldap_profiles.rules import (
    PASSWORD_LENGTH,
    ProfileValues,
    ProfileWarning,
    asks_password_anew,
    password_problems,
    password_required,
    role_problems,
    value_problems,
    warnings_of,
)
from auth.ldap_profiles.values import directory_from, rules_from, target_of, values_of
from auth.permissions import Scope, requires
from auth.policies.rules import ProfileRules
from auth.roles.queries import catalogue
from auth.roles.rules import Holdings
from auth.settings.pages import AccountSettings
from auth.settings.queries import current
from auth.sources.directory import Directory
from auth.sources.examination import ServerReport
from auth.sources.identity import Unavailable
from auth.step_up.asking import asks_fresh_factor
from auth.step_up.rules import StepUp
from auth.texts import check_line
from auth.unit_of_work import Work
from auth.vault import Purpose, Unopenable
from models.columns import TEXT_LENGTH
from models.ldap_profile import LdapProfile

MOST_SECONDS = 9
"""How long a server is tried at most, whatever the profile allows: the answer has to be given in the same request."""

UNSAVED = UUID(int=0)
"""The id of a directory that is not stored."""

_WHATEVER = Holdings(frozenset(), 0, boundless=True)


class Trials(Protocol):
    """What tries servers; ``LdapSources`` does."""

    async def examine(
        self, directory: Directory, *, test_username: str | None = None, password: str | None = None
    ) -> list[ServerReport]:
        """Tries every server step by step."""
        ...

    async def default_base_dn(self, directory: Directory) -> str | Unavailable:
        """What the directory itself suggests as base DN."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialWish:
    """What somebody wants tried.

    Attributes:
        profile_id: A stored profile: its values, or the password that it has for those of ``draft``.
        draft: Values that are not stored; ``None`` for those that are.
        test_username: Who is looked for; ``None`` for the profile's own test user, if it has one.
        password: Theirs, to be tried as well.
        place: Where the draft stands in the input, for what is said about it.
    """

    profile_id: UUID | None = None
    draft: ProfileDraft | None = None
    test_username: str | None = None
    password: str | None = field(default=None, repr=False)
    place: str = "values."


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried, once it was judged.

    Attributes:
        rules: What the values say of roles.
        warnings: What is doubtful about them.
    """

    directory: Directory
    rules: ProfileRules
    warnings: list[ProfileWarning]
    test_username: str | None


async def examined(ldap: Trials, trial: Trial, password: str | None) -> list[ServerReport]:
    """Tries every server. Where no base DN is given, what the directory suggests is taken, if it answers."""
    directory = trial.directory
    if not directory.base_dn:
        found = await ldap.default_base_dn(directory)
        base = "" if isinstance(found, Unavailable) else found
        directory = replace(directory, base_dn=base, group_base_dn=directory.group_base_dn or base)
    username = trial.test_username if directory.base_dn else None
    return await ldap.examine(directory, test_username=username, password=password if username else None)


@requires(Scope.LDAP_WRITE)
@asks_fresh_factor(StepUp.SOURCES)
async def try_ldap_profile(work: Work, wish: TrialWish, *, is_told: bool = True) -> Trial:
    """Judges what is to be tried, and tells that it is, unless somebody else will. Nothing is sent yet.

    Raises ``NotFound``; ``Refused`` naming each value that is wrong, ``BIND_PASSWORD_REQUIRED`` where a stored password
    would be sent where it was not given for.
    """
    _refuse_texts(wish)
    row = await LdapProfile.get_or_none(id=wish.profile_id) if wish.profile_id else None
    if wish.profile_id is not None and row is None:
        raise NotFound("directory profile", "id")
    values, password = await _judged(work, wish, row)
    username = values.test_username if wish.test_username is None else wish.test_username
    if wish.password is not None and username is None:
        raise Refused(DomainError("TEST_USER_REQUIRED", "Say whose password this is.", "test_username"))
    if is_told:
        told = Tested(tuple(map(str, values.servers)), username, with_password=wish.password is not None)
        target = target_of(row) if row else Target("LDAP_PROFILE", "new", values.name)
        work.record(ProfileTested(target=target, after=told))
    profile_id = row.id if row else UNSAVED
    directory = directory_from(values, profile_id, password)
    seconds = min(MOST_SECONDS, directory.total_timeout_seconds)
    bounded = replace(directory, total_timeout_seconds=seconds)
    warnings = warnings_of(
        values.connection,
        checks_host_name=values.checks_host_name,
        has_manage_role=values.manage_role is not None,
        has_manage_group=values.manage_group_dn is not None,
    )
    return Trial(bounded, rules_from(values, profile_id, await catalogue()), warnings, username)


async def _judged(work: Work, wish: TrialWish, row: LdapProfile | None) -> tuple[ProfileValues, str]:
    """The values, and the password to bind with; empty for none."""
    roles = await catalogue()
    stored = values_of(row, roles) if row else None
    if wish.draft is None:
        if row is None or stored is None:
            raise Refused(DomainError("VALUE_REQUIRED", "Name a profile, or give the values of one.", "id"))
        return stored, _opened(work, row) if stored.has_bind_password else ""
    values = filled(wish.draft, (await current(AccountSettings)).default_role)
    has_stored = stored is not None and stored.has_bind_password
    borrows = has_stored and wish.draft.bind_password is None and bool(values.bind_dn)
    values = replace(values, has_bind_password=values.has_bind_password or borrows)
    errors = value_problems(replace(values, base_dn=values.base_dn or "dc=unknown"))
    errors += certificate_problems(values.ca_certificate) + password_problems(wish.draft.bind_password)
    errors += role_problems(values, None, _WHATEVER, roles)
    if borrows and stored is not None and asks_password_anew(stored, values):
        errors.append(password_required())
    _refuse(errors, wish.place)
    return values, _opened(work, row) if borrows and row is not None else wish.draft.bind_password or ""


def _refuse(errors: Sequence[DomainError], place: str) -> None:
    problems = Problems()
    problems.extend([DomainError(error.code, error.message, f"{place}{error.field}") for error in errors])
    problems.refuse()


def _refuse_texts(wish: TrialWish) -> None:
    problems = Problems()
    problems.extend(check_line(wish.test_username, "test_username", TEXT_LENGTH, least=1))
    problems.extend(check_line(wish.password, "password", PASSWORD_LENGTH, least=1))
    problems.refuse()


def _opened(work: Work, row: LdapProfile) -> str:
    """The stored password. Where its key is gone it has to be given anew."""
    try:
        return work.installation.vault.open(Purpose.LDAP_BIND, row.bind_password_sealed or "")
    except Unopenable as error:
        raise Refused(password_required()) from error
