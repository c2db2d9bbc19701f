"""The passphrase dialog with its presenter."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.screens.passphrase.presenter import PassphrasePresenter
from desktop.screens.passphrase.state import PassphraseState
from desktop.screens.passphrase.view import PassphraseView
from desktop.windows.parts import Parts


class PassphraseDialog:
    """`then` goes on with what needed the passphrase; `closed` hears that the dialog is gone, however it ended."""

    def __init__(
        self, parts: Parts, parent: QWidget, *, is_new: bool, then: Callable[[], None], closed: Callable[[], None]
    ) -> None:
        self._then = then
        self._scope = parts.background.scope()
        self.view = PassphraseView(parent, is_new=is_new)
        self.view.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.presenter = PassphrasePresenter(parts.gateway, self._scope, self, is_new=is_new)
        self.view.changed.connect(self.presenter.change)
        self.view.accepted_by_person.connect(self.presenter.accept)
        self.view.finished.connect(lambda _: self._scope.close())
        self.view.finished.connect(lambda _: closed())
        self.render(self.presenter.state)
        self.view.open()

    def render(self, state: PassphraseState) -> None:
        self.view.render_state(state)

    def unlocked(self) -> None:
        self.view.accept()
        self._then()
