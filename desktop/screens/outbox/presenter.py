"""The main window's mind: intents in, one frozen state out. Knows the gateway and the clock; no Qt, no thread, no SQL."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from desktop.drafts import Drafts, SavedDraft
from desktop.gateway.port import AgentKind, AgentStatus, Gateway
from desktop.running import Runner
from desktop.screens.outbox.detail import detail_of
from desktop.screens.outbox.state import (
    FOLDER_STATES,
    FOLDER_WORDS,
    AccountLine,
    Act,
    AgentLine,
    Detail,
    Empty,
    Folder,
    FolderLine,
    OutboxState,
    Row,
)
from desktop.words import (
    StateWords,
    Tone,
    count_words,
    group_of,
    pause_words,
    people_words,
    person_word,
    sentence_of,
    state_words,
    wait_words,
    when_words,
)
from nightmail.account.model import Account, AccountState
from nightmail.account.secret import Secret
from nightmail.clock import Clock
from nightmail.delivery.model import DeliveryState
from nightmail.message.draft import Draft
from nightmail.ports import Item, OutboxQuery, OutboxRow
from nightmail.schedule.model import Schedule, WallTime

PAGE = 100
_OPEN = frozenset({DeliveryState.SCHEDULED, DeliveryState.CLAIMED, DeliveryState.TRANSMITTING})
_SENDS = {
    AgentKind.OPENING: "this PC",
    AgentKind.HERE: "this PC",
    AgentKind.ELSEWHERE: "this PC",
    AgentKind.STOPPED: "this PC, once it sends again",
}
_DRAFT = StateWords("Draft", "draft", Tone.CALM)


class OutboxScreen(Protocol):
    """What the presenter asks of whoever owns the windows."""

    def render(self, state: OutboxState) -> None: ...

    def say(self, sentence: str) -> None:
        """A passing word: what was done, or why it was not."""
        ...

    def write(self, saved: SavedDraft | None) -> None:
        """Open a composer, blank or on a draft."""
        ...

    def write_again(self, draft: Draft, *, account_id: UUID, replaces: UUID | None) -> None: ...

    def pick_time(self, id: UUID, start: WallTime | None) -> None:
        """Let the person choose another time, beginning at `start`; the answer comes back through `reschedule`."""
        ...


@dataclass(frozen=True, slots=True)
class _Page:
    rows: tuple[OutboxRow, ...]
    counts: Mapping[DeliveryState, int]
    next_row: OutboxRow | None
    accounts: tuple[Account, ...]
    drafts: tuple[SavedDraft, ...]
    agent: AgentStatus


class OutboxPresenter:
    def __init__(
        self, gateway: Gateway, drafts: Drafts, runner: Runner, clock: Clock, screen: OutboxScreen, *, zone: str
    ) -> None:
        self._gateway = gateway
        self._drafts = drafts
        self._runner = runner
        self._clock = clock
        self._screen = screen
        self._zone = zone
        self._page: _Page | None = None
        self._item: Item | None = None
        self._limit = PAGE
        self._asked = 0
        self._refreshing = False
        self._again = False
        self.state = OutboxState()

    # ------------------------------------------------------------------------------------- intents

    def choose_folder(self, folder: Folder) -> None:
        self._limit = PAGE
        self._item = None
        self._show(
            replace(
                self.state, folder=folder, title=_title(folder), selected=None, detail=None, rows=(), empty=None, is_loaded=False
            )
        )
        self.refresh()

    def choose_account(self, id: UUID | None) -> None:
        self._limit = PAGE
        self._show(replace(self.state, account_id=id))
        self.refresh()

    def search(self, text: str) -> None:
        self._limit = PAGE
        self._show(replace(self.state, search=text))
        self.refresh()

    def want_more(self) -> None:
        if self.state.has_more:
            self._limit += PAGE
            self.refresh()

    def select(self, id: UUID | None) -> None:
        if id == self.state.selected and self.state.detail is not None:
            return
        self._item = None
        self._show(replace(self.state, selected=id, detail=None))
        self._load_detail()

    def open_row(self, id: UUID) -> None:
        """Enter or a double click: drafts and messages still to go open in a composer."""
        if self.state.folder is Folder.DRAFTS:
            self._screen.write(self._drafts.find(id))
        elif self.state.folder in (Folder.SCHEDULED, Folder.HELD):
            self.act(id, Act.EDIT)

    def press_empty(self) -> None:
        if self.state.search:
            self.search("")
        else:
            self._screen.write(None)

    def discard_draft(self, id: UUID) -> None:
        self._runner.run(asyncio.to_thread(self._drafts.forget, id), done=lambda _: self.refresh())

    def act(self, id: UUID, act: Act) -> None:
        """Ask for one change. The list tells what came of it; a refusal is said in its own words."""
        match act:
            case Act.SEND_NOW:
                self._ask(self._gateway.send_now(id), "It goes out now.")
            case Act.CANCEL:
                self._ask(self._gateway.cancel(id), "Cancelled. It will not be sent.")
            case Act.HOLD:
                self._ask(self._gateway.hold(id), "On hold until you resume it.")
            case Act.RESUME:
                self._ask(self._gateway.resume(id), "Resumed.")
            case Act.ARRIVED:
                self._ask(self._gateway.resolve(id, arrived=True), "Noted: it arrived.")
            case Act.SEND_AGAIN:
                self._ask(self._gateway.resolve(id, arrived=False), "It will be sent again.")
            case Act.RESCHEDULE:
                self._screen.pick_time(id, self._planned(id))
            case Act.EDIT:
                self._runner.run(
                    self._held_draft(id), done=lambda draft: self._write_again(id, draft, replaces=id), failed=self._refused
                )
            case Act.WRITE_ANOTHER:
                self._runner.run(
                    self._gateway.draft_of(id),
                    done=lambda draft: self._write_again(id, draft, replaces=None),
                    failed=self._refused,
                )

    def reschedule(self, id: UUID, schedule: Schedule) -> None:
        self._ask(self._gateway.reschedule(id, schedule), "Rescheduled.")

    def resume_account(self, id: UUID, password: str) -> None:
        """End an account's pause; an empty password means the one that is kept."""
        secret = Secret(password) if password else None
        self._ask(self._gateway.resume_account(id, secret), "The account sends again.")

    def changed(self) -> None:
        """Something in the outbox changed: ask anew."""
        self.refresh()

    def tick(self) -> None:
        """Time passed: the same facts in new words."""
        if self._page is not None:
            self._compose_state()

    # ------------------------------------------------------------------------------------- reading

    def refresh(self) -> None:
        """Ask for the whole screen. While one answer is on its way, any number of further calls make one more."""
        if self._refreshing:
            self._again = True
            return
        self._refreshing = True
        self._asked += 1
        self._runner.run(self._read(self._query()), done=self._arrived, failed=self._reading_failed)

    def _query(self) -> OutboxQuery:
        return OutboxQuery(
            states=FOLDER_STATES[self.state.folder],
            account_id=self.state.account_id,
            text=self.state.search.strip(),
            limit=self._limit + 1,
        )

    async def _read(self, query: OutboxQuery) -> tuple[OutboxQuery, _Page]:
        gateway = self._gateway
        rows = await gateway.list(query) if query.states else ()
        upcoming = await gateway.list(OutboxQuery(states=frozenset({DeliveryState.SCHEDULED}), limit=1))
        page = _Page(
            rows=rows,
            counts=await gateway.counts(),
            next_row=upcoming[0] if upcoming else None,
            accounts=await gateway.accounts(),
            drafts=await asyncio.to_thread(self._drafts.all),
            agent=await gateway.agent(),
        )
        return query, page

    def _arrived(self, answer: tuple[OutboxQuery, _Page]) -> None:
        self._refreshing = False
        query, page = answer
        if query == self._query():
            self._page = page
            self._compose_state(is_loaded=True)
            self._load_detail()
        elif not self._again:
            self._again = True
        if self._again:
            self._again = False
            self.refresh()

    def _reading_failed(self, problem: Exception) -> None:
        self._refreshing = False
        self._again = False
        self._show(
            replace(self.state, agent=AgentLine(sentence_of(problem), Tone.BAD), banner=sentence_of(problem), is_loaded=True)
        )

    def _load_detail(self) -> None:
        selected = self.state.selected
        if selected is None or self.state.folder is Folder.DRAFTS:
            return
        self._runner.run(self._gateway.show(selected), done=self._detail_arrived, failed=lambda _: self._detail_gone(selected))

    def _detail_arrived(self, item: Item) -> None:
        if item.delivery.id == self.state.selected:
            self._item = item
            self._show(replace(self.state, detail=self._detail()))

    def _detail_gone(self, id: UUID) -> None:
        if id == self.state.selected:
            self._show(replace(self.state, selected=None, detail=None))

    # ------------------------------------------------------------------------------------- changing

    def _ask(self, request: Coroutine[object, object, object], said: str) -> None:
        self._runner.run(request, done=lambda _: self._granted(said), failed=self._refused)

    def _granted(self, said: str) -> None:
        self._screen.say(said)
        self.refresh()

    def _refused(self, problem: Exception) -> None:
        self._screen.say(sentence_of(problem))
        self.refresh()

    async def _held_draft(self, id: UUID) -> Draft:
        """Held first, so that it can't leave while its text is being changed."""
        await self._gateway.hold(id)
        return await self._gateway.draft_of(id)

    def _write_again(self, id: UUID, draft: Draft, *, replaces: UUID | None) -> None:
        account = (
            self._item.delivery.account_id if self._item is not None and self._item.delivery.id == id else self._account_of(id)
        )
        if account is not None:
            self._screen.write_again(draft, account_id=account, replaces=replaces)
        self.refresh()

    def _planned(self, id: UUID) -> WallTime | None:
        return self._item.wall_time if self._item is not None and self._item.delivery.id == id else None

    def _account_of(self, id: UUID) -> UUID | None:
        rows = self._page.rows if self._page else ()
        return next((row.delivery.account_id for row in rows if row.delivery.id == id), None)

    # -------------------------------------------------------------------------------------- saying

    def _compose_state(self, *, is_loaded: bool | None = None) -> None:
        page = self._page
        assert page is not None
        now = self._clock.now()
        rows = self._draft_rows(page, now) if self.state.folder is Folder.DRAFTS else self._rows(page, now)
        loaded = self.state.is_loaded if is_loaded is None else is_loaded
        self._show(
            replace(
                self.state,
                folders=tuple(_folder_line(folder, page) for folder in Folder),
                accounts=tuple(_account_line(index, account) for index, account in enumerate(page.accounts)),
                rows=rows,
                has_more=len(page.rows) > self._limit,
                detail=self._detail() if self._item else self.state.detail,
                agent=_agent_line(page, now, self._zone),
                queue=_queue_words(page.counts),
                next_up=_next_words(page.next_row, now, self._zone),
                still_to_go=sum(page.counts.get(state, 0) for state in _OPEN),
                empty=self._empty() if loaded and not rows else None,
                banner=_banner(page),
                is_welcome=loaded and not page.accounts,
                is_loaded=loaded,
            )
        )

    def _rows(self, page: _Page, now: datetime) -> tuple[Row, ...]:
        colours = {account.id: index for index, account in enumerate(page.accounts)}
        return tuple(_row(row, colours, now, self._zone) for row in page.rows[: self._limit])

    def _draft_rows(self, page: _Page, now: datetime) -> tuple[Row, ...]:
        wanted = self.state.search.strip().lower()
        colours = {account.id: index for index, account in enumerate(page.accounts)}
        return tuple(
            _draft_row(saved, colours, now, self._zone)
            for saved in page.drafts
            if wanted in f"{saved.draft.subject} {' '.join(saved.draft.to)}".lower()
            and self.state.account_id in (None, saved.account_id)
        )

    def _detail(self) -> Detail | None:
        page = self._page
        if page is None or self._item is None:
            return None
        return detail_of(self._item, sends=_SENDS[page.agent.kind], now=self._clock.now(), zone=self._zone)

    def _empty(self) -> Empty:
        if self.state.search:
            return Empty("search", "Nothing found", f"No message here matches “{self.state.search.strip()}”.", "Clear search")
        return _EMPTY[self.state.folder]

    def _show(self, state: OutboxState) -> None:
        if state != self.state:
            self.state = state
            self._screen.render(state)


_WRITE = "New message"
_EMPTY = {
    Folder.DRAFTS: Empty("draft", "No drafts", "What you write is kept here until you send or schedule it.", _WRITE),
    Folder.SCHEDULED: Empty("moon", "Nothing is scheduled", "Write now; it leaves at the moment you choose.", _WRITE),
    Folder.SENDING: Empty("sending", "Nothing is being sent", "Messages pass through here for a moment on their way out.", ""),
    Folder.ATTENTION: Empty("tick", "All is well", "No message needs you.", ""),
    Folder.SENT: Empty("sent", "Nothing sent yet", "Messages that a server accepted stay here with their timeline.", _WRITE),
    Folder.HELD: Empty("hold", "Nothing is on hold", "Messages you pause wait here until you resume them.", ""),
    Folder.CANCELLED: Empty("cancelled", "Nothing was cancelled", "A cancelled message can be scheduled again from here.", ""),
}


def _title(folder: Folder) -> str:
    return FOLDER_WORDS[folder][0]


def _folder_line(folder: Folder, page: _Page) -> FolderLine:
    label, icon = FOLDER_WORDS[folder]
    count = len(page.drafts) if folder is Folder.DRAFTS else sum(page.counts.get(state, 0) for state in FOLDER_STATES[folder])
    is_quiet = folder in (Folder.SENT, Folder.CANCELLED)
    return FolderLine(folder, label, icon, 0 if is_quiet else count, folder is Folder.ATTENTION and count > 0)


def _account_line(index: int, account: Account) -> AccountLine:
    reason = (account.pause_reason or "Paused.") if account.state is AccountState.PAUSED else ""
    return AccountLine(account.id, account.address, account.name or account.address, index, reason)


def _row(row: OutboxRow, colours: Mapping[UUID, int], now: datetime, zone: str) -> Row:
    delivery = row.delivery
    at = row.sent_at or delivery.due_at
    return Row(
        id=delivery.id,
        state=state_words(delivery),
        people=people_words([person_word(typed) for typed in row.to]),
        subject=row.subject or "(no subject)",
        when=when_words(at, now, zone),
        wait=wait_words(at - now) if delivery.state is DeliveryState.SCHEDULED else "",
        group=group_of(at, now, zone),
        colour=colours.get(delivery.account_id, 0),
        has_attachments=row.has_attachments,
    )


def _draft_row(saved: SavedDraft, colours: Mapping[UUID, int], now: datetime, zone: str) -> Row:
    draft = saved.draft
    return Row(
        id=saved.id,
        state=_DRAFT,
        people=people_words([person_word(typed) for typed in draft.to]),
        subject=draft.subject or "(no subject)",
        when=when_words(saved.saved_at, now, zone),
        wait="",
        group=group_of(saved.saved_at, now, zone),
        colour=colours.get(saved.account_id, 0) if saved.account_id else 0,
        has_attachments=bool(draft.files),
    )


def _agent_line(page: _Page, now: datetime, zone: str) -> AgentLine:
    upcoming = _next_words(page.next_row, now, zone)
    behind = f" · next: {upcoming}" if upcoming else " · nothing waits"
    match page.agent.kind:
        case AgentKind.OPENING:
            return AgentLine("Opening…", Tone.CALM)
        case AgentKind.HERE:
            return AgentLine(f"This PC sends{behind}", Tone.GOOD)
        case AgentKind.ELSEWHERE:
            return AgentLine(f"Another Nightmail on this PC sends{behind}", Tone.GOOD)
        case AgentKind.STOPPED:
            return AgentLine(f"Nothing is being sent. {page.agent.why}".strip(), Tone.BAD)


def _next_words(row: OutboxRow | None, now: datetime, zone: str) -> str:
    return f"{when_words(row.delivery.due_at, now, zone)}, {row.subject or '(no subject)'}" if row else ""


def _queue_words(counts: Mapping[DeliveryState, int]) -> str:
    waiting = sum(counts.get(state, 0) for state in _OPEN)
    return f"{count_words(waiting, 'message')} to go" if waiting else "Queue empty"


def _banner(page: _Page) -> str:
    paused = [account for account in page.accounts if account.state is AccountState.PAUSED]
    if paused:
        return f"{paused[0].address} is paused. {pause_words(paused[0].pause_reason)}"
    return ""
