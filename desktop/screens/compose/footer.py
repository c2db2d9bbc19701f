"""The foot of the compose window: send, schedule, and what else can be done with the message. Reports; decides nothing."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QToolButton, QWidget

from desktop.actions.keyboard import add_to_menu, set_tip
from desktop.language import tr
from desktop.screens.compose.state import ComposeState
from desktop.widgets.parts import button, icon_button, label, line, popup_menu


class Footer(QFrame):
    send_pressed = Signal()
    now_pressed = Signal()
    schedule_pressed = Signal()
    attach_pressed = Signal()
    templates_pressed = Signal(QWidget)
    plain_chosen = Signal(bool)
    signature_pressed = Signal()
    print_pressed = Signal()
    export_pressed = Signal()
    discard_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("footer")
        self._is_plain = False
        self._schedule_words = ""
        self.send_button = button(tr("Send"), "primary", icon="send", press=self.send_pressed.emit)
        self.schedule_button = button(tr("Schedule…"), icon="clock", press=self.schedule_pressed.emit, name=tr("Schedule"))
        self._arrow = _arrow(self.send_button)
        self._arrow.setMenu(self._send_menu())
        self._attach = icon_button("clip", "", press=self.attach_pressed.emit)
        set_tip(self._attach, "compose.attach")
        self._templates = icon_button("template", "", press=self.open_templates)
        set_tip(self._templates, "compose.template")
        self._more = icon_button("more", tr("More"), press=self._open_more)
        self._discard = icon_button("trash", "", press=self.discard_pressed.emit)
        set_tip(self._discard, "compose.discard")
        self._saved = label("", "faint")
        line(
            line(self.send_button, self._arrow, gap=0),
            self.schedule_button,
            self._attach,
            self._templates,
            self._more,
            1,
            self._saved,
            self._discard,
            on=self,
            margins=(16, 11, 16, 11),
            gap=8,
        )

    def render_state(self, state: ComposeState) -> None:
        is_free = not state.is_busy
        self._is_plain = state.is_plain
        for press in (
            self.send_button,
            self._arrow,
            self.schedule_button,
            self._attach,
            self._templates,
            self._more,
            self._discard,
        ):
            press.setEnabled(is_free)
        self.send_button.setText(_send_words(state))
        self.send_button.setAccessibleName(self.send_button.text())
        self._schedule_words = _schedule_words(state)
        self.schedule_button.setToolTip(self._schedule_words)
        self._fit()
        self._saved.setText(state.saved)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where the time on the large button needs the room, the clock alone says what its neighbour does."""
        self.schedule_button.setText(self._schedule_words)
        box = self.layout()
        if box is not None and self.isVisible():
            box.activate()
            if box.minimumSize().width() > self.width():
                self.schedule_button.setText("")

    def _send_menu(self) -> QMenu:
        menu = popup_menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        menu.setAccessibleName(tr("Ways to send"))
        menu.aboutToShow.connect(lambda: self._fill_send_menu(menu))
        return menu

    def _fill_send_menu(self, menu: QMenu) -> None:
        menu.clear()
        add_to_menu(menu, "compose.send", self.now_pressed.emit)
        add_to_menu(menu, "compose.schedule", self.schedule_pressed.emit)

    def open_templates(self) -> None:
        if self._templates.isEnabled():
            self.templates_pressed.emit(self._templates)

    def turn_plain(self) -> None:
        if self._more.isEnabled():
            self.plain_chosen.emit(not self._is_plain)

    def _open_more(self) -> None:
        menu = popup_menu(self)
        menu.setAccessibleName(tr("More"))
        plain = add_to_menu(menu, "compose.plain", self.turn_plain)
        plain.setCheckable(True)
        plain.setChecked(self._is_plain)
        add_to_menu(menu, "compose.signature", self.signature_pressed.emit)
        menu.addSeparator()
        add_to_menu(menu, "compose.print", self.print_pressed.emit)
        add_to_menu(menu, "compose.export", self.export_pressed.emit)
        # Above its button: below it, the window ends.
        menu.popup(self._more.mapToGlobal(QPoint(0, -menu.sizeHint().height())))


def _send_words(state: ComposeState) -> str:
    if state.is_busy and not state.is_scheduling:
        return tr("Sending…")
    return tr("Send {when}", when=state.kept_time) if state.kept_time else tr("Send")


def _schedule_words(state: ComposeState) -> str:
    if state.is_busy and state.is_scheduling:
        return tr("Scheduling…")
    return tr("Another time…") if state.kept_time else tr("Schedule…")


def _arrow(beside: QPushButton) -> QToolButton:
    """The right half of a split button."""
    beside.setObjectName("splitSend")
    made = icon_button("chevron", tr("More ways to send"), role="on_accent", side=14)
    made.setObjectName("splitArrow")
    made.setProperty("kind", "primary")
    made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return made
