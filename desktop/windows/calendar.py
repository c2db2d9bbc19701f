"""The calendar's window with its presenter."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Qt, QTimer

from desktop.language import tr
from desktop.screens.calendar.presenter import CalendarPresenter
from desktop.screens.calendar.state import CalendarState, Span
from desktop.screens.calendar.view import CalendarView
from desktop.widgets.standing_in import Spot
from desktop.widgets.toast import ToastButton
from desktop.windows.parts import Parts, Windows

_SPAN = "calendar/span"
_SIZE = "calendar/geometry"
_TICK_MS = 30_000
# What is moved can be moved back for a while; a plain word would be gone too soon.
_UNDO_SECONDS = 10.0


class CalendarWindow:
    """`closed` is called once. What changes elsewhere is heard by `refresh`."""

    def __init__(self, parts: Parts, windows: Windows, *, closed: Callable[[], None]) -> None:
        self._settings = parts.settings
        self._windows = windows
        self._closed = closed
        self._scope = parts.background.scope()
        self.view = CalendarView()
        kept = str(parts.settings.value(_SPAN, Span.WEEK.value))
        self.presenter = CalendarPresenter(
            parts.gateway,
            self._scope,
            parts.clock,
            self,
            zone=parts.zone,
            quiet_days=parts.preferences.now.quiet_days,
            span=Span(kept) if kept in set(Span) else Span.WEEK,
        )
        self._open(self.view)
        size = parts.settings.value(_SIZE)
        if size is not None:
            self.view.restoreGeometry(size)
        self.render(self.presenter.state)
        self.presenter.refresh()

    def speak_anew(self) -> None:
        """The person's language is another now: another window on the same days, where this one stood."""
        old, spot = self.view, Spot(self.view)
        old.closing.disconnect(self._close)
        self._tick.stop()
        self.view = CalendarView()
        self._open(self.view)
        self.render(self.presenter.state)
        self.presenter.tick()
        old.close()
        spot.show(self.view)

    def show(self) -> None:
        self.view.show()
        self.view.raise_()
        self.view.activateWindow()

    def refresh(self) -> None:
        self.presenter.refresh()

    def render(self, state: CalendarState) -> None:
        self._settings.setValue(_SPAN, state.span.value)
        self.view.render_state(state)

    def say(self, sentence: str, undo: Callable[[], None] | None = None) -> None:
        if undo is None:
            self.view.toast.say(sentence)
        else:
            self.view.toast.say(sentence, seconds=_UNDO_SECONDS, buttons=(ToastButton(tr("Undo"), undo),))
            self._windows.refresh()

    def open(self, id: UUID) -> None:
        self._windows.show_message(id)

    def _open(self, view: CalendarView) -> None:
        view.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._tick = QTimer(view)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self.presenter.tick)
        self._tick.start()
        self._connect()

    def _connect(self) -> None:
        view, presenter = self.view, self.presenter
        view.span_chosen.connect(presenter.show_span)
        view.gone.connect(presenter.go)
        view.today_pressed.connect(presenter.go_today)
        view.selected.connect(presenter.select)
        view.opened.connect(presenter.open)
        view.stepped.connect(presenter.step)
        view.nudged.connect(presenter.nudge)
        view.moved.connect(presenter.move)
        view.day_opened.connect(presenter.show_day)
        view.closing.connect(self._close)

    def _close(self) -> None:
        self._settings.setValue(_SIZE, self.view.saveGeometry())
        self._tick.stop()
        self._scope.close()
        self._closed()
