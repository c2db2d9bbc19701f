"""One compose window with its presenter, its schedule popover, and what its menus lead to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.actions.keyboard import on_action
from desktop.drafts import SavedDraft
from desktop.language import tr
from desktop.screens.compose.checks import Remedy
from desktop.screens.compose.presenter import ComposePresenter, Sent
from desktop.screens.compose.state import ComposeState
from desktop.screens.compose.view import ComposeView
from desktop.screens.picker.presenter import PickerPresenter
from desktop.templates import Template
from desktop.widgets.pasting import Picture
from desktop.widgets.standing_in import Spot
from desktop.windows.parts import Parts, Windows
from desktop.windows.picking import connect_picker, date_order
from desktop.windows.signatures import SignatureDialog
from desktop.windows.templates import TemplateMenu
from desktop.words import sentence_of
from nightmail.account.model import Account
from nightmail.delivery.retry import DEFAULT_LIFETIME
from nightmail.message.draft import DraftFile
from nightmail.schedule.model import NOW, Schedule


class Composer:
    """One compose window with its presenter and its schedule popover."""

    def __init__(self, parts: Parts, windows: Windows, accounts: Sequence[Account], saved: SavedDraft | None) -> None:
        self._parts = parts
        self._windows = windows
        self._open(accounts, saved)

    def _open(self, accounts: Sequence[Account], saved: SavedDraft | None) -> None:
        parts, windows = self._parts, self._windows
        self._scope = parts.background.scope()
        self.view = ComposeView()
        self.view.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.presenter = ComposePresenter(
            parts.gateway,
            parts.drafts,
            self._scope,
            parts.clock,
            self,
            zone=parts.zone,
            undo=parts.undo,
            accounts=accounts,
            saved=saved,
            signatures=parts.signatures,
            people=parts.people,
            preferences=parts.preferences,
        )
        self.saved_id = self.presenter.id
        parts.drafts.opened(self.presenter.id)
        self.picker = PickerPresenter(
            parts.clock,
            zone=parts.zone,
            render=self.view.picker.render_state,
            chosen=self._picked,
            preferences=lambda: parts.preferences.now,
            order=date_order(),
        )
        connect_picker(self.view.picker, self.picker, edit_presets=lambda: windows.open_settings("schedule"))
        self._templates = TemplateMenu(parts, self.view, insert=self.presenter.insert, current=self._as_template, say=self.say)
        self._connect()
        self._connect_files()
        self._bind_ways()
        self.render(self.presenter.state)

    def speak_anew(self) -> None:
        """The person's language is another now: another window on the same letter, where this one stood. What is just being
        handed over stays as it is; its window is gone in a moment."""
        old, presenter = self.view, self.presenter
        old.finish_typing()
        saved = presenter.hand_over()
        if saved is None:
            return
        spot = Spot(old)
        old.closing.disconnect(self._closing)
        self._scope.close()
        # First the old one: its last words are for the presenter it had.
        old.close()
        self._open(presenter.accounts, saved)
        spot.show(self.view)
        self.view.place_cursor()

    def render(self, state: ComposeState) -> None:
        self.view.render_state(state)

    def scheduled(self, sent: Sent) -> None:
        self.view.close()
        self._windows.scheduled(sent)

    def discarded(self, saved: SavedDraft) -> None:
        self._windows.discarded(saved)

    def say(self, sentence: str) -> None:
        self._windows.say(sentence)

    def close(self) -> None:
        self.view.close()

    def follow_accounts(self) -> None:
        """They may have changed."""
        self.presenter.follow_accounts()

    # ------------------------------------------------------------------------------------- inside

    def _picked(self, schedule: Schedule, lifetime: timedelta | None) -> None:
        self.view.picker.hide()
        if schedule == NOW:
            self.presenter.send()
        else:
            self.presenter.schedule(schedule, lifetime or DEFAULT_LIFETIME)

    def _choose_preset(self, place: int) -> None:
        self.view.finish_typing()
        self.picker.choose_nth(place)

    def _remedy(self, remedy: Remedy) -> None:
        if remedy is Remedy.USE_BCC:
            self.presenter.use_bcc()
        elif remedy is Remedy.KEEP_ONE:
            self.presenter.keep_once()
        elif remedy is Remedy.MEND:
            self.presenter.mend_recipients()

    def _connect(self) -> None:
        view, presenter = self.view, self.presenter
        view.sender_chosen.connect(presenter.choose_sender)
        view.recipients_changed.connect(presenter.set_recipients)
        view.recipient_moved.connect(presenter.move_recipient)
        view.people_wanted.connect(presenter.suggest)
        view.person_forgotten.connect(presenter.forget_person)
        view.wrong_removed.connect(presenter.remove_wrong)
        view.revealed.connect(presenter.reveal)
        view.subject_changed.connect(presenter.set_subject)
        view.body_changed.connect(presenter.set_body)
        view.caret_moved.connect(presenter.place_caret)
        view.picture_added.connect(self._add_picture)
        view.plain_chosen.connect(presenter.write_plain)
        view.answered.connect(presenter.answer)
        view.send_pressed.connect(presenter.send)
        view.kept_pressed.connect(presenter.keep_time)
        view.schedule_opened.connect(lambda: self.picker.open(presenter.planned))
        view.anyway_pressed.connect(presenter.send_anyway)
        view.back_pressed.connect(presenter.go_back)
        view.remedy_chosen.connect(self._remedy)
        view.check_silenced.connect(presenter.silence)
        view.stop_pressed.connect(presenter.stop)
        view.discard_pressed.connect(presenter.discard)
        view.save_due.connect(presenter.save)
        view.closing.connect(self._closing)

    def _connect_files(self) -> None:
        view, presenter = self.view, self.presenter
        view.files_added.connect(presenter.attach)
        view.file_removed.connect(presenter.detach)
        view.file_opened.connect(self._open_file)
        view.file_kept.connect(self._save_file)
        view.templates_wanted.connect(self._templates.open)
        view.signature_wanted.connect(self._open_signature)
        view.print_wanted.connect(self._print)
        view.export_wanted.connect(self._export)

    def _bind_ways(self) -> None:
        view, windows = self.view, self._windows
        on_action(view, "message.new", lambda: windows.write())
        for place in range(3):
            on_action(view, f"compose.preset-{place + 1}", partial(self._choose_preset, place))
        on_action(view, "palette", lambda: windows.open_palette(view))
        on_action(view, "settings", lambda: windows.open_settings())
        on_action(view, "shortcuts", lambda: windows.open_settings("keyboard"))
        on_action(view, "quit", windows.quit)

    def _add_picture(self, id: str, picture: Picture) -> None:
        self.presenter.add_picture(id, picture.name, picture.media_type, picture.content)

    def _as_template(self, name: str) -> Template:
        self.view.finish_typing()
        return self.presenter.as_template(name)

    def _open_signature(self) -> None:
        account_id = self.presenter.state.sender_id
        if account_id is not None:
            accounts = [(sender.id, sender.address) for sender in self.presenter.state.senders]
            SignatureDialog(self._parts, self.view, account_id, accounts=accounts, kept=self.presenter.sign_anew)

    def _print(self) -> None:
        # Imported here: whoever never prints need not wait for the printers' library.
        from desktop.windows.printing import print_message

        self.view.finish_typing()
        print_message(self.view, self.presenter.printed())

    def _export(self) -> None:
        self.view.finish_typing()
        chosen = _ask_where(self.view, tr("Export as .eml"), f"{_as_file_name(self.presenter.state.subject)}.eml")
        if chosen is not None:
            self.presenter.export(chosen)

    def _open_file(self, index: int) -> None:
        """With the program the system has for it; what never was a file is saved first."""
        file = self.presenter.attached(index)
        if file is None:
            return
        if file.path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(file.path)))
        else:
            self._save(file)

    def _save_file(self, index: int) -> None:
        file = self.presenter.attached(index)
        if file is not None:
            self._save(file)

    def _save(self, file: DraftFile) -> None:
        chosen = _ask_where(self.view, tr("Save a copy"), file.filename)
        if chosen is None:
            return
        try:
            chosen.write_bytes(file.content or (file.path.read_bytes() if file.path is not None else b""))
        except OSError as problem:
            self.say(tr("{file} could not be written: {why}", file=chosen.name, why=problem.strerror or sentence_of(problem)))

    def _closing(self) -> None:
        self.presenter.keep()
        self._scope.close()
        self._parts.drafts.closed(self.presenter.id)
        self._windows.composer_closed(self)


def _ask_where(parent: QWidget, title: str, name: str) -> Path | None:
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(Path(folder) / name))
    return Path(chosen) if chosen else None


def _as_file_name(subject: str) -> str:
    """Without what some file system has another use for."""
    kept = "".join(letter if letter.isalnum() or letter in " -_.,()" else "_" for letter in subject).strip(" .")
    return kept[:80] or tr("Message")
