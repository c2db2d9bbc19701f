"""The dialog of the accounts' signatures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.screens.signatures.presenter import SignaturePresenter, SignatureState
from desktop.screens.signatures.view import SignatureView
from desktop.windows.parts import Parts


class SignatureDialog:
    """`accounts` as (id, address), to choose from; it begins with `account_id`. `kept` is called after each that was saved."""

    def __init__(
        self,
        parts: Parts,
        parent: QWidget,
        account_id: UUID,
        *,
        accounts: Sequence[tuple[UUID, str]],
        kept: Callable[[], object] = lambda: None,
    ) -> None:
        self._signatures = parts.signatures
        self._after = kept
        self._next: UUID | None = None
        self.view = SignatureView(parent, accounts, account_id)
        self.view.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.presenter = SignaturePresenter(self._signatures, self, account_id)
        view = self.view
        view.new_written.connect(lambda html: self.presenter.write(html))
        view.reply_written.connect(lambda html: self.presenter.write_reply(html))
        view.reply_parted.connect(lambda has_reply: self.presenter.part_replies(has_reply))
        view.save_pressed.connect(lambda: self.presenter.save())
        view.account_chosen.connect(self._turn_to)
        self.render(self.presenter.state)
        view.open()

    def render(self, state: SignatureState) -> None:
        self.view.render_state(state)

    def kept(self) -> None:
        self._after()
        if self._next is None:
            self.view.accept()
            return
        account_id, self._next = self._next, None
        self.presenter = SignaturePresenter(self._signatures, self, account_id)
        self.view.start_again()
        self.render(self.presenter.state)

    def _turn_to(self, account_id: UUID) -> None:
        """What was written for the account before counts."""
        self._next = account_id
        self.presenter.save()
