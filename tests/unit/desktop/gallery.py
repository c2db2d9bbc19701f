"""Grab every screen with lifelike content, light and dark, at 1x and 2x, for people to look at.

QT_QPA_PLATFORM=offscreen python -m tests.unit.desktop.gallery FOLDER [LANGUAGE]

With a language it is one look at 1x: "de", or "ar" for lines that run from right to left.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from desktop.app import make_app
from desktop.background import Background
from desktop.drafts import Drafts, SavedDraft
from desktop.gateway.cloud_port import CloudKind, CloudStanding, MoveReport, Sealed
from desktop.gateway.port import AgentKind, AgentStatus, PasswordHome
from desktop.languages.loading import speak_language
from desktop.look.theme import look
from desktop.look.tokens import Theme
from desktop.notifier import NoTray
from desktop.pace import Pace
from desktop.preferences import LatePolicy, PreferenceBook
from desktop.screens.about.view import AboutView
from desktop.screens.account.state import Step as AccountStep
from desktop.screens.calendar.state import Span, Way
from desktop.screens.cloud.state import Step
from desktop.screens.cloud.view import CloudView
from desktop.screens.outbox.state import FOLDER_STATES, AccountAct, Folder
from desktop.screens.palette.view import Palette
from desktop.screens.passphrase.view import PassphraseView
from desktop.screens.seal.view import SealView
from desktop.screens.settings.state import Page
from desktop.shell import Shell
from desktop.widgets.question import Question
from desktop.widgets.secret_question import SecretQuestion
from desktop.widgets.toast import ToastButton
from desktop.windows.composer import Composer
from desktop.windows.parts import Parts
from nightmail.account.model import Account, AccountState, Learned, Options, WhenUnknown
from nightmail.delivery.audit import AuditEvent
from nightmail.delivery.breaker import BreakerKind, Hold
from nightmail.delivery.model import DeliveryState, RecipientState
from nightmail.ids import new_id
from nightmail.message.draft import Draft, DraftFile
from nightmail.message.model import Address
from nightmail.ports import Item, OutboxQuery, Place, Usage
from nightmail.schedule.model import WallTime
from tests.patience import PATIENCE
from tests.unit.desktop.fakes import (
    ACCOUNTS,
    ANNA,
    NOW_AT,
    WORK,
    ZONE,
    FakeCloud,
    FakeGateway,
    FakeSetUp,
    FakeSignIns,
    StillClock,
    item_of,
    message,
    trail,
)

_HTML = (
    "<p>Hello Tom,</p><p>thank you for the good talk on Monday. As agreed, the <b>invoice for October</b> is attached; "
    'the details stand <a href="https://example.org/projects/42">on the project page</a>:</p>'
    "<ul><li>14 hours of design</li><li>6 hours of review</li><li>one workshop in Hamburg</li></ul>"
    "<p>Could you confirm by <i>Friday</i>? Then the next part can start on time.</p><p>Kind regards<br>Anna</p>"
)


def lifelike() -> FakeGateway:
    gateway = FakeGateway()
    hour = timedelta(hours=1)
    tomorrow = WallTime((NOW_AT + 15 * hour).replace(tzinfo=None, hour=8, minute=0), ZONE)
    people = (
        (message("Invoice for October", Address("tom@hansen-bau.example", "Tom Hansen"), html=_HTML), 13.95),
        (message("Happy birthday!", Address("lena@example.net", "Lena Vogt")), 2.95),
        (
            message(
                "Workshop in Hamburg: agenda and travel", Address("team@studio-nord.example", "Studio team"), account_id=WORK
            ),
            15.5,
        ),
        (
            message(
                "Your application for the position in our office",
                Address("k.oyelaran@example.com", "Kemi Oyelaran"),
                account_id=WORK,
            ),
            38,
        ),
        (
            message(
                "Re: a rather long subject line that has to be cut off somewhere on the way", Address("office@verein.example")
            ),
            64,
        ),
        (message("Newsletter November, proof for approval", Address("print@example.net", "Print shop"), account_id=WORK), 112),
        (message("Invoice reminder", Address("accounting@example.com")), 24 * 19),
    )
    for each, hours in people:
        gateway.add(item_of(each, due=NOW_AT + hours * hour, wall_time=tomorrow if "October" in each.subject else None))
    gateway.add(_retrying())
    gateway.add(_refused())
    gateway.add(_doubtful())
    gateway.add(item_of(message("Contract draft"), state=DeliveryState.HELD))
    for subject, hours in (("Minutes of the meeting", 1), ("Photos from Sunday", 26), ("Offer for the garden house", 50)):
        gateway.add(_sent(subject, NOW_AT - hours * hour))
    return gateway


def _retrying() -> Item:
    made = message("Registration for the course", Address("info@vhs.example"))
    events: tuple[tuple[AuditEvent, dict[str, object]], ...] = (
        (AuditEvent.SCHEDULED, {}),
        (AuditEvent.CLAIMED, {}),
        (AuditEvent.RETRY, {"reply": "451 4.7.1 Greylisted, try again later"}),
    )
    return item_of(
        made, due=NOW_AT + timedelta(minutes=4), deferrals=1, reason="451 4.7.1 Greylisted", audit=trail(made.id, *events)
    )


def _refused() -> Item:
    made = message("Invitation to the reading", Address("j.doe@exmaple.com", "Jane Doe"))
    said = "550 5.1.1 <j.doe@exmaple.com>: Recipient address rejected: User unknown"
    return item_of(
        made,
        state=DeliveryState.FAILED,
        due=NOW_AT - timedelta(hours=1),
        reason=f"1 of 2 recipients was refused: {said}",
        outcomes=(
            ("j.doe@exmaple.com", RecipientState.REFUSED, said),
            ("lena@example.net", RecipientState.ACCEPTED, "250 2.1.5 Ok"),
        ),
        audit=trail(
            made.id,
            (AuditEvent.SCHEDULED, {}),
            (AuditEvent.CLAIMED, {}),
            (AuditEvent.TRANSMITTING, {}),
            (AuditEvent.FAILED, {"reply": said}),
        ),
    )


def _doubtful() -> Item:
    made = message("Final offer", Address("purchasing@example.com", "Purchasing"), account_id=WORK)
    return item_of(
        made,
        state=DeliveryState.IN_DOUBT,
        due=NOW_AT - timedelta(minutes=20),
        reason="The connection was lost while waiting for the final reply.",
        audit=trail(
            made.id,
            (AuditEvent.SCHEDULED, {}),
            (AuditEvent.CLAIMED, {}),
            (AuditEvent.TRANSMITTING, {}),
            (AuditEvent.IN_DOUBT, {"reason": "The connection was lost while waiting for the final reply."}),
        ),
    )


def _sent(subject: str, at: datetime) -> Item:
    made = message(subject, Address("lena@example.net", "Lena Vogt"), html=_HTML)
    return item_of(
        made,
        state=DeliveryState.SENT,
        due=at,
        sent_at=at + timedelta(seconds=1),
        audit=trail(
            made.id,
            (AuditEvent.SCHEDULED, {}),
            (AuditEvent.CLAIMED, {}),
            (AuditEvent.TRANSMITTING, {}),
            (AuditEvent.SENT, {"reply": "250 2.0.0 OK  1731312004 a640c23a62f3a-aa20e0fe2c1si93 - gsmtp"}),
            start=at - timedelta(seconds=9),
        ),
    )


class Gallery:
    def __init__(self, folder: Path, scratch: Path) -> None:
        self.folder = folder
        self.app: QApplication = make_app()
        self.cloud = FakeCloud()
        self.background = Background(trouble=lambda problem: print("trouble:", repr(problem)))
        self.scratch = scratch
        self.name = ""

    def shell(self, gateway: FakeGateway, size: tuple[int, int] = (1180, 740)) -> Shell:
        self.drafts = Drafts(self.scratch / "drafts")
        settings = QSettings(str(self.scratch / f"{new_id()}.ini"), QSettings.Format.IniFormat)
        PreferenceBook(settings).change(theme=look.theme)
        parts = Parts(
            gateway,
            self.cloud,
            FakeSignIns(),
            self.background,
            self.drafts,
            StillClock(),
            settings,
            ZONE,
            Pace(StillClock()),
            FakeSetUp(),
        )
        shell = Shell(parts, quit_app=lambda: None, notifier=lambda doors: NoTray())
        shell.main.view.resize(*size)
        shell.main.view.show()
        shell.main.presenter.refresh()
        self.settle(lambda: shell.main.presenter.state.is_loaded)
        return shell

    def settle(self, until: Callable[[], bool] = lambda: True) -> None:
        for _ in range(300):
            self.app.processEvents()
            if until():
                break
            self.background_breath()
        for _ in range(12):
            self.background_breath()
            self.app.processEvents()

    def background_breath(self) -> None:
        """Wait for the loop to have had a turn."""

        async def turn() -> None:
            await asyncio.sleep(0.004)

        self.background.start(turn()).result(PATIENCE)

    def grab(self, widget: QWidget, name: str) -> None:
        self.settle()
        scale = "2x" if widget.devicePixelRatioF() > 1.5 else "1x"
        widget.grab().save(str(self.folder / f"{name}-{look.scheme}-{scale}.png"))

    def grab_open(self, kind: type[QWidget], name: str) -> None:
        """The open window of this kind, which is closed again."""
        self.settle()
        for window in self.app.topLevelWidgets():
            if isinstance(window, kind) and window.isVisible():
                self.grab(window, name)
                window.close()
        self.settle()


def screens(gallery: Gallery) -> Iterator[str]:
    gateway = lifelike()
    shell = gallery.shell(gateway)
    by_subject = {item.message.subject: id for id, item in gateway.items.items()}

    def show(folder: Folder, subject: str) -> None:
        shell.main.presenter.choose_folder(folder)
        gallery.settle(lambda: shell.main.presenter.state.is_loaded)
        shell.main.presenter.select(by_subject[subject])
        gallery.settle(lambda: shell.main.presenter.state.detail is not None)

    show(Folder.SCHEDULED, "Invoice for October")
    shell.main.view.toast.say(
        "Sending soon…", seconds=10, buttons=(ToastButton("Undo", lambda: None), ToastButton("Send now", lambda: None))
    )
    gallery.grab(shell.main.view, "main-scheduled")
    shell.main.view.toast.hide()
    show(Folder.ATTENTION, "Invitation to the reading")
    gallery.grab(shell.main.view, "main-failed")
    show(Folder.ATTENTION, "Final offer")
    gallery.grab(shell.main.view, "main-doubt")
    show(Folder.SENT, "Minutes of the meeting")
    gallery.grab(shell.main.view, "main-sent")
    gateway.known = (ACCOUNTS[0], _paused())
    shell.main.view.resize(1000, 640)
    show(Folder.SCHEDULED, "Registration for the course")
    gallery.grab(shell.main.view, "main-small-paused")
    by_subject |= {item.message.subject: gateway.add(item) for item in _waiting()}
    until = NOW_AT + timedelta(minutes=2)
    own = Hold(ANNA, "", BreakerKind.QUOTA, NOW_AT + timedelta(minutes=52), "", 4)
    gateway.held = {Place.LOCAL: (Hold(ANNA, "smtp.example.org", BreakerKind.FAILING, until, "", 12), own)}
    shell.main.view.resize(1180, 740)
    show(Folder.SCHEDULED, "Programme for the spring tour")
    gallery.grab(shell.main.view, "main-held")
    show(Folder.ATTENTION, "Invitation to the reading")
    gallery.grab(shell.main.view, "main-held-attention")
    shell.main.presenter.choose_folder(Folder.ATTENTION)
    gallery.settle(lambda: bool(shell.main.presenter.state.cards))
    gallery.grab(shell.main.view, "main-cards")
    shell.main.presenter.choose_folder(Folder.SCHEDULED)
    gallery.settle(lambda: len(shell.main.presenter.state.rows) > 3)
    shell.main.view.list.selectAll()
    gallery.settle(lambda: shell.main.presenter.state.chosen is not None)
    gallery.grab(shell.main.view, "main-chosen")
    shell.main.view.list.clearSelection()
    gateway.known = ACCOUNTS
    gateway.held = {Place.LOCAL: (replace(own, kind=BreakerKind.RATE),)}
    show(Folder.SCHEDULED, "Programme for the spring tour")
    gallery.grab(shell.main.view, "main-limit")
    gateway.held = {}
    gateway.used = {ANNA: Usage(37, 112)}
    limits = replace(ACCOUNTS[0].limits, daily_messages=500, connections=4)
    options = Options(when_unknown=WhenUnknown.RESEND)
    gateway.known = (replace(ACCOUNTS[0], limits=limits, learned=Learned(connections=2), options=options), ACCOUNTS[1])
    options_of = shell.open_account(ANNA)
    gallery.settle(lambda: options_of.presenter.state.is_loaded)
    gallery.grab(options_of.view, "options")
    options_of.presenter.change("per_minute", "many")
    options_of.presenter.change("files_copy", True)
    options_of.presenter.save()
    gallery.grab(options_of.view, "options-problems")
    options_of.view.reject()
    gateway.known = (ACCOUNTS[0], _paused())
    shell.main.view.resize(1000, 640)
    shell.main.presenter.search("nothing like this")
    gallery.settle()
    shell.main.presenter.choose_folder(Folder.CANCELLED)
    gallery.settle(lambda: shell.main.presenter.state.is_loaded)
    gallery.grab(shell.main.view, "main-empty")
    gallery.drafts.save(_draft())
    shell.main.presenter.search("")
    shell.main.presenter.choose_folder(Folder.DRAFTS)
    gallery.settle(lambda: bool(shell.main.presenter.state.rows))
    gallery.grab(shell.main.view, "main-drafts")
    shell.quit()
    gallery.grab_open(Question, "quit")
    shell.main.actions.open_menu(shell.main.view.sidebar._menu)
    gallery.grab_open(QMenu, "menu")
    shell.open_palette(shell.main.view)
    gallery.grab_open(Palette, "palette")
    for page in Page:
        gallery.grab(shell.open_settings(page.value).view, f"settings-{page.value}")
    shell.open_settings().view.search.setText("time")
    gallery.grab(shell.open_settings().view, "settings-search")
    shell.open_settings().view.close()
    view = shell.main.view
    shell.main.accounts.open(shell.main.presenter.state.accounts[0], view.mapToGlobal(QPoint(60, 420)))
    gallery.grab_open(QMenu, "account-menu")
    shell.main.accounts.act(shell.main.presenter.state.accounts[0], AccountAct.PASSWORD)
    gallery.grab_open(SecretQuestion, "password")
    shell.main.accounts.mend(shell.main.presenter.state.accounts[1])
    gallery.grab_open(SecretQuestion, "password-mend")
    shell.main.accounts.act(shell.main.presenter.state.accounts[1], AccountAct.REMOVE)
    gallery.grab_open(Question, "account-remove")
    yield "main"

    for home in (PasswordHome.UNMADE, PasswordHome.LOCKED):
        gateway.home = home
        shell.ask_passphrase(lambda: None)
        gallery.settle(lambda: shell.passphrase is not None)
        assert shell.passphrase is not None
        shell.passphrase.presenter.change("passphrase", "four words are enough")
        shell.passphrase.presenter.change("again", "four words are enugh")
        if home is PasswordHome.UNMADE:
            shell.passphrase.presenter.accept()
        gallery.grab_open(PassphraseView, f"passphrase-{home.value}")
    gateway.status = AgentStatus(AgentKind.LOCKED)
    show(Folder.SCHEDULED, "Invoice for October")
    gallery.grab_open(PassphraseView, "passphrase-at-start")
    gallery.grab(view, "main-locked")
    menu_at = view.list.visualRect(view.list.currentIndex()).center()
    view.list.menu_wanted.emit(view.list.currentIndex(), view.list.viewport().mapToGlobal(menu_at))
    gallery.grab_open(QMenu, "row-menu")
    gateway.status, gateway.home = AgentStatus(AgentKind.HERE), PasswordHome.UNMADE
    yield "passphrase"

    shell.show_about()
    gallery.grab_open(AboutView, "about")
    yield "about"

    composer = Composer(shell._parts, shell, ACCOUNTS, _draft())
    composer.view.show()
    gallery.settle()
    gallery.grab(composer.view, "compose")
    composer.picker.open(WallTime(_berlin_gap(), ZONE))
    composer.view.picker.open_above(composer.view.schedule_button)
    gallery.grab(composer.view.picker, "picker-gap")
    composer.picker.open()
    gallery.grab(composer.view.picker, "picker")
    for words, name in (("friday 9am new york", "words"), ("next friday", "choices"), ("friday 9xm", "refused")):
        composer.picker.type(words)
        composer.picker.choose_late(LatePolicy.ONLY_UNTIL)
        gallery.grab(composer.view.picker, f"picker-{name}")
    composer.view.picker.hide()
    composer.presenter.set_recipients("to", ["Tom Hansen <tom@hansen-bau.example>", "lena@example", "anna@@example.org"])
    composer.presenter.set_recipients("cc", ["Studio team <team@studio-nord.example>"])
    composer.presenter.reveal("cc")
    composer.presenter.schedule(WallTime(_berlin_gap(), ZONE))
    gallery.grab(composer.view, "compose-problems")
    composer.presenter.set_recipients("to", ["tom@hansen-bau.example"])
    composer.presenter.set_subject("")
    composer.presenter.schedule(WallTime(_berlin_gap(), ZONE))
    gallery.grab(composer.view, "compose-warning")
    composer.presenter.discard()
    yield "compose"

    yield from calendar_screens(gallery, shell)

    dialog = shell.add_account()
    gallery.grab(dialog.view, "account-first")
    dialog.presenter.change("address", "anna.example@gmail.com")
    dialog.presenter.change("name", "Anna Example")
    dialog.presenter.next()
    gallery.settle(lambda: dialog.presenter.state.step is AccountStep.SIGN_IN)
    gallery.grab(dialog.view, "account-sign-in")
    dialog.presenter.change("password", "abcd efgh ijkl mnop")
    dialog.presenter.next()
    gallery.settle(lambda: dialog.presenter.state.works)
    gallery.grab(dialog.view, "account-tested")
    dialog.presenter.back()
    dialog.presenter.other_servers()
    dialog.presenter.change("port", "x")
    dialog.presenter.change("host", "")
    dialog.presenter.next()
    gallery.grab(dialog.view, "account-problems")
    dialog.view.reject()
    shell.main.view.hide()
    yield "account"

    yield from cloud_screens(gallery)

    first = gallery.shell(FakeGateway(known=()), (1000, 640))
    gallery.grab(first.main.view, "welcome")
    first.main.view.hide()
    yield "welcome"


def calendar_screens(gallery: Gallery, shell: Shell) -> Iterator[str]:
    calendar = shell.open_calendar()
    gallery.settle(lambda: calendar.presenter.state.is_loaded)
    calendar.presenter.step(Way.RIGHT)
    for span in Span:
        calendar.presenter.show_span(span)
        gallery.grab(calendar.view, f"calendar-{span.value}")
    calendar.view.resize(700, 520)
    calendar.presenter.show_span(Span.WEEK)
    gallery.grab(calendar.view, "calendar-small")
    calendar.view.close()
    yield "calendar"


def cloud_screens(gallery: Gallery) -> Iterator[str]:
    gateway, cloud = lifelike(), gallery.cloud
    ids = [row.delivery.id for row in asyncio.run(gateway.list(OutboxQuery(FOLDER_STATES[Folder.SCHEDULED])))]
    for id in (ids[1], ids[3], ids[4]):
        gateway.items[id] = replace(gateway.items[id], place=Place.CLOUD)
    cloud.sign_in_quietly(sealed={ANNA: Sealed(cloud.key)}, bound=frozenset({ids[2]}), waiting_there=3)
    shell = gallery.shell(gateway)

    def show(id: UUID) -> None:
        shell.main.presenter.refresh()
        shell.main.presenter.select(None)
        gallery.settle()
        shell.main.presenter.select(id)
        gallery.settle(lambda: shell.main.presenter.state.detail is not None)

    show(ids[1])
    gallery.grab(shell.main.view, "cloud-main")
    show(ids[2])
    gallery.grab(shell.main.view, "cloud-bound")
    shell.quit()
    gallery.grab_open(Question, "cloud-quit")
    stays = (("Invoice for October", "A file of 61 MB is more than the cloud takes: at most 50 MB each."),)
    shell._moved(MoveReport(3, stays))
    gallery.grab_open(Question, "cloud-quit-report")
    cloud.fail(CloudKind.OFFLINE, "The cloud at abcdefghijkl.supabase.co does not answer.", NOW_AT - timedelta(hours=1))
    show(ids[1])
    gallery.grab(shell.main.view, "cloud-offline")
    cloud.sign_in_quietly(sealed={ANNA: Sealed("k-1111-2222-3333-4444-5555-6666", is_current=False)})
    show(ids[1])
    gallery.grab(shell.main.view, "cloud-key-changed")
    page = shell.ask_seal(ANNA)
    gallery.settle(lambda: page.presenter.state.consent is not None)
    gallery.grab_open(SealView, "seal-changed")
    cloud.stands = replace(cloud.stands, sealed={})
    page = shell.ask_seal(ANNA)
    gallery.settle(lambda: page.presenter.state.consent is not None)
    gallery.grab_open(SealView, "seal-new")
    dialog = shell.add_account()
    dialog.presenter.change("address", "anna.example@gmail.com")
    dialog.presenter.next()
    gallery.settle(lambda: dialog.presenter.state.step is AccountStep.SIGN_IN)
    dialog.presenter.change("password", "abcd efgh ijkl mnop")
    dialog.presenter.next()
    gallery.settle(lambda: dialog.presenter.state.works)
    dialog.presenter.next()
    dialog.presenter.change("is_for_cloud", True)
    gallery.settle()
    gallery.grab(dialog.view, "account-cloud")
    dialog.view.reject()
    composer = Composer(shell._parts, shell, ACCOUNTS, _draft())
    composer.view.show()
    composer.presenter._show(replace(composer.presenter.state, is_busy=True))
    composer.presenter._show_upload(4_200_000, 9_000_000)
    gallery.grab(composer.view, "compose-upload")
    stopped = replace(composer.presenter.state, is_busy=False, upload="", notice="Stopped. Nothing was scheduled.")
    composer.presenter._show(stopped)
    gallery.grab(composer.view, "compose-stopped")
    composer.presenter.discard()
    cloud.stands = replace(cloud.stands, waiting_there=3)
    shell.open_cloud()
    gallery.settle(lambda: shell.cloud is not None and bool(shell.cloud.presenter.state.facts))
    assert shell.cloud is not None
    shell.cloud.presenter.sign_out()
    gallery.settle()
    gallery.grab_open(Question, "cloud-sign-out")
    gallery.grab_open(CloudView, "cloud-signed-in")
    cloud.fail(CloudKind.SIGNED_OUT, "")
    gateway.known = (_paused(), *gateway.known[:1])
    show(ids[1])
    gallery.grab(shell.main.view, "cloud-signed-out")
    yield "cloud"

    cloud.stands = CloudStanding()
    shell.open_cloud()
    gallery.settle()
    assert shell.cloud is not None
    dialog_of = shell.cloud
    gallery.grab(dialog_of.view, "cloud-connect")
    for step in (Step.SIGN_IN, Step.SIGN_UP, Step.CONFIRM, Step.FORGOT, Step.RESET):
        dialog_of.presenter.go(step)
        if step is Step.SIGN_UP:
            dialog_of.presenter.change("email", "anna")
            dialog_of.presenter.change("password", "short")
            dialog_of.presenter.accept()
        gallery.grab(dialog_of.view, f"cloud-{step.value}")
    dialog_of.view.reject()
    shell.main.view.hide()
    yield "cloud-dialog"


def _paused() -> Account:
    return replace(ACCOUNTS[1], state=AccountState.PAUSED, pause_reason="535 5.7.8 Username and Password not accepted.")


def _waiting() -> tuple[Item, ...]:
    """Due, and kept by what the notices tell of."""
    late = NOW_AT - timedelta(minutes=4)
    return (
        item_of(message("Programme for the spring tour", Address("lena@example.net", "Lena Vogt")), due=late),
        item_of(message("Offer for the extension", Address("purchasing@example.com", "Purchasing"), account_id=WORK), due=late),
    )


def _berlin_gap() -> datetime:
    return datetime(2027, 3, 28, 2, 30)


def _draft() -> SavedDraft:
    files = (
        DraftFile("invoice-2026-10.pdf", "application/pdf", 182_400, content=b""),
        DraftFile("photos from the building site, the good ones only, sorted.zip", "application/zip", 8_734_112, content=b""),
    )
    draft = Draft(
        to=("Tom Hansen <tom@hansen-bau.example>", "lena@example.net"), subject="Invoice for October", html=_HTML, files=files
    )
    return SavedDraft(new_id(), ANNA, draft, NOW_AT)


def main(folder: Path, language: str = "") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        gallery = Gallery(folder, Path(scratch))
        speak_language(gallery.app, language or "en")
        if language == "ar":
            # There is no catalogue of it yet; the direction is what is looked at.
            gallery.app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        for theme in (Theme.LIGHT,) if language else (Theme.LIGHT, Theme.DARK):
            look.dress(gallery.app, theme)
            for name in screens(gallery):
                print(theme, name)
        gallery.background.stop()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    target = Path(sys.argv[1])
    main(target, *sys.argv[2:3])
    if "QT_SCALE_FACTOR" not in os.environ and not sys.argv[2:]:
        subprocess.run(
            [sys.executable, "-m", "tests.unit.desktop.gallery", str(target)],
            env={**os.environ, "QT_SCALE_FACTOR": "2"},
            check=True,
        )
