"""Drive the real windows through the cloud, as a person would, for the demonstration: sign in, allow, schedule; look later."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QSettings

from desktop.app import make_app
from desktop.demo_drive import Hand
from desktop.look.theme import look
from desktop.look.tokens import Theme
from desktop.screens.cloud.state import Step
from desktop.screens.outbox.state import AccountAct, AccountLine
from desktop.wiring import Desk, read_settings
from nightmail.errors import OutsideError


def schedule_in_cloud(
    profile_folder: Path,
    *,
    url: str,
    key: str,
    email: str,
    password: str,
    account_address: str,
    fingerprint: str,
    to: str,
    subject: str,
    text: str,
    attachment: Path,
    in_seconds: int,
    on_step: Callable[[str], None],
    scheduled: Callable[[UUID], None],
) -> None:
    """Connect, sign in, let the cloud send from the account, schedule. `scheduled` is told the id while everything runs on:
    whoever started this may end the process in that moment. Raises OutsideError `demo-stuck`."""
    with _hand(profile_folder, on_step) as hand:
        hand.open()
        _sign_in(hand, url, key, email, password)
        _allow(hand, account_address, fingerprint)
        composer = hand.compose(account_address)
        hand.write(composer, to, subject, text, attachment)
        id = hand.schedule(composer, in_seconds)
        scheduled(id)
        state = hand.desk.shell.main.presenter
        hand.look(lambda: state.state.detail is not None and state.state.detail.id == id, "the message to be shown")


def show_sent(profile_folder: Path, id: UUID, *, screenshot: Path, on_step: Callable[[str], None]) -> tuple[str, str]:
    """Open the windows anew and wait until the message stands there as sent; answers its state's word and who keeps it."""
    with _hand(profile_folder, on_step) as hand:
        hand.open()
        hand.wait_until_sent(id)
        on_step("A new desktop process shows it as Sent")
        hand.picture(screenshot)
        detail = hand.desk.shell.main.presenter.state.detail
        assert detail is not None
        return detail.state.word, detail.place.words if detail.place else ""


@contextmanager
def _hand(profile_folder: Path, on_step: Callable[[str], None]) -> Iterator[Hand]:
    app = make_app()
    look.dress(app, Theme.LIGHT)
    kept = QSettings(str(profile_folder / "demo.ini"), QSettings.Format.IniFormat)
    desk = Desk(read_settings(profile_folder), kept, quit_app=app.quit)
    try:
        yield Hand(app, desk, on_step)
    finally:
        desk.shell.leave()
        desk.close()


def _sign_in(hand: Hand, url: str, key: str, email: str, password: str) -> None:
    shell = hand.desk.shell
    hand.click(shell.main.view.sidebar.cloud)
    hand.look(lambda: shell.cloud is not None, "the cloud dialog to open")
    dialog = shell.cloud
    assert dialog is not None
    lines, presenter = dialog.view.lines, dialog.presenter
    hand.enter(lines["url"].field, url)
    hand.enter(lines["key"].field, key)
    hand.click(dialog.view.accept_button)
    hand.look(lambda: presenter.state.step is Step.SIGN_IN, "the project to answer")
    hand.enter(lines["email"].field, email)
    hand.enter(lines["password"].field, password)
    hand.click(dialog.view.accept_button)
    hand.look(lambda: presenter.state.step is Step.SIGNED_IN and bool(presenter.state.facts), "the sign-in")
    hand.told(f"The window is signed in as {email}")
    hand.click(dialog.view.accept_button)


def _allow(hand: Hand, account_address: str, fingerprint: str) -> None:
    shell = hand.desk.shell
    account = next(line for line in shell.main.presenter.state.accounts if line.address == account_address)
    hand.look(lambda: AccountAct.SEAL in _account(hand, account_address).acts, "the account's menu to offer the cloud")
    page = shell.ask_seal(account.id)
    hand.look(lambda: page.presenter.state.consent is not None or bool(page.presenter.state.failure), "the worker's key")
    consent = page.presenter.state.consent
    if consent is None or consent.key_id != fingerprint:
        raise OutsideError("demo-stuck", page.presenter.state.failure or "The window shows another key than the worker's.")
    hand.told(f"Before anything leaves, the window shows the worker's key: {consent.key_id}")
    hand.click(page.view.agree_button)
    hand.look(lambda: AccountAct.REVOKE in _account(hand, account_address).acts, "the password to be sealed")
    hand.told(f"The password of {account_address} is sealed for the worker")


def _account(hand: Hand, address: str) -> AccountLine:
    return next(line for line in hand.desk.shell.main.presenter.state.accounts if line.address == address)
