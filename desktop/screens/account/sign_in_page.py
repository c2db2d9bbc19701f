"""The step of the account set-up in which a person signs in: by the browser or with a password."""

from __future__ import annotations

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop.language import tr
from desktop.screens.account.page import Page
from desktop.screens.account.state import AccountState
from desktop.widgets.parts import button, column, label, line, restyle, set_text


class SignInPage(Page):
    sign_in_pressed = Signal()
    other_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._help = label("", "soft", wraps=True)
        self._url = ""
        self._link = button("", "link", press=self._open_link)
        self._link.setAutoDefault(False)
        self._password = self.field("password", tr("Password"), is_secret=True)
        self.browser = button("", press=self.sign_in_pressed.emit)
        self.browser.setAutoDefault(False)
        self._browser_words = label("", "soft", wraps=True)
        self._or = label(tr("Or without a password:"), "faint")
        self._problem = label("", "problem", wraps=True)
        self._box, self._client = QWidget(), QWidget()
        self._home = label("", "faint", wraps=True)
        self.other = button(tr("Other servers…"), "link", press=self.other_pressed.emit)
        self.other.setAutoDefault(False)
        self._build()

    def render_page(self, state: AccountState) -> None:
        self.show_lines(state)
        sign_in, hint = state.sign_in, state.password_help
        set_text(self._help, "" if sign_in.is_done else hint.words)
        self._url = hint.link
        self._link.setText(hint.label)
        self._link.setAccessibleName(hint.label)
        self._link.setVisible(bool(hint.label) and not state.is_by_sign_in)
        self._password.setVisible(not state.is_by_sign_in)
        set_text(self._problem, state.problems.get("password", "") if state.is_by_sign_in else "")
        self._box.setVisible(bool(sign_in.provider))
        self._or.setVisible(not state.is_by_sign_in)
        self._client.setVisible(sign_in.wants_client)
        self.other.setVisible(not state.is_editing)
        if sign_in.is_under_way:
            said, words = tr("Stop waiting"), tr("Waiting for {provider} in your browser…", provider=sign_in.provider)
        elif sign_in.is_done:
            said = tr("Sign in anew")
            words = tr("Signed in with {provider}. No password is needed.", provider=sign_in.provider)
        else:
            said = tr("Sign in with {provider}…", provider=sign_in.provider)
            words = tr("Opens your browser. Nightmail never sees your password.")
        self.browser.setText(said)
        self.browser.setAccessibleName(said)
        restyle(self.browser, "kind", "primary" if sign_in.is_only_way and not sign_in.is_done else "")
        self._browser_words.setText(words)
        set_text(self._home, state.password_home)

    def first(self, state: AccountState) -> QWidget | None:
        return self.browser if state.is_by_sign_in else super().first(state)

    def _open_link(self) -> None:
        QDesktopServices.openUrl(QUrl(self._url))

    def _build(self) -> None:
        id = self.field("client_id", tr("Client id"), tr("As your provider gave it"))
        secret = self.field("client_secret", tr("Its secret"), is_secret=True)
        halves = line(id, secret, on=self._client, gap=10)
        halves.setStretch(0, 1)
        halves.setStretch(1, 1)
        row = line(self.browser, self._browser_words, gap=12)
        row.setStretch(1, 1)
        column(self._or, row, self._problem, self._client, on=self._box, gap=8, margins=(0, 4, 0, 0))
        column(
            self._help,
            line(self._link, 1),
            self._password,
            self._box,
            self._home,
            line(self.other, 1),
            on=self,
            gap=8,
        )
