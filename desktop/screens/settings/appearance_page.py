"""The page about the look: three pictures to choose from, how much air, how much motion."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QSizePolicy, QWidget

from desktop.language import tr
from desktop.look.theme import look, ui_font
from desktop.look.tokens import DARK, LIGHT, Colours, Density, Theme, Type
from desktop.preferences import Hours, Preferences
from desktop.screens.settings.rows import Change, ChoiceRow, Row, Section, SwitchRow
from desktop.widgets.parts import line

_PICTURE = QSize(156, 132)


class AppearancePage:
    def __init__(self, change: Change) -> None:
        self._cards = {
            Theme.LIGHT: ThemeCard(tr("Light"), (LIGHT,)),
            Theme.DARK: ThemeCard(tr("Dark"), (DARK,)),
            Theme.SYSTEM: ThemeCard(tr("Like the system"), (LIGHT, DARK)),
        }
        room = QWidget()
        group = QButtonGroup(room)
        for theme, card in self._cards.items():
            group.addButton(card)
            card.clicked.connect(lambda _, theme=theme: change("theme", theme))
        line(*self._cards.values(), 1, on=room, gap=14)
        self._density = ChoiceRow(
            tr("Density"),
            tr("How much room each line of the list takes."),
            "density",
            ((Density.COMFORTABLE, tr("Comfortable")), (Density.COMPACT, tr("Compact"))),
            change,
        )
        self._motion = SwitchRow(
            tr("Reduce motion"), tr("Nothing slides or fades; counting down shows numbers only."), "reduces_motion", change
        )
        self._hours = ChoiceRow(
            tr("Clock"),
            tr("How times are shown and offered. Both ways can always be typed."),
            "hours",
            ((Hours.SYSTEM, tr("Like the system")), (Hours.TWENTY_FOUR, tr("24 hours")), (Hours.TWELVE, tr("12 hours"))),
            change,
        )
        self.sections = (
            Section("", (Row(tr("Theme"), "", room, is_wide=True),)),
            Section("", (self._density, self._hours, self._motion)),
        )

    def render(self, preferences: Preferences) -> None:
        self._cards[preferences.theme].setChecked(True)
        self._density.show_kept(preferences)
        self._hours.show_kept(preferences)
        self._motion.show_kept(preferences)


class ThemeCard(QRadioButton):
    """A small picture of the window in one or two schemes, with its name."""

    def __init__(self, name: str, schemes: tuple[Colours, ...]) -> None:
        super().__init__(name)
        self._schemes = schemes
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return _PICTURE

    def minimumSizeHint(self) -> QSize:
        return _PICTURE

    def hitButton(self, where: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = look.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(2, 2, self.width() - 4, self.height() - 34)
        for place, scheme in enumerate(self._schemes):
            painter.save()
            width = frame.width() / len(self._schemes)
            painter.setClipRect(QRectF(frame.left() + place * width, frame.top(), width, frame.height()))
            _paint_window(painter, frame, scheme)
            painter.restore()
        is_on = self.isChecked()
        pen = QPen(
            QColor(colours.accent if is_on or self.hasFocus() else colours.line_strong), 2 if is_on or self.hasFocus() else 1
        )
        if self.hasFocus() and not is_on:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, 8, 8)
        painter.setFont(ui_font(Type.BODY, weight=QFont.Weight.DemiBold if is_on else QFont.Weight.Normal))
        painter.setPen(QColor(colours.text))
        words = f"✓ {self.text()}" if is_on else self.text()
        painter.drawText(QRectF(0, self.height() - 28, self.width(), 26), Qt.AlignmentFlag.AlignCenter, words)
        painter.end()


def _paint_window(painter: QPainter, frame: QRectF, scheme: Colours) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(scheme.window))
    painter.drawRoundedRect(frame, 8, 8)
    side = QRectF(frame.left(), frame.top(), frame.width() * 0.26, frame.height())
    painter.setBrush(QColor(scheme.side))
    painter.drawRoundedRect(side, 8, 8)
    painter.setBrush(QColor(scheme.accent))
    painter.drawRoundedRect(QRectF(side.left() + 7, side.top() + 9, side.width() - 14, 9), 3, 3)
    painter.setBrush(QColor(scheme.line_strong))
    for n in range(4):
        painter.drawRoundedRect(QRectF(side.left() + 7, side.top() + 27 + n * 11, side.width() - 18, 4), 2, 2)
    for n in range(4):
        row = QRectF(side.right() + 8, frame.top() + 10 + n * 21, frame.width() - side.width() - 18, 16)
        painter.setBrush(QColor(scheme.accent_soft if n == 0 else scheme.surface))
        painter.drawRoundedRect(row, 4, 4)
        painter.setBrush(QColor(scheme.text_soft))
        painter.drawRoundedRect(QRectF(row.left() + 6, row.top() + 6, row.width() * 0.5, 4), 2, 2)
