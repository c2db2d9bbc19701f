"""How a presenter gets slow things done without knowing threads or Qt: it hands over a coroutine and is told the answer later."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Errand(Protocol):
    """Work on its way."""

    def cancel(self) -> object:
        """End it; nobody is called any more."""
        ...


class Runner(Protocol):
    def run(
        self,
        work: Coroutine[Any, Any, T],
        *,
        done: Callable[[T], object] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> Errand:
        """Start `work` elsewhere. Exactly one of `done` and `failed` is called, later, on the caller's own thread; none of them
        where the screen that asked has closed by then. Without `failed`, the failure is shown to the person all the same."""
        ...

    def tell(self, news: Callable[[], None]) -> None:
        """From wherever work runs: call `news` soon, on the caller's own thread, unless its screen has closed."""
        ...
