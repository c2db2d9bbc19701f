"""The list's lines, made once and kept while they say the same: of six hundred rows in hand, few are new in an answer. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from desktop.language import spoken_since
from desktop.screens.outbox.lines import Page, row, when_of
from desktop.screens.outbox.state import Row
from desktop.words import group_of
from nightmail.delivery.model import DeliveryState
from nightmail.ports import OutboxRow, OutboxSort

# Closer than this, what a line says of its time changes within a minute.
_NEAR = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class RowLines:
    """`about` is what all of them were made from, beside the row of each."""

    rows: tuple[Row, ...] = ()
    about: tuple[object, ...] = ()
    known: Mapping[UUID, tuple[OutboxRow, Row]] = field(default_factory=dict)


def row_lines(
    page: Page, size: int, now: datetime, zone: str, *, sort: OutboxSort, is_grouped: bool, before: RowLines
) -> RowLines:
    """The first `size` rows of the page in words; what `before` has of them is taken from there."""
    colours = {account.id: index for index, account in enumerate(page.accounts)}
    paused, standing, holds, in_hand = page.paused, page.cloud, page.holds, page.in_hand
    minute = now.replace(second=0, microsecond=0)
    about = (spoken_since(), minute, zone, sort, is_grouped, colours, paused, standing, holds, in_hand)
    known = before.known if before.about == about else {}
    made: dict[UUID, tuple[OutboxRow, Row]] = {}
    for each in page.rows[:size]:
        id = each.delivery.id
        kept = known.get(id)
        if kept is not None and kept[0] == each and not _is_near(each, now):
            made[id] = kept
            continue
        group = _group(each, now, zone, sort=sort) if is_grouped else ""
        line = row(each, colours, standing, now, zone, paused=paused, holds=holds, group=group, is_in_hand=id in in_hand)
        # The same line again is kept as it was, so that whoever compares is done at once.
        made[id] = (each, kept[1] if kept is not None and kept[1] == line else line)
    return RowLines(tuple(line for _, line in made.values()), about, made)


def _is_near(row: OutboxRow, now: datetime) -> bool:
    return row.delivery.state is DeliveryState.SCHEDULED and abs(row.delivery.due_at - now) < _NEAR


def _group(row: OutboxRow, now: datetime, zone: str, *, sort: OutboxSort) -> str:
    """Days make sense where rows stand in the order of time."""
    match sort:
        case OutboxSort.DUE:
            return group_of(when_of(row), now, zone)
        case OutboxSort.CHANGED:
            return group_of(row.changed_at or row.created_at, now, zone)
        case _:
            return ""
