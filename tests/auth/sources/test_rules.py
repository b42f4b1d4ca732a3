"""Which source is meant, and whether an account's source lets it in, by table."""

from dataclasses import replace
from uuid import UUID

import pytest

from auth.errors import DomainError
from auth.sources.registry import sources_of
from auth.sources.rules import SourceFacts, SourceState, chosen_source, state_of
from models.user import AuthMethod
from tests.support.sources import CORP, LAB, TREE, configured

OFF = replace(CORP, is_enabled=False)
LAB_OFF = replace(LAB, is_enabled=False)


@pytest.mark.parametrize(
    ("sources", "name", "chosen"),
    [
        ([CORP], None, CORP),
        ([CORP], "corp", CORP),
        ([CORP], " CORP", CORP),
        ([CORP, LAB], "lab", LAB),
        ([OFF, LAB], None, LAB),
    ],
)
def test_the_named_source_or_the_only_one_that_is_enabled_is_meant(
    sources: list[SourceFacts], name: str | None, chosen: SourceFacts
) -> None:
    assert chosen_source(sources, name) is chosen


@pytest.mark.parametrize(
    ("sources", "name", "told"),
    [
        ([], None, ("NO_SOURCE", "method")),
        ([], "corp", ("NO_SOURCE", "method")),
        ([OFF], None, ("SOURCE_OFF", "method")),
        ([OFF, LAB_OFF], None, ("SOURCE_OFF", "method")),
        ([OFF, LAB], "corp", ("SOURCE_OFF", "source")),
        ([CORP], "other", ("SOURCE_UNKNOWN", "source")),
        ([CORP], "", ("SOURCE_UNKNOWN", "source")),
        ([CORP, LAB], None, ("SOURCE_REQUIRED", "source")),
    ],
)
def test_without_one_that_lets_anybody_in_it_is_refused(
    sources: list[SourceFacts], name: str | None, told: tuple[str, str]
) -> None:
    with pytest.raises(DomainError) as refused:
        chosen_source(sources, name)
    assert (refused.value.code, refused.value.field) == told


@pytest.mark.parametrize(
    ("sources", "source_id", "state"),
    [
        ([], None, SourceState.NONE),
        ([], CORP.id, SourceState.NONE),
        ([LAB], CORP.id, SourceState.NONE),
        ([CORP], CORP.id, SourceState.ENABLED),
        ([OFF, LAB], CORP.id, SourceState.OFF),
        ([OFF, LAB], None, SourceState.ENABLED),
        ([OFF, LAB_OFF], None, SourceState.OFF),
    ],
)
def test_an_account_gets_in_by_its_own_source_or_by_any_where_it_names_none(
    sources: list[SourceFacts], source_id: UUID | None, state: SourceState
) -> None:
    assert state_of(sources, source_id) is state


async def test_the_registry_knows_none_but_those_that_are_registered_by_name(database: str) -> None:
    assert database
    assert [await sources_of(method) for method in AuthMethod] == [[], [], []]
    with configured(LAB, TREE), configured(CORP) as later:
        assert await sources_of(AuthMethod.OIDC) == [CORP, LAB]
        later.given = [OFF]
        assert await sources_of(AuthMethod.OIDC) == [OFF, LAB]
        assert await sources_of(AuthMethod.LDAP) == [TREE]
    assert await sources_of(AuthMethod.OIDC) == []
