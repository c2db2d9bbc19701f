"""What people and machines read on stdout."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from nightmail.cli.queue import as_text
from nightmail.cli.render import Out, printable
from nightmail.cli.shapes import stats
from nightmail.ids import new_id
from nightmail.ports import QueueStats, Stuck, WorkerRow


def test_a_table_shows_words_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    Out(json_wanted=False).table([{"id": 1, "subject": "[bold]Hi[/bold] \x1b[31mred"}], {"subject": "Subject"}, empty="")

    shown = capsys.readouterr().out
    assert "[bold]Hi[/bold] ·[31mred" in shown
    assert "\x1b" not in shown


def test_in_a_pipe_a_row_is_one_whole_line(capsys: pytest.CaptureFixture[str]) -> None:
    detail = '{"reply":"' + "250 " * 100 + "x" * 400 + '"}'
    Out(json_wanted=False).table([{"detail": detail, "n": 1}], {"detail": "Detail", "n": "No"}, empty="")

    assert detail in capsys.readouterr().out


def test_in_a_pipe_columns_stand_below_their_headings_and_lines_end_with_their_last_word(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = [{"to": "春子", "why": ""}, {"to": "anna@example.org", "why": "No such mailbox"}]
    Out(json_wanted=False).table(rows, {"to": "To", "why": "Reason"}, empty="")

    assert capsys.readouterr().out.splitlines() == [
        "To                Reason",
        "春子",
        "anna@example.org  No such mailbox",
    ]


def test_in_a_pipe_what_may_be_cut_is_cut_and_marked(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"id": "1" * 36, "why": "x" * 500}, {"id": "2", "why": "春" * 500}, {"id": "3", "why": "short"}]
    Out(json_wanted=False).table(rows, {"id": "Id", "why": "Reason"}, empty="", widest={"why": 20})

    _, *lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{'1' * 36}  {'x' * 19}…"
    assert lines[1].endswith(f"  {'春' * 9}…")
    assert lines[2].endswith("  short")


def test_the_queue_names_who_lives_and_counts_who_is_gone() -> None:
    at = datetime(2026, 11, 12, 8, tzinfo=UTC)
    workers = tuple(WorkerRow(new_id(), name, at, at, is_alive=name == "b:2") for name in ("a:1", "b:2", "c:3"))

    told = as_text(QueueStats(states={}, oldest_due=None, lateness_ms=None, workers=workers), Stuck(0, None, {}), [], at)

    assert "b:2, alive" in told
    assert "a:1" not in told
    assert told.endswith("workers gone  2")


def test_with_json_only_json_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    out = Out(json_wanted=True)
    out.say("for people")
    out.table([{"id": 1}, {"id": 2}], {"id": "Id"}, empty="Nothing.")
    out.table([], {"id": "Id"}, empty="Nothing.")
    out.answer({"ü": "x"}, "for people")

    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [{"id": 1}, {"id": 2}, {"ü": "x"}]


def test_an_empty_queue_still_names_every_state() -> None:
    shape = stats(QueueStats(states={}, oldest_due=None, lateness_ms=None, workers=()), Stuck(0, None, {}), [])

    states = ("scheduled", "claimed", "transmitting", "sent", "failed", "in_doubt", "cancelled", "held")
    assert shape["states"] == dict.fromkeys(states, 0)
    assert shape["lateness_ms"] == {"p50": None, "p99": None}


def test_control_characters_never_reach_the_terminal() -> None:
    assert printable("a\nb\x1b]0;x\x07") == "a·b·]0;x·"
