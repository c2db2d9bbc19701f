"""Ask a running worker what its operator's tools ask. It answers a probe within two seconds, or as if it could not: on a busy
machine it is asked again, as those tools do."""

from __future__ import annotations

import threading
import time
import urllib.error
import urllib.request

from tests.patience import PATIENCE

_BETWEEN_SECONDS = 0.1


def get(port: int, path: str) -> tuple[int, str]:
    """Status and body."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=PATIENCE) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def comes_to_say(port: int, path: str, *lines: str) -> None:
    """With status 200, and all of them at once."""
    until, pause = time.monotonic() + PATIENCE, threading.Event()
    while True:
        status, page = get(port, path)
        if status == 200 and not set(lines) - set(page.splitlines()):
            return
        assert time.monotonic() < until, f"{path} answers {status}:\n{page}"
        pause.wait(_BETWEEN_SECONDS)
