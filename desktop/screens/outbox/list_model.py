"""The list's rows for Qt: headings and messages in one column, changed in place so that scroll position and selection stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from uuid import UUID

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop.screens.outbox.state import Row

Index = QModelIndex | QPersistentModelIndex


class RowRole(IntEnum):
    ROW = Qt.ItemDataRole.UserRole + 1
    HEADING = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True, slots=True)
class Heading:
    words: str


Entry = Heading | Row


class ListModel(QAbstractListModel):
    """`wanted` asks for the next page when the person scrolled to the end."""

    wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []
        self._rows: Sequence[Row] = ()
        self._places: dict[UUID, int] = {}
        self._has_more = False

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default; an index without a model is a value
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._entries):
            return None
        entry = self._entries[index.row()]
        match entry, role:
            case Heading(), Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole | RowRole.HEADING:
                return entry.words
            case Row(), Qt.ItemDataRole.DisplayRole:
                return entry.subject
            case Row(), Qt.ItemDataRole.ToolTipRole:
                return entry.place.words if entry.place else None
            case Row(), Qt.ItemDataRole.AccessibleTextRole:
                return entry.spoken
            case Row(), RowRole.ROW:
                return entry
            case _:
                return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self._entries[index.row()], Heading):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._has_more

    def fetchMore(self, parent: Index) -> None:
        self._has_more = False
        self.wanted.emit()

    def show_rows(self, rows: Sequence[Row], *, has_more: bool) -> bool:
        """Keep the head and the tail the two lists have in common; replace what differs between. True where anything did."""
        self._has_more = has_more
        if rows is self._rows:
            return False
        self._rows = rows
        new = _grouped(rows)
        old = self._entries
        if new == old:
            return False
        self._slide(new)
        head = _shared(old, new)
        tail = _shared(old[head:][::-1], new[head:][::-1])
        if head < len(old) - tail:
            self.beginRemoveRows(QModelIndex(), head, len(old) - tail - 1)
            del old[head : len(old) - tail]
            self.endRemoveRows()
        if head < len(new) - tail:
            self.beginInsertRows(QModelIndex(), head, len(new) - tail - 1)
            old[head:head] = new[head : len(new) - tail]
            self.endInsertRows()
        for place, entry in enumerate(new):
            if old[place] is not entry and old[place] != entry:
                old[place] = entry
                self.dataChanged.emit(self.index(place), self.index(place))
        self._places = {entry.id: place for place, entry in enumerate(new) if isinstance(entry, Row)}
        return True

    def _slide(self, new: Sequence[Entry]) -> None:
        """Where the list in hand moved on by a page, what it has in common stays."""
        old = self._entries
        places = {_key(entry): place for place, entry in enumerate(old) if isinstance(entry, Row)}
        first = next((entry for entry in new if isinstance(entry, Row)), None)
        gone = places.get(_key(first), 0) if first is not None else 0
        if gone and isinstance(old[gone - 1], Heading):
            gone -= 1
        if gone > 0:
            self.beginRemoveRows(QModelIndex(), 0, gone - 1)
            del old[:gone]
            self.endRemoveRows()

    def row_of(self, index: Index) -> Row | None:
        entry = self._entries[index.row()] if index.isValid() else None
        return entry if isinstance(entry, Row) else None

    def is_heading(self, place: int) -> bool:
        """Asked for every line each time that one comes or goes."""
        return isinstance(self._entries[place], Heading)

    def place_of(self, id: UUID) -> QModelIndex:
        place = self._places.get(id)
        return self.index(place) if place is not None else QModelIndex()


def _grouped(rows: Sequence[Row]) -> list[Entry]:
    entries: list[Entry] = []
    group = ""
    for row in rows:
        if row.group != group:
            group = row.group
            entries.append(Heading(group))
        entries.append(row)
    return entries


def _shared(old: Sequence[Entry], new: Sequence[Entry]) -> int:
    """How many entries from the start are about the same thing."""
    count = 0
    for before, after in zip(old, new, strict=False):
        if _key(before) != _key(after):
            break
        count += 1
    return count


def _key(entry: Entry) -> UUID | str:
    return entry.id if isinstance(entry, Row) else entry.words
