"""The windows that open over the main one, each imported when it is first wanted: the first paint must not wait for it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desktop.gateway.port import PasswordHome
from desktop.language import tr
from desktop.windows.main import MainWindow
from desktop.windows.parts import Parts, Windows
from nightmail.account.model import Account

if TYPE_CHECKING:
    from desktop.screens.palette.view import Palette
    from desktop.screens.report.view import ReportView
    from desktop.windows.account import AccountDialog
    from desktop.windows.calendar import CalendarWindow
    from desktop.windows.cloud import CloudDialog
    from desktop.windows.composer import Composer
    from desktop.windows.importing import ImportDialog
    from desktop.windows.options import OptionsDialog
    from desktop.windows.passphrase import PassphraseDialog
    from desktop.windows.seal import SealDialog
    from desktop.windows.set_up import SetUpWindows
    from desktop.windows.settings import SettingsWindow


class OtherWindows(Windows, ABC):
    """Of most there is one at a time; asked for again, it comes forward."""

    main: MainWindow

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.composers: list[Composer] = []
        self.passphrase: PassphraseDialog | None = None
        self.cloud: CloudDialog | None = None
        self.settings: SettingsWindow | None = None
        self.set_up: SetUpWindows | None = None
        self.calendar: CalendarWindow | None = None

    @abstractmethod
    def show(self) -> None:
        """Bring the main window forward."""

    @abstractmethod
    def say(self, sentence: str) -> None: ...

    @abstractmethod
    def trouble(self, problem: Exception) -> None: ...

    def speak_anew(self) -> None:
        """The person's language is another now. A dialog in which something is being set up ends as it began."""
        self.main.speak_anew()
        for composer in tuple(self.composers):
            composer.speak_anew()
        if self.calendar is not None:
            self.calendar.speak_anew()
        if self.set_up is not None:
            self.set_up.speak_anew()
        if self.settings is not None:
            self.settings.speak_anew()

    def open_accounts(self) -> None:
        self._around_accounts.open_accounts()

    def open_servers(self, account_id: UUID) -> None:
        self._around_accounts.open_servers(account_id)

    def try_out(self, account: Account) -> None:
        self._around_accounts.try_out(account)

    def open_caught(self) -> None:
        self._around_accounts.open_caught()

    def ask_leave_sandbox(self, account_id: UUID) -> None:
        self._around_accounts.ask_leave(account_id)

    @property
    def _around_accounts(self) -> SetUpWindows:
        if self.set_up is None:
            from desktop.windows.set_up import SetUpWindows

            self.set_up = SetUpWindows(self._parts, self, lambda: self.main.view)
        return self.set_up

    def add_account(self) -> AccountDialog:
        from desktop.windows.account import AccountDialog

        return AccountDialog(self._parts, self, self.main.view)

    def open_cloud(self) -> None:
        """One dialog at a time."""
        if self.cloud is None:
            from desktop.windows.cloud import CloudDialog

            self.cloud = CloudDialog(self._parts, self, self.main.view, closed=self._cloud_closed)
        self.cloud.view.raise_()

    def _cloud_closed(self) -> None:
        self.cloud = None

    def open_signatures(self, account_id: UUID | None = None) -> None:
        """Of this account; without one, of the first."""
        scope = self._parts.background.scope()
        scope.run(
            self._parts.gateway.accounts(), done=lambda known: self._edit_signatures(known, account_id), failed=self.trouble
        )

    def _edit_signatures(self, known: Sequence[Account], account_id: UUID | None) -> None:
        from desktop.windows.signatures import SignatureDialog

        if not known:
            self.say(tr("Add an account first: a signature belongs to one."))
            return
        over = self.settings.view if self.settings is not None and self.settings.view.isVisible() else self.main.view
        accounts = [(account.id, account.address) for account in known]
        SignatureDialog(self._parts, over, account_id or known[0].id, accounts=accounts, kept=self._signed_anew)

    def _signed_anew(self) -> None:
        for composer in self.composers:
            composer.presenter.sign_anew()

    def open_import(self) -> ImportDialog:
        from desktop.windows.importing import ImportDialog

        return ImportDialog(self._parts, self, self.main.view)

    def _import_dropped(self, paths: Sequence[Path]) -> None:
        self.open_import().presenter.choose(paths)

    def open_settings(self, page: str = "") -> SettingsWindow:
        """One window of them."""
        if self.settings is None:
            from desktop.windows.settings import SettingsWindow

            self.settings = SettingsWindow(self._parts, self, self.main.view, closed=self._settings_closed)
        self.settings.show(page)
        return self.settings

    def _settings_from_outside(self) -> None:
        self.show()
        self.open_settings()

    def _settings_closed(self) -> None:
        self.settings = None

    def open_calendar(self) -> CalendarWindow:
        """One window of it."""
        if self.calendar is None:
            from desktop.windows.calendar import CalendarWindow

            self.calendar = CalendarWindow(self._parts, self, closed=self._calendar_closed)
        self.calendar.show()
        return self.calendar

    def _calendar_closed(self) -> None:
        self.calendar = None

    def open_palette(self, window: QWidget) -> Palette:
        from desktop.screens.palette.view import Palette
        from desktop.windows.palette import palette_entries

        palette = Palette(window, palette_entries(window, self))
        palette.open_over()
        return palette

    def report_problem(self, trace: str = "") -> ReportView:
        """`trace`: what a run that crashed left behind."""
        from desktop.windows.report import show_report

        return show_report(self.main.view, self._parts.drafts.folder.parent, self._parts.clock, trace=trace)

    def show_about(self) -> None:
        from desktop.windows.about import tell_about

        tell_about(self.main.view)

    def ask_seal(self, account_id: UUID) -> SealDialog:
        from desktop.windows.seal import SealDialog

        return SealDialog(self._parts, self, self.main.view, account_id)

    def open_account(self, account_id: UUID) -> OptionsDialog:
        from desktop.windows.options import OptionsDialog

        return OptionsDialog(self._parts, self, self.main.view, account_id)

    def ask_passphrase(self, then: Callable[[], None], over: QWidget | None = None) -> None:
        """One dialog at a time; it is chosen where there is none yet, else asked for."""
        scope = self._parts.background.scope()
        scope.run(
            self._parts.gateway.password_home(), done=lambda home: self._open_passphrase(home, then, over), failed=self.trouble
        )

    def _open_passphrase(self, home: PasswordHome, then: Callable[[], None], over: QWidget | None) -> None:
        if self.passphrase is not None:
            self.passphrase.view.raise_()
            return
        if home not in (PasswordHome.LOCKED, PasswordHome.UNMADE):
            then()
            return
        from desktop.windows.passphrase import PassphraseDialog

        self.passphrase = PassphraseDialog(
            self._parts,
            over or self.main.view,
            is_new=home is PasswordHome.UNMADE,
            then=then,
            closed=self._passphrase_closed,
        )

    def _passphrase_closed(self) -> None:
        self.passphrase = None
