"""Looking for updates: the daily look, its passing word in the main window, and the page with what is new."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop.gateway.updates import SignedUpdates, Updates
from desktop.language import tr
from desktop.screens.update.presenter import UpdatePresenter
from desktop.screens.update.state import UpdateState
from desktop.widgets.toast import Toast, ToastButton
from desktop.windows.parts import Parts

if TYPE_CHECKING:
    from desktop.screens.update.view import UpdateView

_FIRST_MS, _EVERY_MS = 45_000, 15 * 60_000
_SECONDS = 20.0


class UpdateWatch:
    """`is_quiet` answers whether nothing is being sent or written right now."""

    def __init__(
        self,
        parts: Parts,
        window: QWidget,
        toast: Toast,
        *,
        is_quiet: Callable[[], bool],
        updates: Updates | None = None,
        open_page: Callable[[QUrl], object] = QDesktopServices.openUrl,
    ) -> None:
        self._window = window
        self._toast = toast
        self._open_page = open_page
        self._scope = parts.background.scope()
        self.view: UpdateView | None = None
        self.presenter = UpdatePresenter(
            updates or SignedUpdates(parts.clock),
            parts.settings,
            self._scope,
            parts.clock,
            self,
            zone=parts.zone,
            is_quiet=is_quiet,
            is_wanted=lambda: parts.preferences.now.looks_for_updates,
        )
        self._timer = QTimer(window)
        self._timer.timeout.connect(self._tick)
        self._timer.start(_FIRST_MS)

    def open(self) -> UpdateView:
        """One page at a time; it looks anew."""
        from desktop.screens.update.view import UpdateView

        if self.view is None:
            self.view = UpdateView(self._window)
            self.view.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.view.get_pressed.connect(self._get)
            self.view.skip_pressed.connect(self._skip)
            self.view.finished.connect(self._closed)
            self.view.open()
        self.presenter.look()
        return self.view

    def close(self) -> None:
        self._timer.stop()
        self._scope.close()

    def render(self, state: UpdateState) -> None:
        if self.view is not None:
            self.view.render_state(state)

    def announce(self, version: str) -> None:
        self._toast.say(
            tr("Nightmail {version} is there.", version=version),
            seconds=_SECONDS,
            buttons=(ToastButton(tr("What is new"), self._show),),
        )

    def _show(self) -> None:
        self.open()

    def _tick(self) -> None:
        self._timer.setInterval(_EVERY_MS)
        self.presenter.tick()

    def _get(self) -> None:
        if self.presenter.state.page:
            self._open_page(QUrl(self.presenter.state.page))
        if self.view is not None:
            self.view.accept()

    def _skip(self) -> None:
        self.presenter.skip()
        if self.view is not None:
            self.view.accept()

    def _closed(self) -> None:
        self.view = None
