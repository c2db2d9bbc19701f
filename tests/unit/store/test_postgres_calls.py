"""What T1 answers becomes the same message by the short way and by the long one, and what T2 and T3 are asked is JSON of what
they mean, whatever a server wrote."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightmail.delivery.audit import AuditEvent, detail_text
from nightmail.delivery.model import DeliveryState, RecipientState
from nightmail.delivery.outcome import RecipientResult
from nightmail.delivery.settle import Settled
from nightmail.ids import new_id
from nightmail.ports import Settlement, Transmission
from nightmail.store.postgres_calls import claimed_of, have_files, intents_asked, ledgers_of, row_of, verdicts_asked
from nightmail.store.queue_rows import intent_detail, one_claimed, settled_detail

_WORDS = st.text(max_size=40)
_RESULTS = st.builds(RecipientResult, st.integers(0, 999), st.sampled_from(RecipientState), _WORDS, st.just("") | st.just("MjUw"))
_DETAILS = st.one_of(
    st.fixed_dictionaries({"reply": _WORDS, "accepted": st.integers(1, 9)}),
    st.fixed_dictionaries({"reply": _WORDS, "accepted": st.integers(1, 9), "raw": _WORDS}),
    st.fixed_dictionaries({"reply": _WORDS, "accepted": _WORDS}),
    st.dictionaries(st.sampled_from(["class", "phase", "reply", "accepted", "reason"]), _WORDS),
)
_INSTANTS = st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(9000, 1, 1), timezones=st.just(UTC))
_SETTLED = st.builds(
    Settled,
    state=st.sampled_from(DeliveryState),
    event=st.sampled_from(AuditEvent),
    due_at=_INSTANTS,
    attempts=st.integers(0, 99),
    deferrals=st.integers(0, 99),
    reason=_WORDS,
    recipients=st.lists(_RESULTS, max_size=3).map(tuple),
    detail=_DETAILS,
)
_ZONES = (
    UTC,
    timezone(timedelta(hours=5, minutes=45)),
    timezone(-timedelta(hours=9)),
    timezone(timedelta(minutes=19, seconds=32)),
)


@given(settled=_SETTLED)
def test_a_verdicts_detail_is_the_canonical_json_of_what_it_holds(settled: Settled) -> None:
    raws = {str(result.n): result.evidence for result in settled.recipients if result.evidence}
    results = [[result.n, result.state.value, result.reply] for result in settled.recipients]
    whole = {**settled.detail, "attempts": settled.attempts, "results": results, **({"raws": raws} if raws else {})}

    assert settled_detail(Settlement(new_id(), 1, settled)) == detail_text(whole)


@given(verdicts=st.lists(_SETTLED, max_size=3))
def test_verdicts_are_asked_for_in_json_of_what_they_hold(verdicts: list[Settled]) -> None:
    settlements = [Settlement(new_id(), n, settled) for n, settled in enumerate(verdicts)]

    asked, results = map(json.loads, verdicts_asked(settlements))

    assert asked == [
        {
            "id": one.id.hex,
            "run_lease": one.run_lease,
            "state": one.settled.state.value,
            "due_at": one.settled.due_at.isoformat(),
            "attempts": one.settled.attempts,
            "deferrals": one.settled.deferrals,
            "reason": one.settled.reason,
            "event": one.settled.event.value,
            "detail": settled_detail(one),
        }
        for one in settlements
    ]
    assert results == [
        {"id": one.id.hex, "n": result.n, "state": result.state.value, "reply": result.reply}
        for one in settlements
        for result in one.settled.recipients
    ]


@given(dated_at=_INSTANTS, numbers=st.lists(st.integers(0, 999)).map(tuple))
def test_intents_are_asked_for_in_json_of_what_they_hold(dated_at: datetime, numbers: tuple[int, ...]) -> None:
    intent = Transmission(new_id(), 7, dated_at, "ab" * 32, numbers)

    (asked,) = json.loads(intents_asked([intent]))

    assert asked == {
        "id": intent.id.hex,
        "run_lease": 7,
        "dated_at": dated_at.isoformat(),
        "recipients": len(numbers),
        "detail": intent_detail(intent),
    }


@given(at=_INSTANTS, zone=st.sampled_from(_ZONES))
def test_an_instant_is_the_same_in_whatever_zone_the_session_writes_it(at: datetime, zone: timezone) -> None:
    row = row_of(_answer(wanted_at=at.astimezone(zone).isoformat(" "), dated_at=None))

    assert row["wanted_at"] == at
    assert row["wanted_at"].tzinfo is UTC
    assert row["dated_at"] is None


_TO = [0, "to", "", "ben@example.net", "pending", ""]


@pytest.mark.parametrize(
    ("told", "ledger"),
    [
        ({}, [_TO]),
        ({"dated_at": "2026-11-22 12:00:00+01", "zone": "Europe/Berlin", "html_body": None}, [_TO]),
        ({"metadata": {"order": "7"}}, [_TO]),
        ({}, [[0, "bcc", "Ben", "ben@example.net", "deferred", "450 later"]]),
        ({}, [_TO, [1, "cc", "Cleo", "cleo@example.net", "accepted", "250 ok"]]),
        ({"headers": {"in_reply_to": "<a@b>", "references": ["<a@b>"], "reply_to": ["d@example.org", "D"]}}, [_TO]),
        ({"headers": {"to": [["ben@example.net", ""]], "cc": [["ben@example.net", "B"]], "bcc": []}}, [_TO]),
    ],
    ids=["usual", "dated before", "metadata", "only a bcc", "two recipients", "seldom headers", "named twice"],
)
def test_what_is_claimed_is_the_same_message_by_the_short_way_and_the_long(told: dict[str, Any], ledger: list[Any]) -> None:
    answer = _answer(**told, ledger=json.dumps(ledger))
    (recipients,) = ledgers_of([answer])

    assert claimed_of(answer, recipients) == one_claimed(row_of(answer), recipients)


def test_files_of_one_message_among_several_are_noticed() -> None:
    assert not have_files([])
    assert not have_files([_answer(), _answer()])
    assert have_files([_answer(), _answer(attachment_count=2)])


def _answer(**told: object) -> tuple[Any, ...]:
    """As `private.claim` answers, in its order."""
    row: dict[str, object] = {
        "id": new_id(),
        "owner_id": new_id(),
        "account_id": new_id(),
        "state": "claimed",
        "wanted_at": "2026-11-22 10:00:00.25+00",
        "due_at": "2026-11-22 10:05:00+00",
        "deadline_at": "2026-11-24 10:00:00.000001+00",
        "priority": 2,
        "zone": None,
        "run_lease": 3,
        "dated_at": None,
        "attempts": 4,
        "deferrals": 5,
        "rescues": 6,
        "reason": "450 later",
        "rfc_message_id": "<a@example.org>",
        "sender_address": "anna@example.org",
        "sender_name": "Anna",
        "subject": "Hi",
        "text_body": "hello",
        "html_body": "<p>hello",
        "headers": None,
        "metadata": None,
        "attachment_count": 0,
        "created_at": "2026-11-22 09:00:00.123456+00",
        "ledger": json.dumps([_TO]),
    }
    assert told.keys() <= row.keys()
    return tuple((row | told).values())
