"""Give way to the window: while it answers or paints, the agent's threads pause where they can. No Qt.

Python lets one thread at a time work, and gives each its part in turn: beside three that send, a painting of 15 ms lasts 60.
"""

from __future__ import annotations

import asyncio
import selectors
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar, TypeVarTuple

if TYPE_CHECKING:
    from asyncio import Future
    from concurrent.futures import Executor

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

# Nobody waits longer for one turn of the window, whatever it waits for itself.
_MOST = 0.04
# Seconds for which the window waits for whoever works when its turn comes, each time it comes back from Qt: dozens of times for
# one painting. Python's own 5 ms would add up to what a person sees.
AWAITED = 0.0005
# And for which others wait, once it has its turn.
_UNDISTURBED = 0.005


class Courtesy:
    """`begin` and `end` on the window's thread, `give_way` on any other; a turn that never ends is over after `most` seconds."""

    def __init__(self, *, most: float = _MOST) -> None:
        self._most = most
        self._over = threading.Event()
        self._over.set()
        self._until = 0.0

    def begin(self) -> None:
        """A turn that began already goes on, without any more time."""
        if self._over.is_set():
            self._until = time.monotonic() + self._most
            self._over.clear()
            sys.setswitchinterval(_UNDISTURBED)

    def end(self) -> None:
        sys.setswitchinterval(AWAITED)
        self._over.set()

    @property
    def is_on(self) -> bool:
        return not self._over.is_set()

    @contextmanager
    def turn(self) -> Iterator[None]:
        self.begin()
        try:
            yield
        finally:
            self.end()

    def give_way(self) -> None:
        """Wait while the window has its turn; at once back where it has none."""
        if not self._over.is_set() and (left := self._until - time.monotonic()) > 0:
            self._over.wait(left)


# One window's thread, one of these.
window = Courtesy()


class _Jobs(asyncio.BaseEventLoop):
    """What a loop hands to other threads gives way too, before it begins."""

    _courtesy: Courtesy

    def run_in_executor(self, executor: Executor | None, func: Callable[[*Ts], T], *args: *Ts) -> Future[T]:
        def job() -> T:
            self._courtesy.give_way()
            return func(*args)

        return super().run_in_executor(executor, job)


if sys.platform == "win32":

    class _Proactor(asyncio.IocpProactor):
        def __init__(self, courtesy: Courtesy) -> None:
            super().__init__()
            self._courtesy = courtesy

        def select(self, timeout: int | None = None) -> list[Future[object]]:
            ready = super().select(timeout)
            self._courtesy.give_way()
            return ready

    class _Loop(_Jobs, asyncio.ProactorEventLoop):
        def __init__(self, courtesy: Courtesy) -> None:
            super().__init__(_Proactor(courtesy))
            self._courtesy = courtesy

else:

    class _Selector(selectors.DefaultSelector):
        def __init__(self, courtesy: Courtesy) -> None:
            super().__init__()
            self._courtesy = courtesy

        def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
            ready = super().select(timeout)
            self._courtesy.give_way()
            return ready

    class _Loop(_Jobs, asyncio.SelectorEventLoop):
        def __init__(self, courtesy: Courtesy) -> None:
            super().__init__(_Selector(courtesy))
            self._courtesy = courtesy


def polite_loop(courtesy: Courtesy = window) -> asyncio.AbstractEventLoop:
    """A loop for a thread beside the window's: before each of its rounds it gives way."""
    return _Loop(courtesy)
