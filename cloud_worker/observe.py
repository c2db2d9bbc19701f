"""What a dispatcher does, as log events and in numbers. Never an address, a subject or a word of content."""

from __future__ import annotations

import contextlib
import logging
import re
import sys
from collections import Counter
from collections.abc import Mapping
from typing import Literal
from uuid import UUID

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from nightmail.clock import SystemClock, rfc3339
from nightmail.ports import DispatchEvent, Observe

_WARNINGS = frozenset(
    {
        "account.paused",
        "account.set_aside",
        "account.unreachable",
        "delivery.stale",
        "dispatcher.lease_lost",
        "smtp.connect_failed",
        "smtp.unclassified",
        "store.unreachable",
    }
)
_ERRORS = frozenset({"attempt.crashed"})
_LIBRARIES = ("psycopg", "asyncio", "apscheduler")
_DETAILS = frozenset({"dispatcher.lease_renewed", "smtp.connected"})
# A server's reply may repeat whom it was about.
_ADDRESS = re.compile(r"[^\s<>\"'(),;:]+@[^\s<>\"'(),;:]+")


_CLOCK = SystemClock()


class Observer:
    """Logs every event, counts what became of deliveries, and passes the event on to whoever else listens."""

    def __init__(self) -> None:
        self._others: list[Observe] = []
        self._outcomes: Counter[str] = Counter()
        self._log = structlog.get_logger()

    def observe(self, event: DispatchEvent) -> None:
        if event.name == "delivery.settled":
            state = str(event.fields.get("state"))
            self._outcomes["retry" if state == "scheduled" else state] += 1
        self._log.log(_level(event.name), event.name, **_told(event.fields))
        for other in self._others:
            other(event)

    def tell(self, other: Observe) -> None:
        """Pass every event from now on to one more."""
        self._others.append(other)

    def outcomes(self) -> dict[str, int]:
        """How many attempts ended in which state so far; `retry` where the message waits for another."""
        return dict(sorted(self._outcomes.items()))


def log_to_stderr(style: Literal["json", "text"]) -> None:
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
