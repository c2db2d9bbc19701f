"""Every failure that people are told of has its card: a server that fails so, the real engine on this PC, and the real window."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from desktop.drafts import Drafts, SavedDraft
from desktop.gateway.local import LocalGateway
from desktop.gateway.passwords import Passwords
from desktop.gateway.port import NewAccount
from desktop.running import Errand, T
from desktop.screens.outbox.presenter import OutboxPresenter
from desktop.screens.outbox.state import AccountLine, Act, Card, Door, Folder, OutboxState, Step
from desktop.screens.outbox.view import OutboxView
from nightmail.account.model import Account, Security, Server
from nightmail.account.secret import Secret
from nightmail.clock import SystemClock
from nightmail.delivery.model import DeliveryState
from nightmail.errors import NightmailError
from nightmail.ids import new_id
from nightmail.message.draft import Draft
from nightmail.ports import OutboxQuery
from nightmail.sandbox.misbehave import CATALOGUE
from nightmail.sandbox.server import Sandbox
from nightmail.schedule.model import NOW, WallTime
from tests.authorization_server.app import Authority, authority
from tests.patience import PATIENCE
from tests.unit.desktop.fakes import FakeCloud, Over
from tests.unit.oauth.stage import ADDRESS, signed_in


class OnThisLoop:
    """Work runs on the test's own loop; the window hears of it there."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def run(
        self, work: object, *, done: Callable[[T], object] | None = None, failed: Callable[[Exception], None] | None = None
    ) -> Errand:
        async def errand() -> None:
            try:
                answer = await work  # type: ignore[misc]
            except NightmailError as problem:
                if failed is None:
                    raise
                failed(problem)
            else:
                if done is not None:
                    done(answer)

        task = asyncio.ensure_future(errand())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return Over()

    def tell(self, news: Callable[[], None]) -> None:
        news()


@dataclass
class Window:
    """The main window, and what it was asked to open."""

    view: OutboxView
    pressed: list[tuple[Card, Step]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def render(self, state: OutboxState) -> None:
        self.view.render_state(state)

    def say(self, sentence: str, undo: Callable[[], None] | None = None) -> None:
        self.said.append(sentence)

    def report(self, title: str, words: str) -> None:
        self.said.append(title)

    def press_card(self, card: Card, step: Step) -> None:
        self.pressed.append((card, step))

    def write(self, saved: SavedDraft | None) -> None: ...

    def write_again(
        self, draft: Draft, *, account_id: UUID, replaces: UUID | None, planned: WallTime | None = None, was_held: bool = False
    ) -> None:
        self.said.append(f"(writing to {', '.join(draft.to)})")

    def pick_time(self, id: UUID, start: WallTime | None) -> None: ...

    def open_cloud(self) -> None: ...

    def mend(self, account: AccountLine) -> None: ...


@dataclass
class Desk:
    gateway: LocalGateway
    presenter: OutboxPresenter
    window: Window
    account: Account
    sandbox: Sandbox
    news: asyncio.Event
    folder: Path

    async def send(self, *to: str) -> UUID:
        id = new_id()
        draft = Draft(to=to or ("bob@example.net",), subject="Minutes", text="Dear Bob")
        await self.gateway.schedule(draft, self.account, NOW, id=id)
        return id

    async def until(self, seen: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not seen():
                self.presenter.refresh()
                self.news.clear()
                try:
                    async with asyncio.timeout(0.2):
                        await self.news.wait()
                except TimeoutError:
                    continue

    async def is_sent(self, id: UUID) -> None:
        async with asyncio.timeout(PATIENCE):
            while (await self.gateway.show(id)).delivery.state is not DeliveryState.SENT:
                self.news.clear()
                await asyncio.wait([asyncio.ensure_future(self.news.wait())], timeout=0.2)

    async def card(self) -> Card:
        self.presenter.choose_folder(Folder.ATTENTION)
        await self.until(lambda: bool(self.presenter.state.cards))
        return self.presenter.state.cards[0]

    def shown(self) -> list[str]:
        return [
            label.text() for label in self.window.view.cards.findChildren(QLabel) if label.isVisibleTo(self.window.view.cards)
        ]

    def press(self, words: str) -> None:
        there = [each for each in self.window.view.cards.findChildren(QPushButton) if each.text() == words]
        # Those of cards that were just replaced are on their way out.
        there[-1].click()


@asynccontextmanager
async def desk_at(
    folder: Path, fault: str, *, username: str | None, token: Secret | None = None, accepts: Callable[[str], bool] | None = None
) -> AsyncIterator[Desk]:
    """A server that takes the tokens that `accepts` does, where it says so."""
    news = asyncio.Event()
    passwords = Passwords(folder, kind="file", master_key=Secret("for tests only"))
    gateway = LocalGateway(folder, passwords=lambda: passwords, changed=news.set)
    living = asyncio.create_task(gateway.live())
    async with Sandbox(faults=(fault,), accepts=accepts) as sandbox:
        smtp = Server("127.0.0.1", sandbox.port, Security.PLAIN, username)
        secret = token or (Secret("pw") if username else None)
        account = await gateway.add_account(NewAccount("anna@example.org", "Anna", smtp, None, secret))
        view = OutboxView(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))
        window = Window(view)
        drafts = Drafts(folder / "drafts")
        presenter = OutboxPresenter(gateway, FakeCloud(), drafts, OnThisLoop(), SystemClock(), window, zone="Europe/Berlin")
        view.card_pressed.connect(presenter.press_card)
        try:
            yield Desk(gateway, presenter, window, account, sandbox, news, folder)
        finally:
            await gateway.close()
            await asyncio.gather(living, return_exceptions=True)
            view.deleteLater()


FAILURES = {
    "reject-auth": (
        "The server refused the user name or password of anna@example.org. Nothing was sent.",
        "Sign in again",
        Door.PASSWORD,
    ),
    "auth-535-139": (
        "Your organisation has switched off SMTP sending for anna@example.org.",
        "Copy note for the administrator",
        Door.NOTE,
    ),
    "auth-535-basic": (
        "The provider of anna@example.org no longer accepts a password here.",
        "Sign in with the provider",
        Door.SIGN_IN,
    ),
    "auth-550": (
        "The provider of anna@example.org no longer accepts a password here.",
        "Sign in with the provider",
        Door.SIGN_IN,
    ),
    "auth-534": ("The provider of anna@example.org wants an app password.", "Sign in again", Door.PASSWORD),
    "quota-icloud": ("Daily limit reached; 1 message waits and continues ", "Change the limits", Door.ACCOUNT),
    "quota-exchange": ("Daily limit reached; 1 message waits and continues ", "Change the limits", Door.ACCOUNT),
    "pace-exchange": ("anna@example.org asked to slow down; 1 message waits, next try ", "Try now", Door.TRY),
    "quota": ("Daily limit reached; 1 message waits and continues ", "Change the limits", Door.ACCOUNT),
    "size-at-mail": ("Too large for the server.", "Correct and send", Act.WRITE_ANOTHER),
    "rcpt-550": ("No such address: bob@example.net.", "Correct and send", Act.WRITE_ANOTHER),
    "reject-dmarc": ("The domain of anna@example.org is not set up for bulk mail (DMARC).", "Show what to add", Door.NOTE),
    "reject-dmarc-yahoo": ("The domain of anna@example.org is not set up for bulk mail (DMARC).", "Show what to add", Door.NOTE),
    "reject-dmarc-exchange": (
        "The domain of anna@example.org is not set up for bulk mail (DMARC).",
        "Show what to add",
        Door.NOTE,
    ),
    "reject-sender": ("The server does not let this account send as anna@example.org.", "Let it send again", Door.RESUME),
    "drop-after-dot": (
        "We do not know yet whether the server accepted this message. It will not be sent twice.",
        "It arrived",
        Act.ARRIVED,
    ),
    "lose-reply": (
        "We do not know yet whether the server accepted this message. It will not be sent twice.",
        "It arrived",
        Act.ARRIVED,
    ),
}


TOKEN = "a sign-in by the browser that was taken back"
"""Of what no reply alone brings about; see the test of that name."""

# What people meet most, by the server's own words, and who plays it here.
TABLE = {
    "535 5.7.8": ("reject-auth",),
    "XOAUTH2 400": (TOKEN,),
    "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled": ("auth-535-139",),
    "535 5.7.139 Authentication unsuccessful, basic authentication is disabled": ("auth-535-basic",),
    "550 5.7.30": ("auth-550",),
    "534-5.7.9": ("auth-534",),
    "550 5.4.5": ("quota",),
    "exceeded your daily sending limit": ("quota-icloud",),
    "SubmissionQuotaExceeded": ("quota-exchange",),
    "432 4.3.2": ("pace-exchange",),
    "552 5.3.4": ("size-at-mail",),
    "550 5.1.1": ("rcpt-550",),
    "550 5.7.26": ("reject-dmarc",),
    "554 5.7.9": ("reject-dmarc-yahoo",),
    "550 5.7.515": ("reject-dmarc-exchange",),
    "553 5.7.1": ("reject-sender",),
    "": ("drop-after-dot", "lose-reply"),
}


def test_each_failure_of_the_table_is_played_and_none_is_played_that_stands_in_none() -> None:
    played = [fault for faults in TABLE.values() for fault in faults]

    assert sorted(played) == sorted([*FAILURES, TOKEN])
    for words, faults in TABLE.items():
        assert all(words in CATALOGUE[fault].words.decode() for fault in faults if fault != TOKEN), words


async def test_a_sign_in_by_the_browser_that_was_taken_back_brings_its_card(dressed: QApplication, tmp_path: Path) -> None:
    async with authority() as at:
        token = (await signed_in(at)).secret()
        accepts = partial(at.records.accepts, ADDRESS)
        async with desk_at(tmp_path, "close-idle", username=ADDRESS, token=token, accepts=accepts) as desk:
            await desk.is_sent(await desk.send())
            await _sign_in_is_over(desk, at)


async def _sign_in_is_over(desk: Desk, at: Authority) -> None:
    at.records.revoke_all()
    await desk.send()

    card = await desk.card()
    desk.press("Sign in again")

    assert card.title == f"Sign-in to {ADDRESS} expired. Nothing was sent."
    assert [step.door for _, step in desk.window.pressed] == [Door.SIGN_IN]


@pytest.mark.parametrize("fault", FAILURES)
async def test_a_server_that_fails_so_brings_its_card_with_one_next_step(
    dressed: QApplication, tmp_path: Path, fault: str
) -> None:
    sentence, words, opens = FAILURES[fault]
    signs_in = "auth" in fault
    async with desk_at(tmp_path, fault, username="anna" if signs_in else None) as desk:
        id = await desk.send()

        card = await desk.card()

        assert card.title.startswith(sentence)
        assert any(text.startswith(sentence) for text in desk.shown())
        assert (card.step.label, card.step.door or card.step.act) == (words, opens)
        assert card.safe
        if isinstance(opens, Door):
            desk.press(words)
            assert [(each.key, step.door) for each, step in desk.window.pressed] == [(card.key, opens)]
        elif opens is Act.WRITE_ANOTHER:
            desk.press(words)
            await desk.until(lambda: desk.window.said == ["(writing to bob@example.net)"])
        else:
            desk.press(words)
            await desk.until(lambda: not desk.presenter.state.cards)
            assert (await desk.gateway.show(id)).delivery.state is DeliveryState.SENT


async def test_many_messages_of_one_cause_are_one_card_and_one_step_for_all(dressed: QApplication, tmp_path: Path) -> None:
    async with desk_at(tmp_path, "reject-dot-554", username=None) as desk:
        for _ in range(3):
            await desk.send()
        await desk.card()
        await desk.until(lambda: desk.presenter.state.cards[0].count == "3 messages")

        assert len(desk.presenter.state.cards) == 1
        desk.press("Send again to the missing")
        await desk.until(lambda: bool(desk.window.said))
        # The server refuses them again; until it did, nobody is needed.
        await desk.until(lambda: [card.count for card in desk.presenter.state.cards] == ["3 messages"])

        assert desk.window.said == ["3 of 3 will be sent again."]


async def test_the_servers_own_words_stand_behind_details(dressed: QApplication, tmp_path: Path) -> None:
    async with desk_at(tmp_path, "rcpt-550", username=None) as desk:
        await desk.send()
        await desk.card()

        before = [text for text in desk.shown() if "550 5.1.1" in text]
        desk.press("Details")

        assert before == []
        assert [text for text in desk.shown() if "550 5.1.1 No such mailbox here" in text]


async def test_whoever_got_it_is_not_written_to_again(dressed: QApplication, tmp_path: Path) -> None:
    async with desk_at(tmp_path, "rcpt-550:2", username=None) as desk:
        await desk.send("anna@example.com", "nobody@example.net")
        card = await desk.card()

        desk.press("Correct and send")
        await desk.until(lambda: bool(desk.window.said))

        assert card.count == "“Minutes” to nobody@example.net"
        assert desk.window.said == ["(writing to nobody@example.net)"]
        assert len(await desk.gateway.list(OutboxQuery())) == 1
