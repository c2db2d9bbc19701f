"""An address field: each recipient a pill, the rest a line to type in. It shows and reports; it never decides what is valid."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from desktop.look import icons
from desktop.look.theme import look
from desktop.widgets.entry import Entry
from desktop.widgets.flow import Flow

_HEIGHT = 26
_WIDEST = 280
_SEPARATORS = (",", ";", "\n")
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PillWidget(QWidget):
    """One recipient. Enter edits it, Delete and Backspace remove it, the arrows move on."""

    edit = Signal()
    remove = Signal()
    step = Signal(int)

    def __init__(self, pill: Entry, place: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.pill = pill
        self._hot = False
        # Not by Tab, which goes from field to field however many recipients one has; the arrows and Backspace lead here.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(f"{pill.label}, {place}: press Enter to edit, Delete to remove")
        self.setAccessibleDescription(pill.problem)
        self.setToolTip(pill.problem or pill.typed)
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        return QSize(min(metrics.horizontalAdvance(self.pill.label) + 38 + (16 if self.pill.problem else 0), _WIDEST), _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = look.colours
        bad = bool(self.pill.problem)
        fill, ink = (colours.bad_soft, colours.bad) if bad else (colours.accent_soft, colours.text)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        edge = colours.accent if self.hasFocus() else (colours.bad if bad else fill)
        painter.setPen(QPen(QColor(edge), 2 if self.hasFocus() else 1))
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        left = 11
        if bad:
            icons.paint(painter, "alert", colours.bad, QRectF(9, 6, 14, 14))
            left = 27
        painter.setPen(QColor(ink))
        room = self.width() - left - 24
        text = QFontMetrics(self.font()).elidedText(self.pill.label, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(QRectF(left, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
        icons.paint(painter, "close", ink if self._hot else colours.text_faint, self._cross().adjusted(2, 2, -2, -2))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._cross().contains(event.position()):
            self.remove.emit()
        else:
            self.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.edit.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hot = self._cross().contains(event.position())
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hot = False
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_F2 if not event.modifiers():
                self.edit.emit()
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self.remove.emit()
            case Qt.Key.Key_Left:
                self.step.emit(-1)
            case Qt.Key.Key_Right:
                self.step.emit(1)
            case _:
                super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _cross(self) -> QRectF:
        return QRectF(self.width() - 23, 4, 18, 18)


class _Typing(QLineEdit):
    """The line at the end. Leaving it, or a separator, hands over what was typed."""

    finished = Signal()
    back = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, is_empty = event.key(), not self.text()
        if (key in _ENTER and not event.modifiers()) or (
            event.text() in _SEPARATORS and not is_empty and not _is_quoted(self.text())
        ):
            self.finished.emit()
        elif is_empty and key in (Qt.Key.Key_Backspace, Qt.Key.Key_Left):
            self.back.emit()
        else:
            super().keyPressEvent(event)


class PillField(QWidget):
    """`changed` carries every entry as typed, in order, whenever one is finished, edited or removed."""

    changed = Signal(list)
    focused = Signal(bool)

    def __init__(self, name: str, placeholder: str = "") -> None:
        super().__init__()
        self._name = name
        self._pills: list[PillWidget] = []
        self._entries: tuple[Entry, ...] = ()
        self._flow = Flow(self, stretches_last=True)
        self._typing = _Typing()
        self._typing.setProperty("kind", "bare")
        self._typing.setMinimumWidth(120)
        self._typing.setFrame(False)
        self._typing.setAccessibleName(name)
        self._typing.setPlaceholderText(placeholder)
        self._placeholder = placeholder
        self._flow.addWidget(self._typing)
        self._typing.finished.connect(self.finish)
        self._typing.back.connect(self._focus_last)
        self._typing.textEdited.connect(self._typed)
        self._typing.installEventFilter(self)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusProxy(self._typing)

    @property
    def typing(self) -> QLineEdit:
        return self._typing

    @property
    def pending(self) -> str:
        return self._typing.text().strip()

    def render_pills(self, pills: Sequence[Entry]) -> None:
        """Show these, keeping what is being typed."""
        if tuple(pills) == self._entries:
            return
        self._entries = tuple(pills)
        focused = next((index for index, pill in enumerate(self._pills) if pill.hasFocus()), None)
        for old in self._pills:
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._pills = [self._make(pill, index, len(pills)) for index, pill in enumerate(pills)]
        for index, made in enumerate(self._pills):
            self._flow.insert(index, made)
            made.show()
        self._typing.setPlaceholderText("" if pills else self._placeholder)
        self._chain_tabs()
        if focused is not None:
            (self._pills[min(focused, len(self._pills) - 1)] if self._pills else self._typing).setFocus()
        self.updateGeometry()

    def finish(self) -> None:
        """What stands in the line becomes an entry."""
        text = self._typing.text().strip().strip(",;").strip()
        self._typing.clear()
        if text:
            self.changed.emit([*self._typed_entries(), text])

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.focused.emit(True)
        elif event.type() == QEvent.Type.FocusOut:
            self.focused.emit(False)
            self.finish()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._typing.setFocus(Qt.FocusReason.MouseFocusReason)

    def _typed_entries(self) -> list[str]:
        return [pill.typed for pill in self._entries]

    def _typed(self, text: str) -> None:
        """A paste of several addresses arrives as one text with separators; it becomes entries at once."""
        if any(mark in text for mark in _SEPARATORS) and not _is_quoted(text):
            self._typing.clear()
            self.changed.emit([*self._typed_entries(), text])

    def _make(self, pill: Entry, index: int, total: int) -> PillWidget:
        made = PillWidget(pill, f"{self._name} {index + 1} of {total}", self)
        made.edit.connect(lambda: self._edit(index))
        made.remove.connect(lambda: self._remove(index))
        made.step.connect(lambda by: self._step(index + by))
        return made

    def _edit(self, index: int) -> None:
        self.finish()
        entries = self._typed_entries()
        self._typing.setText(entries.pop(index))
        self.changed.emit(entries)
        self._typing.setFocus()
        self._typing.selectAll()

    def _remove(self, index: int) -> None:
        entries = self._typed_entries()
        entries.pop(index)
        self.changed.emit(entries)
        if not entries:
            self._typing.setFocus()

    def _step(self, index: int) -> None:
        if 0 <= index < len(self._pills):
            self._pills[index].setFocus()
        elif index >= len(self._pills):
            self._typing.setFocus()

    def _focus_last(self) -> None:
        if self._pills:
            self._pills[-1].setFocus(Qt.FocusReason.BacktabFocusReason)

    def _chain_tabs(self) -> None:
        """Behind the line, so that Tab leads from a pill to the next field, and the line keeps its place in the window."""
        for before, after in pairwise((self._typing, *self._pills)):
            QWidget.setTabOrder(before, after)


def _is_quoted(text: str) -> bool:
    """Inside a quoted display name ("Doe, Jane") a comma is no separator."""
    return text.count('"') % 2 == 1
