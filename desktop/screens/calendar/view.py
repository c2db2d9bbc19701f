"""The calendar of what goes out: a day, a week or a month. It draws the state and reports what the person does."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from desktop.language import tr
from desktop.look.icons import app_icon
from desktop.screens.calendar.chip import Chip
from desktop.screens.calendar.month_grid import MonthGrid
from desktop.screens.calendar.state import CalendarState, Entry, Span
from desktop.screens.calendar.time_grid import TimeGrid
from desktop.widgets.parts import button, column, icon_button, label, line, on_keys, set_text
from desktop.widgets.toast import Toast

_FIRST_HOUR = 7


class CalendarView(QWidget):
    span_chosen = Signal(object)
    gone = Signal(int)
    today_pressed = Signal()
    selected = Signal(object)
    opened = Signal(object)
    stepped = Signal(object)
    nudged = Signal(object)
    moved = Signal(object, object, object)
    day_opened = Signal(object)
    closing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setWindowIcon(app_icon())
        self.setWindowTitle(tr("Calendar of what goes out"))
        self.resize(1040, 720)
        self.setMinimumSize(640, 480)
        self._state: CalendarState | None = None
        self._title = label("", "title")
        self._spans = {span: self._span_button(span, words) for span, words in _span_words().items()}
        self._month = MonthGrid(self._make_chip)
        self._times = TimeGrid(self._make_chip)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._month)
        self._pages.addWidget(self._times)
        self._notice = label("", "soft", wraps=True)
        self._notice.hide()
        self._hint = label(tr("Arrows walk, Alt with arrows moves a message, Enter opens it."), "faint")
        self.toast = Toast(self)
        self._build()
        self._connect()

    def render_state(self, state: CalendarState) -> None:
        had_focus = isinstance(self.focusWidget(), Chip)
        before, self._state = self._state, state
        self._title.setText(state.title)
        for span, press in self._spans.items():
            press.setChecked(span is state.span)
        page = self._month if state.span is Span.MONTH else self._times
        self._pages.setCurrentWidget(page)
        page.render_state(state)
        if page is self._times and (before is None or before.span is Span.MONTH):
            self._times.show_hour(_FIRST_HOUR)
        set_text(self._notice, state.notice)
        is_new = before is None or (before.selected, before.span) != (state.selected, state.span)
        self._follow(state, had_focus=had_focus, is_new=is_new)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)

    def _follow(self, state: CalendarState, *, had_focus: bool, is_new: bool) -> None:
        for chip in self._shown_chips():
            chip.mark(is_selected=chip.entry.id == state.selected)
            if chip.entry.id == state.selected and (had_focus or is_new):
                chip.setFocus(Qt.FocusReason.OtherFocusReason)
                if state.span is not Span.MONTH:
                    self._times.show_chip(chip)

    def _shown_chips(self) -> list[Chip]:
        page = self._pages.currentWidget()
        return [chip for chip in page.findChildren(Chip) if not chip.isHidden()] if page is not None else []

    def _make_chip(self, entry: Entry, parent: QWidget) -> Chip:
        chip = Chip(entry, parent, is_selected=self._state is not None and self._state.selected == entry.id)
        chip.chosen.connect(self.selected)
        chip.opened.connect(self.opened)
        chip.stepped.connect(self.stepped)
        chip.nudged.connect(self.nudged)
        return chip

    def _span_button(self, span: Span, words: str) -> QPushButton:
        made = button(words, "segment", press=partial(self.span_chosen.emit, span))
        made.setCheckable(True)
        return made

    def _build(self) -> None:
        today = button(tr("Today"), press=self.today_pressed.emit)
        back = icon_button("chevron-left", tr("Earlier (Page Up)"), press=partial(self.gone.emit, -1))
        on = icon_button("chevron-right", tr("Later (Page Down)"), press=partial(self.gone.emit, 1))
        spans = line(*self._spans.values(), gap=2)
        head = line(today, back, on, self._title, 1, spans, margins=(18, 14, 18, 10), gap=8)
        foot = line(self._hint, 1, self._notice, margins=(18, 6, 18, 8), gap=12)
        pages = column(self._pages, margins=(12, 0, 12, 0), gap=0)
        whole = column(head, pages, foot, on=self, gap=0)
        whole.setStretch(1, 1)

    def _connect(self) -> None:
        self._month.dropped.connect(lambda id, day: self.moved.emit(id, day, None))
        self._times.dropped.connect(self.moved)
        self._month.day_opened.connect(self.day_opened)
        self._times.day_opened.connect(self.day_opened)
        self._times.opened.connect(self.opened)
        on_keys(self, "PgUp", partial(self.gone.emit, -1))
        on_keys(self, "PgDown", partial(self.gone.emit, 1))
        on_keys(self, "T", self.today_pressed.emit)
        for span, key in ((Span.DAY, "D"), (Span.WEEK, "W"), (Span.MONTH, "M")):
            on_keys(self, key, partial(self.span_chosen.emit, span))
        for key in ("Esc", "Ctrl+W"):
            on_keys(self, key, self.close)
        on_keys(self, "Ctrl+Z", self.toast.press_first)


def _span_words() -> dict[Span, str]:
    return {Span.DAY: tr("Day"), Span.WEEK: tr("Week"), Span.MONTH: tr("Month")}
