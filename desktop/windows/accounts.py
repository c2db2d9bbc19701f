"""The menu of an account's row, and the dialogs it opens. Decides nothing; `AccountActs` does what was chosen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from desktop.look.theme import tinted
from desktop.screens.outbox.account_acts import AccountActs
from desktop.screens.outbox.state import AccountAct, AccountLine
from desktop.widgets.parts import popup_menu
from desktop.widgets.question import Answer, Question
from desktop.widgets.secret_question import SecretQuestion
from desktop.windows.parts import Parts, Windows
from desktop.words import pause_words

_MENU = {
    AccountAct.PASSWORD: ("key", "text_soft", "Change password…"),
    AccountAct.SIGN_IN: ("globe", "text_soft", "Sign in again…"),
    AccountAct.PAUSE: ("hold", "text_soft", "Pause"),
    AccountAct.RESUME: ("play", "text_soft", "Resume"),
    AccountAct.SEAL: ("cloud", "text_soft", "Let the cloud send from it…"),
    AccountAct.REVOKE: ("undo", "text_soft", "Take back from the cloud…"),
    AccountAct.SETTINGS: ("server", "text_soft", "Limits and options…"),
    AccountAct.REMOVE: ("trash", "bad", "Remove…"),
}


class AccountMenu:
    """What can be done with the accounts in `window`'s sidebar."""

    def __init__(self, parts: Parts, windows: Windows, window: QWidget) -> None:
        self._windows = windows
        self._window = window
        self._scope = parts.background.scope()
        self.acts = AccountActs(parts.gateway, parts.cloud, parts.sign_ins, self._scope, self)

    def close(self) -> None:
        self._scope.close()

    def open(self, account: AccountLine, where: QPoint) -> None:
        menu = popup_menu(self._window)
        for act in account.acts:
            icon, role, words = _MENU[act]
            menu.addAction(tinted(icon, role), words, self._chooser(account, act))
        menu.popup(where)

    def act(self, account: AccountLine, act: AccountAct) -> None:
        match act:
            case AccountAct.PASSWORD:
                self._ask_password(account)
            case AccountAct.SIGN_IN:
                self.acts.sign_in(account.id)
            case AccountAct.PAUSE:
                self.acts.pause(account.id)
            case AccountAct.RESUME:
                self.acts.resume(account.id)
            case AccountAct.SEAL:
                self._windows.ask_seal(account.id)
            case AccountAct.REVOKE:
                self._ask_revoke(account)
            case AccountAct.SETTINGS:
                self._windows.open_account(account.id)
            case AccountAct.REMOVE:
                self._ask_remove(account)

    def mend(self, account: AccountLine) -> None:
        """What a paused account most likely needs: its person's word, or another password."""
        if AccountAct.SIGN_IN in account.acts and not account.is_paused_by_person:
            self.acts.sign_in(account.id)
            return
        if AccountAct.PASSWORD not in account.acts or account.is_paused_by_person:
            self.acts.resume(account.id)
            return
        SecretQuestion(
            self._window,
            title=account.address,
            words=f"{pause_words(account.pause_reason)}\n\n"
            "Enter the new password, or leave it empty to try again with the one that is kept.",
            verb="Send again",
            given=lambda password: self.acts.resume(account.id, password),
            may_be_empty=True,
        ).open()

    def say(self, sentence: str) -> None:
        self._windows.say(sentence)

    def refresh(self) -> None:
        self._windows.refresh()

    def ask_passphrase(self, then: Callable[[], None]) -> None:
        self._windows.ask_passphrase(then)

    def _chooser(self, account: AccountLine, act: AccountAct) -> Callable[[], None]:
        return lambda: self.act(account, act)

    def _ask_password(self, account: AccountLine) -> None:
        SecretQuestion(
            self._window,
            title=account.address,
            words="Enter the new password, or the new app password your provider gave you. It replaces the one that is kept.",
            verb="Change password",
            given=lambda password: self.acts.set_password(account.id, password),
            may_be_empty=False,
        ).open()

    def _ask_revoke(self, account: AccountLine) -> None:
        Question(
            self._window,
            icon="undo",
            tone="warn",
            title=f"Take {account.address} back from the cloud?",
            words="Its sealed password is deleted there, and the cloud sends nothing more from it. Messages that still wait "
            "there stay until you move them to this PC. To be sure, change the password at your mail provider too.",
            answers=(
                Answer("Leave it", kind="primary"),
                Answer("Take it back", lambda: self.acts.revoke(account.id), "danger"),
            ),
        ).open()

    def _ask_remove(self, account: AccountLine) -> None:
        Question(
            self._window,
            icon="trash",
            tone="bad",
            title=f"Remove {account.address}?",
            words="Nightmail forgets this account and its password. Your mailbox at the provider stays as it is.",
            answers=(Answer("Keep it", kind="primary"), Answer("Remove", lambda: self.acts.remove(account.id), "danger")),
        ).open()
