"""`python -m tests.faults.stops_at POINT agent|worker …`: the real command, which stops itself when it first comes to POINT.

The parts are the real ones behind their ports; each port's call is only told of before and after. Nothing of it is in Nightmail.
"""

from __future__ import annotations

import functools
import json
import os
import signal
import sys
import threading
from collections.abc import Awaitable, Callable
from typing import Any

from nightmail.cli.main import main
from nightmail.dispatcher.fence import Fence
from nightmail.store.postgres import PostgresStore
from nightmail.store.sqlite import SqliteStore

STOPPED = "stopped"
_CALLS = {"claim": "T1", "transmitting": "T2", "settle": "T3"}
Call = Callable[..., Awaitable[Any]]


def stop() -> None:
    """Say so, and stand still in this very line until somebody lets the process go on."""
    sys.stderr.write(json.dumps({"event": STOPPED}) + "\n")
    sys.stderr.flush()
    # To this thread and not to the process: then it is stopped when the call returns.
    signal.pthread_kill(threading.get_ident(), signal.SIGSTOP)


def told(call: Call, name: str, point: str) -> Call:
    """An empty claim is none."""

    @functools.wraps(call)
    async def calling(self: object, *given: Any, **named: Any) -> Any:
        if point == f"before {name}":
            stop_once()
        answer = await call(self, *given, **named)
        if point == f"after {name}" and answer:
            stop_once()
        return answer

    return calling


def fenced(passed: Call) -> Call:
    """The dot is what follows a fence that was passed."""

    @functools.wraps(passed)
    async def passing(self: object, *asked: Any) -> bool:
        may_pass: bool = await passed(self, *asked)
        stop_once()
        return may_pass

    return passing


stop_once = functools.cache(stop)


def run(point: str, words: list[str]) -> None:
    for store in (SqliteStore, PostgresStore):
        for name, step in _CALLS.items():
            setattr(store, name, told(getattr(store, name), step, point))
    if point == "before the dot":
        Fence.passed = fenced(Fence.passed)  # type: ignore[method-assign,assignment]
    sys.argv = ["nightmail", *words]
    main()


if __name__ == "__main__":
    os.environ.setdefault("NIGHTMAIL_LOG", "json")
    run(sys.argv[1], sys.argv[2:])
