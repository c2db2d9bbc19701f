"""The left pane: the button that starts everything, folders with counts, accounts with their colours."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.actions.keyboard import set_tip
from desktop.language import tr
from desktop.look import icons
from desktop.look.mirroring import at_side
from desktop.look.theme import look, ui_font
from desktop.look.tokens import Type, account_colour
from desktop.paused import pause_words
from desktop.screens.outbox.state import (
    AccountCloud,
    AccountLine,
    CloudLine,
    Folder,
    FolderLine,
    OutboxState,
    cloud_words,
)
from desktop.widgets.parts import button, clear, column, icon_button, label, line

_HEIGHT = 34
_BETWEEN = 1
_INDENT = 10


class _SideButton(QPushButton):
    """A line of the sidebar, painted whole: a sign, a word, a number."""

    elides = Qt.TextElideMode.ElideRight

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName("folder")
        self.setCheckable(True)
        self.setText("")
        self.setMinimumHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self._words = name
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(150, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        self.style().drawControl(QStyle.ControlElement.CE_PushButtonBevel, option, painter, self)
        self.paint_sign(painter, self.at_side(QRectF(_INDENT, (self.height() - 18) / 2, 18, 18)))
        room = self.at_side(QRectF(37, 0, self.width() - 37 - self.paint_end(painter) - 6, self.height()))
        painter.setPen(QColor(look.colours.text))
        painter.setFont(ui_font(Type.BODY, weight=QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Medium))
        shown = painter.fontMetrics().elidedText(self._words, self.elides, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()

    def at_side(self, rect: QRectF) -> QRectF:
        return at_side(rect, QRectF(self.rect()), self.layoutDirection())

    @abstractmethod
    def paint_sign(self, painter: QPainter, box: QRectF) -> None: ...

    def paint_end(self, painter: QPainter) -> float:
        """Whatever stands at the right; answers the width it took."""
        return 0


class FolderButton(_SideButton):
    def __init__(self, line: FolderLine) -> None:
        super().__init__(line.label)
        self._line = line
        self._say_count()

    def show_line(self, line: FolderLine) -> None:
        if line == self._line:
            return
        self._line = line
        self._say_count()
        self.update()

    def _say_count(self) -> None:
        line = self._line
        self.setAccessibleName(f"{line.label}, {line.count}" if line.count else line.label)
        self.setToolTip(line.told)
        self.setAccessibleDescription(line.told)

    def paint_sign(self, painter: QPainter, box: QRectF) -> None:
        colours = look.colours
        colour = colours.bad if self._line.is_alarming else (colours.accent if self.isChecked() else colours.text_soft)
        icons.paint(painter, self._line.icon, colour, box)

    def paint_end(self, painter: QPainter) -> float:
        if not self._line.count:
            return 10
        colours = look.colours
        words = f"{self._line.count:,}"
        painter.setFont(ui_font(Type.SMALL, weight=QFont.Weight.DemiBold))
        width = painter.fontMetrics().horizontalAdvance(words) + 14
        badge = self.at_side(QRectF(self.width() - width - 9, (self.height() - 18) / 2, width, 18))
        painter.setPen(Qt.PenStyle.NoPen)
        if self._line.is_alarming:
            painter.setBrush(QColor(colours.bad_soft))
            painter.drawRoundedRect(badge, 9, 9)
        painter.setPen(QColor(colours.bad if self._line.is_alarming else colours.text_faint))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, words)
        return width + 9


class AccountButton(_SideButton):
    menu_wanted = Signal(QPoint)
    # The same person at several hosts, several people at the same host: both ends tell accounts apart.
    elides = Qt.TextElideMode.ElideMiddle

    def __init__(self, line: AccountLine) -> None:
        super().__init__(line.address)
        self._line = line
        cloud = cloud_words()[line.cloud]
        name = line.label if line.label == line.address else f"{line.address} ({line.label})"
        pause = pause_words(line.pause_reason) if line.pause_reason else ""
        self.setToolTip("\n".join(words for words in (name, pause, cloud) if words))
        spoken = tr("Account {address}", address=line.address)
        if line.pause_reason:
            spoken = tr("Account {address}, paused", address=line.address)
        self.setAccessibleName(", ".join(words for words in (spoken, cloud) if words))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos())

    def paint_sign(self, painter: QPainter, box: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(account_colour(self._line.colour)))
        painter.drawEllipse(box.center(), 5, 5)

    def paint_end(self, painter: QPainter) -> float:
        taken = 0.0
        for icon, colour in self._signs():
            taken += 20
            icons.paint(painter, icon, colour, self.at_side(QRectF(self.width() - taken, (self.height() - 16) / 2, 16, 16)))
        return taken

    def _signs(self) -> list[tuple[str, str]]:
        """From right to left."""
        colours = look.colours
        signs = [("hold", colours.warn)] if self._line.pause_reason else []
        if self._line.cloud is not AccountCloud.HERE:
            signs.append(("cloud", colours.warn if self._line.cloud is AccountCloud.STALE else colours.text_faint))
        return signs


class CloudButton(_SideButton):
    """Opens how the cloud stands, and says so in two words."""

    def __init__(self) -> None:
        super().__init__(tr("Cloud"))
        self.setCheckable(False)
        self._line = CloudLine()

    def show_line(self, line: CloudLine) -> None:
        if line != self._line:
            self._line = line
            self._words = line.label
            self.setAccessibleName(tr("Cloud: {state}", state=line.sentence or line.label))
            self.setToolTip(line.sentence)
            self.update()

    def paint_sign(self, painter: QPainter, box: QRectF) -> None:
        tone = self._line.tone
        icons.paint(painter, "cloud", look.colours.text_soft if tone == "calm" else getattr(look.colours, tone), box)


class _Room(QScrollArea):
    """As high as the rows that stand in it, and scrolled where that is more than the pane has left."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self._wanted = 0
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setWidget(inside)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # The pane's own colour shines through.
        inside.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def fit(self, rows: int) -> None:
        # Counted, not asked: rows just made are hidden until events have been processed, and hidden ones have no height.
        self._wanted = max(rows * (_HEIGHT + _BETWEEN) - _BETWEEN, 0)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(0, self._wanted)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, min(self._wanted, 2 * _HEIGHT + _BETWEEN))


class Sidebar(QFrame):
    write_pressed = Signal()
    menu_pressed = Signal(object)
    folder_chosen = Signal(object)
    account_chosen = Signal(object)
    account_menu_pressed = Signal(object, QPoint)
    account_wanted = Signal()
    cloud_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("side")
        self.setMinimumWidth(176)
        self.setMaximumWidth(320)
        self.write = button(tr("New message"), "primary", icon="compose", press=self.write_pressed.emit)
        set_tip(self.write, "message.new")
        self.write.setObjectName("writeButton")
        self._menu = icon_button("menu", tr("Menu"), press=self.open_menu)
        set_tip(self._menu, "menu")
        self._folders: dict[Folder, FolderButton] = {}
        self._group = QButtonGroup(self)
        inside = QWidget()
        self._folder_box, self._account_box = QVBoxLayout(), QVBoxLayout(inside)
        self._account_box.setContentsMargins(0, 0, 0, 0)
        self.account_room = _Room(inside)
        self._folder_box.setSpacing(_BETWEEN)
        self._account_box.setSpacing(_BETWEEN)
        self._accounts: tuple[AccountLine, ...] = ()
        self._account_rows: dict[UUID, AccountButton] = {}
        self._chosen: UUID | None = None
        self._add = button(tr("Add account"), "quiet", icon="plus", press=self.account_wanted.emit)
        self._add.setObjectName("sideLink")
        self.cloud = CloudButton()
        self.cloud.clicked.connect(lambda: self.cloud_pressed.emit())
        self._build()

    def open_menu(self) -> None:
        self.menu_pressed.emit(self._menu)

    def render_state(self, state: OutboxState) -> None:
        self._render_folders(state.folders, state.folder)
        self._render_accounts(state.accounts, state.account_id)
        self.cloud.show_line(state.cloud)

    def _build(self) -> None:
        top = line(_brand(), 1, self._menu, margins=(6, 0, 0, 0))
        # Else the sign of the menu is what gives way first in a low window.
        top.addStrut(self._menu.sizeHint().height())
        heading = label(tr("ACCOUNTS"), "heading")
        heading.setIndent(_INDENT)
        column(
            top,
            self.write,
            self._folder_box,
            heading,
            self.account_room,
            self._add,
            1,
            self.cloud,
            on=self,
            margins=(10, 12, 10, 10),
            gap=10,
        )

    def _render_folders(self, lines: Sequence[FolderLine], chosen: Folder) -> None:
        for each in lines:
            made = self._folders.get(each.folder)
            if made is None:
                made = FolderButton(each)
                made.clicked.connect(lambda _, folder=each.folder: self.folder_chosen.emit(folder))
                self._group.addButton(made)
                self._folders[each.folder] = made
                self._folder_box.addWidget(made)
            made.show_line(each)
        if chosen in self._folders:
            self._folders[chosen].setChecked(True)

    def _render_accounts(self, lines: tuple[AccountLine, ...], chosen: UUID | None) -> None:
        self._chosen = chosen
        if lines != self._accounts:
            self._accounts = lines
            self._make_accounts(lines)
        for id, made in self._account_rows.items():
            made.setChecked(id == chosen)

    def _make_accounts(self, lines: tuple[AccountLine, ...]) -> None:
        clear(self._account_box)
        self._account_rows = {each.id: AccountButton(each) for each in lines}
        for each in lines:
            made = self._account_rows[each.id]
            made.clicked.connect(lambda _, id=each.id: self._choose(id))
            made.menu_wanted.connect(partial(self.account_menu_pressed.emit, each))
            self._account_box.addLayout(line(made, self._more(each), gap=0))
        self.account_room.fit(len(lines))

    def _choose(self, id: UUID) -> None:
        was = self._chosen
        # What is chosen is told by the state that follows, not by the press.
        self._account_rows[id].setChecked(id == was)
        self.account_chosen.emit(None if id == was else id)

    def _more(self, account: AccountLine) -> QToolButton:
        made = icon_button("more", tr("What to do with {address}", address=account.address), side=18)
        made.setFixedWidth(24)
        below = partial(made.mapToGlobal, QPoint(0, _HEIGHT))
        made.clicked.connect(lambda: self.account_menu_pressed.emit(account, below()))
        return made


def _brand() -> QWidget:
    made = QWidget()
    sign = QLabel()
    sign.setPixmap(icons.pixmap("nightmail", "#000000", 22, scale=2))
    line(sign, label("Nightmail", "large"), on=made, gap=8)
    return made
