"""The compose window. It draws the state and reports what the person does; what it means is the presenter's business."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QFrame, QHBoxLayout, QLabel, QLineEdit, QProgressBar, QWidget

from desktop.actions.keyboard import on_action
from desktop.language import tr
from desktop.look.icons import app_icon
from desktop.screens.compose.check_bar import CheckBar
from desktop.screens.compose.checks import Remedy
from desktop.screens.compose.footer import Footer
from desktop.screens.compose.state import Asked, Change, ComposeState, Kind, Order
from desktop.screens.compose.wrong_bar import WrongBar
from desktop.screens.picker.view import Picker
from desktop.widgets.attachments import Attachments, Chip
from desktop.widgets.editor import Editor
from desktop.widgets.format_bar import FormatBar
from desktop.widgets.own_order import in_own_order
from desktop.widgets.parts import button, card, column, label, line, restyle, set_text
from desktop.widgets.pills import PillField
from desktop.widgets.room import GrowingRoom

_SAVE_AFTER_MS = 1500
_LABEL = 58
_FIRST_LINE = 27
# Four lines of recipients and the top of a fifth, which says that there are more.
_MOST_LINES = 138


def _fields() -> tuple[tuple[Kind, str], ...]:
    return (("to", tr("To")), ("cc", tr("Cc")), ("bcc", tr("Bcc")))


class ComposeView(QWidget):
    """Signals are intents; `render_state` is the only way in. `closing` comes once, before the window goes."""

    sender_chosen = Signal(object)
    recipients_changed = Signal(str, list)
    recipient_moved = Signal(str, str, str)
    people_wanted = Signal(str, str)
    person_forgotten = Signal(str)
    wrong_removed = Signal()
    revealed = Signal(str)
    subject_changed = Signal(str)
    body_changed = Signal(object, str)
    caret_moved = Signal(int)
    picture_added = Signal(str, object)
    files_added = Signal(list)
    file_removed = Signal(int)
    file_opened = Signal(int)
    file_kept = Signal(int)
    plain_chosen = Signal(bool)
    templates_wanted = Signal(QWidget)
    signature_wanted = Signal()
    print_wanted = Signal()
    export_wanted = Signal()
    answered = Signal(bool)
    send_pressed = Signal()
    kept_pressed = Signal()
    schedule_opened = Signal()
    anyway_pressed = Signal()
    back_pressed = Signal()
    remedy_chosen = Signal(object)
    check_silenced = Signal(object)
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
        self.setMinimumSize(610, 480)
        self._is_started = False
        self._is_busy = False
        self._from = QComboBox()
        self._from.setProperty("kind", "bare")
        self._from.setAccessibleName(tr("From"))
        self._pills = {kind: self._pill_field(kind) for kind, _ in _fields()}
        self._to, self._cc, self._bcc = self._pills["to"], self._pills["cc"], self._pills["bcc"]
        self._subject = QLineEdit()
        self._subject.setObjectName("subject")
        self._subject.setProperty("kind", "bare")
        self._subject.setPlaceholderText(tr("Subject"))
        self._subject.setAccessibleName(tr("Subject"))
        self._show_cc = button(tr("Cc"), "link", press=lambda: self._reveal("cc"), name=tr("Show Cc"))
        self._show_bcc = button(tr("Bcc"), "link", press=lambda: self._reveal("bcc"), name=tr("Show Bcc"))
        self.editor = Editor()
        self._marks = FormatBar(self.editor)
        self._files = Attachments()
        self._problems: dict[str, QLabel] = {}
        self.footer = Footer()
        self.send_button, self.schedule_button = self.footer.send_button, self.footer.schedule_button
        self._last_order = 0
        self._kept_time = ""
        self._caret: int | None = None
        self.picker = Picker(self)
        self._build()
        self._connect()
        self._add_keys()

    # ------------------------------------------------------------------------------------- drawing

    def render_state(self, state: ComposeState) -> None:
        self._kept_time = state.kept_time
        if not self._is_started:
            self._start(state)
        self.setWindowTitle(state.title)
        self._render_senders(state)
        for field, entries in ((self._to, state.to), (self._cc, state.cc), (self._bcc, state.bcc)):
            field.render_pills(entries)
        odd = next((entry for entry in (*state.to, *state.cc, *state.bcc) if entry.mended), None)
        self._meant.setVisible(odd is not None)
        if odd is not None:
            self._meant_words.setText(odd.note)
            self._mend.setAccessibleDescription(odd.note)
        self._wrong.render_wrong(state.wrong)
        self._wrong_room.setVisible(bool(state.wrong))
        self._pills[state.suggested_for].show_suggestions(state.suggestions)
        if self._subject.text() != state.subject:
            self._subject.setText(state.subject)
        self._cc_row.setVisible(state.shows_cc)
        self._bcc_row.setVisible(state.shows_bcc)
        self._show_cc.setVisible(not state.shows_cc)
        self._show_bcc.setVisible(not state.shows_bcc)
        self._render_files(state)
        for name, words in self._problems.items():
            set_text(words, state.problems.get(name, ""))
        set_text(self._replaces, state.replaces)
        self._checks.render_findings(state.findings, is_for_later=state.is_asked_for_later)
        self._warning.setVisible(bool(state.warning))
        self._warning_words.setText(state.warning)
        self._render_question(state.question)
        self._upload.setVisible(bool(state.upload))
        self._upload_words.setText(state.upload)
        self._upload_bar.setValue(state.upload_share)
        set_text(self._notice, state.notice)
        self._render_plain(state.is_plain)
        self.footer.render_state(state)
        self._render_busy(state)
        if state.order is not None and state.order.number > self._last_order:
            self._last_order = state.order.number
            self._carry_out(state.order)

    def _start(self, state: ComposeState) -> None:
        """What a fresh window begins with; from then on the editor has the body."""
        self._is_started = True
        self._caret = state.caret
        self.editor.show_pictures(state.pictures)
        self.editor.set_plain(state.is_plain)
        self.editor.start_from(state.html, state.text)
        self._marks.show_marks()
        self._last_order = state.order.number if state.order else 0

    def _carry_out(self, order: Order) -> None:
        match order.change:
            case Change.SIGN:
                self.editor.place_signature(order.html)
            case Change.INSERT:
                self.editor.insert_body(order.html, order.text)
            case Change.REPLACE:
                self.editor.replace_all(order.html, order.text)
        self.editor.flush()
        self.editor.setFocus()

    def _render_files(self, state: ComposeState) -> None:
        chips = [Chip(file.name, file.size, file.is_missing, file.icon, file.share) for file in state.files]
        self._files.render_chips(chips, state.files_total, share=state.files_share)
        self._files_room.setVisible(bool(state.files) or "attach" in state.problems)

    def _render_question(self, asked: Asked | None) -> None:
        was_asking = self._question.isVisible()
        self._question.setVisible(asked is not None)
        if asked is None:
            return
        self._question_words.setText(asked.words)
        for press, words in ((self._yes, asked.yes), (self._no, asked.no)):
            press.setText(words)
            press.setAccessibleName(words)
        if not was_asking:
            self._no.setFocus()

    def _render_plain(self, is_plain: bool) -> None:
        self._marks.setVisible(not is_plain)
        self._marks.setEnabled(not is_plain)
        self.editor.set_plain(is_plain)

    def _render_busy(self, state: ComposeState) -> None:
        """What is on its way is no longer open to change: words typed meanwhile would go nowhere."""
        is_free = not state.is_busy
        for part in (self._from, self._to, self._cc, self._bcc, self._files, self._show_cc, self._show_bcc):
            part.setEnabled(is_free)
        self._marks.setEnabled(is_free and not state.is_plain)
        self.editor.setReadOnly(state.is_busy)
        self._subject.setReadOnly(state.is_busy)
        was_busy, self._is_busy = self._is_busy, state.is_busy
        if state.is_busy and not was_busy:
            # Off the button that goes grey, to where keys do nothing.
            self.editor.setFocus()
        elif was_busy and is_free:
            (self.schedule_button if state.is_scheduling else self.send_button).setFocus()

    def place_cursor(self) -> None:
        """Where a person goes on: where the caret stood, the recipients of a blank message, else the end of the text."""
        if self._caret is not None:
            self.editor.place_caret(self._caret)
            self.editor.ensureCursorVisible()
        else:
            self.editor.place_caret(self.editor.end_of_text())
        self._marks.show_marks()
        is_begun = bool(self._subject.text()) or bool(self._caret) or (self._caret == 0 and self._is_addressed)
        (self.editor if is_begun else self._to).setFocus()

    @property
    def _is_addressed(self) -> bool:
        return any(field.is_filled for field in self._pills.values())

    def choose_sender(self, place: int) -> None:
        """As if the person had chosen this line of the From menu."""
        self._from.setCurrentIndex(place)
        self._from.activated.emit(place)

    # ------------------------------------------------------------------------------------- reporting

    def closeEvent(self, event: QCloseEvent) -> None:
        self._finish_typing()
        self.closing.emit()
        super().closeEvent(event)

    def event(self, event: QEvent) -> bool:
        """Escape answers what the window asks, before it closes it: the question is the topmost thing there."""
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and not event.modifiers()
        if is_escape and self._asks_something:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._say_no()
                return True
        return super().event(event)

    @property
    def _asks_something(self) -> bool:
        return any(bar.isVisible() for bar in (self._checks, self._warning, self._question))

    def _say_no(self) -> None:
        if self._question.isVisible():
            self.answered.emit(False)
        else:
            self.back_pressed.emit()
        self.editor.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self._is_busy and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self._add_files([url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()

    def _send(self) -> None:
        """What the large button says: at the time it had all along, or at once."""
        self._finish_typing()
        (self.kept_pressed if self._kept_time else self.send_pressed).emit()

    def _send_now(self) -> None:
        self._finish_typing()
        self.send_pressed.emit()

    def _send_anyway(self) -> None:
        self._finish_typing()
        self.anyway_pressed.emit()

    def _remedy(self, remedy: Remedy) -> None:
        """What only concerns this window is done here; the person goes on from there."""
        self._finish_typing()
        if remedy in (Remedy.USE_BCC, Remedy.KEEP_ONE, Remedy.MEND):
            self.remedy_chosen.emit(remedy)
            return
        ways = {
            Remedy.ATTACH: self._choose_files,
            Remedy.SUBJECT: self._subject.setFocus,
            Remedy.TEXT: self.editor.setFocus,
            Remedy.RECIPIENTS: self._to.setFocus,
            Remedy.OTHER_TIME: self._open_schedule,
        }
        ways[remedy]()

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
        self.caret_moved.emit(self.editor.textCursor().position())

    def finish_typing(self) -> None:
        """Report what was typed a moment ago, for whoever needs the whole message now."""
        self._finish_typing()

    def _paste_plain(self) -> None:
        if not self._is_busy:
            self.editor.paste_plain(QGuiApplication.clipboard().mimeData())

    def _reveal(self, kind: str) -> None:
        self.revealed.emit(kind)
        (self._cc if kind == "cc" else self._bcc).setFocus()

    def _choose_files(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, tr("Attach files"))
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
        self._cc_row = self._row(tr("Cc"), self._cc)
        self._bcc_row = self._row(tr("Bcc"), self._bcc)
        self._meant = self._meant_row()
        self._wrong = WrongBar()
        self._wrong_room = QWidget()
        column(self._wrong, on=self._wrong_room, margins=(0, 6, 0, 6))
        self._replaces = label("", "soft", wraps=True)
        top = column(
            self._row(tr("From"), self._from),
            self._problem("from"),
            self._row(tr("To"), self._to, reveal),
            self._problem("to"),
            self._cc_row,
            self._problem("cc"),
            self._bcc_row,
            self._problem("bcc"),
            self._meant,
            self._wrong_room,
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
        self._checks = CheckBar()
        self._question_words = label("", "", wraps=True)
        self._question = self._question_bar()
        self._upload = self._upload_row()
        self._notice = label("", "soft", wraps=True)
        self._notice.hide()
        below = column(
            self._problem("body"),
            self._problem(""),
            self._notice,
            self._warning,
            self._checks,
            self._question,
            self._upload,
            self._marks,
            margins=(16, 4, 16, 10),
            gap=8,
        )
        whole = column(top, self.editor, self._files_room, below, self.footer, on=self, gap=0)
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
            # Beside its first line, however many recipients follow below.
            words.setFixedHeight(_FIRST_LINE)
            row.addWidget(words, 0, Qt.AlignmentFlag.AlignTop)
        room = GrowingRoom(field, most=_MOST_LINES) if isinstance(field, PillField) else field
        row.addWidget(room, 1)
        if extra is not None:
            row.addLayout(extra)
            row.setAlignment(extra, Qt.AlignmentFlag.AlignTop)
        if isinstance(field, PillField):
            field.focused.connect(lambda is_in: restyle(made, "active", is_in))
        return made

    def _problem(self, field: str) -> QLabel:
        made = label("", "problem", wraps=True)
        made.setContentsMargins(0, 3, 0, 3)
        made.hide()
        self._problems[field] = made
        return made

    def _meant_row(self) -> QWidget:
        """What is odd about an address is asked while it stands there, not only before it goes."""
        made = QWidget()
        self._meant_words = label("", "soft")
        self._mend = button(tr("Correct it"), "link", press=lambda: self.remedy_chosen.emit(Remedy.MEND))
        line(self._meant_words, self._mend, 1, on=made, margins=(_LABEL + 6, 2, 0, 2), gap=4)
        made.hide()
        return made

    def _warning_bar(self) -> QFrame:
        anyway = button(tr("Send anyway"), press=self._send_anyway)
        back = button(tr("Go back"), "quiet", press=self.back_pressed.emit)
        row = line(self._warning_words, back, anyway, gap=8)
        row.setStretch(0, 1)
        made = card(row, tone="warn", margins=(14, 8, 8, 8))
        made.hide()
        return made

    def _question_bar(self) -> QFrame:
        self._yes = button("", press=lambda: self.answered.emit(True))
        self._no = button("", "quiet", press=lambda: self.answered.emit(False))
        row = line(self._question_words, self._yes, self._no, gap=8)
        row.setStretch(0, 1)
        made = card(row, tone="accent", margins=(14, 8, 8, 8))
        made.hide()
        return made

    def _upload_row(self) -> QFrame:
        self._upload_words = label("", "")
        self._upload_bar = QProgressBar()
        self._upload_bar.setTextVisible(False)
        self._upload_bar.setFixedHeight(6)
        self._upload_bar.setAccessibleName(tr("Upload"))
        row = line(column(self._upload_words, self._upload_bar, gap=5), button(tr("Stop"), press=self.stop_pressed.emit), gap=14)
        row.setStretch(0, 1)
        made = card(row, margins=(14, 8, 8, 8))
        made.hide()
        return made

    def _pill_field(self, kind: Kind) -> PillField:
        names = dict(_fields())
        others = tuple((key, name) for key, name in _fields() if key != kind)
        return PillField(names[kind], tr("Names or addresses") if kind == "to" else "", key=kind, others=others)

    def _connect(self) -> None:
        self._autosave = QTimer(self)
        self._autosave.setSingleShot(True)
        self._autosave.setInterval(_SAVE_AFTER_MS)
        self._autosave.timeout.connect(self._save)
        self._from.activated.connect(lambda place: self.sender_chosen.emit(self._from.itemData(place)))
        for kind, field in self._pills.items():
            field.changed.connect(lambda typed, kind=kind: self.recipients_changed.emit(kind, typed))
            field.wanted.connect(lambda typed, kind=kind: self.people_wanted.emit(kind, typed))
            field.moved.connect(self.recipient_moved)
            field.forgotten.connect(self.person_forgotten)
        self._wrong.edit_pressed.connect(lambda kind, place: self._pills[kind].edit_entry(place))
        self._wrong.remove_pressed.connect(lambda kind, place: self._pills[kind].remove_entry(place))
        self._wrong.all_pressed.connect(self.wrong_removed)
        self._subject.textEdited.connect(self.subject_changed)
        self.editor.written.connect(self.body_changed)
        self.editor.files_dropped.connect(self._add_files)
        self.editor.picture_added.connect(self.picture_added)
        self._files.removed.connect(self.file_removed)
        self._files.opened.connect(self.file_opened)
        self._files.kept.connect(self.file_kept)
        self._connect_footer()
        self._checks.anyway_pressed.connect(self._send_anyway)
        self._checks.back_pressed.connect(self.back_pressed)
        self._checks.remedy_pressed.connect(self._remedy)
        self._checks.silence_pressed.connect(self.check_silenced)
        changes = (self.sender_chosen, self.recipients_changed, self.subject_changed, self.body_changed, self.files_added)
        for change in (*changes, self.file_removed, self.recipient_moved, self.wrong_removed, self.plain_chosen):
            change.connect(self._touch)
        self.editor.textChanged.connect(self._touch)

    def _connect_footer(self) -> None:
        footer = self.footer
        footer.send_pressed.connect(self._send)
        footer.now_pressed.connect(self._send_now)
        footer.schedule_pressed.connect(self._open_schedule)
        footer.attach_pressed.connect(self._choose_files)
        footer.templates_pressed.connect(self.templates_wanted)
        footer.plain_chosen.connect(self._choose_plain)
        footer.signature_pressed.connect(self.signature_wanted)
        footer.print_pressed.connect(self.print_wanted)
        footer.export_pressed.connect(self.export_wanted)
        footer.discard_pressed.connect(self._discard)

    def _choose_plain(self, is_plain: bool) -> None:
        # The question, if there is one, is about what stands there now.
        self.editor.flush()
        self.plain_chosen.emit(is_plain)

    def _save(self) -> None:
        self.editor.flush()
        self._autosave.stop()
        self.caret_moved.emit(self.editor.textCursor().position())
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
            "compose.template": self.footer.open_templates,
            "compose.signature": self.signature_wanted.emit,
            "compose.plain": self.footer.turn_plain,
            "compose.save": self._save,
            "compose.print": self.print_wanted.emit,
            "compose.export": self.export_wanted.emit,
            "compose.discard": self._discard,
            "compose.close": self.close,
            "text.paste-plain": self._paste_plain,
        }
        for id, press in acts.items():
            on_action(self, id, press)

    def _render_senders(self, state: ComposeState) -> None:
        with QSignalBlocker(self._from):
            shown = [(self._from.itemData(place), self._from.itemText(place)) for place in range(self._from.count())]
            wanted = [(sender.id, in_own_order(sender.label)) for sender in state.senders]
            if shown != wanted:
                self._from.clear()
                for id, words in wanted:
                    self._from.addItem(words, id)
            places = [place for place, sender in enumerate(state.senders) if sender.id == state.sender_id]
            self._from.setCurrentIndex(places[0] if places else -1)
