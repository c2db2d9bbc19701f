"""Tell the person something while they look elsewhere, and stay reachable when the window is closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAction, QColor, QFont, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from desktop.actions.table import ACTIONS
from desktop.language import plural, tr
from desktop.look import icons
from desktop.look.icons import app_icon
from desktop.look.theme import ui_font
from desktop.look.tokens import LIGHT

_SIDES = (16, 22, 24, 32, 48, 64)
_SHOWN_MS = 8000


@dataclass(frozen=True, slots=True)
class Doors:
    """What the tray's menu opens."""

    open: Callable[[], None]
    write: Callable[[], None]
    pause: Callable[[], None]
    resume: Callable[[], None]
    settings: Callable[[], None]
    quit: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Standing:
    """What the tray shows: what goes out next in words (empty: nothing), how many messages need a person, whether all sending
    is paused."""

    next_up: str = ""
    attention: int = 0
    is_paused: bool = False


class Notifier(Protocol):
    """`is_resident` answers whether a closed window can be found again by the person."""

    @property
    def is_resident(self) -> bool: ...

    def say(self, title: str, sentence: str, then: Callable[[], None] | None = None) -> None:
        """`then` is what a click on it leads to; without, to the main window."""
        ...

    def show(self, standing: Standing) -> None: ...

    def speak_anew(self) -> None:
        """The person's language is another now."""
        ...

    def close(self) -> None: ...


class TrayNotifier:
    """A tray icon with a menu. Its messages carry no buttons, since the desktops' notification services differ on them."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors
        self._then: Callable[[], None] = doors.open
        self._standing: Standing | None = None
        self._menu = QMenu()
        self._next = QAction(self._menu)
        self._next.setEnabled(False)
        self._attention = QAction(self._menu)
        self._attention.triggered.connect(lambda _: doors.open())
        self._pause = QAction(self._menu)
        self._pause.triggered.connect(lambda _: self._turn())
        self._build()
        self._tray = QSystemTrayIcon(app_icon())
        self._tray.setContextMenu(self._menu)
        self._tray.activated.connect(self._activated)
        self._tray.messageClicked.connect(lambda: self._then())
        self.show(Standing())
        self._tray.show()

    @property
    def is_resident(self) -> bool:
        return True

    def say(self, title: str, sentence: str, then: Callable[[], None] | None = None) -> None:
        self._then = then or self._doors.open
        self._tray.showMessage(title, sentence, app_icon(), _SHOWN_MS)

    def show(self, standing: Standing) -> None:
        if standing == self._standing:
            return
        self._standing = standing
        lines = standing_lines(standing)
        self._next.setText(lines[0])
        self._attention.setText(_attention_words(standing.attention))
        self._attention.setVisible(bool(standing.attention))
        self._pause.setText(ACTIONS["sending.resume" if standing.is_paused else "sending.pause"].words())
        self._tray.setToolTip("\n".join(("Nightmail", *lines)))
        self._tray.setIcon(tray_icon(standing))
        # The dock's or the taskbar's own badge, where there is one.
        _set_badge(standing.attention)

    def speak_anew(self) -> None:
        standing = self._standing or Standing()
        self._standing = None
        for action in self._menu.actions():
            self._menu.removeAction(action)
        self._build()
        self.show(standing)

    def close(self) -> None:
        _set_badge(0)
        self._tray.hide()

    def _build(self) -> None:
        menu, doors = self._menu, self._doors
        menu.addAction(self._next)
        menu.addAction(self._attention)
        menu.addSeparator()
        menu.addAction(tr("Open Nightmail"), doors.open)
        menu.addAction(ACTIONS["message.new"].words(), doors.write)
        menu.addSeparator()
        menu.addAction(self._pause)
        menu.addAction(ACTIONS["settings"].words(), doors.settings)
        menu.addSeparator()
        menu.addAction(ACTIONS["quit"].words(), doors.quit)

    def _turn(self) -> None:
        is_paused = self._standing is not None and self._standing.is_paused
        (self._doors.resume if is_paused else self._doors.pause)()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self._doors.open()


class NoTray:
    """For desktops without a tray: nothing to say it with, and nowhere to stay."""

    @property
    def is_resident(self) -> bool:
        return False

    def say(self, title: str, sentence: str, then: Callable[[], None] | None = None) -> None:
        return None

    def show(self, standing: Standing) -> None:
        return None

    def speak_anew(self) -> None:
        return None

    def close(self) -> None:
        return None


def open_notifier(doors: Doors) -> Notifier:
    return TrayNotifier(doors) if QSystemTrayIcon.isSystemTrayAvailable() else NoTray()


def _set_badge(count: int) -> None:
    app = QGuiApplication.instance()
    if isinstance(app, QGuiApplication):
        app.setBadgeNumber(count)


def standing_lines(standing: Standing) -> tuple[str, ...]:
    """What the tray says in words, the most important first; never only by a badge."""
    first = tr("Next: {line}", line=standing.next_up) if standing.next_up else tr("Nothing is scheduled")
    if standing.is_paused:
        first = tr("All sending is paused")
    return (first, _attention_words(standing.attention)) if standing.attention else (first,)


def tray_icon(standing: Standing) -> QIcon:
    """The app's sign, with a number in the corner where something needs a person and two bars while all sending is paused."""
    if not standing.attention and not standing.is_paused:
        return app_icon()
    made = QIcon()
    for side in _SIDES:
        image = icons.pixmap("nightmail", "#000000", side)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if standing.attention:
            _paint_count(painter, side, standing.attention)
        else:
            _paint_bars(painter, side)
        painter.end()
        made.addPixmap(QPixmap(image))
    return made


def _paint_count(painter: QPainter, side: int, count: int) -> None:
    words = str(count) if count < 10 else "9+"
    room = side * 0.62
    box = QRectF(side - room, side - room, room, room)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(LIGHT.bad))
    painter.drawEllipse(box)
    painter.setPen(QColor(LIGHT.on_accent))
    painter.setFont(ui_font(max(round(room * (0.68 if len(words) == 1 else 0.5)), 6), weight=QFont.Weight.Bold))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def _paint_bars(painter: QPainter, side: int) -> None:
    room = side * 0.62
    box = QRectF(side - room, side - room, room, room)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(LIGHT.warn))
    painter.drawEllipse(box)
    painter.setBrush(QColor(LIGHT.on_accent))
    bar, tall = room * 0.14, room * 0.44
    for left in (0.31, 0.55):
        painter.drawRect(QRectF(box.left() + room * left, box.center().y() - tall / 2, bar, tall))


def _attention_words(count: int) -> str:
    return plural("{count} message needs your attention", "{count} messages need your attention", count)
