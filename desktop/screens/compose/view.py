"""The compose window. It draws the state and reports what the person does; what it means is the presenter's business."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QTextCursor
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QProgressBar,
    QPushButton,
    QToolButton,
    QWidget,
)

from desktop.actions.keyboard import add_to_menu, on_action, set_tip
from desktop.look.icons import app_icon
from desktop.screens.compose.state import ComposeState
from desktop.screens.picker.view import Picker
from desktop.widgets.attachments import Attachments, Chip
from desktop.widgets.editor import Editor
from desktop.widgets.format_bar import FormatBar
from desktop.widgets.parts import button, card, column, icon_button, label, line, popup_menu, restyle, set_text
from desktop.widgets.pills import PillField

_SAVE_AFTER_MS = 1500
_LABEL = 58


class ComposeView(QWidget):
    """Signals are intents; `render_state` is the only way in. `closing` comes once, before the window goes."""

    sender_chosen = Signal(object)
    recipients_changed = Signal(str, list)
    revealed = Signal(str)
    subject_changed = Signal(str)
    body_changed = Signal(object, str)
    files_added = Signal(list)
    file_removed = Signal(int)
    send_pressed = Signal()
    schedule_opened = Signal()
    anyway_pressed = Signal()
    back_pressed = Signal()
    stop_pressed = Signal()
    discard_pressed = Signal()
    save_due = Signal()
    closing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setWindowIcon(app_icon())
        self.setAcceptDrops(True)
        self.resize(780, 660)
        self.setMinimumSize(560, 480)
        self._is_started = False
        self._is_busy = False
        self._from = QComboBox()
        self._from.setProperty("kind", "bare")
        self._from.setAccessibleName("From")
        self._to, self._cc, self._bcc = PillField("To", "Names or addresses"), PillField("Cc"), PillField("Bcc")
        self._subject = QLineEdit()
        self._subject.setObjectName("subject")
        self._subject.setProperty("kind", "bare")
        self._subject.setPlaceholderText("Subject")
        self._subject.setAccessibleName("Subject")
        self._show_cc = button("Cc", "link", press=lambda: self._reveal("cc"), name="Show Cc")
        self._show_bcc = button("Bcc", "link", press=lambda: self._reveal("bcc"), name="Show Bcc")
        self.editor = Editor()
        self._marks = FormatBar(self.editor)
        self._files = Attachments()
        self._problems: dict[str, QLabel] = {}
        self.send_button = button("Send", "primary", icon="send", press=self._send)
        self.schedule_button = button("Schedule…", icon="clock", press=self._open_schedule, name="Schedule")
        self._saved = label("", "faint")
        self.picker = Picker(self)
        self._build()
        self._connect()
        self._add_keys()

    # ------------------------------------------------------------------------------------- drawing

    def render_state(self, state: ComposeState) -> None:
        if not self._is_started:
            self._is_started = True
            self.editor.start_from(state.html, state.text)
            self._subject.setText(state.subject)
        self.setWindowTitle(state.title)
        self._render_senders(state)
        for field, entries in ((self._to, state.to), (self._cc, state.cc), (self._bcc, state.bcc)):
            field.render_pills(entries)
        self._cc_row.setVisible(state.shows_cc)
        self._bcc_row.setVisible(state.shows_bcc)
        self._show_cc.setVisible(not state.shows_cc)
        self._show_bcc.setVisible(not state.shows_bcc)
        self._files.render_chips([Chip(file.name, file.size, file.is_missing) for file in state.files], state.files_total)
        self._files_room.setVisible(bool(state.files) or "attach" in state.problems)
        for name, words in self._problems.items():
            set_text(words, state.problems.get(name, ""))
        set_text(self._replaces, state.replaces)
        self._warning.setVisible(bool(state.warning))
        self._warning_words.setText(state.warning)
        self._saved.setText(state.saved)
        self._upload.setVisible(bool(state.upload))
        self._upload_words.setText(state.upload)
        self._upload_bar.setValue(state.upload_share)
        set_text(self._notice, state.notice)
        self._render_busy(state)

    def _render_busy(self, state: ComposeState) -> None:
        """What is on its way is no longer open to change: words typed meanwhile would go nowhere."""
        is_free = not state.is_busy
        for part in (self._from, self._to, self._cc, self._bcc, self._marks, self._files, self._attach, self._discard_button):
            part.setEnabled(is_free)
        for press in (self.send_button, self._arrow, self.schedule_button, self._show_cc, self._show_bcc):
            press.setEnabled(is_free)
        self.editor.setReadOnly(state.is_busy)
        self._subject.setReadOnly(state.is_busy)
        self.send_button.setText("Sending…" if state.is_busy and not state.is_scheduling else "Send")
        self.schedule_button.setText("Scheduling…" if state.is_busy and state.is_scheduling else "Schedule…")
        was_busy, self._is_busy = self._is_busy, state.is_busy
        if state.is_busy and not was_busy:
            # Off the button that goes grey, to where keys do nothing.
            self.editor.setFocus()
        elif was_busy and is_free:
            (self.schedule_button if state.is_scheduling else self.send_button).setFocus()

    def place_cursor(self) -> None:
        """Where a person goes on: the recipients of a blank message, else the end of the text."""
        self.editor.moveCursor(QTextCursor.MoveOperation.End)
        (self.editor if self._subject.text() else self._to).setFocus()

    def choose_sender(self, place: int) -> None:
        """As if the person had chosen this line of the From menu."""
        self._from.setCurrentIndex(place)
        self._from.activated.emit(place)

    # ------------------------------------------------------------------------------------- reporting

    def closeEvent(self, event: QCloseEvent) -> None:
        self._finish_typing()
        self.closing.emit()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self._is_busy and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self._add_files([url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()

    def _send(self) -> None:
        self._finish_typing()
        self.send_pressed.emit()

    def _send_anyway(self) -> None:
        self._finish_typing()
        self.anyway_pressed.emit()

    def _discard(self) -> None:
        # Whoever takes it back wants the last words, too.
        self._finish_typing()
        self.discard_pressed.emit()

    def _open_schedule(self) -> None:
        if self._is_busy:
            return
        self._finish_typing()
        self.schedule_opened.emit()
        self.picker.open_above(self.schedule_button)

    def _finish_typing(self) -> None:
        """What was typed a moment ago counts: half an address, the last words."""
        for field in (self._to, self._cc, self._bcc):
            field.finish()
        self.editor.flush()

    def _reveal(self, kind: str) -> None:
        self.revealed.emit(kind)
        (self._cc if kind == "cc" else self._bcc).setFocus()

    def _choose_files(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, "Attach files")
        self._add_files(chosen)

    def _add_files(self, paths: list[str]) -> None:
        if paths and not self._is_busy:
            self.files_added.emit([Path(path) for path in paths])

    def _touch(self, *_: object) -> None:
        if not self._autosave.isActive():
            self._autosave.start()

    # ------------------------------------------------------------------------------------- building

    def _build(self) -> None:
        reveal = line(self._show_cc, self._show_bcc, gap=2)
        self._cc_row = self._row("Cc", self._cc)
        self._bcc_row = self._row("Bcc", self._bcc)
        self._replaces = label("", "soft", wraps=True)
        top = column(
            self._row("From", self._from),
            self._problem("from"),
            self._row("To", self._to, reveal),
            self._problem("to"),
            self._cc_row,
            self._problem("cc"),
            self._bcc_row,
            self._problem("bcc"),
            self._row("", self._subject),
            self._problem("subject"),
            self._replaces,
            margins=(22, 10, 22, 0),
            gap=0,
        )
        self._files_room = QWidget()
        column(self._files, self._problem("attach"), on=self._files_room, margins=(22, 6, 22, 8), gap=4)
        self._warning_words = label("", "", wraps=True)
        self._warning = self._warning_bar()
        self._upload = self._upload_row()
        self._notice = label("", "soft", wraps=True)
        self._notice.hide()
        below = column(
            self._problem("body"),
            self._problem(""),
            self._notice,
            self._warning,
            self._upload,
            self._marks,
            margins=(16, 4, 16, 10),
            gap=8,
        )
        whole = column(top, self.editor, self._files_room, below, self._footer(), on=self, gap=0)
        whole.setStretch(1, 1)
        self._chain_tabs()

    def _chain_tabs(self) -> None:
        """From the recipients straight on to the words; what shows Cc and Bcc is met on the way back."""
        fields = (self._to.typing, self._cc.typing, self._bcc.typing, self._subject, self.editor)
        order = (self._from, self._show_cc, self._show_bcc, *fields)
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _row(self, name: str, field: QWidget, extra: QHBoxLayout | None = None) -> QFrame:
        made = QFrame()
        made.setObjectName("fieldRow")
        row = line(on=made, margins=(0, 5, 0, 5), gap=6)
        if name:
            words = label(name, "soft")
            words.setFixedWidth(_LABEL)
            words.setBuddy(field)
            row.addWidget(words)
        row.addWidget(field, 1)
        if extra is not None:
            row.addLayout(extra)
        if isinstance(field, PillField):
            field.focused.connect(lambda is_in: restyle(made, "active", is_in))
        return made

    def _problem(self, field: str) -> QLabel:
        made = label("", "problem", wraps=True)
        made.setContentsMargins(0, 3, 0, 3)
        made.hide()
        self._problems[field] = made
        return made

    def _warning_bar(self) -> QFrame:
        anyway = button("Send anyway", press=self._send_anyway)
        back = button("Go back", "quiet", press=self.back_pressed.emit)
        row = line(self._warning_words, anyway, back, gap=8)
        row.setStretch(0, 1)
        made = card(row, tone="warn", margins=(14, 8, 8, 8))
        made.hide()
        return made

    def _upload_row(self) -> QFrame:
        self._upload_words = label("", "")
        self._upload_bar = QProgressBar()
        self._upload_bar.setTextVisible(False)
        self._upload_bar.setFixedHeight(6)
        self._upload_bar.setAccessibleName("Upload")
        row = line(column(self._upload_words, self._upload_bar, gap=5), button("Stop", press=self.stop_pressed.emit), gap=14)
        row.setStretch(0, 1)
        made = card(row, margins=(14, 8, 8, 8))
        made.hide()
        return made

    def _footer(self) -> QFrame:
        footer = QFrame()
        footer.setObjectName("footer")
        self._arrow = _arrow(self.send_button)
        self._arrow.setMenu(self._send_menu())
        split = line(self.send_button, self._arrow, gap=0)
        self._attach = icon_button("clip", "", press=self._choose_files)
        set_tip(self._attach, "compose.attach")
        self._discard_button = icon_button("trash", "", press=self._discard)
        set_tip(self._discard_button, "compose.discard")
        line(
            split,
            self.schedule_button,
            self._attach,
            1,
            self._saved,
            self._discard_button,
            on=footer,
            margins=(16, 11, 16, 11),
            gap=8,
        )
        return footer

    def _send_menu(self) -> QMenu:
        menu = popup_menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        menu.setAccessibleName("Ways to send")
        menu.aboutToShow.connect(lambda: self._fill_send_menu(menu))
        return menu

    def _fill_send_menu(self, menu: QMenu) -> None:
        menu.clear()
        add_to_menu(menu, "compose.send", self._send)
        add_to_menu(menu, "compose.schedule", self._open_schedule)

    def _connect(self) -> None:
        self._autosave = QTimer(self)
        self._autosave.setSingleShot(True)
        self._autosave.setInterval(_SAVE_AFTER_MS)
        self._autosave.timeout.connect(self._save)
        self._from.activated.connect(lambda place: self.sender_chosen.emit(self._from.itemData(place)))
        for kind, field in (("to", self._to), ("cc", self._cc), ("bcc", self._bcc)):
            field.changed.connect(lambda typed, kind=kind: self.recipients_changed.emit(kind, typed))
        self._subject.textEdited.connect(self.subject_changed)
        self.editor.written.connect(self.body_changed)
        self.editor.files_dropped.connect(self._add_files)
        self._files.removed.connect(self.file_removed)
        changes = (self.sender_chosen, self.recipients_changed, self.subject_changed, self.body_changed, self.files_added)
        for change in (*changes, self.file_removed):
            change.connect(self._touch)

    def _save(self) -> None:
        self.editor.flush()
        self._autosave.stop()
        self.save_due.emit()

    def _add_keys(self) -> None:
        acts = {
            "compose.cc": lambda: self._reveal("cc"),
            "compose.bcc": lambda: self._reveal("bcc"),
            "compose.from": self._from.setFocus,
            "compose.to": self._to.setFocus,
            "compose.attach": self._choose_files,
            "compose.send": self._send,
            "compose.schedule": self._open_schedule,
            "compose.save": self._save,
            "compose.discard": self._discard,
            "compose.close": self.close,
        }
        for id, press in acts.items():
            on_action(self, id, press)

    def _render_senders(self, state: ComposeState) -> None:
        with QSignalBlocker(self._from):
            shown = [(self._from.itemData(place), self._from.itemText(place)) for place in range(self._from.count())]
            if shown != [(sender.id, sender.label) for sender in state.senders]:
                self._from.clear()
                for sender in state.senders:
                    self._from.addItem(sender.label, sender.id)
            places = [place for place, sender in enumerate(state.senders) if sender.id == state.sender_id]
            self._from.setCurrentIndex(places[0] if places else -1)


def _arrow(beside: QPushButton) -> QToolButton:
    """The right half of a split button."""
    beside.setObjectName("splitSend")
    made = icon_button("chevron", "More ways to send", role="on_accent", side=14)
    made.setObjectName("splitArrow")
    made.setProperty("kind", "primary")
    made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return made
