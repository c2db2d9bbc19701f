"""The account dialog with its presenter."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.screens.account.presenter import AccountPresenter
from desktop.screens.account.state import AccountState
from desktop.screens.account.view import AccountView
from desktop.windows.parts import Parts, Windows
from nightmail.account.model import Account


class AccountDialog:
    """The account dialog with its presenter."""

    def __init__(self, parts: Parts, windows: Windows, parent: QWidget) -> None:
        self._windows = windows
        self._scope = parts.background.scope()
        self.view = AccountView(parent)
        self.view.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.presenter = AccountPresenter(parts.gateway, parts.cloud, parts.sign_ins, self._scope, self)
        self.view.changed.connect(self.presenter.change)
        self.view.address_entered.connect(self.presenter.address_entered)
        self.view.test_pressed.connect(self.presenter.test)
        self.view.save_pressed.connect(self.presenter.save)
        self.view.sign_in_pressed.connect(self.presenter.sign_in)
        self.view.finished.connect(lambda _: self._closed())
        self.render(self.presenter.state)
        self.view.open()
        self.presenter.open()

    def _closed(self) -> None:
        self.presenter.stop_sign_in()
        self._scope.close()

    def render(self, state: AccountState) -> None:
        self.view.render_state(state)

    def ask_passphrase(self, then: Callable[[], None]) -> None:
        self._windows.ask_passphrase(then, self.view)

    def added(self, account: Account, *, is_for_cloud: bool) -> None:
        self.view.accept()
        self._windows.say(f"{account.address} is ready to send.")
        self._windows.refresh()
        if is_for_cloud:
            self._windows.ask_seal(account.id)
