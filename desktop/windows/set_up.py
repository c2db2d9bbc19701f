"""The windows around accounts and the sandbox: servers, what was caught, the way out of trying. Decides nothing about mail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.drafts import SavedDraft
from desktop.language import plural, tr
from desktop.screens.caught.presenter import CaughtPresenter
from desktop.screens.caught.state import CaughtState
from desktop.screens.caught.view import CaughtView
from desktop.screens.welcome.sample import sample
from desktop.widgets.question import Answer, Question
from desktop.widgets.standing_in import Spot
from desktop.windows.account import AccountDialog
from desktop.windows.account_list import AccountsDialog
from desktop.windows.parts import Parts, Windows
from nightmail.account.model import Account
from nightmail.ids import new_id
from nightmail.message.draft import Draft


class SetUpWindows:
    def __init__(self, parts: Parts, windows: Windows, over: Callable[[], QWidget]) -> None:
        self._parts = parts
        self._windows = windows
        self._over = over
        self.caught: CaughtDialog | None = None
        self.accounts: AccountsDialog | None = None
        self.editing: AccountDialog | None = None

    # ------------------------------------------------------------------------------------- accounts

    def open_servers(self, account_id: UUID) -> None:
        """Of an account of this PC."""
        self._with_account(account_id, self._edit)

    def _edit(self, account: Account) -> None:
        self.editing = AccountDialog(self._parts, self._windows, self._over(), editing=account)

    def open_accounts(self) -> None:
        """One window at a time."""
        if self.accounts is None:
            self.accounts = AccountsDialog(self._parts, self._windows, self._over(), closed=self._accounts_closed)
        self.accounts.view.raise_()

    def changed(self) -> None:
        """Something may look different now."""
        if self.accounts is not None:
            self.accounts.presenter.refresh()
        if self.caught is not None:
            self.caught.presenter.refresh()

    def speak_anew(self) -> None:
        """The person's language is another now."""
        if self.accounts is not None:
            spot = Spot(self.accounts.view)
            self.accounts.view.close()
            self.open_accounts()
            spot.show(self.accounts.view)
        if self.caught is not None:
            spot = Spot(self.caught.view)
            self.caught.view.close()
            self.open_caught()
            spot.show(self.caught.view)

    def _accounts_closed(self) -> None:
        self.accounts = None

    def _with_account(self, id: UUID, then: Callable[[Account], object]) -> None:
        def known(accounts: Sequence[Account]) -> None:
            found = next((account for account in accounts if account.id == id), None)
            if found is not None:
                then(found)

        self._parts.background.run(self._parts.gateway.accounts(), done=known)

    # ------------------------------------------------------------------------------------- the try-out

    def try_out(self, account: Account) -> None:
        """The sandbox runs: a message that is ready to go, to see what happens."""
        self._windows.write(sample(account.id, self._parts.clock.now()))

    def open_caught(self) -> None:
        if self.caught is None:
            self.caught = CaughtDialog(self._parts, self._over(), closed=self._caught_closed)
        self.caught.view.raise_()

    def _caught_closed(self) -> None:
        self.caught = None

    def ask_leave(self, account_id: UUID) -> None:
        """Says first what becomes of what is still to go."""
        work = self._parts.set_up.sandbox_drafts(account_id)
        self._parts.background.run(work, done=lambda drafts: self._ask_leave(account_id, drafts))

    def _ask_leave(self, account_id: UUID, to_go: Sequence[tuple[UUID, Draft]]) -> None:
        words = tr("What the sandbox caught is deleted. What you sent stays in “Sent” as a record, and your drafts stay drafts.")
        if to_go:
            kept = plural(
                "{count} message that is still to go becomes a draft.",
                "{count} messages that are still to go become drafts.",
                len(to_go),
            )
            words = f"{kept} {words}"
        Question(
            self._over(),
            icon="shield",
            title=tr("Remove the try-out account?"),
            words=words,
            answers=(
                Answer(tr("Remove it"), lambda: self._leave(account_id, to_go), "primary"),
                Answer(tr("Go on trying"), kind="quiet"),
            ),
        ).open()

    def _leave(self, account_id: UUID, to_go: Sequence[tuple[UUID, Draft]]) -> None:
        """The drafts are on the disk before anything is cancelled."""
        parts = self._parts
        try:
            for _, draft in to_go:
                # Only an account that may send later is worth remembering in a draft.
                parts.drafts.save(SavedDraft(new_id(), None, replace(draft, metadata={}), parts.clock.now()))
        except Exception as problem:
            self._windows.trouble(problem)
            return
        work = parts.set_up.leave_sandbox(account_id, [id for id, _ in to_go])
        parts.background.run(work, done=lambda _: self._left(), failed=self._windows.trouble)

    def _left(self) -> None:
        if self.caught is not None:
            self.caught.view.accept()
        self._windows.say(tr("The try-out account is removed. Your drafts are kept."))
        self._windows.refresh()


class CaughtDialog:
    """The window on the sandbox with its presenter; `closed` hears that it is gone."""

    def __init__(self, parts: Parts, parent: QWidget, *, closed: Callable[[], None]) -> None:
        self._scope = parts.background.scope()
        self.view = CaughtView(parent)
        self.view.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.presenter = CaughtPresenter(parts.set_up, self._scope, parts.clock, self, zone=parts.zone)
        self.view.chosen.connect(self.presenter.choose)
        self.view.source_wanted.connect(self.presenter.show_source)
        self.view.refresh_pressed.connect(self.presenter.refresh)
        self.view.finished.connect(lambda _: self._scope.close())
        self.view.finished.connect(lambda _: closed())
        self.render(self.presenter.state)
        self.view.show()
        self.presenter.refresh()

    def render(self, state: CaughtState) -> None:
        self.view.render_state(state)
