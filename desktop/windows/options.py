"""An account's options with their presenter."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.language import tr
from desktop.screens.options.presenter import OptionsPresenter
from desktop.screens.options.state import OptionsState
from desktop.screens.options.view import OptionsView
from desktop.windows.parts import Parts, Windows


class OptionsDialog:
    def __init__(self, parts: Parts, windows: Windows, parent: QWidget, account_id: UUID) -> None:
        self._windows = windows
        self._scope = parts.background.scope()
        self.view = OptionsView(parent)
        self.view.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.presenter = OptionsPresenter(parts.gateway, parts.set_up, self._scope, self, account_id)
        self.view.changed.connect(self.presenter.change)
        self.view.reset_pressed.connect(self.presenter.reset)
        self.view.forget_pressed.connect(self.presenter.forget)
        self.view.servers_pressed.connect(lambda: self._go(lambda: windows.open_servers(account_id)))
        self.view.signatures_pressed.connect(lambda: self._go(lambda: windows.open_signatures(account_id)))
        self.view.save_pressed.connect(self.presenter.save)
        self.view.finished.connect(lambda _: self._scope.close())
        self.render(self.presenter.state)
        self.view.open()
        self.presenter.open()

    def _go(self, there: Callable[[], object]) -> None:
        """To another page of the account; what was typed here and not saved is left."""
        self.view.reject()
        there()

    def render(self, state: OptionsState) -> None:
        self.view.render_state(state)

    def saved(self, address: str) -> None:
        self.view.accept()
        self._windows.say(tr("Kept for {address}.", address=address))
        self._windows.refresh()
