"""What a command says on stdout: JSON lines for machines, tables and sentences for people; with --json nothing else."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from nightmail.delivery.model import Delivery, DeliveryState

if TYPE_CHECKING:
    from rich.console import Console

Fields = Mapping[str, object]

_WORDS = {
    DeliveryState.SCHEDULED: "Scheduled",
    DeliveryState.CLAIMED: "Sending",
    DeliveryState.TRANSMITTING: "Sending",
    DeliveryState.SENT: "Sent",
    DeliveryState.FAILED: "Failed",
    DeliveryState.IN_DOUBT: "Not confirmed",
    DeliveryState.CANCELLED: "Cancelled",
    DeliveryState.HELD: "On hold",
}


class Out:
    """`json_wanted`: every answer is one JSON object on a line of its own."""

    def __init__(self, *, json_wanted: bool) -> None:
        self.json_wanted = json_wanted

    def answer(self, fields: Fields, text: str | Callable[[], str]) -> None:
        """One answer: its fields for machines, a sentence for people."""
        self.line(as_line(fields) if self.json_wanted else text if isinstance(text, str) else text())

    def table(
        self, rows: Sequence[Fields], columns: Mapping[str, str], *, empty: str, widest: Mapping[str, int] | None = None
    ) -> None:
        """Rows as JSON lines, or a table of the fields named in `columns` (field → heading); `empty` where there are none. In a
        file or a pipe each row is one line, where `widest` (field → columns) says what is cut off, and marked as cut."""
        if self.json_wanted:
            for row in rows:
                self.line(as_line(row))
        elif rows:
            _print_table(rows, columns) if sys.stdout.isatty() else self.lines(_plain(rows, columns, widest or {}))
        else:
            self.line(empty)

    def say(self, text: str) -> None:
        """For people only; a machine hears nothing."""
        if not self.json_wanted:
            self.line(text)

    def line(self, text: str) -> None:
        print(text, flush=True)

    def lines(self, texts: Iterable[str]) -> None:
        """Many lines in one write."""
        sys.stdout.write("".join(f"{text}\n" for text in texts))
        sys.stdout.flush()


def as_line(fields: Fields) -> str:
    return json.dumps(fields, ensure_ascii=False)


def state_words(delivery: Delivery) -> str:
    """The state as people read it."""
    if delivery.state is DeliveryState.SCHEDULED and (delivery.attempts or delivery.deferrals or delivery.reason):
        return "Waiting to retry"
    return _WORDS[delivery.state]


def local(instant: datetime) -> str:
    """An instant in the zone of this computer, as people read it."""
    return instant.astimezone().strftime("%a %d %b %Y %H:%M:%S %Z")


def clock_time(instant: datetime, *, now: datetime) -> str:
    """An instant soon to come: the time alone today, with its day on another."""
    there, today = instant.astimezone(), now.astimezone()
    return there.strftime("%H:%M" if there.date() == today.date() else "%a %d %b, %H:%M")


def _print_table(rows: Sequence[Fields], columns: Mapping[str, str]) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in columns.values():
        # On a narrow terminal a long word goes on in the next line; it is never cut off.
        table.add_column(heading, no_wrap=heading == "Id", overflow="fold")
    for row in rows:
        # Text, not markup: a subject like "[urgent]" is shown as it is.
        table.add_row(*(Text(_cell(row[field])) for field in columns))
    # Rendered first and printed as any other answer: rich has its own way of ending a process whose reader has gone.
    console = _console()
    with console.capture() as rendered:
        console.print(table)
    print(rendered.get(), end="", flush=True)


def _plain(rows: Sequence[Fields], columns: Mapping[str, str], widest: Mapping[str, int]) -> Iterable[str]:
    """A heading and a line each, in columns two blanks apart and with nothing at their end: for grep, cut and a log."""
    from rich.cells import cell_len

    lines = [list(columns.values()), *([_cut(_cell(row[field]), widest.get(field)) for field in columns] for row in rows)]
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        yield "  ".join(cell + " " * (width - cell_len(cell)) for cell, width in zip(line, widths, strict=True)).rstrip()


def _cut(text: str, most: int | None) -> str:
    from rich.cells import cell_len, set_cell_size

    return text if most is None or cell_len(text) <= most else f"{set_cell_size(text, most - 1).rstrip()}…"


def _cell(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(_cell(part) for part in value)
    return "" if value is None else printable(str(value))


def printable(text: str) -> str:
    """Without control characters: what a server or a sender wrote must not steer the terminal."""
    return "".join(character if character.isprintable() else "·" for character in text)


def _console() -> Console:
    from rich.console import Console

    return Console(highlight=False)
