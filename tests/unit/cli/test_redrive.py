"""Sending again what failed, as the command tells it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from nightmail import outbox
from nightmail.cli.main import run
from nightmail.delivery.model import Delivery, DeliveryState
from nightmail.ids import new_id
from nightmail.ports import OutboxQuery, OutboxRow, Place

AT = datetime(2026, 11, 12, 8, tzinfo=UTC)


@pytest.fixture
def say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Run the command on one profile; answers all that it printed."""

    def run_it(*words: str, code: int = 0) -> str:
        assert run([*words, "--profile", str(tmp_path)]) == code
        return "".join(capsys.readouterr())

    run_it("account", "add", "--address", "anna@example.org", "--smtp", "smtp://127.0.0.1:2525")
    return run_it


def test_an_account_that_nobody_knows_is_not_said_to_have_failed_nothing(say: Callable[..., str]) -> None:
    assert "ann@example.org" in say("outbox", "redrive", "--all", "--account", "ann@example.org", code=3)
    assert say("outbox", "redrive", "--all", "--account", "anna@example.org") == "Nothing of anna@example.org failed.\n"


def test_a_time_that_can_not_be_read_is_answered_with_every_form_that_can(say: Callable[..., str]) -> None:
    assert '"24h"' in say("outbox", "redrive", "--all", "--since", "bananas", code=3)


def test_what_went_wrong_with_one_message_is_said_once(say: Callable[..., str]) -> None:
    told = say("outbox", "redrive", str(new_id()), code=3)

    assert len(told.splitlines()) == 2, told


def test_what_still_waits_is_said_to_wait_and_how_it_goes_now(say: Callable[..., str]) -> None:
    letter = ("--account", "anna@example.org", "--to", "bob@example.net", "--subject", "Hi", "--text", "x", "--in", "1h")
    id = json.loads(say("schedule", *letter, "--json"))["id"]

    told = say("outbox", "redrive", id, code=3)

    assert "has not failed" in told and "goes again" not in told
    assert f"nightmail outbox send-now {id}" in told


def test_what_waits_for_a_paused_account_is_never_said_to_go_by_itself(say: Callable[..., str]) -> None:
    letter = ("--account", "anna@example.org", "--to", "bob@example.net", "--subject", "Hi", "--text", "x", "--in", "1h")
    id = json.loads(say("schedule", *letter, "--json"))["id"]
    say("account", "pause", "anna@example.org")
    resume = "nightmail account resume anna@example.org"

    driven = say("outbox", "redrive", id, code=3)
    moved = say("outbox", "send-now", id)

    assert "by itself" not in driven and "its account is paused" in driven and resume in driven
    assert moved.startswith("Scheduled, due ")
    assert moved.endswith(f". Its account is paused. Let it send again: {resume}\n")
    assert json.loads(say("outbox", "send-now", id, "--json"))["next"] == f"Let it send again: {resume}"


async def test_a_list_longer_than_a_page_is_read_whole_while_it_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "_PAGE", 10)
    monkeypatch.setattr(outbox, "_OVERLAP", 3)
    rows = [row(new_id()) for _ in range(35)]
    ids = {row.delivery.id for row in rows}

    async def ask(query: OutboxQuery) -> tuple[OutboxRow, ...]:
        page = tuple(rows[query.offset : query.offset + query.limit])
        del rows[:1]
        return page

    found = await outbox.whole(ask, OutboxQuery())

    assert {row.delivery.id for row in found} == ids and len(found) == len(ids)


def row(id: UUID) -> OutboxRow:
    delivery = Delivery(id, id, id, DeliveryState.FAILED, AT, AT, AT)
    return OutboxRow(delivery, "<a@b>", "Minutes", (), AT, False, None, None, Place.LOCAL)
