"""The account set-up: one step at a time, back and forth. It draws the step it is told, and reports what is typed and pressed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from desktop.language import tr
from desktop.screens.account.check_page import TestPage
from desktop.screens.account.page import Page
from desktop.screens.account.pages import AddressPage, HomePage, ReadyPage, ServersPage
from desktop.screens.account.servers_page import OtherPage
from desktop.screens.account.sign_in_page import SignInPage
from desktop.screens.account.state import AccountState, Step
from desktop.widgets.parts import button, card, column, fit_height, label, line, set_text

_WIDTH = 560
_LONGEST_FILE = 1_000_000


class AccountView(QDialog):
    changed = Signal(str, object)
    next_pressed = Signal()
    back_pressed = Signal()
    choice_pressed = Signal(int)
    other_pressed = Signal()
    sign_in_pressed = Signal()
    test_pressed = Signal()
    look_pressed = Signal()
    trust_pressed = Signal()
    trust_file_chosen = Signal(str)
    save_anyway_pressed = Signal()
    probe_pressed = Signal()
    meant_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(_WIDTH)
        self._shown: Step | None = None
        self._title = label("", "title", wraps=True)
        self._intro = label("", "soft", wraps=True)
        self._notice_words = label("", "", wraps=True)
        self._meant = button("", "link", press=self.meant_pressed.emit)
        self._meant.setAutoDefault(False)
        self._notice = card(self._notice_words, line(self._meant, 1), tone="accent")
        self._failure_words = label("", "", wraps=True, selectable=True)
        self._failure_words.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._failure = card(self._failure_words, tone="bad")
        self.address, self.servers, self.other = AddressPage(), ServersPage(), OtherPage()
        self.sign_in, self.test, self.home, self.ready = SignInPage(), TestPage(), HomePage(), ReadyPage()
        self.pages: dict[Step, Page] = {
            Step.ADDRESS: self.address,
            Step.SERVERS: self.servers,
            Step.OTHER: self.other,
            Step.SIGN_IN: self.sign_in,
            Step.TEST: self.test,
            Step.HOME: self.home,
            Step.READY: self.ready,
        }
        self._back = button(tr("Back"), press=self.back_pressed.emit)
        self._anyway = button(tr("Save all the same"), "quiet", press=self.save_anyway_pressed.emit)
        self._cancel = button(tr("Cancel"), "quiet", press=self.reject)
        self.next = button("", "primary", press=self.next_pressed.emit)
        self.next.setDefault(True)
        for each in (self._back, self._anyway, self._cancel):
            each.setAutoDefault(False)
        self._build()
        self._connect()

    def render_state(self, state: AccountState) -> None:
        title, intro = _heads(state)
        self.setWindowTitle(title)
        self._title.setText(title)
        set_text(self._intro, intro)
        self._notice.setVisible(bool(state.notice))
        self._notice_words.setText(state.notice)
        self._meant.setVisible(bool(state.meant))
        self._meant.setText(tr("Use {address}", address=state.meant) if state.meant else "")
        self._meant.setAccessibleName(self._meant.text())
        self._failure.setVisible(bool(state.failure))
        self._failure_words.setText(state.failure)
        for step, page in self.pages.items():
            page.setVisible(step is state.step)
        self.pages[state.step].render_page(state)
        self._render_buttons(state)
        if state.step is not self._shown:
            self._shown = state.step
            (self.pages[state.step].first(state) or self.next).setFocus()
        fit_height(self)

    def event(self, event: QEvent) -> bool:
        """Pages come and go: be as tall as what is there once it has been laid out."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            fit_height(self)
        return handled

    def ask_trust_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, tr("Choose a CA file"), "", tr("Certificates (*.pem *.crt *.cer);;All files (*)")
        )
        if name:
            with Path(name).open("rb") as file:
                self.trust_file_chosen.emit(file.read(_LONGEST_FILE).decode("latin-1"))

    def _render_buttons(self, state: AccountState) -> None:
        first = Step.OTHER if state.is_editing else Step.ADDRESS
        self._back.setVisible(state.step not in (first, Step.READY))
        self._anyway.setVisible(state.step is Step.TEST and not state.is_testing and not state.works)
        self._cancel.setVisible(state.step is not Step.READY)
        verb = _verb(state)
        self.next.setText(verb)
        self.next.setAccessibleName(verb)
        # Not disabled while something runs: the keyboard's place would move on. The presenter takes no second press.
        self.next.setVisible(state.step is not Step.TEST or state.is_testing or state.works)

    def _build(self) -> None:
        column(
            self._title,
            self._intro,
            self._notice,
            *self.pages.values(),
            self._failure,
            line(self._back, 1, self._cancel, self._anyway, self.next, margins=(0, 10, 0, 0)),
            on=self,
            margins=(26, 22, 26, 20),
            gap=10,
        )

    def _connect(self) -> None:
        for page in self.pages.values():
            page.changed.connect(self.changed)
        self.servers.chosen.connect(self.choice_pressed)
        self.servers.other_pressed.connect(self.other_pressed)
        self.sign_in.other_pressed.connect(self.other_pressed)
        self.sign_in.sign_in_pressed.connect(self.sign_in_pressed)
        self.test.again_pressed.connect(self.test_pressed)
        self.test.look_pressed.connect(self.look_pressed)
        self.test.trust_pressed.connect(self.trust_pressed)
        self.test.file_pressed.connect(self.ask_trust_file)
        self.ready.probe_pressed.connect(self.probe_pressed)


def _heads(state: AccountState) -> tuple[str, str]:
    address = state.fields.address.strip()
    match state.step:
        case Step.ADDRESS:
            return tr("Add account"), tr(
                "Nightmail sends from your own account. Its address is enough to begin; most servers are known."
            )
        case Step.SERVERS:
            return tr("Servers of {address}", address=address), tr("Choose where Nightmail sends and looks.")
        case Step.OTHER if state.is_editing:
            return tr("Servers of {address}", address=address), ""
        case Step.OTHER:
            return tr("Other servers"), tr("As your provider's help pages name them.")
        case Step.SIGN_IN:
            return tr("Sign in as {address}", address=address), ""
        case Step.TEST:
            return tr("Trying the servers"), tr("Nothing is sent yet.")
        case Step.HOME:
            return tr("One question"), ""
        case Step.READY:
            return tr("{address} is ready to send", address=address), ""


def _verb(state: AccountState) -> str:
    match state.step:
        case Step.ADDRESS if state.is_busy:
            return tr("Looking for the servers…")
        case Step.TEST if state.is_testing:
            return tr("Testing…")
        case Step.TEST if state.offers_cloud and not state.is_editing:
            return tr("Continue")
        case Step.TEST | Step.HOME if state.is_busy:
            return tr("Saving…")
        case Step.TEST if state.is_editing:
            return tr("Save servers")
        case Step.TEST | Step.HOME:
            return tr("Save account")
        case Step.READY:
            return tr("Done")
        case _:
            return tr("Continue")
