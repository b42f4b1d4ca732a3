"""Puts sources of one kind in order: directories as unknown names are looked for, providers as they are shown."""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from auth.errors import DomainError, Refused
from models.identity_provider import IdentityProvider
from models.ldap_profile import LdapProfile

RowT = TypeVar("RowT", IdentityProvider, LdapProfile)


async def put_in_order(
    model: type[RowT], ids: Sequence[UUID], incomplete: DomainError
) -> tuple[list[RowT], list[RowT]] | None:
    """Gives all rows places from 1 on in this order; part of a command that lets one such change in at a time.

    They come back as they stood before and as they stand now; ``None`` where they stood so. Raises ``Refused`` with
    ``incomplete`` where the ids are not those of all rows, each once.
    """
    rows = {row.id: row for row in await model.all().order_by("position").select_for_update()}
    if sorted(ids) != sorted(rows):
        raise Refused(incomplete)
    before, after = list(rows.values()), [rows[row_id] for row_id in ids]
    if before == after:
        return None
    for sign in (-1, 1):  # first beside the places in use, which are all different
        for place, row in enumerate(after, start=1):
            await model.filter(id=row.id).update(position=sign * place)
    return before, after
