"""What a dispatcher does, as log events and in numbers. Never an address, a subject or a word of content."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import re
import sys
from collections import Counter
from collections.abc import Mapping
from uuid import UUID

from structlog.typing import EventDict, Processor, WrappedLogger

from cloud_worker.logger import structlog
from nightmail.clock import SystemClock, rfc3339
from nightmail.delivery.model import DeliveryState
from nightmail.environment import LogStyle
from nightmail.ports import DispatchEvent, Observe

_WARNINGS = frozenset(
    {
        "account.paused",
        "account.set_aside",
        "account.unreachable",
        "bounces.unreachable",
        "breaker.opened",
        "copy.not_filed",
        "deliveries.stuck",
        "delivery.asked",
        "delivery.stale",
        "dispatcher.lease_lost",
        "mailbox.not_asked",
        "smtp.connect_failed",
        "smtp.unclassified",
        "store.unreachable",
    }
)
_ERRORS = frozenset({"attempt.crashed", "beat.crashed", "mailbox.crashed"})
# What a mailbox showed of a message whose arrival was not confirmed.
_LOOKS = frozenset({"delivery.asked", "delivery.looked_for"})
_OPEN = frozenset({"retry", "in_doubt"})
# Others may have ended a message that this run began; it is not waited for without end.
_MOST_OPEN = 10_000
# As many are looked up at the end.
_MOST_FAILED = 1_000
_LIBRARIES = ("psycopg", "asyncio", "apscheduler")
_DETAILS = frozenset({"dispatcher.lease_renewed", "smtp.connected"})
# A server's reply may repeat whom it was about.
_ADDRESS = re.compile(r"[^\s<>\"'(),;:]+@[^\s<>\"'(),;:]+")


_OF_A_MESSAGE = ("delivery", "state", "attempt", "late_ms")
_STATES = frozenset(state.value for state in DeliveryState)
_CLOCK = SystemClock()
_encode = json.JSONEncoder(default=repr).encode


class Observer:
    """Logs every event, counts what became of deliveries, and passes the event on to whoever else listens."""

    def __init__(self, style: LogStyle = "text") -> None:
        self._others: list[Observe] = []
        self._outcomes: Counter[str] = Counter()
        # What was told of a message that is not over.
        self._open: dict[object, str] = {}
        self._failed: dict[UUID, None] = {}
        self._log = structlog.get_logger()
        self._lines = _Lines() if style == "json" else None

    def observe(self, event: DispatchEvent) -> None:
        if event.name == "delivery.settled" or (event.name in _LOOKS and event.fields.get("delivery") in self._open):
            self._count(event.fields.get("delivery"), str(event.fields.get("state")))
        if self._lines is not None and event.name == "delivery.settled":
            self._lines.add(event)
        else:
            self._tell(event)
        for other in self._others:
            other(event)

    def _tell(self, event: DispatchEvent) -> None:
        level = _level(event.name)
        if level > logging.DEBUG:
            if self._lines is not None:
                self._lines.write()
            self._log.log(level, event.name, **_told(event.fields))

    def tell(self, other: Observe) -> None:
        """Pass every event from now on to one more."""
        self._others.append(other)

    def _count(self, delivery: object, state: str) -> None:
        outcome = "retry" if state == "scheduled" else state
        if (before := self._open.pop(delivery, None)) is not None:
            self._outcomes[before] -= 1
        self._outcomes[outcome] += 1
        if state == DeliveryState.FAILED.value and isinstance(delivery, UUID) and len(self._failed) < _MOST_FAILED:
            self._failed[delivery] = None
        if outcome in _OPEN:
            self._open[delivery] = outcome
            if len(self._open) > _MOST_OPEN:
                del self._open[next(iter(self._open))]

    def outcomes(self) -> dict[str, int]:
        """What became of how many messages so far; `retry` where one waits for another attempt."""
        return {outcome: count for outcome, count in sorted(self._outcomes.items()) if count}

    def failed(self) -> tuple[UUID, ...]:
        """The messages that failed, as far as they were noted."""
        return tuple(self._failed)


class _Lines:
    """What is logged for every message, in the words and order of the rest, but many at a time: one write for each turn of the
    loop. A logger with its processors would cost a message a tenth of its sending."""

    def __init__(self) -> None:
        self._waiting: list[str] = []
        self._stamp = ""

    def add(self, event: DispatchEvent) -> None:
        is_first = not self._waiting
        if is_first:
            # What is told in one turn of the loop is told at one time.
            self._stamp = rfc3339(_CLOCK.now())
        self._waiting.append(_settled_line(event.fields, self._stamp) or self._line(event))
        if is_first:
            self._write_soon()

    def _line(self, event: DispatchEvent) -> str:
        told = _told(event.fields)
        told["event"] = event.name
        told["level"] = "info"
        told["timestamp"] = self._stamp
        return without_addresses(_encode(told))

    def _write_soon(self) -> None:
        try:
            asyncio.get_running_loop().call_soon(self.write)
        except RuntimeError:
            # Outside a loop there is no next turn.
            self.write()

    def write(self) -> None:
        if self._waiting:
            lines, self._waiting = self._waiting, []
            _Stderr().msg("\n".join(lines))


def _settled_line(fields: Mapping[str, object], stamp: str) -> str:
    """The same line in one piece, where the fields are those that each message has: an id, a state of ours and two numbers hold
    nothing that JSON escapes. "" where they are others."""
    if len(fields) != len(_OF_A_MESSAGE):
        return ""
    delivery, state, attempt, late_ms = map(fields.get, _OF_A_MESSAGE)
    if not (type(delivery) is UUID and state in _STATES and type(attempt) is int and type(late_ms) is float):
        return ""
    return (
        f'{{"delivery": "{delivery}", "state": "{state}", "attempt": {attempt}, "late_ms": {round(late_ms, 1)}, '
        f'"event": "delivery.settled", "level": "info", "timestamp": "{stamp}"}}'
    )


def log_to_stderr(style: LogStyle) -> None:
    """Events go to stderr: stdout is for answers. What libraries log by themselves goes the same way, from warnings on."""
    renderer: Processor = (
        structlog.processors.JSONRenderer()
        if style == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback)
    )
    structlog.configure(
        processors=[
            _stamped,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *names: _Stderr(),
        cache_logger_on_first_use=False,
    )
    for name in _LIBRARIES:
        logger = logging.getLogger(name)
        logger.handlers = [_Libraries(logging.WARNING)]
        logger.propagate = False


class _Libraries(logging.Handler):
    """A library's own record as one event among the others."""

    def emit(self, record: logging.LogRecord) -> None:
        told: dict[str, object] = {"library": record.name, "words": record.getMessage()}
        if record.exc_info and record.exc_info[1]:
            told["exc_info"] = record.exc_info
        structlog.get_logger().log(record.levelno, "library.warned", **told)


class _Stderr:
    """Writes to whatever stderr is now. A log that nobody reads any more must not keep mail from being sent."""

    def msg(self, line: str) -> None:
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write(f"{line}\n")
            sys.stderr.flush()

    debug = info = warning = error = critical = msg


def without_addresses(text: str) -> str:
    return _ADDRESS.sub("…@…", text) if "@" in text else text


def _stamped(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Level, time and trace in one pass: this runs for every message that is sent. No address gets through."""
    event["level"] = method
    event["timestamp"] = rfc3339(_CLOCK.now())
    if "exc_info" in event:
        event = structlog.processors.format_exc_info(logger, method, event)
    for key, value in event.items():
        if isinstance(value, str) and "@" in value:
            event[key] = without_addresses(value)
    return event


def _level(name: str) -> int:
    if name in _ERRORS:
        return logging.ERROR
    if name in _WARNINGS:
        return logging.WARNING
    return logging.DEBUG if name in _DETAILS else logging.INFO


def _told(fields: Mapping[str, object]) -> dict[str, object]:
    """Fields as a log line can hold them; an exception becomes its trace."""
    told: dict[str, object] = {}
    for name, value in fields.items():
        if isinstance(value, BaseException):
            told["exc_info"] = value
        elif isinstance(value, float):
            told[name] = round(value, 1)
        else:
            told[name] = str(value) if isinstance(value, UUID) else value
    return told
