"""The window on the sandbox: what the built-in mail server caught, exactly as a real one would have been handed it."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QListWidget, QListWidgetItem, QPlainTextEdit, QSplitter, QWidget

from desktop.language import tr
from desktop.look.theme import set_icon
from desktop.look.tokens import Type
from desktop.screens.caught.state import CaughtDetail, CaughtLine, CaughtState
from desktop.widgets.parts import button, clear, column, label, line, set_text

_SIZE = (820, 540)


class CaughtView(QDialog):
    chosen = Signal(str)
    source_wanted = Signal(bool)
    refresh_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Caught in the sandbox"))
        self.resize(*_SIZE)
        self._shown: tuple[CaughtLine, ...] = ()
        self._shown_detail: CaughtDetail | None = None
        self._list = QListWidget()
        self._list.setAccessibleName(tr("Caught messages"))
        self._list.setMinimumWidth(230)
        self._list.setObjectName("caught")
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._title = label("", "large", wraps=True)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(12)
        self._facts.setVerticalSpacing(3)
        self._facts.setColumnStretch(1, 1)
        self._body = QPlainTextEdit()
        self._body.setReadOnly(True)
        self._body.setTabChangesFocus(True)
        self._body.setAccessibleName(tr("Message text"))
        self._plain_font = self._body.font()
        self._source = button("", press=self._toggle)
        self._empty = label("", "soft", wraps=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QSplitter(Qt.Orientation.Horizontal)
        self._shows_source = False
        self._build()

    def render_state(self, state: CaughtState) -> None:
        self._render_rows(state)
        has_any = bool(state.rows)
        self._pages.setVisible(has_any)
        nothing = tr("Nothing was caught yet. What you send from the try-out account turns up here.") if state.is_loaded else ""
        set_text(self._empty, state.failure or ("" if has_any else nothing))
        self._shows_source = state.shows_source
        said = tr("Show the text") if state.shows_source else tr("Show the source")
        self._source.setText(said)
        self._source.setAccessibleName(said)
        if state.detail is not None:
            self._render_detail(state.detail, shows_source=state.shows_source)

    def _render_rows(self, state: CaughtState) -> None:
        with QSignalBlocker(self._list):
            if state.rows != self._shown:
                self._shown = state.rows
                self._list.clear()
                for row in state.rows:
                    item = QListWidgetItem(f"{row.title}\n{row.to}\n{row.when}")
                    item.setData(Qt.ItemDataRole.UserRole, row.name)
                    self._list.addItem(item)
            names = [row.name for row in state.rows]
            if state.chosen in names:
                self._list.setCurrentRow(names.index(state.chosen))

    def _render_detail(self, detail: CaughtDetail, *, shows_source: bool) -> None:
        body = detail.source if shows_source else detail.text
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont) if shows_source else self._plain_font
        if shows_source:
            font.setPixelSize(Type.FINE)
        self._body.setFont(font)
        if self._body.toPlainText() != body:
            self._body.setPlainText(body)
        if detail == self._shown_detail:
            return
        self._shown_detail = detail
        self._title.setText(detail.title)
        clear(self._facts)
        for place, (head, words) in enumerate(detail.facts):
            self._facts.addWidget(label(head, "faint"), place, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(label(words, "", wraps=True), place, 1)

    def _toggle(self) -> None:
        self.source_wanted.emit(not self._shows_source)

    def _row_changed(self, place: int) -> None:
        if 0 <= place < len(self._shown):
            self.chosen.emit(self._shown[place].name)

    def _build(self) -> None:
        sign = QLabel()
        set_icon(sign, "shield", role="accent", side=24)
        words = label(
            tr("The built-in mail server took these messages and delivered none of them. They are on this PC only."),
            "soft",
            wraps=True,
        )
        head = line(sign, words, gap=12)
        head.setStretch(1, 1)
        right = QWidget()
        column(self._title, self._facts, self._body, on=right, margins=(14, 0, 0, 0), gap=10)
        self._pages.addWidget(self._list)
        self._pages.addWidget(right)
        self._pages.setStretchFactor(1, 1)
        self._pages.setSizes([260, 540])
        self._pages.setChildrenCollapsible(False)
        close = button(tr("Close"), "primary", press=self.accept)
        close.setDefault(True)
        self._source.setAutoDefault(False)
        refresh = button(tr("Look again"), press=self.refresh_pressed.emit)
        refresh.setAutoDefault(False)
        inner = column(
            head, self._pages, self._empty, line(refresh, self._source, 1, close), on=self, margins=(22, 18, 22, 18), gap=14
        )
        inner.setStretch(1, 1)
        inner.setStretch(2, 1)
        self._list.currentRowChanged.connect(self._row_changed)
