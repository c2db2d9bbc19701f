"""An exported chain is proved without a database."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest

from nightmail.cli.audit import verify_export
from nightmail.delivery.audit import GENESIS, AuditEntry, chained, micros
from nightmail.delivery.proof_lines import proof_lines
from nightmail.errors import PersonError
from nightmail.ids import new_id

AT = datetime(2026, 11, 12, 7, 0, 0, 123456, tzinfo=UTC)


def chain(id: UUID, *events: str) -> list[AuditEntry]:
    entries, previous = [], GENESIS
    for seq, event in enumerate(events, 1):
        previous = chained(id, seq, micros(AT), event, "person", '{"a":"ü\\n"}', previous)
        entries.append(AuditEntry(id, seq, AT, event, "person", '{"a":"ü\\n"}', previous))
    return entries


def lines(*chains: list[AuditEntry]) -> list[str]:
    return [json.dumps(fields) for entries in chains for fields in proof_lines(entries)]


def test_what_was_exported_is_intact() -> None:
    assert verify_export(lines(chain(new_id(), "scheduled", "claimed"), chain(new_id(), "scheduled"))) == (2, [])


@pytest.mark.parametrize(
    ("change", "seq"),
    [
        (lambda kept: [kept[0], kept[1].replace("claimed", "sent"), *kept[2:]], 2),
        (lambda kept: [kept[0].replace("123456", "123457"), *kept[1:]], 1),
        (lambda kept: [kept[0], *kept[2:]], 2),
        (lambda kept: [*kept[:2], kept[3]], 3),
        (lambda kept: kept[:3], 3),
    ],
)
def test_a_changed_removed_or_cut_off_entry_is_named(change: object, seq: int) -> None:
    id = new_id()
    kept = lines(chain(id, "scheduled", "claimed", "transmitting"))

    checked, broken = verify_export(change(kept))  # type: ignore[operator]

    assert checked == 1
    assert [(found.message_id, found.seq) for found in broken] == [(id, seq)]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda kept: [kept[0], kept[1].replace("2026-11-12T07", "2026-11-12T08"), *kept[2:]], "entry 2 (claimed) was changed"),
        (lambda kept: [kept[0], kept[1].replace('"previous": "', '"previous": "0'), *kept[2:]], "entry 2 (claimed) was changed"),
        (lambda kept: kept[:2], "the end line is missing"),
        (lambda kept: kept[2:], "every entry was removed"),
        (lambda kept: [kept[0], kept[2]], "entries after 1 were removed"),
    ],
)
def test_a_break_is_told_as_what_it_is(change: object, reason: str) -> None:
    kept = lines(chain(new_id(), "scheduled", "claimed"))

    _, broken = verify_export(change(kept))  # type: ignore[operator]

    assert [found.reason for found in broken] == [reason]


def test_an_entry_added_at_the_end_is_named() -> None:
    whole = chain(new_id(), "scheduled", "claimed", "sent")
    kept = [*lines(whole[:2]), *lines(whole)[2:3]]

    _, broken = verify_export(kept)

    assert [(found.seq, found.reason) for found in broken] == [(3, "entry 3 was added")]


def test_an_empty_file_proves_nothing() -> None:
    with pytest.raises(PersonError) as caught:
        verify_export([])

    assert caught.value.message == "The file is empty."


@pytest.mark.parametrize("line", ["", "[]", "1", "{}", '{"message_id": "x"}', '{"message_id": 1, "head": "00"}'])
def test_a_file_that_is_no_export_is_said_to_be_none(line: str) -> None:
    with pytest.raises(PersonError) as caught:
        verify_export([line])

    assert caught.value.code == "not-an-export"
