"""Write rich text: an editor and the bar of marks above it. Reports what was written as mail HTML and text; keeps no copy."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeySequence,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QTextListFormat,
)
from PySide6.QtWidgets import QFrame, QInputDialog, QLineEdit, QMenu, QTextEdit, QToolButton, QWidget

from desktop.look.icons import icon
from desktop.look.theme import look
from desktop.widgets.parts import icon_button, in_turn, line, on_keys
from desktop.widgets.rich_text import QUOTE_MARGIN, html_of, is_quote

_SETTLE_MS = 250
# Readable on white and on dark alike: a mail's reader chooses the ground.
_INKS = (
    ("Red", "#c0392b"),
    ("Orange", "#b9770e"),
    ("Green", "#1e8449"),
    ("Blue", "#2471a3"),
    ("Purple", "#7d3c98"),
    ("Grey", "#707b7c"),
)


class Editor(QTextEdit):
    """`written` follows the typing after a moment's rest; `flush` reports at once. Dropped files are reported, not inserted."""

    written = Signal(object, str)
    files_dropped = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Message text")
        self.setPlaceholderText("Write your message")
        self.setTabChangesFocus(False)
        self.document().setDocumentMargin(24)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_SETTLE_MS)
        self._rest.timeout.connect(self.flush)
        self._is_touched = False
        self.textChanged.connect(self._touch)

    def start_from(self, html: str, text: str) -> None:
        self.blockSignals(True)
        if html:
            self.setHtml(html)
        else:
            self.setPlainText(text)
        self.blockSignals(False)
        self._rest.stop()

    def flush(self) -> None:
        """What was read in and never touched is not reported: it may be richer than what this editor writes."""
        self._rest.stop()
        if self._is_touched:
            self._is_touched = False
            self.written.emit(html_of(self.document()), self.toPlainText())

    def _touch(self) -> None:
        self._is_touched = True
        self._rest.start()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasUrls() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        files = [url.toLocalFile() for url in source.urls() if url.isLocalFile()]
        if files:
            self.files_dropped.emit(files)
        elif source.hasText():
            # Pasted as words: other programs' markup brings fonts and colours nobody asked for.
            self.insertPlainText(source.text())

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Nothing is fetched for what is being written either."""
        return None

    # ------------------------------------------------------------------------------------- marks

    def toggle_bold(self) -> None:
        form = QTextCharFormat()
        is_bold = self.fontWeight() >= QFont.Weight.DemiBold
        form.setFontWeight(QFont.Weight.Normal if is_bold else QFont.Weight.Bold)
        self._merge(form)

    def toggle_italic(self) -> None:
        form = QTextCharFormat()
        form.setFontItalic(not self.fontItalic())
        self._merge(form)

    def toggle_underline(self) -> None:
        form = QTextCharFormat()
        form.setFontUnderline(not self.fontUnderline())
        self._merge(form)

    def set_ink(self, colour: str | None) -> None:
        """None: back to the reader's own colour."""
        if colour is not None:
            form = QTextCharFormat()
            form.setForeground(QColor(colour))
            self._merge(form)
            return
        cursor = self.textCursor()
        form = cursor.charFormat()
        form.clearProperty(QTextFormat.Property.ForegroundBrush)
        cursor.setCharFormat(form)
        self.setCurrentCharFormat(form)

    def toggle_list(self, style: QTextListFormat.Style) -> None:
        cursor = self.textCursor()
        listed = cursor.currentList()
        if listed is not None and listed.format().style() == style:
            for block in _blocks(cursor):
                if block.textList():
                    block.textList().remove(block)
                    _unindent(block)
        else:
            cursor.createList(style)

    def toggle_quote(self) -> None:
        cursor = self.textCursor()
        block = QTextBlockFormat()
        block.setLeftMargin(0 if is_quote(cursor.block()) else QUOTE_MARGIN)
        block.setProperty(QTextFormat.Property.BlockQuoteLevel, 0 if is_quote(cursor.block()) else 1)
        cursor.mergeBlockFormat(block)

    def add_link(self, address: str) -> None:
        """Over the selection, or the address itself where nothing is selected."""
        url = QUrl.fromUserInput(address)
        if url.scheme() not in ("http", "https", "mailto") or not url.isValid():
            return
        cursor = self.textCursor()
        words = cursor.selectedText() or address
        form = QTextCharFormat()
        form.setAnchor(True)
        form.setAnchorHref(url.toString())
        form.setForeground(QColor(look.colours.accent))
        form.setFontUnderline(True)
        plain = QTextCharFormat()
        cursor.insertText(words, form)
        cursor.insertText(" ", plain)
        self.setCurrentCharFormat(plain)

    def _merge(self, form: QTextCharFormat) -> None:
        cursor = self.textCursor()
        if not cursor.hasSelection() and self._is_inside_word(cursor):
            cursor.select(QTextCursor.SelectionType.WordUnderCursor)
        cursor.mergeCharFormat(form)
        self.mergeCurrentCharFormat(form)
        self.setFocus()

    @staticmethod
    def _is_inside_word(cursor: QTextCursor) -> bool:
        text, place = cursor.block().text(), cursor.positionInBlock()
        return 0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum()


class FormatBar(QFrame):
    """The marks, as icons that show what is in force at the cursor."""

    def __init__(self, editor: Editor) -> None:
        super().__init__()
        self.setObjectName("formatBar")
        self._editor = editor
        self._bold = self._mark("bold", "Bold", "Ctrl+B", editor.toggle_bold, checkable=True)
        self._italic = self._mark("italic", "Italic", "Ctrl+I", editor.toggle_italic, checkable=True)
        self._underline = self._mark("underline", "Underline", "Ctrl+U", editor.toggle_underline, checkable=True)
        self._ink = self._mark("colour", "Text colour", "", lambda: None)
        self._ink.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._ink.setMenu(self._ink_menu())
        bullet, number = QTextListFormat.Style.ListDisc, QTextListFormat.Style.ListDecimal
        self._bullets = self._mark("bullets", "Bulleted list", "Ctrl+Shift+8", lambda: editor.toggle_list(bullet), checkable=True)
        self._numbers = self._mark("numbers", "Numbered list", "Ctrl+Shift+7", lambda: editor.toggle_list(number), checkable=True)
        self._quote = self._mark("quote", "Quote", "Ctrl+Shift+9", editor.toggle_quote, checkable=True)
        self._link = self._mark("link", "Link", "Ctrl+K", self._ask_link)
        marks = (
            self._bold,
            self._italic,
            self._underline,
            self._ink,
            _gap(),
            self._bullets,
            self._numbers,
            self._quote,
            _gap(),
            self._link,
        )
        line(*marks, 1, on=self, margins=(6, 3, 6, 3), gap=2)
        editor.cursorPositionChanged.connect(self.show_marks)
        editor.currentCharFormatChanged.connect(lambda _: self.show_marks())

    def show_marks(self) -> None:
        editor = self._editor
        cursor = editor.textCursor()
        listed = cursor.currentList()
        style = listed.format().style() if listed is not None else None
        self._bold.setChecked(editor.fontWeight() >= QFont.Weight.DemiBold)
        self._italic.setChecked(editor.fontItalic())
        self._underline.setChecked(editor.fontUnderline())
        self._bullets.setChecked(style == QTextListFormat.Style.ListDisc)
        self._numbers.setChecked(style == QTextListFormat.Style.ListDecimal)
        self._quote.setChecked(is_quote(cursor.block()))

    def _mark(self, name: str, tip: str, keys: str, press: Callable[[], object], *, checkable: bool = False) -> QToolButton:
        both = in_turn(press, self.show_marks)
        made = icon_button(name, tip, press=both)
        made.setCheckable(checkable)
        if keys:
            made.setToolTip(f"{tip} ({QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)})")
            on_keys(self._editor, keys, both)
        return made

    def _ink_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAccessibleName("Text colour")
        for name, colour in _INKS:
            menu.addAction(icon("colour", colour), name, lambda colour=colour: self._editor.set_ink(colour))
        menu.addSeparator()
        menu.addAction("No colour", lambda: self._editor.set_ink(None))
        return menu

    def _ask_link(self) -> None:
        asked = QInputDialog(self)
        asked.setWindowTitle("Link")
        asked.setLabelText("Address of the page")
        asked.setTextEchoMode(QLineEdit.EchoMode.Normal)
        asked.setTextValue("https://")
        asked.textValueSelected.connect(self._editor.add_link)
        asked.open()


def _blocks(cursor: QTextCursor) -> list[QTextBlock]:
    """Those the selection touches; without one, the cursor's."""
    block = cursor.document().findBlock(cursor.selectionStart())
    found = []
    while block.isValid() and block.position() <= cursor.selectionEnd():
        found.append(block)
        block = block.next()
    return found


def _unindent(block: QTextBlock) -> None:
    form = block.blockFormat()
    form.setIndent(0)
    QTextCursor(block).setBlockFormat(form)


def _gap() -> QWidget:
    made = QFrame()
    made.setObjectName("barGap")
    made.setFixedWidth(8)
    return made
