"""`nightmail schedule --jsonl`: many messages, streamed. A bad line fails alone, by its number, and the rest go on."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import IO, TypeVar

from nightmail.account.model import Account
from nightmail.cli import shapes
from nightmail.cli.command import Call
from nightmail.cli.failure import as_json, is_storable
from nightmail.cli.priorities import priority_of
from nightmail.cli.render import as_line, local
from nightmail.cli.times import schedule_of, wait_of
from nightmail.cli.wiring import Room, opened
from nightmail.delivery.model import Priority
from nightmail.delivery.retry import DEFAULT_LIFETIME
from nightmail.errors import Invalid, NightmailError, OutsideError, PersonError, Problem
from nightmail.message.attach import file_for
from nightmail.message.draft import Draft, check
from nightmail.outbox import Request, bounced_words, warned_of
from nightmail.ports import Scheduled, Suppression
from nightmail.schedule.model import NOW, Schedule

BATCH = 500
_NOW: Schedule = NOW

T = TypeVar("T")
FindAccount = Mapping[str, Account]

_FIELDS = frozenset(
    {
        "account",
        "to",
        "cc",
        "bcc",
        "subject",
        "text",
        "html",
        "attach",
        "at",
        "zone",
        "in",
        "deadline",
        "idempotency_key",
        "priority",
        "metadata",
    }
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file, by its number from 1, read or not."""

    number: int
    request: Request | NightmailError


def schedule_lines(call: Call, path: str, *, default_account: str | None) -> None:
    """Reads and schedules 500 lines at a time. Raises PersonError `lines-failed` at the end where some failed."""
    done = failed = 0
    # The loop runs only while a batch is scheduled: waiting for a slow pipe stays interruptible.
    with _source(path) as source, asyncio.Runner() as runner:
        stack = AsyncExitStack()
        try:
            room = runner.run(stack.enter_async_context(opened(call.settings)))
            accounts = {account.address.lower(): account for account in runner.run(room.accounts.all())}
            accounts |= {str(account.id): account for account in accounts.values()}
            for texts in _batches(_numbered(source), BATCH):
                lines = [Line(number, _parsed(text, accounts, default_account)) for number, text in texts]
                with _naming_the_line(lines[0].number if done else None):
                    results = runner.run(_scheduled(room, lines))
                    known = runner.run(room.outbox.suppressions())
                call.out.lines(_told(lines, results, known, json_wanted=call.out.json_wanted))
                done += len(lines)
                failed += sum(isinstance(result, NightmailError) for result in results)
        finally:
            runner.run(stack.aclose())
    if failed:
        raise PersonError(
            "lines-failed",
            f"{failed} of {done} lines were not scheduled; the others were.",
            next="Mend those lines and schedule them alone.",
        )


@contextmanager
def _naming_the_line(first: int | None) -> Iterator[None]:
    """A disk or database that gives up half-way leaves the person with the question from where to go on: `first`, or None
    where nothing was done before."""
    try:
        yield
    except OutsideError as error:
        done = "Nothing was scheduled."
        if first is not None:
            done = f"The lines before {first} are done; from there on nothing was scheduled."
        raise OutsideError(error.code, f"{error.message} {done}", next=error.next) from error


async def _scheduled(room: Room, lines: Sequence[Line]) -> list[Scheduled | NightmailError]:
    requests = [line.request for line in lines if isinstance(line.request, Request)]
    receipts = iter(await room.outbox.schedule_many(requests) if requests else ())
    return [next(receipts) if isinstance(line.request, Request) else line.request for line in lines]


def _told(
    lines: Sequence[Line], results: Sequence[Scheduled | NightmailError], known: Sequence[Suppression], *, json_wanted: bool
) -> Iterator[str]:
    for line, result in zip(lines, results, strict=True):
        warned = _warned(line, known)
        if json_wanted:
            fields = {"error": as_json(result)} if isinstance(result, NightmailError) else shapes.scheduled(result, warned)
            yield as_line({"line": line.number, **fields})
        elif isinstance(result, NightmailError):
            yield f"line {line.number}: {result.message} {result.next}".rstrip()
        else:
            yield f"line {line.number}: {result.id} leaves {local(result.due_at)}"
            yield from (f"line {line.number}: {bounced_words(one)}" for one in warned)


def _warned(line: Line, known: Sequence[Suppression]) -> tuple[Suppression, ...]:
    if isinstance(line.request, NightmailError):
        return ()
    draft = line.request.draft
    return warned_of([*draft.to, *draft.cc, *draft.bcc], known)


def _parsed(text: bytes, accounts: FindAccount, default_account: str | None) -> Request | NightmailError:
    try:
        return parse_line(text, accounts, default_account=default_account)
    except NightmailError as error:
        return error


def parse_line(text: bytes, accounts: FindAccount, *, default_account: str | None = None) -> Request:
    """One line as a request. Raises PersonError `bad-line`, or Invalid with everything that keeps it from being one."""
    fields, wrong = _object(text), _Problems()
    for name in sorted(fields.keys() - _FIELDS):
        # A misspelt "at" must not become a message that leaves at once.
        wrong.add(name, _wrong(name, f"“{name}” is no field of a message.", f"Known are: {', '.join(sorted(_FIELDS))}."))
    draft = _draft(fields, wrong)
    account = wrong.unless("account", None, lambda: _account(_text(fields, "account") or default_account, accounts))
    schedule = wrong.unless("at", _NOW, lambda: _when(fields))
    lifetime = wrong.unless("deadline", DEFAULT_LIFETIME, lambda: _lifetime(_text(fields, "deadline")))
    key = wrong.unless("idempotency_key", None, lambda: _text(fields, "idempotency_key"))
    priority = wrong.unless("priority", Priority.NORMAL, lambda: _priority(_text(fields, "priority")))
    if account is None or wrong.found:
        raise Invalid([*wrong.found, *(problem for problem in check(draft, max_size=None) if problem.field not in wrong.fields)])
    return Request(draft, account, schedule, lifetime, key, priority=priority)


class _Problems:
    """Gathers what is wrong with a line, by field."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(problem.field for problem in self.found)

    def add(self, field: str, error: PersonError) -> None:
        one = Problem(error.code, field, error.message, error.next)
        self.found += error.problems if isinstance(error, Invalid) else (one,)

    def unless(self, field: str, otherwise: T, read: Callable[[], T]) -> T:
        """What `read` answers; `otherwise`, noting the problem, where it raises one."""
        try:
            return read()
        except PersonError as error:
            self.add(field, error)
            return otherwise


def _draft(fields: Mapping[str, object], wrong: _Problems) -> Draft:
    return Draft(
        to=wrong.unless("to", (), lambda: _texts(fields, "to")),
        cc=wrong.unless("cc", (), lambda: _texts(fields, "cc")),
        bcc=wrong.unless("bcc", (), lambda: _texts(fields, "bcc")),
        subject=wrong.unless("subject", None, lambda: _text(fields, "subject")) or "",
        text=wrong.unless("text", None, lambda: _text(fields, "text")) or "",
        html=wrong.unless("html", None, lambda: _text(fields, "html")),
        files=wrong.unless("attach", (), lambda: tuple(file_for(Path(name)) for name in _texts(fields, "attach"))),
        metadata=wrong.unless("metadata", {}, lambda: _metadata(fields.get("metadata"))),
    )


def _lifetime(deadline: str | None) -> timedelta:
    return DEFAULT_LIFETIME if deadline is None else wait_of(deadline)


def _priority(word: str | None) -> Priority:
    return Priority.NORMAL if word is None else priority_of(word)


def _object(text: bytes) -> Mapping[str, object]:
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise PersonError("bad-line", "The line is not JSON.", next="Write one JSON object on each line.") from error
    if not isinstance(fields, dict):
        raise PersonError("bad-line", "The line is not a JSON object.", next="Write one JSON object on each line.")
    return fields


def _when(fields: Mapping[str, object]) -> Schedule:
    at, zone, wait = _text(fields, "at"), _text(fields, "zone"), _text(fields, "in")
    if (at is None) == (wait is None):
        raise _wrong("at", "The line says no time, or two.", 'Give "at" with "zone", or "in" ("0s" means now).')
    if zone is not None and at is None:
        raise _wrong("zone", "“zone” without “at” means nothing.", 'Give "at" with it.')
    if zone is not None and not zone.strip():
        raise _wrong("zone", "“zone” is empty.", "Name one like Europe/Berlin, or leave it out.")
    chosen = schedule_of(at=at, zone=zone, wait=wait, now=False)
    assert chosen is not None
    return chosen


def _account(name: str | None, accounts: FindAccount) -> Account:
    if name is None:
        raise _wrong("account", "The line names no account.", 'Give "account", or --account for all lines.')
    found = accounts.get(name.strip().lower())
    if found is None:
        there = sorted({account.address for account in accounts.values()})
        raise PersonError(
            "no-such-account",
            f"No account {name}; you have: {', '.join(there) or 'none'}.",
            next="Name one of them, or add it with: nightmail account add",
        )
    return found


def _metadata(value: object) -> Mapping[str, str]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise _wrong("metadata", "“metadata” is not an object.", "Give an object of texts.")
    return {
        _storable("metadata", key): _storable("metadata", part) if isinstance(part, str) else json.dumps(part)
        for key, part in value.items()
    }


def _text(fields: Mapping[str, object], name: str) -> str | None:
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise _wrong(name, f"“{name}” is not a text.", f'Write it like "{name}": "…".')
    return None if value is None else _storable(name, value)


def _texts(fields: Mapping[str, object], name: str) -> tuple[str, ...]:
    value = fields.get(name)
    if isinstance(value, str):
        return (_storable(name, value),)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise _wrong(name, f"“{name}” is not a list of texts.", f'Write it like "{name}": ["…"].')
    return tuple(_storable(name, part) for part in value)


def _storable(name: str, text: str) -> str:
    # One such text would make the database refuse every line that is written with it.
    if not is_storable(text):
        raise _wrong(name, f"“{name}” holds a character that can't be kept.", "Remove NUL and broken characters.")
    return text


def _wrong(field: str, message: str, next: str) -> Invalid:
    return Invalid([Problem("bad-line", field, message, next)])


@contextmanager
def _source(path: str) -> Iterator[IO[bytes]]:
    if path == "-":
        yield sys.stdin.buffer
        return
    try:
        file = open(path, "rb")  # noqa: SIM115  # closed below; an error inside the block is not one of opening
    except OSError as error:
        raise PersonError("file-unreadable", f"{path} can't be read: {error.strerror}.", next="Check its name.") from error
    with file:
        yield file


def _numbered(source: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Lines with their numbers; a blank line is none."""
    return ((number, line) for number, line in enumerate(source, 1) if line.strip())


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
