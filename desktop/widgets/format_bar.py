"""The bar of marks below an editor, as icons that show what is in force at the cursor."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QFont, QTextListFormat
from PySide6.QtWidgets import QFrame, QMenu, QSizePolicy, QToolButton, QWidget

from desktop.actions.keyboard import on_action, set_tip
from desktop.actions.table import ACTIONS
from desktop.language import tr
from desktop.look.icons import icon
from desktop.widgets.editor import Editor
from desktop.widgets.link_dialog import LinkDialog
from desktop.widgets.parts import icon_button, in_turn, line
from desktop.widgets.quotes import is_quote


def _inks() -> tuple[tuple[str, str], ...]:
    """Readable on white and on dark alike: a mail's reader chooses the ground."""
    return (
        (tr("Red"), "#c0392b"),
        (tr("Orange"), "#b9770e"),
        (tr("Green"), "#1e8449"),
        (tr("Blue"), "#2471a3"),
        (tr("Purple"), "#7d3c98"),
        (tr("Grey"), "#707b7c"),
    )


class FormatBar(QFrame):
    def __init__(self, editor: Editor) -> None:
        super().__init__()
        self.setObjectName("formatBar")
        self._editor = editor
        bullet, number = QTextListFormat.Style.ListDisc, QTextListFormat.Style.ListDecimal
        self._bold = self._mark("text.bold", editor.toggle_bold, checkable=True)
        self._italic = self._mark("text.italic", editor.toggle_italic, checkable=True)
        self._underline = self._mark("text.underline", editor.toggle_underline, checkable=True)
        self._strike = self._mark("text.strike", editor.toggle_strike, checkable=True)
        self._heading = self._menu("heading", tr("Heading"), self._heading_menu())
        self._ink = self._menu("colour", tr("Text colour"), self._ink_menu())
        self._bullets = self._mark("text.bullets", lambda: editor.toggle_list(bullet), checkable=True)
        self._numbers = self._mark("text.numbers", lambda: editor.toggle_list(number), checkable=True)
        self._quote = self._mark("text.quote", editor.toggle_quote, checkable=True)
        self._link = self._mark("text.link", self._ask_link)
        self._clear = self._mark("text.clear", editor.clear_marks)
        marks: tuple[QWidget, ...] = (
            self._bold,
            self._italic,
            self._underline,
            self._strike,
            _gap(),
            self._heading,
            self._ink,
            _gap(),
            self._bullets,
            self._numbers,
            self._quote,
            _gap(),
            self._link,
            self._clear,
        )
        line(*marks, 1, on=self, margins=(6, 3, 6, 3), gap=2)
        # In a low window it is the text that gives way.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        editor.cursorPositionChanged.connect(self.show_marks)
        editor.textChanged.connect(self.show_marks)
        editor.currentCharFormatChanged.connect(lambda _: self.show_marks())

    def show_marks(self) -> None:
        editor = self._editor
        cursor = editor.textCursor()
        listed = cursor.currentList()
        style = listed.format().style() if listed is not None else None
        self._bold.setChecked(editor.fontWeight() >= QFont.Weight.DemiBold)
        self._italic.setChecked(editor.fontItalic())
        self._underline.setChecked(editor.fontUnderline())
        self._strike.setChecked(editor.currentCharFormat().fontStrikeOut())
        self._bullets.setChecked(style == QTextListFormat.Style.ListDisc)
        self._numbers.setChecked(style == QTextListFormat.Style.ListDecimal)
        self._quote.setChecked(is_quote(cursor.block()))

    def _mark(self, id: str, press: Callable[[], object], *, checkable: bool = False) -> QToolButton:
        both = in_turn(self._if_open(press), self.show_marks)
        made = icon_button(ACTIONS[id].icon, ACTIONS[id].words(), press=both)
        made.setCheckable(checkable)
        set_tip(made, id)
        on_action(self._editor, id, both)
        return made

    def _if_open(self, press: Callable[[], object]) -> Callable[[], object]:
        """Keys reach the editor also while it takes no marks."""
        return lambda: press() if self.isEnabled() and not self._editor.isReadOnly() else None

    def _menu(self, name: str, tip: str, menu: QMenu) -> QToolButton:
        made = icon_button(name, tip)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu.setAccessibleName(tip)
        made.setMenu(menu)
        return made

    def _heading_menu(self) -> QMenu:
        menu = QMenu(self)
        for level, words in ((0, tr("Text")), (2, tr("Heading")), (3, tr("Smaller heading"))):
            menu.addAction(words, partial(self._editor.set_heading, level))
        return menu

    def _ink_menu(self) -> QMenu:
        menu = QMenu(self)
        for name, colour in _inks():
            menu.addAction(icon("colour", colour), name, partial(self._editor.set_ink, colour))
        menu.addSeparator()
        menu.addAction(tr("No colour"), lambda: self._editor.set_ink(None))
        return menu

    def _ask_link(self) -> None:
        words, address = self._editor.link_at_cursor()
        asked = LinkDialog(self.window(), words=words, address=address)
        asked.chosen.connect(lambda chosen, shown: self._editor.add_link(chosen, shown))
        asked.removed.connect(self._editor.remove_link)
        asked.open()


def _gap() -> QWidget:
    made = QFrame()
    made.setObjectName("barGap")
    made.setFixedWidth(8)
    return made
