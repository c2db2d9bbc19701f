"""The account set-up with its presenter: for a new account, or for the servers of one that is there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.language import tr
from desktop.screens.account.presenter import AccountPresenter
from desktop.screens.account.state import AccountState
from desktop.screens.account.view import AccountView
from desktop.windows.parts import Parts, Windows
from nightmail.account.model import Account


class AccountDialog:
    """`editing`: whose servers are to be changed; None: an account is to be added."""

    def __init__(self, parts: Parts, windows: Windows, parent: QWidget, *, editing: Account | None = None) -> None:
        self._windows = windows
        self._scope = parts.background.scope()
        self.view = AccountView(parent)
        self.view.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.presenter = AccountPresenter(
            parts.gateway, parts.cloud, parts.sign_ins, parts.set_up, self._scope, self, editing=editing
        )
        connect_account(self.view, self.presenter)
        self.view.finished.connect(lambda _: self._closed())
        self.render(self.presenter.state)
        self.view.open()
        self.presenter.open()

    def _closed(self) -> None:
        self.presenter.close()
        self._scope.close()

    def render(self, state: AccountState) -> None:
        self.view.render_state(state)

    def ask_passphrase(self, then: Callable[[], None]) -> None:
        self._windows.ask_passphrase(then, self.view)

    def added(self, account: Account, *, is_for_cloud: bool) -> None:
        self._windows.refresh()
        if is_for_cloud:
            # What that means is read on a page of its own, which also ends this one.
            self.view.accept()
            self._windows.ask_seal(account.id)

    def changed(self, account: Account) -> None:
        self.view.accept()
        self._windows.say(tr("{address} sends by {host} from now on.", address=account.address, host=account.smtp.host))
        self._windows.refresh()

    def finished(self) -> None:
        self.view.accept()


def connect_account(view: AccountView, presenter: AccountPresenter) -> None:
    view.changed.connect(presenter.change)
    view.next_pressed.connect(presenter.next)
    view.back_pressed.connect(presenter.back)
    view.choice_pressed.connect(presenter.choose)
    view.other_pressed.connect(presenter.other_servers)
    view.sign_in_pressed.connect(presenter.sign_in)
    view.test_pressed.connect(presenter.test)
    view.look_pressed.connect(presenter.look_at_certificate)
    view.trust_pressed.connect(presenter.trust)
    view.trust_file_chosen.connect(presenter.trust_file)
    view.save_anyway_pressed.connect(presenter.go_on)
    view.meant_pressed.connect(presenter.use_meant)
    view.probe_pressed.connect(presenter.probe)
