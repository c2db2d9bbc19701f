"""A worker process's side of being one of several: say where its health is answered, and drain when the parent is gone."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
import threading

from cloud_worker.lifecycle import Signals


def tell_port(port: int) -> None:
    sys.stdout.write(json.dumps({"health_port": port}) + "\n")
    sys.stdout.flush()


def drain_when_orphaned(signals: Signals) -> None:
    """The parent holds the other end of our stdin and says nothing: its end is the parent's, even one by SIGKILL."""
    loop = asyncio.get_running_loop()

    def wait() -> None:
        with contextlib.suppress(OSError):
            while os.read(0, 1024):
                pass
        # The loop may have ended first.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(signals.ring)

    threading.Thread(target=wait, name="parent", daemon=True).start()
