"""Lines are made once, and anew as soon as they would say something else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from desktop import language
from desktop.gateway.cloud_port import CloudStanding
from desktop.gateway.port import AgentKind, AgentStatus
from desktop.screens.outbox.lines import Page
from desktop.screens.outbox.row_lines import RowLines, row_lines
from nightmail.delivery.model import Delivery, DeliveryState
from nightmail.ports import OutboxRow, OutboxSort

NOW = datetime(2026, 11, 9, 9, 30, 5, tzinfo=UTC)


def a_row(n: int, *, wait: timedelta = timedelta(days=3)) -> OutboxRow:
    due = NOW + wait
    delivery = Delivery(UUID(int=n), UUID(int=5), UUID(int=77), DeliveryState.SCHEDULED, due, due, due + timedelta(days=1))
    return OutboxRow(delivery, "<id@example.org>", f"Subject {n}", ("bob@example.net",), NOW, False, None, None)


def a_page(*rows: OutboxRow) -> Page:
    return Page(rows, {}, None, None, (), (), AgentStatus(AgentKind.HERE), CloudStanding())


def made(page: Page, *, now: datetime = NOW, before: RowLines | None = None, is_grouped: bool = True) -> RowLines:
    return row_lines(page, 100, now, "UTC", sort=OutboxSort.DUE, is_grouped=is_grouped, before=before or RowLines())


@pytest.fixture
def english() -> Iterator[None]:
    yield
    language.use_twelve_hours(False)


def test_only_the_row_that_changed_gets_a_new_line() -> None:
    first = made(a_page(a_row(1), a_row(2)))

    changed = replace(a_row(2), subject="Another")
    second = made(a_page(a_row(1), changed), before=first)

    assert second.rows[0] is first.rows[0]
    assert second.rows[1].subject == "Another"


def test_a_message_that_is_soon_due_counts_down_within_the_minute() -> None:
    page = a_page(a_row(1, wait=timedelta(seconds=40)))
    first = made(page)

    second = made(page, now=NOW + timedelta(seconds=10), before=first)

    assert (first.rows[0].wait, second.rows[0].wait) == ("in 40 s", "in 30 s")


def test_a_new_day_gives_every_row_its_new_heading() -> None:
    page = a_page(a_row(1))
    first = made(page)

    second = made(page, now=NOW + timedelta(days=2), before=first)

    assert (first.rows[0].group, second.rows[0].group) == ("Next 7 days", "Tomorrow")


def test_other_grouping_and_other_clocks_are_seen_at_once(english: None) -> None:
    page = a_page(a_row(1))
    first = made(page)

    ungrouped = made(page, before=first, is_grouped=False)
    language.use_twelve_hours(True)
    twelve = made(page, before=ungrouped, is_grouped=False)

    assert ungrouped.rows[0].group == ""
    assert twelve.rows[0].when == "Thu 9:30 AM"


def test_no_more_lines_are_made_than_are_wanted() -> None:
    page = a_page(*(a_row(n) for n in range(1, 5)))

    lines = row_lines(page, 3, NOW, "UTC", sort=OutboxSort.DUE, is_grouped=True, before=RowLines())

    assert len(lines.rows) == 3
