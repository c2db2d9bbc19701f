"""The list in the middle: several rows can be chosen, and what is on the screen stays there while rows come and go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QHideEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView

from desktop.language import tr
from desktop.screens.outbox.list_delegate import ListDelegate
from desktop.screens.outbox.list_model import ListModel
from desktop.screens.outbox.state import Row

# So near to the top, the page above is asked for before it is needed.
_NEAR = 400
_LONGEST_PRESS_MS = 1500


class MessageList(QListView):
    """`many_selected` carries the ids where more than one is, and nothing where it is one again."""

    chosen = Signal(object)
    many_selected = Signal(object)
    opened = Signal(QModelIndex)
    deleted = Signal(QModelIndex)
    menu_wanted = Signal(QModelIndex, QPoint)
    before_wanted = Signal()
    start_wanted = Signal()
    end_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows = ListModel(self)
        self._has_before = self._has_more = False
        self._pressed: UUID | None = None
        # A window that comes between may swallow the release.
        self._held = QTimer(self)
        self._held.setSingleShot(True)
        self._held.setInterval(_LONGEST_PRESS_MS)
        self._held.timeout.connect(self._let_go)
        self._waiting: Callable[[], None] | None = None
        self._waiting_selection: Callable[[], None] | None = None
        self.setModel(self.rows)
        self.setItemDelegate(ListDelegate(self.rows, self))
        self.setAccessibleName(tr("Messages"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.selectionModel().currentChanged.connect(lambda now, _: self._current_changed(now))
        self.selectionModel().selectionChanged.connect(lambda *_: self._selection_changed())
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def show_rows(self, rows: Sequence[Row], *, has_before: bool, has_more: bool) -> None:
        """What stands on the screen stays there, whatever comes above it; at the very top, what is new shows. While the mouse is
        held down nothing moves under it: a hand that trembles would choose the row that came there."""
        if self._held.isActive():
            self._waiting = partial(self.show_rows, rows, has_before=has_before, has_more=has_more)
            return
        self._has_before, self._has_more = has_before, has_more
        bar = self.verticalScrollBar()
        anchor = self._anchor() if bar.value() > 0 or has_before else None
        # Where the current row goes, Qt chooses its neighbour; a click meant for the one must not meet the other.
        with QSignalBlocker(self.selectionModel()), QSignalBlocker(bar):
            changed = self.rows.show_rows(rows, has_more=has_more)
        if changed and anchor is not None:
            id, top = anchor
            index = self.rows.place_of(id)
            if index.isValid():
                with QSignalBlocker(bar):
                    self.executeDelayedItemsLayout()
                    bar.setValue(bar.value() + self.visualRect(index).top() - top)
        if changed:
            self.viewport().update()

    def show_selection(self, id: UUID | None, many: Sequence[UUID]) -> None:
        if self._held.isActive():
            self._waiting_selection = partial(self.show_selection, id, many)
            return
        if len(many) > 1:
            return
        wanted = self.rows.place_of(id) if id is not None else QModelIndex()
        selection = self.selectionModel()
        is_alone = len(selection.selectedIndexes()) <= 1
        if is_alone and selection.currentIndex() == wanted and (not wanted.isValid() or selection.isSelected(wanted)):
            return
        with QSignalBlocker(selection):
            selection.setCurrentIndex(wanted, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.viewport().update()

    def choose(self, ids: Sequence[UUID]) -> None:
        """As if the person had chosen all of these; one is chosen already."""
        if len(ids) < 2:
            return
        selection = self.selectionModel()
        with QSignalBlocker(selection):
            for id in ids:
                place = self.rows.place_of(id)
                selection.setCurrentIndex(place, QItemSelectionModel.SelectionFlag.Select)
        self.viewport().update()

    def scroll_to(self, value: int) -> None:
        with QSignalBlocker(self.verticalScrollBar()):
            self.executeDelayedItemsLayout()
            self.verticalScrollBar().setValue(value)

    def selected_ids(self) -> tuple[UUID, ...]:
        """In the order of the list."""
        places = sorted(self.selectionModel().selectedIndexes(), key=lambda index: index.row())
        return tuple(row.id for index in places if (row := self.rows.row_of(index)) is not None)

    def _anchor(self) -> tuple[UUID, int] | None:
        """The first message that is on the screen, and where."""
        index = self.indexAt(QPoint(4, 1))
        for place in range(max(index.row(), 0), min(max(index.row(), 0) + 3, self.rows.rowCount())):
            at = self.rows.index(place)
            row = self.rows.row_of(at)
            if row is not None:
                return row.id, self.visualRect(at).top()
        return None

    # ------------------------------------------------------------------------------------- reporting

    def _current_changed(self, now: QModelIndex) -> None:
        row = self.rows.row_of(now)
        if row is not None:
            self.chosen.emit(row.id)

    def _selection_changed(self) -> None:
        ids = self.selected_ids()
        self.many_selected.emit(ids if len(ids) > 1 else ())

    def _scrolled(self, value: int) -> None:
        if self._has_before and value < _NEAR:
            self._has_before = False
            self.before_wanted.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self.rows.row_of(self.indexAt(event.position().toPoint()))
        self._pressed = row.id if row is not None else None
        if event.button() is Qt.MouseButton.LeftButton:
            self._held.start()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._let_go()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Of the message that was clicked first, wherever its row is by now; the one that came in its place was not meant."""
        row = self.rows.row_of(self.indexAt(event.position().toPoint()))
        if self._pressed is None or row is None or row.id == self._pressed:
            super().mouseDoubleClickEvent(event)
            return
        place = self.rows.place_of(self._pressed)
        if place.isValid():
            self.opened.emit(place)

    def hideEvent(self, event: QHideEvent) -> None:
        # Hidden in the midst of a press, it never hears of the release.
        super().hideEvent(event)
        self._let_go()

    def _let_go(self) -> None:
        self._held.stop()
        for waiting in (self._waiting, self._waiting_selection):
            if waiting is not None:
                waiting()
        self._waiting = self._waiting_selection = None

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """For the row under the mouse; from the keyboard, for the current one."""
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            self.menu_wanted.emit(self.indexAt(event.pos()), event.globalPos())
            return
        current = self.currentIndex()
        self.menu_wanted.emit(current, self.viewport().mapToGlobal(self.visualRect(current).center()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.opened.emit(self.currentIndex())
            case Qt.Key.Key_Delete:
                self.deleted.emit(self.currentIndex())
            case Qt.Key.Key_Home if self._has_before:
                self.start_wanted.emit()
            case Qt.Key.Key_End if self._has_more:
                self.end_wanted.emit()
            case _:
                super().keyPressEvent(event)
