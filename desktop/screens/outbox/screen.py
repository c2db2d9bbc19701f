"""What the main window's presenter asks of whoever owns the windows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol
from uuid import UUID

from desktop.drafts import SavedDraft
from desktop.screens.outbox.state import AccountLine, Card, OutboxState, Step
from nightmail.message.draft import Draft
from nightmail.schedule.model import WallTime


class OutboxScreen(Protocol):
    def render(self, state: OutboxState) -> None: ...

    def say(self, sentence: str, undo: Callable[[], None] | None = None) -> None:
        """A passing word: what was done, or why it was not; with a way back where there is one."""
        ...

    def write(self, saved: SavedDraft | None) -> None:
        """Open a composer, blank or on a draft."""
        ...

    def write_again(
        self, draft: Draft, *, account_id: UUID, replaces: UUID | None, planned: WallTime | None = None, was_held: bool = False
    ) -> None:
        """`planned`: when the message it replaces was to go; `was_held`: its person had put it on hold before."""
        ...

    def report(self, title: str, words: str) -> None:
        """What was done, and why not all of it; stays until it was read."""
        ...

    def press_card(self, card: Card, step: Step) -> None:
        """What a card's step opens."""
        ...

    def pick_time(self, id: UUID, start: WallTime | None) -> None:
        """Let the person choose another time, beginning at `start`; the answer comes back through `reschedule`."""
        ...

    def open_cloud(self) -> None:
        """Let the person sign in."""
        ...

    def mend(self, account: AccountLine) -> None:
        """Let the person end the account's pause, with what that takes."""
        ...
