"""Write rich text: what comes in, what goes out, pictures and keys. Keeps no copy of the words, and fetches nothing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QMimeData, QSignalBlocker, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFragment,
    QTextImageFormat,
)

from desktop.language import tr
from desktop.look.theme import look
from desktop.widgets.field_marks import FieldMarks
from desktop.widgets.inserting import place_signature, write_into
from desktop.widgets.marks import MarkedEdit
from desktop.widgets.pasting import OWN_TYPE, Picture, copy_of, pasted_html, pasted_picture, picture_in
from desktop.widgets.quotes import QUOTE_MARGIN, is_quote, quote_format, quote_level
from desktop.widgets.rich_text import (
    NATURAL_WIDTH,
    TAB,
    all_blocks,
    fragments_of,
    html_of,
    is_signature,
    read_html,
    read_text,
    text_of_document,
    written,
)
from desktop.widgets.spacing import space_out
from desktop.widgets.tables import tables_in
from nightmail.ids import new_id

_SETTLE_MS = 250
_WIDEST_PICTURE = 600
_BAR = 3
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Editor(MarkedEdit):
    """`written` follows the typing after a moment's rest; `flush` reports at once. Dropped files are reported, not inserted;
    a picture is shown in the text and reported as (content id, `Picture`)."""

    written = Signal(object, str)
    files_dropped = Signal(list)
    picture_added = Signal(str, object)

    def __init__(self, name: str = "", placeholder: str = "", *, takes_pictures: bool = True) -> None:
        super().__init__()
        self._takes_pictures = takes_pictures
        self.setAccessibleName(name or tr("Message text"))
        self.setPlaceholderText(placeholder or tr("Write your message"))
        self.setTabChangesFocus(False)
        self.setMinimumHeight(48)
        self.document().setDocumentMargin(24)
        self._fields = FieldMarks(self.document())
        self._pictures: dict[str, QImage] = {}
        self._is_plain = False
        self._is_touched = False
        look.changed.connect(self._paint_fields)
        self._changed: tuple[int, int] | None = None
        self.document().contentsChange.connect(self._note_change)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_SETTLE_MS)
        self._rest.timeout.connect(self.flush)
        self.textChanged.connect(self._touch)

    # ------------------------------------------------------------------------------------- in and out

    def start_from(self, html: str, text: str) -> None:
        with QSignalBlocker(self):
            if html:
                read_html(self.document(), html)
                self._fit_pictures()
            else:
                read_text(self.document(), text)
            self.document().clearUndoRedoStacks()
        self._changed = None
        self._is_touched = False
        self._rest.stop()

    def flush(self) -> None:
        """What was read in and never touched is not reported: it may be richer than what this editor writes."""
        self._rest.stop()
        if self._is_touched:
            self._is_touched = False
            html = None if self._is_plain else html_of(self.document())
            self.written.emit(html, text_of_document(self.document()))

    def show_pictures(self, pictures: Iterable[tuple[str, bytes]]) -> None:
        """Pictures that come with the message, by content id; before `start_from`."""
        for id, content in pictures:
            image = QImage.fromData(content)
            if not image.isNull():
                self._keep_picture(id, image)

    def set_plain(self, is_plain: bool) -> None:
        """In plain mode nothing that is pasted brings marks. What stands there keeps its marks until `replace_all`."""
        self._is_plain = is_plain
        self.setAcceptRichText(not is_plain)

    def replace_all(self, html: str, text: str) -> None:
        """Everything anew, as one step that Undo takes back."""
        fresh = QTextDocument()
        if html:
            read_html(fresh, html)
        else:
            read_text(fresh, text)
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.removeSelectedText()
        cursor.setBlockFormat(QTextBlockFormat())
        cursor.setCharFormat(QTextCharFormat())
        write_into(cursor, fresh)
        cursor.endEditBlock()
        self.setTextCursor(QTextCursor(self.document()))

    def insert_body(self, html: str, text: str) -> None:
        """At the cursor, with a line of its own where the cursor stands within words."""
        fresh = QTextDocument()
        if html and not self._is_plain:
            read_html(fresh, html)
        else:
            fresh.setPlainText(text)
        cursor = self.textCursor()
        cursor.beginEditBlock()
        write_into(cursor, fresh)
        cursor.endEditBlock()
        self.setTextCursor(cursor)

    def place_signature(self, html: str) -> None:
        """In its marked block: instead of the one that stands there, else at the end. Empty: none. The rest is not touched."""
        caret = self.textCursor().position()
        place_signature(self.document(), html, is_plain=self._is_plain)
        self.place_caret(caret)

    def end_of_text(self) -> int:
        """Where writing goes on: behind the words, above the signature and the empty line that parts it."""
        first = next((block for block in all_blocks(self.document()) if is_signature(block)), None)
        if first is None:
            return self.document().characterCount() - 1
        above = first.previous()
        if above.isValid() and not above.text() and above.previous().isValid():
            above = above.previous()
        return above.position() + above.length() - 1 if above.isValid() else 0

    def place_caret(self, position: int) -> None:
        cursor = self.textCursor()
        cursor.setPosition(max(0, min(position, self.document().characterCount() - 1)))
        self.setTextCursor(cursor)

    def _paint_fields(self) -> None:
        # The toolkit calls it a change of the text when words are only painted anew.
        with QSignalBlocker(self):
            self._fields.rehighlight()

    def _touch(self) -> None:
        self._is_touched = True
        self._rest.start()
        changed, self._changed = self._changed, None
        document = self.document()
        # What Undo brings back is as it was; a change now would cost what can be done again.
        if changed is not None and not document.isRedoAvailable():
            space_out(document, document.findBlock(changed[0]), _block_at(document, changed[1]))

    def _note_change(self, position: int, _removed: int, added: int) -> None:
        start, end = self._changed or (position, position)
        self._changed = (min(start, position), max(end, position + added))

    # ------------------------------------------------------------------------------------- pasting, pictures

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasUrls() or source.hasImage() or super().canInsertFromMimeData(source)

    def createMimeDataFromSelection(self) -> QMimeData:
        # The toolkit's own answers with its own kinds of content alone.
        # Its markup would tell of a picture how wide it stands on the screen.
        copied, made = super().createMimeDataFromSelection(), QMimeData()
        selection = copy_of(self.textCursor().selection())
        has_tables = any(tables_in(selection))
        made.setText(text_of_document(selection) if has_tables else copied.text())
        made.setHtml(written(selection))
        made.setData(OWN_TYPE, b"1")
        return made

    def insertFromMimeData(self, source: QMimeData) -> None:
        files = [url.toLocalFile() for url in source.urls() if url.isLocalFile()]
        if files:
            self._take_files(files)
            return
        picture = pasted_picture(source) if self._can_show_pictures else None
        html = None if self._is_plain or picture else pasted_html(source)
        if picture is not None:
            self.add_picture(picture)
        elif html is not None:
            self._paste_html(html)
        elif source.hasText():
            # With markup beside it, a line end behind the words only says that a paragraph was copied.
            self.insertPlainText(source.text().removesuffix("\n") if source.hasHtml() else source.text())

    def paste_plain(self, source: QMimeData) -> None:
        """The words alone, in the marks that are in force at the cursor."""
        if source.hasText():
            self.insertPlainText(source.text())
        else:
            self.insertFromMimeData(source)

    def add_picture(self, picture: Picture) -> None:
        id = f"{new_id().hex}@nightmail"
        self._keep_picture(id, picture.image)
        form = QTextImageFormat()
        form.setName(f"cid:{id}")
        form.setProperty(QTextFormat.Property.ImageAltText, picture.name)
        natural = round(picture.image.width() / picture.image.devicePixelRatio())
        form.setProperty(NATURAL_WIDTH, natural)
        form.setWidth(min(natural, self._room()))
        self.picture_added.emit(id, picture)
        self.textCursor().insertImage(form)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Nothing is fetched for what is being written either: only pictures that travel with it are shown."""
        return self._pictures.get(name.toString() if isinstance(name, QUrl) else name)

    @property
    def _can_show_pictures(self) -> bool:
        return self._takes_pictures and not self._is_plain

    def _take_files(self, files: list[str]) -> None:
        others: list[str] = []
        for file in files:
            picture = picture_in(Path(file)) if self._can_show_pictures else None
            if picture is None:
                others.append(file)
            else:
                self.add_picture(picture)
        if others:
            self.files_dropped.emit(others)

    def _paste_html(self, html: str) -> None:
        fresh = QTextDocument()
        read_html(fresh, html)
        cursor = self.textCursor()
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        # A table within another one is read by few mail programs.
        if cursor.currentTable() is not None and any(tables_in(fresh)):
            cursor.insertText(text_of_document(fresh).strip("\n"))
        else:
            write_into(cursor, fresh)
        cursor.endEditBlock()
        self.setTextCursor(cursor)
        self._fit_pictures()
        self.setCurrentCharFormat(QTextCharFormat())

    def _keep_picture(self, id: str, image: QImage) -> None:
        self._pictures[f"cid:{id}"] = image
        self.document().addResource(QTextDocument.ResourceType.ImageResource, QUrl(f"cid:{id}"), image)

    def _room(self) -> int:
        return max(min(self.viewport().width() - 60, _WIDEST_PICTURE), 120)

    def _fit_pictures(self) -> None:
        """What came in is shown no wider than the window; how wide it goes out stays as it was."""
        for block in all_blocks(self.document()):
            for fragment in fragments_of(block):
                if fragment.charFormat().isImageFormat():
                    self._fit_picture(fragment)

    def _fit_picture(self, fragment: QTextFragment) -> None:
        form = fragment.charFormat().toImageFormat()
        image = self._pictures.get(form.name())
        kept = form.property(NATURAL_WIDTH)
        natural = kept if isinstance(kept, int) else round(form.width()) or (image.width() if image is not None else 0)
        form.setProperty(NATURAL_WIDTH, natural)
        if natural:
            form.setWidth(min(natural, self._room()))
        cursor = QTextCursor(self.document())
        cursor.setPosition(fragment.position())
        cursor.setPosition(fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(form)

    # ------------------------------------------------------------------------------------- keys, painting

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers()
        cursor = self.textCursor()
        is_back = key == Qt.Key.Key_Backspace and not modifiers and cursor.atBlockStart() and not cursor.hasSelection()
        if is_back and self.indent_item(-1):
            return
        if key == Qt.Key.Key_Tab and not modifiers:
            # HTML knows no tabs: what is sent is what stands here.
            if not self.indent_item(1):
                self.insertPlainText("\t" if self._is_plain else TAB)
            return
        if key == Qt.Key.Key_Backtab and self.indent_item(-1):
            return
        if key in _ENTER and not modifiers and not cursor.hasSelection() and self._leave_block(cursor):
            return
        super().keyPressEvent(event)

    def _leave_block(self, cursor: QTextCursor) -> bool:
        """Enter on an empty item ends the list, on an empty line of a quote the quote; before and after a heading
        comes text."""
        block = cursor.block()
        if not block.text() and cursor.currentList() is not None:
            return self.indent_item(-1)
        if not block.text() and is_quote(block):
            cursor.mergeBlockFormat(quote_format(quote_level(block) - 1))
            return True
        if block.blockFormat().headingLevel() and block.text() and cursor.atBlockStart():
            cursor.beginEditBlock()
            cursor.insertBlock()
            above = QTextCursor(block)
            above.setBlockFormat(QTextBlockFormat())
            above.setBlockCharFormat(QTextCharFormat())
            cursor.endEditBlock()
            return True
        if block.blockFormat().headingLevel() and cursor.atBlockEnd():
            cursor.insertBlock(QTextBlockFormat(), QTextCharFormat())
            self.setTextCursor(cursor)
            self.setCurrentCharFormat(QTextCharFormat())
            return True
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.colours.line_strong))
        layout = self.document().documentLayout()
        top = self.verticalScrollBar().value()
        margin = self.document().documentMargin()
        for block in all_blocks(self.document()):
            for level in range(quote_level(block)):
                box = layout.blockBoundingRect(block).translated(0, -top)
                if box.bottom() >= 0 and box.top() <= self.viewport().height():
                    left = round(margin + level * QUOTE_MARGIN + 2)
                    if block.textDirection() is Qt.LayoutDirection.RightToLeft:
                        left = self.viewport().width() - left - _BAR
                    painter.drawRect(left, round(box.top()), _BAR, round(box.height()))
        painter.end()


def _block_at(document: QTextDocument, position: int) -> QTextBlock:
    found = document.findBlock(position)
    return found if found.isValid() else document.lastBlock()
