"""The menu of an account's row, and the dialogs it opens. Decides nothing; `AccountActs` does what was chosen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from desktop.language import plural, tr
from desktop.look.theme import tinted
from desktop.paused import pause_words
from desktop.screens.outbox.account_acts import AccountActs
from desktop.screens.outbox.state import AccountAct, AccountLine
from desktop.widgets.parts import popup_menu
from desktop.widgets.question import Answer, Question
from desktop.widgets.secret_question import SecretQuestion
from desktop.windows.parts import Parts, Windows
from nightmail.account.trust import TRUST_IT
from nightmail.delivery.model import DeliveryState
from nightmail.ports import OutboxQuery

_MENU: dict[AccountAct, tuple[str, str, Callable[[], str]]] = {
    AccountAct.PASSWORD: ("key", "text_soft", lambda: tr("Change password…")),
    AccountAct.SIGN_IN: ("globe", "text_soft", lambda: tr("Sign in again…")),
    AccountAct.PAUSE: ("hold", "text_soft", lambda: tr("Pause")),
    AccountAct.RESUME: ("play", "text_soft", lambda: tr("Resume")),
    AccountAct.SEAL: ("cloud", "text_soft", lambda: tr("Let the cloud send from it…")),
    AccountAct.REVOKE: ("undo", "text_soft", lambda: tr("Take back from the cloud…")),
    AccountAct.SERVERS: ("server", "text_soft", lambda: tr("Servers…")),
    AccountAct.SETTINGS: ("settings", "text_soft", lambda: tr("Limits and options…")),
    AccountAct.REMOVE: ("trash", "bad", lambda: tr("Remove…")),
    AccountAct.CAUGHT: ("inbox", "text_soft", lambda: tr("See what was caught…")),
    AccountAct.LEAVE: ("trash", "bad", lambda: tr("Remove the try-out account…")),
}
# More than that is "many" to anybody.
_COUNTED = 500
STILL_TO_GO = frozenset({DeliveryState.SCHEDULED, DeliveryState.CLAIMED, DeliveryState.TRANSMITTING, DeliveryState.HELD})


class AccountMenu:
    """What can be done with the accounts in `window`'s sidebar."""

    def __init__(self, parts: Parts, windows: Windows, window: QWidget) -> None:
        self._windows = windows
        self._window = window
        self._gateway = parts.gateway
        self._scope = parts.background.scope()
        self.acts = AccountActs(parts.gateway, parts.cloud, parts.sign_ins, self._scope, self)

    def close(self) -> None:
        self._scope.close()

    def open(self, account: AccountLine, where: QPoint) -> None:
        menu = popup_menu(self._window)
        for act in account.acts:
            icon, role, words = _MENU[act]
            menu.addAction(tinted(icon, role), words(), self._chooser(account, act))
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
            case AccountAct.SERVERS:
                self._windows.open_servers(account.id)
            case AccountAct.CAUGHT:
                self._windows.open_caught()
            case AccountAct.LEAVE:
                self._windows.ask_leave_sandbox(account.id)
            case AccountAct.SETTINGS:
                self._windows.open_account(account.id)
            case AccountAct.REMOVE:
                self._ask_remove(account)

    def mend(self, account: AccountLine) -> None:
        """What a paused account most likely needs: its person's word, or another password."""
        if account.pause_reason.endswith(TRUST_IT):
            self._windows.open_servers(account.id)
            return
        if AccountAct.SIGN_IN in account.acts and not account.is_paused_by_person:
            self.acts.sign_in(account.id)
            return
        if AccountAct.PASSWORD not in account.acts or account.is_paused_by_person:
            self.acts.resume(account.id)
            return
        SecretQuestion(
            self._window,
            title=account.address,
            words=tr(
                "{why}\n\nEnter the new password, or leave it empty to try again with the one that is kept.",
                why=pause_words(account.pause_reason),
            ),
            verb=tr("Send again"),
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
            words=tr("Enter the new password, or the new app password your provider gave you. It replaces the one that is kept."),
            verb=tr("Change password"),
            given=lambda password: self.acts.set_password(account.id, password),
            may_be_empty=False,
        ).open()

    def _ask_revoke(self, account: AccountLine) -> None:
        Question(
            self._window,
            icon="undo",
            tone="warn",
            title=tr("Take {address} back from the cloud?", address=account.address),
            words=tr(
                "Its sealed password is deleted there, and the cloud sends nothing more from it. Messages that still wait "
                "there stay until you move them to this PC. To be sure, change the password at your mail provider too."
            ),
            answers=(
                Answer(tr("Leave it"), kind="primary"),
                Answer(tr("Take it back"), lambda: self.acts.revoke(account.id), "danger"),
            ),
        ).open()

    def _ask_remove(self, account: AccountLine) -> None:
        """With what is still to go from it said first."""
        query = OutboxQuery(states=STILL_TO_GO, account_id=account.id, limit=_COUNTED)
        self._scope.run(self._gateway.list(query), done=lambda rows: self._ask_removal(account, len(rows)))

    def _ask_removal(self, account: AccountLine, to_go: int) -> None:
        if to_go:
            Question(
                self._window,
                icon="trash",
                tone="warn",
                title=plural(
                    "{count} message is still to go from {address}.",
                    "{count} messages are still to go from {address}.",
                    to_go,
                    address=account.address,
                ),
                words=tr("An account is removed only when nothing waits for it: cancel what is scheduled, or pause the account."),
                answers=(
                    Answer(tr("Keep it"), kind="primary"),
                    Answer(tr("Pause it"), lambda: self.acts.pause(account.id)),
                ),
            ).open()
            return
        Question(
            self._window,
            icon="trash",
            tone="bad",
            title=tr("Remove {address}?", address=account.address),
            words=tr(
                "Nightmail forgets this account and its password. The record of what was sent from it stays, and so does your "
                "mailbox at the provider."
            ),
            answers=(
                Answer(tr("Keep it"), kind="primary"),
                Answer(tr("Remove"), lambda: self.acts.remove(account.id), "danger"),
            ),
        ).open()
