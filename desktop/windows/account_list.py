"""The window of accounts with its presenter; what is chosen there is done as in the sidebar."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.screens.accounts.presenter import AccountsPresenter
from desktop.screens.accounts.state import AccountsState
from desktop.screens.accounts.view import AccountsView
from desktop.windows.accounts import AccountMenu
from desktop.windows.parts import Parts, Windows


class AccountsDialog:
    """`closed` hears that the window is gone."""

    def __init__(self, parts: Parts, windows: Windows, parent: QWidget, *, closed: Callable[[], None]) -> None:
        self._scope = parts.background.scope()
        self.view = AccountsView(parent)
        self.view.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.presenter = AccountsPresenter(parts.gateway, parts.cloud, self._scope, self)
        self.menu = AccountMenu(parts, windows, self.view)
        self.view.add_pressed.connect(lambda: windows.add_account())
        self.view.next_step_pressed.connect(self.menu.mend)
        self.view.menu_pressed.connect(self.menu.open)
        self.view.finished.connect(lambda _: self._closed(closed))
        self.render(self.presenter.state)
        self.view.show()
        self.presenter.refresh()

    def render(self, state: AccountsState) -> None:
        self.view.render_state(state)

    def _closed(self, closed: Callable[[], None]) -> None:
        self._scope.close()
        self.menu.close()
        closed()
