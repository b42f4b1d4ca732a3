"""The form of an event that is authenticated, and what of it is personal."""

import hashlib
import hmac

import orjson

from auth.audit.content import IMPERSONAL_FIELDS, authenticated, commit, personal_values, value_at, without
from tests.support.chain import row_of
from tests.support.keys import RING


def test_the_form_is_the_one_that_the_guide_describes() -> None:
    row = row_of(7, outcome="SUCCESS", actor_kind="USER", note="a remark")
    text = authenticated(row.content or {}, {"actor_name": "c1", "note": "c2", "changes.0.after": "c3"})
    assert text.decode() == (
        '{"action":"user.updated","actor_id":null,"actor_kind":"USER","actor_name":null,'
        '"changes":[{"after":null,"before":null,"field":"email"}],'
        '"commitments":{"actor_name":"c1","changes.0.after":"c3","note":"c2"},'
        '"id":"00000000-0000-0000-0000-000000000007","ip_address":null,"note":null,'
        '"occurred_at":"2026-11-21T00:00:00.000000+00:00","outcome":"SUCCESS","reason":null,"request_id":null,'
        '"session_id":null,"target_id":"7","target_name":null,"target_type":"USER","user_agent":null}'
    )


def test_a_commitment_is_a_keyed_digest_of_label_salt_and_value() -> None:
    wanted = hmac.new(RING.current.commitment, b'["note","salt","caf\xc3\xa9"]', hashlib.sha256).hexdigest()
    assert commit(RING.current, "note", "salt", "café") == wanted
    assert wanted not in {
        commit(RING.current, "note", "salt", "cafe"),
        commit(RING.current, "note", "tlas", "café"),
        commit(RING.current, "actor_name", "salt", "café"),
    }


def test_equal_values_have_different_commitments() -> None:
    one, other = row_of(1, actor_name="asa"), row_of(2, actor_name="asa")
    assert one.commitments["actor_name"] != other.commitments["actor_name"]


def test_what_names_or_describes_somebody_is_personal() -> None:
    row = row_of(1, ip_address="192.0.2.1", user_agent="probe", note="n", target_name="asa", request_id="r")
    assert set(personal_values(row.content or {})) == {
        *("actor_name", "target_name", "ip_address", "user_agent", "note", "changes.0.after"),
    }


def test_every_change_of_an_account_is_personal_unless_it_is_listed() -> None:
    content = dict(row_of(1).content or {})
    names = [*sorted(IMPERSONAL_FIELDS), "a_field_of_tomorrow"]
    content["changes"] = [{"field": name, "before": 1, "after": 2} for name in names]
    last = len(names) - 1
    assert set(personal_values(content)) == {"actor_name", f"changes.{last}.before", f"changes.{last}.after"}
    content["target_type"] = "ROLE"
    assert set(personal_values(content)) == {"actor_name"}


def test_taking_values_out_leaves_the_original_alone() -> None:
    content = row_of(1).content or {}
    before = orjson.dumps(content)
    stripped = without(content, ["actor_name", "changes.0.after"])
    assert [value_at(stripped, label) for label in ("actor_name", "changes.0.after")] == [None, None]
    assert orjson.dumps(content) == before
