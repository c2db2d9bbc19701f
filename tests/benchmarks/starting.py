"""How long the desktop takes from its process's first breath to a window that can be used, and what it weighs at rest.

Each start is a process of its own, drawing into memory, on a profile that an earlier start has made. "Shown": the window is
painted and takes keys; "loaded": the list stands in it.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

STARTS = 5
_IDLE_SECONDS = 8.0
Figures = dict[str, object]


async def measure(_: str = "") -> Figures:
    with tempfile.TemporaryDirectory(prefix="nightmail-start-") as folder:
        await _start(Path(folder))
        starts = [await _start(Path(folder)) for _ in range(STARTS)]
        idle = await _start(Path(folder), idle=_IDLE_SECONDS)
    return {
        "desktop_shown_s": round(statistics.median(each["shown"] for each in starts), 3),
        # What the start costs whatever else the machine does.
        "desktop_shown_cpu_s": round(statistics.median(each["cpu"] for each in starts), 3),
        "desktop_loaded_s": round(statistics.median(each["loaded"] for each in starts), 3),
        "desktop_rss_idle_mb": round(idle["rss"], 1),
    }


async def _start(profile: Path, *, idle: float = 0) -> dict[str, float]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "NIGHTMAIL_KEYRING": "file"}
    arguments = ("-m", "tests.benchmarks.starting", str(profile), str(time.time()), str(idle))
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL, env=environment
    )
    said, _ = await process.communicate()
    figures: dict[str, float] = json.loads(said.decode().splitlines()[-1])
    return figures


def _drive(profile: Path, *, begun: float, idle: float) -> None:
    """In the process that is measured: the real start, with a hand on the clock."""
    from PySide6.QtCore import QTimer

    from desktop import app, wiring

    seen: dict[str, float] = {}
    first = wiring.Desk.open

    def opened(desk: wiring.Desk) -> None:
        # The first round of the event loop after the window was shown and painted.
        seen["shown"], seen["cpu"] = time.time() - begun, time.process_time()
        first(desk)
        poll = QTimer(desk.shell.main.view)
        poll.timeout.connect(lambda: _end_once_loaded(desk, poll, seen, begun=begun, idle=idle))
        poll.start(5)

    wiring.Desk.open = opened  # type: ignore[method-assign,assignment]
    app.run(profile)
    print(json.dumps(seen))


def _end_once_loaded(desk: object, poll: object, seen: dict[str, float], *, begun: float, idle: float) -> None:
    from PySide6.QtCore import QTimer

    from desktop.wiring import Desk

    assert isinstance(desk, Desk) and isinstance(poll, QTimer)
    if desk.shell.main.presenter.state.is_loaded:
        seen["loaded"] = time.time() - begun
        poll.stop()
        QTimer.singleShot(round(idle * 1000), lambda: _weigh_and_leave(desk, seen))


def resident() -> int:
    """Bytes of this process in memory. Where the system says it in a file, no library is loaded that would weigh too."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
    except OSError:
        import psutil

        return int(psutil.Process().memory_info().rss)


def _weigh_and_leave(desk: object, seen: dict[str, float]) -> None:
    from desktop.wiring import Desk

    assert isinstance(desk, Desk)
    seen["rss"] = resident() / 1e6
    desk.shell.leave()


if __name__ == "__main__":
    _drive(Path(sys.argv[1]), begun=float(sys.argv[2]), idle=float(sys.argv[3]))
