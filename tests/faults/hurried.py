"""`python -m tests.faults.hurried worker …`: the real command, which tries again after a second instead of minutes, and gives a
silent line up after five seconds instead of fifteen. What is tried twice or three times then still ends within any patience."""

from __future__ import annotations

import sys
from datetime import timedelta

from nightmail.cli.main import main
from nightmail.delivery.outcome import ReplyClass
from nightmail.delivery.retry import RetryPolicy
from nightmail.store import postgres_lines

HURRIED = (sys.executable, "-m", "tests.faults.hurried")
_SECOND = timedelta(seconds=1)
_SILENCE_SECONDS = 5.0


def soon(self: RetryPolicy, deferrals: int, *, reply_class: ReplyClass, spread: float) -> timedelta:
    return _SECOND * (0.75 + 0.5 * spread)


def hurry() -> None:
    RetryPolicy.wait_after = soon  # type: ignore[method-assign]
    limits = postgres_lines.answered.__kwdefaults__
    assert limits is not None
    limits["within"] = _SILENCE_SECONDS


if __name__ == "__main__":
    hurry()
    sys.argv = ["nightmail", *sys.argv[1:]]
    main()
