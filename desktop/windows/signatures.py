"""The dialog of an account's signatures."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.screens.signatures.presenter import SignaturePresenter, SignatureState
from desktop.screens.signatures.view import SignatureView
from desktop.windows.parts import Parts


class SignatureDialog:
    """Open it from anywhere that knows an account's id. `kept` is called once it was saved."""

    def __init__(
        self, parts: Parts, parent: QWidget, account_id: UUID, *, address: str = "", kept: Callable[[], object] = lambda: None
    ) -> None:
        self._after = kept
        self.view = SignatureView(parent, address)
        self.view.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.presenter = SignaturePresenter(parts.signatures, self, account_id)
        self.view.new_written.connect(self.presenter.write)
        self.view.reply_written.connect(self.presenter.write_reply)
        self.view.reply_parted.connect(self.presenter.part_replies)
        self.view.save_pressed.connect(self.presenter.save)
        self.render(self.presenter.state)
        self.view.open()

    def render(self, state: SignatureState) -> None:
        self.view.render_state(state)

    def kept(self) -> None:
        self.view.accept()
        self._after()
