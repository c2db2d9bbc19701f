"""The About window: what this is, which version, and on whose work it stands, with the words of every licence."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFontDatabase, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QListWidgetItem, QPlainTextEdit, QStackedWidget, QWidget

from desktop.language import tr
from desktop.look import icons
from desktop.look.tokens import Space, Type
from desktop.screens.about.state import AboutState, Work
from desktop.widgets.blank import Blank
from desktop.widgets.parts import button, column, label, line, on_keys, rule
from desktop.widgets.search_dialog import SearchDialog
from desktop.widgets.search_field import SearchField

_SIDE, _SIGN = 276, 44


class AboutView(SearchDialog):
    """`chosen` carries a work's name, `link_pressed` its website, `copy_pressed` asks for what support would want to know."""

    searched = Signal(str)
    chosen = Signal(str)
    link_pressed = Signal(str)
    copy_pressed = Signal()

    def __init__(self, parent: QWidget | None, *, version: str, details: str) -> None:
        super().__init__(parent, SearchField(tr("Search licences"), tr("Search licences")))
        self.setWindowTitle(tr("About Nightmail"))
        self.resize(980, 640)
        self.setMinimumSize(720, 460)
        self._works: tuple[Work, ...] | None = None
        self.list = QListWidget()
        self.list.setObjectName("settingsPages")
        self.list.setAccessibleName(tr("Works that Nightmail stands on"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._counted = label("", "faint")
        self._title = label("", "large", wraps=True)
        self._line = label("", "soft", wraps=True, selectable=True)
        self._website = button(tr("Website"), "link", icon="globe", press=self._open_website)
        self._website.setAutoDefault(False)
        self.words = _words_field()
        self._none = Blank(lambda: None)
        self._none.show_blank("search", tr("Nothing is called like that."), tr("Try another word."), "")
        self._right = QStackedWidget()
        self._copy = button(tr("Copy details"), "link", icon="copy", press=self.copy_pressed.emit)
        self._copy.setAutoDefault(False)
        self._url = ""
        self._build(version, details)

    def render_state(self, state: AboutState) -> None:
        self._render_list(state)
        work = state.chosen
        self._right.setCurrentIndex(0 if work else 1)
        self._title.setText(work.name if work else "")
        self._line.setText(state.line)
        self._url = work.url if work else ""
        self._website.setVisible(bool(self._url))
        self._website.setToolTip(self._url)
        self._counted.setText(state.counted if work else "")
        if self.words.toPlainText() != state.words:
            self.words.setPlainText(state.words)

    def say_copied(self) -> None:
        self._copy.setText(tr("Copied"))

    def _render_list(self, state: AboutState) -> None:
        with QSignalBlocker(self.list):
            if state.works != self._works:
                self._works = state.works
                self.list.clear()
                for work in state.works:
                    self.list.addItem(_item(work))
            if state.chosen is not None:
                self.list.setCurrentRow(state.works.index(state.chosen))

    def _build(self, version: str, details: str) -> None:
        side = QFrame()
        side.setObjectName("side")
        side.setFixedWidth(_SIDE)
        name = column(
            label("Nightmail", "title"), label(tr("Version {version}", version=version), "soft", selectable=True), gap=1
        )
        facts = label(details, "faint", wraps=True, selectable=True)
        column(
            line(_sign(), name, 1, gap=Space.M),
            label(tr("Free software under the Apache License 2.0."), "soft", wraps=True),
            facts,
            line(self._copy, 1),
            rule(),
            self.search,
            self.list,
            self._counted,
            on=side,
            margins=(Space.L, Space.L, Space.M, Space.M),
            gap=Space.S,
        ).setStretch(6, 1)
        close = button(tr("Close"), press=self.accept)
        close.setAutoDefault(False)
        head = line(column(self._title, self._line, gap=3), 0, self._website, gap=Space.M)
        head.setStretch(0, 1)
        head.setAlignment(self._website, Qt.AlignmentFlag.AlignTop)
        shown = QWidget()
        column(head, self.words, on=shown, gap=Space.M).setStretch(1, 1)
        self._right.addWidget(shown)
        self._right.addWidget(self._none)
        right = column(self._right, line(1, close), margins=(Space.XL, Space.L, Space.XL, Space.M), gap=Space.M)
        line(side, right, on=self, gap=0).setStretch(1, 1)
        self.search.textChanged.connect(self.searched)
        self.list.currentItemChanged.connect(self._pick)
        on_keys(self, "Ctrl+F", self.search.setFocus)
        self.list.setFocus()

    def _pick(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))

    def _open_website(self) -> None:
        self.link_pressed.emit(self._url)


def _item(work: Work) -> QListWidgetItem:
    made = QListWidgetItem(work.name)
    made.setData(Qt.ItemDataRole.UserRole, work.name)
    made.setData(Qt.ItemDataRole.AccessibleTextRole, f"{work.name}, {work.licence}")
    made.setToolTip(work.licence)
    return made


def _sign() -> QLabel:
    made = QLabel()
    made.setFixedSize(_SIGN, _SIGN)
    picture: QPixmap = icons.pixmap("nightmail", "#000000", _SIGN, scale=made.devicePixelRatioF())
    made.setPixmap(picture)
    return made


def _words_field() -> QPlainTextEdit:
    """Licences are set for typewriters: their lines are kept where they fit."""
    made = QPlainTextEdit()
    made.setObjectName("licenceWords")
    made.setReadOnly(True)
    made.setAccessibleName(tr("Words of the licence"))
    made.setTabChangesFocus(True)
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPixelSize(Type.FINE)
    made.setFont(font)
    return made
