"""The main window's mind: intents in, one frozen state out. Knows the gateway and the clock; no Qt, no thread, no SQL."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from desktop.drafts import Drafts, SavedDraft
from desktop.gateway.cloud_port import CloudGateway
from desktop.gateway.mirror import fits
from desktop.gateway.port import AgentKind, Gateway
from desktop.running import Runner
from desktop.screens.outbox.cloud_lines import cloud_line
from desktop.screens.outbox.detail import detail_of, present_time, schedule_again, to_the_missing
from desktop.screens.outbox.lines import (
    EMPTY,
    NOTHING_STUCK,
    Page,
    account_line,
    agent_line,
    draft_row,
    folder_line,
    next_words,
    notices,
    queue_words,
    row,
    still_to_go,
    stuck_line,
    title,
)
from desktop.screens.outbox.state import (
    FOLDER_STATES,
    AccountLine,
    Act,
    AgentLine,
    Banner,
    Detail,
    Empty,
    Folder,
    OutboxState,
    Row,
)
from desktop.screens.outbox.waits import held_by
from desktop.words import (
    Tone,
    sentence_of,
)
from nightmail.account.model import Account, AccountState
from nightmail.clock import Clock
from nightmail.delivery.model import DeliveryState
from nightmail.errors import OutsideError
from nightmail.message.draft import Draft
from nightmail.ports import Item, OutboxQuery, OutboxRow, Place
from nightmail.schedule.model import Schedule, WallTime
from nightmail.watchdog import DEFAULT_AFTER

PAGE = 100
# More than anybody reads; of paused accounts what is due is counted by reading it.
_MOST_BEHIND = 1_000
# Outside “Needs attention” the list itself keeps its room.
_MOST_NOTICES = 2
# Seconds between two questions about mail that does not move.
_LOOK_AGAIN = 60.0
_SENDS = {
    AgentKind.OPENING: "this PC",
    AgentKind.HERE: "this PC",
    AgentKind.ELSEWHERE: "this PC",
    AgentKind.LOCKED: "this PC, once it is unlocked",
    AgentKind.STOPPED: "this PC, once it sends again",
}
_SOON = timedelta(seconds=90)


class OutboxScreen(Protocol):
    """What the presenter asks of whoever owns the windows."""

    def render(self, state: OutboxState) -> None: ...

    def say(self, sentence: str, undo: Callable[[], None] | None = None) -> None:
        """A passing word: what was done, or why it was not; with a way back where there is one."""
        ...

    def write(self, saved: SavedDraft | None) -> None:
        """Open a composer, blank or on a draft."""
        ...

    def write_again(
        self, draft: Draft, *, account_id: UUID, replaces: UUID | None, planned: WallTime | None = None, was_held: bool = False
    ) -> None:
        """`planned`: when the message it replaces was to go; `was_held`: its person had put it on hold before."""
        ...

    def pick_time(self, id: UUID, start: WallTime | None) -> None:
        """Let the person choose another time, beginning at `start`; the answer comes back through `reschedule`."""
        ...

    def open_cloud(self) -> None:
        """Let the person sign in."""
        ...

    def mend(self, account: AccountLine) -> None:
        """Let the person end the account's pause, with what that takes."""
        ...


class OutboxPresenter:
    def __init__(
        self,
        gateway: Gateway,
        cloud: CloudGateway,
        drafts: Drafts,
        runner: Runner,
        clock: Clock,
        screen: OutboxScreen,
        *,
        zone: str,
    ) -> None:
        self._gateway = gateway
        self._cloud = cloud
        self._drafts = drafts
        self._runner = runner
        self._clock = clock
        self._screen = screen
        self._zone = zone
        self._page: Page | None = None
        self._item: Item | None = None
        self._limit = PAGE
        self._refreshing = False
        self._again = False
        self._looked_at = float("-inf")
        self.state = OutboxState()

    # ------------------------------------------------------------------------------------- intents

    def choose_folder(self, folder: Folder) -> None:
        self._limit = PAGE
        self._item = None
        self._show(
            replace(
                self.state, folder=folder, title=title(folder), selected=None, detail=None, rows=(), empty=None, is_loaded=False
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
        self._runner.run(asyncio.to_thread(self._taken_out, id), done=self._draft_discarded, failed=self._refused)

    def act(self, id: UUID, act: Act) -> None:
        """Ask for one change. The list tells what came of it; a refusal is said in its own words."""
        match act:
            case Act.SEND_NOW:
                self._ask(self._gateway.send_now(id), "It goes out now.")
            case Act.CANCEL:
                self._cancel(id)
            case Act.HOLD:
                self._ask(self._gateway.hold(id), "On hold until you resume it.")
            case Act.RESUME:
                self._ask(self._gateway.resume(id), "Resumed.")
            case Act.ARRIVED:
                self._ask(self._gateway.resolve(id, arrived=True), "Noted: it arrived.")
            case Act.SEND_AGAIN:
                self._ask(self._gateway.resolve(id, arrived=False), "It will be sent again.")
            case Act.REDRIVE:
                self._ask(self._gateway.redrive(id), "It goes again to those who are missing.")
            case Act.MOVE_UP:
                self._ask(self._cloud.move(id, Place.CLOUD), "Moved to the cloud. It goes out even when this PC is off.")
            case Act.MOVE_DOWN:
                self._ask(self._cloud.move(id, Place.LOCAL), "On this PC now. It goes out from here.")
            case Act.SIGN_IN:
                self._screen.open_cloud()
            case Act.MEND:
                self._mend(id)
            case Act.RESCHEDULE:
                self._screen.pick_time(id, self._planned(id))
            case Act.EDIT:
                edit = self._editing(id)
                self._runner.run(self._held_draft(id), done=edit, failed=self._refused)
            case Act.WRITE_ANOTHER:
                self._runner.run(
                    self._another_like(id),
                    done=lambda draft: self._write_again(id, draft, replaces=None),
                    failed=self._refused,
                )

    def _mend(self, id: UUID) -> None:
        """What keeps its account from sending; from where it is paused no longer, the list soon tells."""
        known = self._known(id)
        its = known.delivery.account_id if known else None
        account = next((each for each in self.state.accounts if each.id == its and each.pause_reason), None)
        if account is None:
            self.refresh()
        else:
            self._screen.mend(account)

    def reschedule(self, id: UUID, schedule: Schedule) -> None:
        self._ask(self._gateway.reschedule(id, schedule), "Rescheduled.")

    def changed(self) -> None:
        """Something in the outbox changed: ask anew."""
        self.refresh()

    def tick(self) -> None:
        """Time passed: the same facts in new words. Mail that does not move makes no news of itself: it is asked for."""
        page = self._page
        if page is None:
            return
        self._compose_state()
        if page.next_row is not None and self._is_overdue(page.next_row) and self._looks_again():
            self.refresh()

    def _looks_again(self) -> bool:
        now = self._clock.monotonic()
        is_time = now - self._looked_at >= _LOOK_AGAIN
        if is_time:
            self._looked_at = now
        return is_time

    # ------------------------------------------------------------------------------------- reading

    def refresh(self) -> None:
        """Ask for the whole screen. While one answer is on its way, any number of further calls make one more."""
        if self._refreshing:
            self._again = True
            return
        self._refreshing = True
        self._runner.run(self._read(self._query()), done=self._arrived, failed=self._reading_failed)

    def _query(self) -> OutboxQuery:
        return OutboxQuery(
            states=FOLDER_STATES[self.state.folder],
            account_id=self.state.account_id,
            text=self.state.search.strip(),
            limit=self._limit + 1,
        )

    async def _read(self, query: OutboxQuery) -> tuple[OutboxQuery, Page]:
        gateway = self._gateway
        rows = await gateway.list(query) if query.states else ()
        accounts = await gateway.accounts()
        behind = await self._behind(accounts)
        if self.state.folder is Folder.ATTENTION:
            rows = (*(row for row in behind if fits(row, replace(query, states=frozenset()))), *rows)
        upcoming = await gateway.list(OutboxQuery(states=frozenset({DeliveryState.SCHEDULED}), limit=PAGE))
        now = self._clock.now()
        page = Page(
            rows=rows,
            counts=await gateway.counts(),
            next_row=upcoming[0] if upcoming else None,
            next_here=next((each for each in upcoming if each.place is Place.LOCAL and each.delivery.due_at >= now), None),
            accounts=accounts,
            drafts=await asyncio.to_thread(self._drafts.all),
            agent=await gateway.agent(),
            cloud=await self._cloud.standing(),
            stuck=await gateway.stuck() if upcoming and self._is_overdue(upcoming[0]) else NOTHING_STUCK,
            holds=await gateway.holds(),
            behind=behind,
        )
        return query, page

    async def _behind(self, accounts: Sequence[Account]) -> tuple[OutboxRow, ...]:
        """What should have left from accounts that are paused; it needs their person like what has failed."""
        found: list[OutboxRow] = []
        for account in accounts:
            if account.state is AccountState.PAUSED:
                found += await self._gateway.list(OutboxQuery(FOLDER_STATES[Folder.SCHEDULED], account.id, limit=_MOST_BEHIND))
        return tuple(row for row in found if row.delivery.due_at <= self._clock.now())

    def _is_overdue(self, row: OutboxRow) -> bool:
        return row.delivery.due_at <= self._clock.now() - DEFAULT_AFTER

    def _arrived(self, answer: tuple[OutboxQuery, Page]) -> None:
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
            replace(
                self.state,
                agent=AgentLine("The outbox can't be read", Tone.BAD),
                banner=Banner(sentence_of(problem)),
                is_loaded=True,
            )
        )

    def _load_detail(self) -> None:
        selected = self.state.selected
        if selected is None or self.state.folder is Folder.DRAFTS:
            return
        self._runner.run(
            self._gateway.show(selected), done=self._detail_arrived, failed=lambda problem: self._detail_failed(selected, problem)
        )

    def _detail_arrived(self, item: Item) -> None:
        if item.delivery.id == self.state.selected:
            self._item = item
            self._show(replace(self.state, detail=self._detail()))

    def _detail_failed(self, id: UUID, problem: Exception) -> None:
        """Gone, or kept where nobody answers at the moment: then what was seen of it stays."""
        if id == self.state.selected and not isinstance(problem, OutsideError):
            self._show(replace(self.state, selected=None, detail=None))

    # ------------------------------------------------------------------------------------- changing

    def _taken_out(self, id: UUID) -> SavedDraft | None:
        saved = self._drafts.find(id)
        self._drafts.forget(id)
        return saved

    def _draft_discarded(self, saved: SavedDraft | None) -> None:
        if saved is not None:
            self._screen.say("Draft discarded.", lambda: self._ask(self._put_draft_back(saved), "The draft is back."))
        self.refresh()

    async def _put_draft_back(self, saved: SavedDraft) -> None:
        await asyncio.to_thread(self._drafts.save, saved)

    def _cancel(self, id: UUID) -> None:
        # Remembered before: afterwards nothing knows any more when it was to go.
        back = self._way_back(id)
        self._runner.run(self._gateway.cancel(id), done=lambda _: self._cancelled(back), failed=self._refused)

    def _cancelled(self, back: Callable[[], None] | None) -> None:
        self._screen.say("Cancelled. It will not be sent.", back)
        self.refresh()

    def _way_back(self, id: UUID) -> Callable[[], None] | None:
        """Puts a cancelled message back as it was; None where its time has come."""
        known = self._known(id)
        schedule = schedule_again(known.delivery, known.wall_time, now=self._clock.now(), zone=self._zone) if known else None
        if known is None or schedule is None:
            return None
        is_held = known.delivery.state is DeliveryState.HELD
        return lambda: self._ask(self._put_back(id, schedule, is_held=is_held), "It is back where it was.")

    async def _put_back(self, id: UUID, schedule: Schedule, *, is_held: bool) -> None:
        await self._gateway.reschedule(id, schedule)
        if is_held:
            await self._gateway.hold(id)

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

    async def _another_like(self, id: UUID) -> Draft:
        """Of a message that failed for some, only those are written to again: the others have it."""
        item = await self._gateway.show(id)
        draft = await self._gateway.draft_of(id)
        return to_the_missing(draft, item) if item.delivery.state is DeliveryState.FAILED else draft

    def _write_again(self, id: UUID, draft: Draft, *, replaces: UUID | None) -> None:
        known = self._known(id)
        if known is not None:
            self._screen.write_again(draft, account_id=known.delivery.account_id, replaces=replaces)
        self.refresh()

    def _editing(self, id: UUID) -> Callable[[Draft], None]:
        """Opens the draft; with what was planned for it, which is gone once it is on hold."""
        known, planned = self._known(id), self._planned(id)
        if known is not None and known.delivery.due_at - self._clock.now() < _SOON:
            # It was about to go, maybe only for the moment in which that can be undone: no time that anybody chose.
            planned = None
        was_held = known is not None and known.delivery.state is DeliveryState.HELD

        def edit(draft: Draft) -> None:
            if known is not None:
                account_id = known.delivery.account_id
                self._screen.write_again(draft, account_id=account_id, replaces=id, planned=planned, was_held=was_held)
            self.refresh()

        return edit

    def _planned(self, id: UUID) -> WallTime | None:
        known = self._known(id)
        return present_time(known.delivery, known.wall_time, now=self._clock.now(), zone=self._zone) if known else None

    def _known(self, id: UUID) -> OutboxRow | Item | None:
        """The message as it was last seen: in the reading pane, else in the list."""
        if self._item is not None and self._item.delivery.id == id:
            return self._item
        rows = self._page.rows if self._page else ()
        return next((row for row in rows if row.delivery.id == id), None)

    # -------------------------------------------------------------------------------------- saying

    def _compose_state(self, *, is_loaded: bool | None = None) -> None:
        page = self._page
        assert page is not None
        now = self._clock.now()
        accounts = tuple(account_line(index, account, page.cloud) for index, account in enumerate(page.accounts))
        rows = self._draft_rows(page, now) if self.state.folder is Folder.DRAFTS else self._rows(page, now)
        loaded = self.state.is_loaded if is_loaded is None else is_loaded
        told = notices(page, accounts, now, self._zone)
        most = len(told) if self.state.folder is Folder.ATTENTION else _MOST_NOTICES
        self._show(
            replace(
                self.state,
                folders=tuple(folder_line(folder, page) for folder in Folder),
                accounts=accounts,
                rows=rows,
                has_more=len(page.rows) > self._limit,
                detail=self._detail() if self._item else self.state.detail,
                agent=agent_line(page, now, self._zone),
                queue=queue_words(page.counts),
                next_due=page.next_row.delivery.due_at if page.next_row else None,
                is_sending=any(page.counts.get(state, 0) for state in FOLDER_STATES[Folder.SENDING]),
                next_up=next_words(page.next_row, now, self._zone),
                still_to_go=still_to_go(page),
                can_move_up=page.cloud.status.answers and any(sealed.is_current for sealed in page.cloud.sealed.values()),
                cloud=cloud_line(page.cloud, now, self._zone),
                empty=self._empty() if loaded and not rows else None,
                banner=told[0] if told else Banner(),
                notices=told[1:most],
                more_notices=max(len(told) - most, 0),
                stuck=stuck_line(page, now),
                is_sent_elsewhere=page.agent.kind is AgentKind.ELSEWHERE,
                is_locked=page.agent.kind is AgentKind.LOCKED,
                is_welcome=loaded and not page.accounts,
                is_loaded=loaded,
            )
        )

    def _rows(self, page: Page, now: datetime) -> tuple[Row, ...]:
        colours = {account.id: index for index, account in enumerate(page.accounts)}
        paused = page.paused
        return tuple(
            row(each, colours, page.cloud, now, self._zone, paused=paused, holds=page.holds) for each in page.rows[: self._limit]
        )

    def _draft_rows(self, page: Page, now: datetime) -> tuple[Row, ...]:
        wanted = self.state.search.strip().lower()
        colours = {account.id: index for index, account in enumerate(page.accounts)}
        return tuple(
            draft_row(saved, colours, now, self._zone)
            for saved in page.drafts
            if wanted in f"{saved.draft.subject} {' '.join(saved.draft.to)}".lower()
            and self.state.account_id in (None, saved.account_id)
        )

    def _detail(self) -> Detail | None:
        page = self._page
        if page is None or self._item is None:
            return None
        sends, now = _SENDS[page.agent.kind], self._clock.now()
        hold = held_by(self._item, page.holds, now)
        return detail_of(self._item, page.cloud, sends=sends, now=now, zone=self._zone, paused=page.paused, hold=hold)

    def _empty(self) -> Empty:
        if self.state.search:
            return Empty("search", "Nothing found", f"No message here matches “{self.state.search.strip()}”.", "Clear search")
        return EMPTY[self.state.folder]

    def _show(self, state: OutboxState) -> None:
        if state != self.state:
            self.state = state
            self._screen.render(state)
