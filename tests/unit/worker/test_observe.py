"""What operators see: events without addresses, and numbers that follow them."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import os
import sys
from datetime import UTC, datetime
from uuid import UUID

import pytest

from cloud_worker import observe
from cloud_worker.metrics import Metrics
from cloud_worker.observe import Observer, log_to_stderr, without_addresses
from nightmail.delivery.breaker import Breaker, BreakerKind, Target
from nightmail.delivery.model import DeliveryState
from nightmail.ids import new_id
from nightmail.ports import DispatchEvent, QueueStats, WorkerRow

AT = datetime(2026, 11, 12, 7, tzinfo=UTC)


def settled(state: str, late_ms: float = 20.0) -> DispatchEvent:
    return DispatchEvent("delivery.settled", {"delivery": new_id(), "state": state, "attempt": 1, "late_ms": late_ms})


def logged(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    out, err = capsys.readouterr()
    assert out == ""
    return [json.loads(line) for line in err.splitlines()]


def test_an_event_is_one_json_line_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr("json")
    Observer("json").observe(DispatchEvent("delivery.settled", {"delivery": UUID(int=7), "state": "sent", "late_ms": 20.04}))

    (line,) = logged(capsys)
    assert line["event"] == "delivery.settled"
    assert (line["delivery"], line["state"], line["late_ms"]) == (str(UUID(int=7)), "sent", 20.0)
    assert (line["level"], line["timestamp"] is not None) == ("info", True)


def test_stuck_mail_is_measured_by_reason_until_it_moves() -> None:
    metrics = Metrics()
    metrics.observe(
        DispatchEvent("deliveries.stuck", {"count": 3, "oldest_seconds": 720.0, "reasons": {"paused": 2, "unknown": 1}})
    )
    stuck = metrics.page(None).decode()
    metrics.observe(DispatchEvent("deliveries.moving", {"count": 0, "oldest_seconds": 0.0, "reasons": {}}))
    moving = metrics.page(None).decode()

    assert 'nightmail_stuck_deliveries{reason="paused"} 2.0' in stuck
    assert 'nightmail_stuck_deliveries{reason="no_worker"} 0.0' in stuck
    assert "nightmail_stuck_oldest_seconds 720.0" in stuck
    assert 'nightmail_stuck_deliveries{reason="paused"} 0.0' in moving
    assert "nightmail_stuck_oldest_seconds 0.0" in moving


async def test_what_happens_to_every_message_is_logged_once_a_turn_and_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr("json")
    observer = Observer("json")
    observer.observe(settled("sent"))
    observer.observe(settled("failed"))
    assert capsys.readouterr().err == ""

    observer.observe(DispatchEvent("dispatcher.stopped", {}))
    observer.observe(settled("scheduled"))
    await asyncio.sleep(0)

    lines = logged(capsys)
    assert [line.get("state", line["event"]) for line in lines] == ["sent", "failed", "dispatcher.stopped", "scheduled"]
    assert {line["level"] for line in lines} == {"info"}
    assert all(line["timestamp"] for line in lines)


def test_a_servers_words_are_logged_without_addresses(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr("json")
    Observer().observe(DispatchEvent("account.paused", {"reason": "535 anna@example.org: <ben@example.org> refused"}))

    (line,) = logged(capsys)
    assert line["reason"] == "535 …@…: <…@…> refused"
    assert line["level"] == "warning"


def test_a_server_that_is_left_alone_is_worth_a_warning_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr("json")
    told = "mail.example.org is not answering: nothing is tried for 60 s."
    Observer().observe(DispatchEvent("breaker.opened", {"target": "mail.example.org", "words": told}))
    Observer().observe(DispatchEvent("breaker.closed", {"target": "mail.example.org", "words": "It takes mail again."}))

    opened, closed = logged(capsys)
    assert (opened["level"], opened["words"]) == ("warning", told)
    assert closed["level"] == "info"


def test_open_breakers_are_counted_by_kind() -> None:
    metrics = Metrics()
    opened = [Breaker(Target(None, f"{n}.example", 25), BreakerKind.FAILING, 1, AT, "") for n in range(2)]
    quota = Breaker(Target(new_id()), BreakerKind.QUOTA, 1, AT, "")

    page = metrics.page(QueueStats({}, None, None, ()), [*opened, quota]).decode()
    after = metrics.page(QueueStats({}, None, None, ()), []).decode()

    assert 'nightmail_open_breakers{kind="failing"} 2.0' in page
    assert 'nightmail_open_breakers{kind="quota"} 1.0' in page
    assert 'nightmail_open_breakers{kind="slow"} 0.0' in page
    assert 'nightmail_open_breakers{kind="failing"} 0.0' in after


def test_a_crash_is_logged_with_its_trace(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr("json")
    Observer().observe(DispatchEvent("attempt.crashed", {"error": "E", "trace": ZeroDivisionError("to anna@example.org")}))

    (line,) = logged(capsys)
    assert line["level"] == "error"
    assert "ZeroDivisionError: to …@…" in str(line["exception"])


@pytest.mark.parametrize("name", ["psycopg", "psycopg.pool", "asyncio"])
def test_what_a_library_warns_of_is_an_event_too(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr("json")
    logging.getLogger(name).warning("closing %s", "anna@example.org")
    logging.getLogger(name).debug("nobody wants to know")

    (line,) = logged(capsys)
    assert (line["event"], line["library"], line["words"]) == ("library.warned", name, "closing …@…")
    assert line["level"] == "warning"


def test_renewals_are_not_worth_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr("json")
    Observer().observe(DispatchEvent("dispatcher.lease_renewed", {}))

    assert logged(capsys) == []


def test_a_log_that_nobody_reads_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    log_to_stderr("json")
    reader, writer = os.pipe()
    os.close(reader)
    # Nothing stays in its buffer, so that closing it is quiet.
    with io.TextIOWrapper(io.FileIO(writer, "w"), write_through=True) as closed:
        monkeypatch.setattr(sys, "stderr", closed)

        Observer().observe(settled("sent"))


def test_outcomes_are_counted_and_others_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr("json")
    heard: list[str] = []
    observer = Observer()
    observer.tell(lambda event: heard.append(event.name))
    for state in ("sent", "sent", "scheduled", "failed"):
        observer.observe(became(new_id(), state))

    assert observer.outcomes() == {"failed": 1, "retry": 1, "sent": 2}
    assert heard == ["delivery.settled"] * 4
    assert len(logged(capsys)) == 4


def test_a_message_counts_once_however_often_it_was_tried_and_looked_for() -> None:
    observer, late, doubted, sent = Observer(), new_id(), new_id(), new_id()
    for id, state in ((late, "scheduled"), (sent, "sent"), (late, "scheduled"), (doubted, "in_doubt"), (late, "sent")):
        observer.observe(became(id, state))
    assert observer.outcomes() == {"in_doubt": 1, "sent": 2}

    for id in (doubted, sent):
        observer.observe(DispatchEvent("delivery.looked_for", {"delivery": id, "state": "sent"}))

    assert observer.outcomes() == {"sent": 3}


def test_messages_that_others_end_are_not_remembered_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(observe, "_MOST_OPEN", 2)
    observer, first = Observer(), new_id()
    for id in (first, new_id(), new_id(), first):
        observer.observe(became(id, "scheduled"))

    assert observer.outcomes() == {"retry": 4}


def became(id: UUID, state: str) -> DispatchEvent:
    return DispatchEvent("delivery.settled", {"delivery": id, "state": state, "attempt": 1, "late_ms": 1.0})


def test_metrics_follow_the_events() -> None:
    metrics = Metrics()
    for event in (
        settled("sent", late_ms=30),
        settled("scheduled"),
        DispatchEvent("delivery.claimed", {"count": 2, "ms": 3.0}),
        DispatchEvent("dispatcher.lease_renewed", {}),
        DispatchEvent("store.unreachable", {"code": "database-unreachable"}),
        DispatchEvent("smtp.connected", {"host": "x", "ms": 1.0}),
    ):
        metrics.observe(event)
    worker = WorkerRow(new_id(), "w", AT, AT, is_alive=True)
    page = metrics.page(QueueStats({DeliveryState.SCHEDULED: 3}, AT, None, (worker,))).decode()

    for line in (
        'nightmail_deliveries_total{state="sent"} 1.0',
        'nightmail_deliveries_total{state="retry"} 1.0',
        "nightmail_attempts_total 2.0",
        'nightmail_lateness_seconds_bucket{le="0.05"} 1.0',
        "nightmail_lateness_seconds_count 1.0",
        "nightmail_claimed_total 2.0",
        "nightmail_claim_seconds_count 1.0",
        'nightmail_lease_renewals_total{result="renewed"} 1.0',
        'nightmail_troubles_total{event="store.unreachable"} 1.0',
        'nightmail_queue{state="scheduled"} 3.0',
        'nightmail_queue{state="in_doubt"} 0.0',
        "nightmail_workers_alive 1.0",
    ):
        assert line in page
    assert metrics.page(None)


@pytest.mark.parametrize("words", ["", "no address", "250 2.0.0 Ok: queued as 1"])
def test_words_without_addresses_stay_as_they_are(words: str) -> None:
    assert without_addresses(words) == words


def test_the_line_of_each_message_is_what_json_would_make_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr("json")
    fields: dict[str, object] = {"delivery": UUID(int=7), "state": "in_doubt", "attempt": 3, "late_ms": 1234.56}
    Observer("json").observe(DispatchEvent("delivery.settled", fields))

    _, line = capsys.readouterr()
    told = json.loads(line)
    assert line == json.dumps(told) + "\n"
    assert list(told) == ["delivery", "state", "attempt", "late_ms", "event", "level", "timestamp"]
    assert {name: told[name] for name in fields} == {**fields, "delivery": str(UUID(int=7)), "late_ms": 1234.6}


def test_a_line_that_could_hold_more_than_ids_and_numbers_is_encoded_as_any_other(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr("json")
    fields: dict[str, object] = {"delivery": UUID(int=7), "state": 'anna@example.org says "no"', "attempt": 3, "late_ms": 1.0}
    Observer("json").observe(DispatchEvent("delivery.settled", fields))

    (line,) = logged(capsys)
    assert line["state"] == '…@… says "no"'
