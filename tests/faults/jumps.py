"""`python -m tests.faults.jumps worker …`: the real command on a computer whose clock jumps an hour, again and again."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta

from nightmail.cli.main import main
from nightmail.clock import SystemClock
from tests.faults.hurried import hurry

_HOUR = timedelta(hours=1)


def jumping(clock: SystemClock) -> datetime:
    return datetime.now(UTC) + (_HOUR, timedelta(0), -_HOUR)[int(time.monotonic()) % 3]


if __name__ == "__main__":
    hurry()
    SystemClock.now = jumping  # type: ignore[assignment]
    sys.argv = ["nightmail", *sys.argv[1:]]
    main()
