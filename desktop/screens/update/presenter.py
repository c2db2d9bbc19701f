"""Looks for a newer Nightmail once a day, and says so once, at a quiet moment: never while something is being sent. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from desktop.gateway.updates import Updates
from desktop.language import tr
from desktop.preferences import Shelf
from desktop.running import Runner
from desktop.screens.update.state import Standing, UpdateState
from desktop.words import full_day, sentence_of
from nightmail.clock import Clock
from nightmail.updates.channel import PYTHON, Installation

if TYPE_CHECKING:
    from nightmail.updates.news import Release

_EVERY = timedelta(hours=24)
_LOOKED, _SKIPPED = "updates/looked-at", "updates/skipped"


class UpdateScreen(Protocol):
    def render(self, state: UpdateState) -> None: ...

    def announce(self, version: str) -> None:
        """Say in passing that there is a newer one."""
        ...


class UpdatePresenter:
    """`is_quiet` answers whether this is a moment to be spoken to; `is_wanted` whether the person lets us look by ourselves."""

    def __init__(
        self,
        updates: Updates,
        shelf: Shelf,
        runner: Runner,
        clock: Clock,
        screen: UpdateScreen,
        *,
        zone: str,
        is_quiet: Callable[[], bool],
        is_wanted: Callable[[], bool],
    ) -> None:
        self._updates = updates
        self._shelf = shelf
        self._runner = runner
        self._clock = clock
        self._screen = screen
        self._zone = zone
        self._is_quiet = is_quiet
        self._is_wanted = is_wanted
        self._found: Release | None = None
        self._is_announced = False
        self.state = UpdateState()

    def tick(self) -> None:
        """Called now and then. What was found earlier is said once it is quiet."""
        self._announce()
        if self._updates.installation.asks and self._is_wanted() and self._is_time():
            self._remember(_LOOKED, self._clock.now().isoformat())
            # Nobody asked: a failure is no news, and the next day is soon enough.
            self._runner.run(self._updates.newer(), done=self._heard, failed=lambda _: None)

    def look(self) -> None:
        """The person asks: whatever comes of it is shown."""
        installation = self._updates.installation
        if not installation.asks:
            self._show(kept_words(installation))
            return
        self._show(UpdateState(title=tr("Looking for a newer Nightmail…"), words=_have(installation)))
        self._remember(_LOOKED, self._clock.now().isoformat())
        self._runner.run(self._updates.newer(), done=self._answered, failed=self._failed)

    def skip(self) -> None:
        """Say nothing more of this very version."""
        if self._found is not None:
            self._remember(_SKIPPED, str(self._found.version))

    def _heard(self, release: Release | None) -> None:
        if release is not None and str(release.version) != self._recall(_SKIPPED):
            self._is_announced = self._is_announced and self._found is not None and self._found.version == release.version
            self._found = release
            self._announce()

    def _announce(self) -> None:
        if self._found is not None and not self._is_announced and self._is_quiet():
            self._is_announced = True
            self._screen.announce(str(self._found.version))

    def _answered(self, release: Release | None) -> None:
        installation = self._updates.installation
        if release is None:
            self._show(UpdateState(Standing.CURRENT, tr("You have the newest Nightmail."), _have(installation)))
            return
        self._found, self._is_announced = release, True
        day = full_day(release.published_at, self._zone, now=self._clock.now())
        words = tr("You have {version}. The new one was published on {day}.", version=installation.version, day=day)
        title = tr("Nightmail {version} is there", version=release.version)
        self._show(UpdateState(Standing.NEWER, title, words, release.notes, release.page))

    def _failed(self, problem: Exception) -> None:
        title = tr("It could not be found out whether there is a newer Nightmail.")
        self._show(UpdateState(Standing.FAILED, title, sentence_of(problem)))

    def _show(self, state: UpdateState) -> None:
        self.state = state
        self._screen.render(state)

    def _is_time(self) -> bool:
        try:
            last = datetime.fromisoformat(self._recall(_LOOKED))
            # A clock that was set back must not silence this for years.
            return not timedelta(0) <= self._clock.now() - last < _EVERY
        except (ValueError, TypeError):
            return True

    def _recall(self, name: str) -> str:
        kept = self._shelf.value(name)
        return kept if isinstance(kept, str) else ""

    def _remember(self, name: str, words: str) -> None:
        self._shelf.setValue(name, words)


def kept_words(installation: Installation) -> UpdateState:
    """Why this installation does not ask."""
    if installation.kept_by:
        title = (
            tr("Updates come with this Python environment.")
            if installation.kept_by == PYTHON
            else tr("Updates come with those of your system.")
        )
        return UpdateState(Standing.KEPT, title, _have(installation))
    title = tr("This build does not look for updates.")
    return UpdateState(Standing.NOBODY, title, _have(installation))


def _have(installation: Installation) -> str:
    return tr("You have Nightmail {version}.", version=installation.version)
