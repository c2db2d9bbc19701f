"""The one thread boundary: an asyncio loop in a daemon thread. Work goes out by `run`, answers come home by one queued signal.

Nothing else in the desktop starts a thread or touches a loop, and no widget is ever touched from this one.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import weakref
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop.courtesy import polite_loop, window
from desktop.running import T
from nightmail.errors import NightmailError

_PATIENCE = 10.0

log = logging.getLogger("nightmail.desktop")

Trouble = Callable[[Exception], None]


class Background(QObject):
    """`trouble` hears of failures nobody asked to hear of. Made, used and stopped on the thread that owns the widgets."""

    _home = Signal(object)

    def __init__(self, *, trouble: Trouble) -> None:
        super().__init__()
        self._trouble = trouble
        self._is_stopped = False
        self._loop = polite_loop()
        self._thread = threading.Thread(target=self._turn, name="nightmail-background", daemon=True)
        self._home.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._thread.start()

    def run(
        self,
        work: Coroutine[Any, Any, T],
        *,
        done: Callable[[T], object] | None = None,
        failed: Trouble | None = None,
    ) -> Future[None]:
        return self.start(work, done=done, failed=failed)

    def start(
        self,
        work: Coroutine[Any, Any, T],
        *,
        done: Callable[[T], object] | None = None,
        failed: Trouble | None = None,
    ) -> Future[None]:
        """As `run`; cancelling the answered future cancels the work, and then neither callback is called."""

        async def errand() -> None:
            try:
                answer = await work
            except asyncio.CancelledError:
                raise
            except Exception as problem:
                if not isinstance(problem, NightmailError):
                    # Whoever hears of it can only say that it is in the log.
                    log.error("desktop.errand-failed", exc_info=problem)
                self._send_home(lambda problem=problem: (failed or self._trouble)(problem))  # type: ignore[misc]
            else:
                if done is not None:
                    self._send_home(lambda: done(answer))

        if not self._loop.is_running() and not self._thread.is_alive():
            work.close()
            return Future()
        begun = errand()
        # An errand that the app's end overtakes before it began leaves its work as it was handed over.
        weakref.finalize(begun, work.close).atexit = False
        return asyncio.run_coroutine_threadsafe(begun, self._loop)

    def tell(self, news: Callable[[], None]) -> None:
        """Run `news` on the widgets' thread, soon. For long-lived work on the loop that has something to say."""
        self._send_home(news)

    def knock(self, news: Callable[[], None]) -> Callable[[], None]:
        """As `tell`, for news that only say "look again": any number of calls before the widgets' thread comes to it are one, and
        a call after that is always followed by another look."""
        is_under_way = False

        def deliver() -> None:
            nonlocal is_under_way
            # Before anybody looks: whatever changes from here on knocks again.
            is_under_way = False
            news()

        def knock() -> None:
            nonlocal is_under_way
            if not is_under_way:
                is_under_way = True
                self._send_home(deliver)

        return knock

    def scope(self) -> Scope:
        return Scope(self)

    def stop(self) -> None:
        """Cancel what runs, let it clean up, end the thread. Answers still on their way are dropped."""
        if not self._thread.is_alive():
            return
        # Disconnecting would not do: what is queued already is delivered all the same.
        self._is_stopped = True
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_PATIENCE)

    def _turn(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()
        left = asyncio.all_tasks(self._loop)
        for task in left:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()

    def _send_home(self, news: Callable[[], object]) -> None:
        self._home.emit(news)

    def _deliver(self, news: Callable[[], object]) -> None:
        if self._is_stopped:
            return
        window.begin()
        try:
            news()
        finally:
            # What it changed is laid out and painted right after it.
            QTimer.singleShot(0, window.end)


class Scope:
    """The door of one screen. After `close`, answers to it are dropped; the work itself goes on."""

    def __init__(self, background: Background) -> None:
        self._background = background
        self._is_open = True

    def run(
        self,
        work: Coroutine[Any, Any, T],
        *,
        done: Callable[[T], object] | None = None,
        failed: Trouble | None = None,
    ) -> Future[None]:
        return self._background.run(work, done=self._while_open(done), failed=self._while_open(failed))

    def tell(self, news: Callable[[], None]) -> None:
        self._background.tell(lambda: news() if self._is_open else None)

    def close(self) -> None:
        self._is_open = False

    def _while_open(self, callback: Callable[[Any], object] | None) -> Callable[[Any], None] | None:
        if callback is None:
            return None

        def guarded(answer: Any) -> None:
            if self._is_open:
                callback(answer)

        return guarded
