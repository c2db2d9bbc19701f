"""The hash chain: what it covers, and that both databases and Python agree on it is held by the contract suite."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from nightmail.delivery.audit import GENESIS, AuditEntry, canonical, chained, detail_text, micros, verify
from nightmail.ids import new_id

ID = new_id()
START = datetime(2026, 11, 12, 8, 0, tzinfo=UTC)
details = st.dictionaries(st.text(max_size=8), st.one_of(st.text(max_size=20), st.integers(), st.none()), max_size=4)


def chain(*fields: dict[str, object]) -> list[AuditEntry]:
    entries: list[AuditEntry] = []
    previous = GENESIS
    for number, each in enumerate(fields, 1):
        at = START + timedelta(microseconds=number)
        detail = detail_text(each)
        previous = chained(ID, number, micros(at), "held", "person", detail, previous)
        entries.append(AuditEntry(ID, number, at, "held", "person", detail, previous))
    return entries


def head(entries: list[AuditEntry]) -> tuple[int, bytes]:
    return len(entries), entries[-1].hash


@given(st.lists(details, min_size=1, max_size=5))
def test_a_chain_as_written_verifies(fields: list[dict[str, object]]):
    entries = chain(*fields)

    assert verify(ID, entries, head(entries)) is None


@given(st.lists(details, min_size=1, max_size=5), st.data())
def test_any_changed_field_is_named(fields: list[dict[str, object]], data: st.DataObject):
    entries = chain(*fields)
    at = data.draw(st.integers(0, len(entries) - 1))
    change: dict[str, Any] = data.draw(
        st.sampled_from([{"event": "sent"}, {"actor": "x"}, {"detail": "{}x"}, {"at": START}, {"hash": bytes(32)}])
    )
    tampered = [*entries[:at], replace(entries[at], **change), *entries[at + 1 :]]

    broken = verify(ID, tampered, head(entries))

    assert broken is not None
    assert broken.seq == at + 1


@given(details)
def test_the_detail_is_one_line_of_ascii(fields: dict[str, object]):
    text = detail_text(fields)

    assert text.isascii()
    assert "\n" not in text


def test_the_canonical_form_is_the_published_one():
    text = canonical(ID, 1, 1_000_001, "held", "person", "{}", GENESIS).decode()

    assert text == f"nightmail-audit-1\n{ID}\n1\n1000001\nheld\nperson\n{{}}\n{'00' * 32}"


def test_a_chain_whose_delivery_is_gone_is_broken():
    assert verify(ID, chain({}), None) is not None
