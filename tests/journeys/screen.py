"""A real X server without a monitor, for journeys that are to happen in real windows."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

IS_INSTALLED = shutil.which("Xvfb") is not None


@contextmanager
def x_screen() -> Iterator[str]:
    """The name of a display of its own (":7"), as long as the context lasts. It listens on a local socket only."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            # The number is written once clients may connect.
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait()
