"""An address field: each recipient a pill, the rest a line to type in. It shows and reports; it never decides what is valid."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFocusEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from desktop.language import tr
from desktop.widgets.address_line import AddressLine, is_list
from desktop.widgets.entry import Entry, Suggestion
from desktop.widgets.flow import Flow
from desktop.widgets.parts import restyle
from desktop.widgets.pill import PILL_TYPE, PillWidget


class PillField(QWidget):
    """`changed` carries every entry as typed, in order, whenever one is finished, edited or removed; `moved` what is dropped or
    sent here from another field, as (typed, its field's key, this one's or another's key); `wanted` what is being typed;
    `forgotten` an address that is not to be offered any more. `others`: the fields a recipient can be moved to, as (key,
    name)."""

    changed = Signal(list)
    moved = Signal(str, str, str)
    wanted = Signal(str)
    forgotten = Signal(str)
    focused = Signal(bool)

    def __init__(self, name: str, placeholder: str = "", *, key: str = "", others: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__()
        self._name = name
        self._key = key
        self._others = others
        self.setAcceptDrops(True)
        self._pills: list[PillWidget] = []
        self._entries: tuple[Entry, ...] = ()
        self._flow = Flow(self, stretches_last=True)
        self._typing = AddressLine()
        self._typing.setAccessibleName(name)
        self._typing.setPlaceholderText(placeholder)
        self._placeholder = placeholder
        self._flow.addWidget(self._typing)
        self._typing.finished.connect(self.finish)
        self._typing.back.connect(self._focus_last)
        self._typing.textEdited.connect(self._typed)
        self._typing.picked.connect(self._pick)
        self._typing.forgotten.connect(self._forget)
        self._typing.installEventFilter(self)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusProxy(self._typing)
        self._flow.fold_last(is_folded=True)

    def sizeHint(self) -> QSize:
        # Of one line; how many they are depends on the width (`heightForWidth`).
        return self._flow.minimumSize()

    def minimumSizeHint(self) -> QSize:
        return self._flow.minimumSize()

    @property
    def typing(self) -> QLineEdit:
        return self._typing

    @property
    def is_filled(self) -> bool:
        return bool(self._entries)

    @property
    def pending(self) -> str:
        return self._typing.text().strip()

    def render_pills(self, pills: Sequence[Entry]) -> None:
        """Show these, keeping what is being typed."""
        if tuple(pills) == self._entries:
            return
        self._entries = tuple(pills)
        focused = next((index for index, pill in enumerate(self._pills) if pill.hasFocus()), None)
        # Set out once, and not anew with each of hundreds.
        self._flow.setEnabled(False)
        self._exchange(pills)
        self._flow.setEnabled(True)
        self._flow.invalidate()
        self._typing.setPlaceholderText("" if pills else self._placeholder)
        self._chain_tabs()
        if focused is not None:
            (self._pills[min(focused, len(self._pills) - 1)] if self._pills else self._typing).setFocus()
        self.updateGeometry()

    def _exchange(self, pills: Sequence[Entry]) -> None:
        """Only what is between the first and the last that changed."""
        start, rest = _shared(self._pills, pills)
        end = len(self._pills) - rest
        for old in self._pills[start:end]:
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        fresh = [self._make(pill) for pill in pills[start : len(pills) - rest]]
        for index, made in enumerate(fresh, start):
            self._flow.insert(index, made)
            made.show()
        self._pills[start:end] = fresh
        for number, each in enumerate(self._pills, 1):
            each.tell_place(tr("{field} {number} of {total}", field=self._name, number=number, total=len(pills)))

    def show_suggestions(self, suggestions: Sequence[Suggestion]) -> None:
        """Below what is being typed; none: nothing is shown."""
        self._typing.offer(suggestions)

    def finish(self) -> None:
        """What stands in the line becomes an entry."""
        text = self._typing.text().strip().strip(",;").strip()
        self._typing.clear()
        if text:
            self.changed.emit([*self._typed_entries(), text])

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._fold(is_folded=False)
            self.focused.emit(True)
        elif isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut and not _is_for_a_moment(event):
            self.focused.emit(False)
            self.finish()
            self._fold(is_folded=True)
        return False

    def _fold(self, *, is_folded: bool) -> None:
        """Behind its last pill the line takes no row of its own while nobody types in it."""
        self._flow.fold_last(is_folded=is_folded)
        self.updateGeometry()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.isEnabled() and (event.mimeData().hasFormat(PILL_TYPE) or event.mimeData().hasText()):
            if event.mimeData().hasUrls():
                return
            restyle(self, "dropping", True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QEvent) -> None:
        restyle(self, "dropping", False)

    def dropEvent(self, event: QDropEvent) -> None:
        restyle(self, "dropping", False)
        carried = event.mimeData()
        if carried.hasFormat(PILL_TYPE):
            origin, _, typed = bytes(carried.data(PILL_TYPE).data()).decode().partition("\n")
            if origin != self._key:
                self.moved.emit(typed, origin, self._key)
        elif carried.hasText():
            self.changed.emit([*self._typed_entries(), carried.text()])
        event.acceptProposedAction()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._typing.setFocus(Qt.FocusReason.MouseFocusReason)

    def _typed_entries(self) -> list[str]:
        return [pill.typed for pill in self._entries]

    def _typed(self, text: str) -> None:
        """A paste of several addresses arrives as one text with separators; it becomes entries at once."""
        if is_list(text):
            self._typing.clear()
            self.changed.emit([*self._typed_entries(), text])
        else:
            self.wanted.emit(text)

    def _forget(self, address: str) -> None:
        """Offered no more; what is typed is looked for again."""
        self.forgotten.emit(address)
        self.wanted.emit(self._typing.text())

    def _pick(self, typed: str) -> None:
        self._typing.clear()
        self.changed.emit([*self._typed_entries(), typed])

    def _make(self, pill: Entry) -> PillWidget:
        made = PillWidget(pill, self, origin=self._key, others=self._others)
        made.move_to.connect(lambda target: self.moved.emit(pill.typed, self._key, target))
        made.edit.connect(lambda: self.edit_entry(self._pills.index(made)))
        made.remove.connect(lambda: self.remove_entry(self._pills.index(made)))
        made.step.connect(lambda by: self._step(self._pills.index(made) + by))
        return made

    def edit_entry(self, index: int) -> None:
        """Back into the line it goes, marked whole."""
        self.finish()
        entries = self._typed_entries()
        self._typing.setText(entries.pop(index))
        self.changed.emit(entries)
        self._typing.setFocus()
        self._typing.selectAll()

    def remove_entry(self, index: int) -> None:
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


def _shared(shown: Sequence[PillWidget], pills: Sequence[Entry]) -> tuple[int, int]:
    """How many stay as they are at the beginning, and how many behind them at the end."""
    most = min(len(shown), len(pills))
    start = next((n for n in range(most) if shown[n].pill != pills[n]), most)
    left = most - start
    return start, next((n for n in range(left) if shown[-1 - n].pill != pills[-1 - n]), left)


def _is_for_a_moment(event: QFocusEvent) -> bool:
    """A list of suggestions or a menu above the line takes the keyboard, and gives it back."""
    return event.reason() is Qt.FocusReason.PopupFocusReason
