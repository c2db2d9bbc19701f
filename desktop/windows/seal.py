"""The consent page with its presenter."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.language import tr
from desktop.screens.seal.presenter import SealPresenter
from desktop.screens.seal.state import SealState
from desktop.screens.seal.view import SealView
from desktop.windows.parts import Parts, Windows


class SealDialog:
    """The consent page with its presenter."""

    def __init__(self, parts: Parts, windows: Windows, parent: QWidget, account_id: UUID) -> None:
        self._windows = windows
        self._scope = parts.background.scope()
        self.view = SealView(parent)
        self.view.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.presenter = SealPresenter(parts.cloud, self._scope, self, account_id)
        self.view.agreed.connect(self.presenter.agree)
        self.view.finished.connect(lambda _: self._scope.close())
        self.render(self.presenter.state)
        self.view.open()
        self.presenter.open()

    def render(self, state: SealState) -> None:
        self.view.render_state(state)

    def sealed(self, address: str) -> None:
        self.view.accept()
        self._windows.say(tr("The cloud may send from {address}.", address=address))
        self._windows.refresh()

    def ask_passphrase(self, then: Callable[[], None]) -> None:
        self._windows.ask_passphrase(then, self.view)
