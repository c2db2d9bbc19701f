"""Paint one line of the list: account colour, state icon, people, subject, time. Only paints; every word is made elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.look import icons
from desktop.look.mirroring import at_side
from desktop.look.theme import look, ui_font
from desktop.look.tokens import Colours, Density, Type, account_colour
from desktop.screens.outbox.list_model import ListModel, RowRole
from desktop.screens.outbox.state import Row
from desktop.widgets.own_order import as_it_reads

_HEADING = 34
_ROWS = {Density.COMFORTABLE: 66, Density.COMPACT: 52}
_LEFT = 52
_RIGHT = 14
_SIGN = 20


# More than fit on a screen.
_KEPT = 40
# What of its state a line is painted by.
_MARKS = QStyle.StateFlag.State_Selected.value | QStyle.StateFlag.State_MouseOver.value | QStyle.StateFlag.State_HasFocus.value


class ListDelegate(QStyledItemDelegate):
    def __init__(self, rows: ListModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._pictures: dict[tuple[UUID, int], tuple[_Painted, QPixmap]] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, _HEADING if self._rows.is_heading(index.row()) else _ROWS[look.density])

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        direction: Qt.LayoutDirection = option.direction
        rect: QRect = option.rect
        row = index.data(RowRole.ROW)
        if isinstance(row, Row):
            state: QStyle.StateFlag = option.state
            ratio = painter.device().devicePixelRatioF()
            if ratio.is_integer():
                painter.drawPixmap(rect.topLeft(), self._picture(row, rect.size(), state, direction, ratio))
            else:
                # Between two points of the screen a picture would be blurred.
                _paint_in(painter, QRectF(rect), row, state, direction)
            return
        heading = index.data(RowRole.HEADING)
        if isinstance(heading, str):
            painter.save()
            painter.setLayoutDirection(direction)
            _paint_heading(painter, QRectF(rect), heading)
            painter.restore()

    def _picture(self, row: Row, size: QSize, state: QStyle.StateFlag, direction: Qt.LayoutDirection, ratio: float) -> QPixmap:
        """The whole line, painted once: while a list scrolls, all lines but the one or two that come in are as they were."""
        marks = state.value & _MARKS
        painted = _Painted(row, size.width(), size.height(), marks, direction, ratio, look.colours)
        place = (row.id, marks)
        kept = self._pictures.pop(place, None)
        if kept is not None and kept[0].is_as(painted):
            self._pictures[place] = kept
            return kept[1]
        picture = QPixmap(round(size.width() * ratio), round(size.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        # What shows beside the card; without it letters could not be smoothed for the screen's own pixels.
        picture.fill(QColor(look.colours.window))
        painter = QPainter(picture)
        _paint_in(painter, QRectF(0, 0, size.width(), size.height()), row, state, direction)
        painter.end()
        self._pictures[place] = (painted, picture)
        if len(self._pictures) > _KEPT:
            del self._pictures[next(iter(self._pictures))]
        return picture


@dataclass(frozen=True, slots=True, eq=False)
class _Painted:
    """What a line's picture was made from."""

    row: Row
    width: int
    height: int
    marks: int
    direction: Qt.LayoutDirection
    ratio: float
    colours: Colours

    def is_as(self, other: _Painted) -> bool:
        return (
            (self.row is other.row or self.row == other.row)
            and self.colours is other.colours
            and (self.width, self.height, self.marks, self.direction, self.ratio)
            == (other.width, other.height, other.marks, other.direction, other.ratio)
        )


def _paint_in(painter: QPainter, box: QRectF, row: Row, state: QStyle.StateFlag, direction: Qt.LayoutDirection) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setLayoutDirection(direction)
    _paint_row(painter, box.adjusted(8, 2, -8, -2), row, state)
    painter.restore()


def _paint_heading(painter: QPainter, box: QRectF, words: str) -> None:
    painter.setFont(_type(Type.SMALL, QFont.Weight.DemiBold).font)
    painter.setPen(QColor(look.colours.text_faint))
    painter.drawText(box.adjusted(18, 8, -8, 0), Qt.AlignmentFlag.AlignVCenter, words)


def _paint_row(painter: QPainter, box: QRectF, row: Row, state: QStyle.StateFlag) -> None:
    colours = look.colours
    is_selected = bool(state & QStyle.StateFlag.State_Selected)
    _paint_ground(painter, box, state)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(account_colour(row.colour)))
    bar = QRectF(box.left() + 4, box.top() + 12, 3, box.height() - 24)
    painter.drawRoundedRect(_at_side(painter, bar, box), 1.5, 1.5)
    _paint_state(painter, _at_side(painter, QRectF(box.left() + 14, box.center().y() - 15, 30, 30), box), row)
    right = _paint_time(painter, box, row)
    left = box.left() + _LEFT
    strong = _type(Type.BODY, QFont.Weight.DemiBold)
    people = QRectF(left, _first(box), right - left - 8, 20)
    _paint_text(painter, strong, colours.text, _at_side(painter, people, box), row.people)
    below = box.right() - _RIGHT - _signs_width(row) - _wait_width(row)
    soft = colours.text if is_selected else colours.text_soft
    subject = QRectF(left, _second(box), below - left - 8, 20)
    _paint_text(painter, _type(Type.BODY), soft, _at_side(painter, subject, box), row.subject)
    _paint_below(painter, box, row)


def _paint_ground(painter: QPainter, box: QRectF, state: QStyle.StateFlag) -> None:
    colours = look.colours
    if state & QStyle.StateFlag.State_Selected:
        painter.setBrush(QColor(colours.accent_soft))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.setBrush(QColor(colours.hover if colours.hover != colours.window else colours.sunken))
    else:
        painter.setBrush(QColor(colours.surface))
    has_focus = bool(state & QStyle.StateFlag.State_HasFocus) and bool(state & QStyle.StateFlag.State_Selected)
    painter.setPen(QPen(QColor(colours.accent if has_focus else colours.line), 1.5 if has_focus else 1))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)


def _paint_state(painter: QPainter, box: QRectF, row: Row) -> None:
    colours = look.colours
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(getattr(colours, f"{row.state.tone}_soft")))
    painter.drawEllipse(box)
    _paint_icon(painter, row.state.icon, getattr(colours, row.state.tone), box.adjusted(6, 6, -6, -6))


def _paint_time(painter: QPainter, box: QRectF, row: Row) -> float:
    """On the first line, at the right; answers where it begins."""
    font = _type(Type.FINE, QFont.Weight.Medium)
    width = _advance(font, row.when) + 2
    left = box.right() - _RIGHT - width
    where = _at_side(painter, QRectF(left, _first(box), width, 20), box)
    _paint_text(painter, font, look.colours.text_soft, where, row.when)
    return left


def _wait_width(row: Row) -> float:
    return _advance(_type(Type.FINE), _below(row)) + 8


def _paint_below(painter: QPainter, box: QRectF, row: Row) -> None:
    """On the second line, at the right: the clip, then how far away it is, or the state's word."""
    colours = look.colours
    width = _wait_width(row) - 6
    left = box.right() - _RIGHT - width
    tone = colours.text_faint if row.wait or row.state.tone == "calm" else getattr(colours, row.state.tone)
    words = _at_side(painter, QRectF(left, _second(box), width, 20), box)
    _paint_text(painter, _type(Type.FINE), tone, words, _below(row))
    if row.has_attachments:
        left -= _SIGN
        clip = _at_side(painter, QRectF(left, _second(box) + 3, 14, 14), box)
        _paint_icon(painter, "clip", colours.text_faint, clip)
    if row.place is not None:
        left -= _SIGN
        tone = colours.text_faint if row.place.tone == "calm" else getattr(colours, row.place.tone)
        _paint_icon(painter, row.place.icon, tone, _at_side(painter, QRectF(left, _second(box) + 3, 14, 14), box))


def _signs_width(row: Row) -> float:
    count = int(row.has_attachments) + int(row.place is not None)
    return count * _SIGN + (4 if count else 0)


def _below(row: Row) -> str:
    return row.wait if row.state.icon == "clock" and row.wait else row.state.word


def _first(box: QRectF) -> float:
    """Where the upper of the two lines begins."""
    return box.center().y() - 20


def _second(box: QRectF) -> float:
    return box.center().y() + 1


def _at_side(painter: QPainter, rect: QRectF, box: QRectF) -> QRectF:
    return at_side(rect, box, painter.layoutDirection())


@dataclass(frozen=True, slots=True, eq=False)
class _Type:
    font: QFont
    metrics: QFontMetricsF


# A list paints the same few faces, widths and icons thousands of times while it scrolls; each is made once.
@lru_cache(maxsize=16)
def _type(size: int, weight: QFont.Weight = QFont.Weight.Normal) -> _Type:
    font = ui_font(size, weight=weight)
    return _Type(font, QFontMetricsF(font))


@lru_cache(maxsize=4096)
def _advance(type: _Type, text: str) -> float:
    return type.metrics.horizontalAdvance(text)


@lru_cache(maxsize=4096)
def _elided(type: _Type, text: str, width: int) -> str:
    return type.metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)


@lru_cache(maxsize=256)
def _drawn(name: str, colour: str, side: int, scale: float) -> QPixmap:
    return icons.pixmap(name, colour, side, scale=scale)


def _paint_icon(painter: QPainter, name: str, colour: str, where: QRectF) -> None:
    drawn = _drawn(name, colour, round(where.width()), painter.device().devicePixelRatioF())
    painter.drawPixmap(where.topLeft(), drawn)


def _paint_text(painter: QPainter, type: _Type, colour: str, box: QRectF, text: str) -> None:
    painter.setFont(type.font)
    painter.setPen(QColor(colour))
    shown = _elided(type, as_it_reads(text), int(box.width()))
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
