"""The main window's mind: intents in, one frozen state out. Knows the gateway and the clock; no Qt, no thread, no SQL."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from desktop.drafts import Drafts, SavedDraft
from desktop.gateway.cloud_port import CloudGateway
from desktop.gateway.mirror import fits
from desktop.gateway.port import AgentKind, Gateway
from desktop.language import plural, tr
from desktop.running import Runner
from desktop.screens.outbox.body import Body, load
from desktop.screens.outbox.causes import Why, cards, likeness, why_of
from desktop.screens.outbox.changes import Changes
from desktop.screens.outbox.cloud_lines import cloud_line
from desktop.screens.outbox.detail import detail_of
from desktop.screens.outbox.lines import (
    NOTHING_STUCK,
    Page,
    account_line,
    agent_line,
    draft_row,
    empty,
    folder_line,
    next_words,
    notices,
    queue_words,
    still_to_go,
    stuck_line,
    title,
)
from desktop.screens.outbox.row_lines import RowLines, row_lines
from desktop.screens.outbox.state import (
    FOLDER_STATES,
    AccountLine,
    Act,
    ActButton,
    AgentLine,
    Banner,
    Card,
    Chosen,
    Detail,
    Door,
    Empty,
    Folder,
    OutboxState,
    Pictures,
    Row,
    Step,
)
from desktop.screens.outbox.waits import held_by
from desktop.screens.outbox.window import PAGE, Window
from desktop.words import Tone, sentence_of
from nightmail.account.model import Account, AccountState
from nightmail.clock import Clock
from nightmail.delivery.model import DeliveryState
from nightmail.delivery.proof_lines import proof_text
from nightmail.errors import NightmailError, OutsideError
from nightmail.message.draft import Draft
from nightmail.message.words import is_in
from nightmail.ports import Item, OutboxQuery, OutboxRow, OutboxSort, Place
from nightmail.schedule.model import Schedule, WallTime
from nightmail.watchdog import DEFAULT_AFTER

_EVERYWHERE = frozenset(DeliveryState)
# More than anybody reads; of paused accounts what is due is counted by reading it.
_MOST_BEHIND = 1_000
# Outside “Needs attention” the list itself keeps its room.
_MOST_NOTICES = 2
# So many different failures are looked at one by one; beyond them a card says what the reply alone tells.
_MOST_CAUSES = 40
# Seconds without a question while one change follows the other.
_BREATH = 0.25
# Seconds between two questions about mail that does not move.
_LOOK_AGAIN = 60.0
# What is done to each of many alike; the others ask something of the one.
_MANY = frozenset(
    {Act.SEND_NOW, Act.RESCHEDULE, Act.HOLD, Act.RESUME, Act.CANCEL, Act.ARRIVED, Act.SEND_AGAIN, Act.REDRIVE}
    | {Act.MOVE_UP, Act.MOVE_DOWN}
)


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

    def report(self, title: str, words: str) -> None:
        """What was done, and why not all of it; stays until it was read."""
        ...

    def press_card(self, card: Card, step: Step) -> None:
        """What a card's step opens."""
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
        self._body = Body()
        self._window = Window()
        self._lines = RowLines()
        self._acted: frozenset[UUID] = frozenset()
        self._whys: dict[object, Why] = {}
        self._proven_ids: frozenset[UUID] = frozenset()
        self._refreshing = False
        self._again = False
        self._is_busy = False
        self._looked_at = float("-inf")
        self.state = OutboxState()
        self._changes = Changes(gateway, cloud, runner, clock, screen, self, zone=zone)

    # ------------------------------------------------------------------------------------- intents

    def choose_folder(self, folder: Folder) -> None:
        self._window = Window()
        self._item = None
        self._show(
            replace(
                self.state,
                folder=folder,
                title=title(folder),
                search="",
                is_everywhere=False,
                selected=None,
                detail=None,
                chosen=None,
                cards=(),
                rows=(),
                has_before=False,
                has_more=False,
                empty=None,
                is_loaded=False,
            )
        )
        self.refresh()

    def choose_account(self, id: UUID | None) -> None:
        self._start_over(replace(self.state, account_id=id))

    def search(self, text: str) -> None:
        is_everywhere = self.state.is_everywhere and bool(text.strip())
        self._start_over(replace(self.state, search=text, is_everywhere=is_everywhere, title=self._title(is_everywhere)))

    def search_everywhere(self) -> None:
        """What is not here may be in another folder."""
        self._start_over(replace(self.state, is_everywhere=True, title=self._title(True), empty=None, cards=()))

    def _title(self, is_everywhere: bool) -> str:
        return tr("In all folders") if is_everywhere else title(self.state.folder)

    def sort_by(self, sort: OutboxSort) -> None:
        self._start_over(replace(self.state, sort=sort))

    def group(self, *, by_day: bool) -> None:
        self._show(replace(self.state, is_grouped=by_day))
        if self._page is not None:
            self._compose_state()

    def _start_over(self, state: OutboxState) -> None:
        self._window = Window()
        self._show(state)
        self._refresh_rows()

    def want_more(self) -> None:
        if self.state.has_more and self._page is not None:
            self._window = self._window.onwards(self._page.rows, self._wanted())
            self._refresh_rows()

    def want_before(self) -> None:
        """The person scrolled to the beginning of what is in hand, and the list goes on above it."""
        if self.state.has_before and self._page is not None:
            wanted = self._wanted()
            query = self._window.before(self._page.rows, wanted)
            self._runner.run(
                self._gateway.list(query),
                done=lambda found: self._move_window(wanted, self._window.upwards(found, wanted)),
                failed=self._changes.refused,
            )

    def go_to_start(self) -> None:
        self._move_window(self._wanted(), Window())

    def go_to_end(self) -> None:
        wanted = self._wanted()
        self._runner.run(
            self._gateway.list(self._window.last(wanted)),
            done=lambda found: self._move_window(wanted, self._window.at_end(found, wanted)),
            failed=self._changes.refused,
        )

    def _move_window(self, wanted: OutboxQuery, window: Window) -> None:
        if wanted == self._wanted() and window != self._window:
            self._window = window
            self._refresh_rows()

    def choose(self, ids: Sequence[UUID]) -> None:
        """Several messages of the list at once; one or none is a plain selection."""
        if len(ids) < 2:
            self._show(replace(self.state, chosen=None))
            return
        self._show(replace(self.state, chosen=self._chosen(ids)))

    def select(self, id: UUID | None) -> None:
        if id == self.state.selected and self.state.detail is not None:
            return
        self._item = None
        self._body = Body()
        self._show(replace(self.state, selected=id, detail=None, chosen=None))
        self._load_detail()

    def open_row(self, id: UUID) -> None:
        """Enter or a double click: drafts and messages still to go open in a composer."""
        if self._is_of_drafts:
            self._screen.write(self._drafts.find(id))
            return
        offered = {each.act for row in self.state.rows if row.id == id for each in row.acts}
        if Act.SHOW_DRAFT in offered:
            self.act(id, Act.SHOW_DRAFT)
        elif Act.EDIT in offered:
            self.act(id, Act.EDIT)

    def press_empty(self) -> None:
        if self.state.search and self._page is not None and self._page.elsewhere:
            self.search_everywhere()
        elif self.state.search:
            self.search("")
        else:
            self._screen.write(None)

    def discard_draft(self, id: UUID) -> None:
        self._runner.run(asyncio.to_thread(self._taken_out, id), done=self._draft_discarded, failed=self._changes.refused)

    def act(self, id: UUID, act: Act) -> None:
        """To that message; or to all that are chosen, where it is one of them."""
        if act is Act.SHOW_DRAFT:
            draft = self._page.in_hand.get(id) if self._page else None
            self._screen.write(self._drafts.find(draft) if draft else None)
            return
        chosen = self.state.chosen
        if chosen is not None and id in chosen.ids and any(each.act is act for each in chosen.acts):
            self.act_on_chosen(act)
        else:
            self._changes.act(id, act)

    def act_on_chosen(self, act: Act) -> None:
        chosen = self.state.chosen
        if chosen is None:
            return
        if act is Act.RESCHEDULE:
            self._screen.pick_time(chosen.ids[0], None)
        else:
            self._changes.act_on_all(chosen.ids, act)

    def press_card(self, card: Card, step: Step) -> None:
        if step.door is Door.MESSAGE:
            self.select(card.ids[0])
        elif step.act is None:
            self._screen.press_card(card, step)
        elif step.act is Act.WRITE_ANOTHER:
            self._changes.act(card.ids[0], step.act)
        else:
            self._changes.act_on_all(card.ids, step.act)

    def load_pictures(self) -> None:
        """The person wants to see what the message shows from other servers."""
        if self._item is None or not self._body.remote:
            return
        id, body = self._item.delivery.id, self._body
        self._body = replace(body, pictures=Pictures.LOADING)
        self._recompose_detail()
        self._runner.run(
            body.fetched(), done=lambda fetched: self._pictures_came(id, fetched), failed=lambda _: self._pictures_came(id, body)
        )

    def _pictures_came(self, id: UUID, body: Body) -> None:
        if self._item is not None and self._item.delivery.id == id:
            self._body = body
            self._recompose_detail()

    def proof(self) -> tuple[str, str] | None:
        """A name for a file, and the record of the message that is shown, which anybody can check."""
        item = self._item
        return (f"nightmail-{item.delivery.id}.jsonl", proof_text(item.audit)) if item is not None else None

    def mend(self, id: UUID) -> None:
        """What keeps its account from sending; from where it is paused no longer, the list soon tells."""
        known = self.known(id)
        its = known.delivery.account_id if known else None
        account = next((each for each in self.state.accounts if each.id == its and each.pause_reason), None)
        if account is None:
            self.refresh()
        else:
            self._screen.mend(account)

    def reschedule(self, id: UUID, schedule: Schedule) -> None:
        chosen = self.state.chosen
        ids = chosen.ids if chosen is not None and id in chosen.ids else (id,)
        self._changes.reschedule_all(ids, schedule)

    def acted(self, ids: Sequence[UUID]) -> None:
        self._acted |= frozenset(ids)

    def changed(self) -> None:
        """Something in the outbox changed: ask anew; while much does, with a pause between."""
        self._is_busy = self._refreshing
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
        pause, self._is_busy = (_BREATH if self._is_busy else 0.0), False
        self._runner.run(self._read(self._query(), pause=pause), done=self._arrived, failed=self._reading_failed)

    def _refresh_rows(self) -> None:
        """Other rows of what is known to stand as it does: only they are asked for, so that a word is found while it is typed."""
        if self._page is None or self._refreshing or self._is_of_drafts or self.state.folder is Folder.ATTENTION:
            self.refresh()
            return
        self._runner.run(
            self._read_rows(self._query(), self._page), done=lambda found: self._rows_arrived(*found), failed=self._reading_failed
        )

    async def _read_rows(self, query: OutboxQuery, page: Page) -> tuple[OutboxQuery, Page, RowLines]:
        rows = await self._gateway.list(query)
        page = replace(page, rows=rows, elsewhere=await self._elsewhere(query, rows))
        return query, page, self._row_lines(page, query.limit - 1, self._clock.now())

    def _rows_arrived(self, query: OutboxQuery, page: Page, lines: RowLines) -> None:
        if query == self._query() and not self._refreshing:
            self._page, self._lines = page, lines
            self._compose_state(is_loaded=True)

    def _wanted(self) -> OutboxQuery:
        return OutboxQuery(
            states=_EVERYWHERE if self.state.is_everywhere else FOLDER_STATES[self.state.folder],
            account_id=self.state.account_id,
            text=self.state.search.strip(),
            sort=self.state.sort,
        )

    def _query(self) -> OutboxQuery:
        return self._window.query(self._wanted())

    @property
    def _is_of_drafts(self) -> bool:
        return self.state.folder is Folder.DRAFTS and not self.state.is_everywhere

    async def _elsewhere(self, query: OutboxQuery, rows: Sequence[OutboxRow]) -> int:
        """How many of other folders match words that nothing here does; of a great many, as many as a page has."""
        if rows or not query.text or query.states == _EVERYWHERE or query.after is not None:
            return 0
        return len(await self._gateway.list(OutboxQuery(_EVERYWHERE, query.account_id, query.text, limit=PAGE)))

    async def _read(self, query: OutboxQuery, *, pause: float = 0) -> tuple[OutboxQuery, Page, RowLines]:
        gateway = self._gateway
        if pause:
            await asyncio.sleep(pause)
        rows = await gateway.list(query) if query.states else ()
        accounts = await gateway.accounts()
        behind = await self._behind(accounts)
        whys: Mapping[UUID, Why] = {}
        if query.states == FOLDER_STATES[Folder.ATTENTION]:
            whys = await self._looked_into(rows)
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
            whys=whys,
            proven=await self._proven(accounts),
            elsewhere=await self._elsewhere(query, rows),
        )
        # Made here, where nobody waits for a window to answer.
        return query, page, self._row_lines(page, query.limit - 1, now)

    async def _looked_into(self, rows: Sequence[OutboxRow]) -> Mapping[UUID, Why]:
        """One of those that are alike is asked about; what it met, the others met."""
        found: dict[UUID, Why] = {}
        asked = 0
        for each in rows:
            alike = likeness(each)
            # Whom it did not reach is its own.
            own = (alike, each.to)
            if own not in self._whys and asked < _MOST_CAUSES:
                asked += 1
                with suppress(NightmailError):
                    self._whys[own] = why_of(await self._gateway.show(each.delivery.id))
                    self._whys[alike] = replace(self._whys[own], missing=())
            found[each.delivery.id] = self._whys.get(own) or self._whys.get(alike) or Why("", each.delivery.reason)
        return found

    async def _proven(self, accounts: Sequence[Account]) -> frozenset[UUID]:
        """Which of the paused accounts ever sent anything: the sign-in of another never worked."""
        found: set[UUID] = set()
        for account in accounts:
            if account.state is AccountState.PAUSED and account.id not in self._proven_ids:
                sent = OutboxQuery(FOLDER_STATES[Folder.SENT], account.id, limit=1)
                found.update(row.delivery.account_id for row in await self._gateway.list(sent))
        self._proven_ids |= found
        return self._proven_ids

    async def _behind(self, accounts: Sequence[Account]) -> tuple[OutboxRow, ...]:
        """What should have left from accounts that are paused; it needs their person like what has failed."""
        found: list[OutboxRow] = []
        for account in accounts:
            if account.state is AccountState.PAUSED:
                found += await self._gateway.list(OutboxQuery(FOLDER_STATES[Folder.SCHEDULED], account.id, limit=_MOST_BEHIND))
        return tuple(row for row in found if row.delivery.due_at <= self._clock.now())

    def _is_overdue(self, row: OutboxRow) -> bool:
        return row.delivery.due_at <= self._clock.now() - DEFAULT_AFTER

    def _arrived(self, answer: tuple[OutboxQuery, Page, RowLines]) -> None:
        self._refreshing = False
        query, page, lines = answer
        if query == self._query():
            if not page.rows and self._window.start is not None:
                # What stood behind this place is gone.
                self._window = Window()
                self._again = True
            self._page, self._lines = page, lines
            self._pass_on(page)
            self._compose_state(is_loaded=True)
            self._load_detail()
        elif not self._again:
            self._again = True
        if self._again:
            self._again = False
            self.refresh()

    def _pass_on(self, page: Page) -> None:
        """What the person acted on left the list: its neighbour is chosen, so that keys go on from there. The last one stays in
        sight, to be seen on its way."""
        selected, acted, before = self.state.selected, self._acted, [row.id for row in self.state.rows]
        self._acted = frozenset()
        there = {row.delivery.id for row in page.rows}
        chosen = self.state.chosen
        if chosen is not None and not there.issuperset(chosen.ids):
            kept = [id for id in chosen.ids if id in there]
            self.state = replace(self.state, chosen=self._chosen(kept) if len(kept) > 1 else None)
        if selected is None or selected not in acted or selected in there or selected not in before:
            return
        place = before.index(selected)
        near = [id for id in (*before[place + 1 :], *reversed(before[:place])) if id in there]
        if not near:
            return
        self._item = None
        self._body = Body()
        self.state = replace(self.state, selected=near[0], detail=None)

    def _reading_failed(self, problem: Exception) -> None:
        self._refreshing = False
        self._again = False
        self._show(
            replace(
                self.state,
                agent=AgentLine(tr("The outbox can't be read"), Tone.BAD),
                banner=Banner(sentence_of(problem)),
                is_loaded=True,
            )
        )

    def _load_detail(self) -> None:
        selected = self.state.selected
        if selected is None or self._is_of_drafts:
            return
        self._runner.run(
            load(self._gateway, selected, self._body),
            done=lambda found: self._detail_arrived(*found),
            failed=lambda problem: self._detail_failed(selected, problem),
        )

    def _detail_arrived(self, item: Item, body: Body) -> None:
        if item.delivery.id == self.state.selected:
            self._item = item
            if body.id != self._body.id:
                self._body = body
            self._recompose_detail()

    def _recompose_detail(self) -> None:
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
            self._screen.say(tr("Draft discarded."), lambda: self._bring_draft_back(saved))
        self.refresh()

    def _bring_draft_back(self, saved: SavedDraft) -> None:
        self._runner.run(self._put_draft_back(saved), done=lambda _: self._draft_is_back(), failed=self._changes.refused)

    def _draft_is_back(self) -> None:
        self._screen.say(tr("The draft is back."))
        self.refresh()

    async def _put_draft_back(self, saved: SavedDraft) -> None:
        await asyncio.to_thread(self._drafts.save, saved)

    def known(self, id: UUID) -> OutboxRow | Item | None:
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
        rows = self._draft_rows(page, now) if self._is_of_drafts else self._rows(page, now)
        loaded = self.state.is_loaded if is_loaded is None else is_loaded
        is_attention = self.state.folder is Folder.ATTENTION and not self.state.is_everywhere
        # Of what a search left, the cards would tell only a part.
        has_cards = is_attention and not self.state.search.strip()
        told = notices(page, accounts, now, self._zone, has_cards=has_cards)
        most = len(told) if is_attention else _MOST_NOTICES
        self._show(
            replace(
                self.state,
                folders=tuple(folder_line(folder, page) for folder in Folder),
                accounts=accounts,
                rows=rows,
                has_more=len(page.rows) > self._window.size,
                has_before=self._window.start is not None,
                cards=self._cards(page, accounts, now) if has_cards else (),
                detail=self._detail() if self._item else self.state.detail,
                agent=agent_line(page, now, self._zone),
                queue=queue_words(page),
                next_due=page.next_row.delivery.due_at if page.next_row else None,
                is_sending=any(page.counts.get(state, 0) for state in FOLDER_STATES[Folder.SENDING]),
                next_up=next_words(page.next_row, now, self._zone),
                still_to_go=still_to_go(page),
                sent=page.counts.get(DeliveryState.SENT, 0),
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
        self._lines = self._row_lines(page, self._window.size, now)
        return self._lines.rows

    def _row_lines(self, page: Page, size: int, now: datetime) -> RowLines:
        state = self.state
        return row_lines(page, size, now, self._zone, sort=state.sort, is_grouped=state.is_grouped, before=self._lines)

    def _cards(self, page: Page, accounts: Sequence[AccountLine], now: datetime) -> tuple[Card, ...]:
        due = Counter(row.delivery.account_id for row in page.behind)
        return cards(page.rows, page.whys, accounts, page.accounts, page.holds, due, now, self._zone, proven=page.proven)

    def _chosen(self, ids: Sequence[UUID]) -> Chosen:
        """What can be done with at least one of them; each act once, in the order the rows offer them."""
        wanted = set(ids)
        offered: dict[Act, ActButton] = {}
        for each in self.state.rows:
            if each.id in wanted:
                offered.update({act.act: act for act in each.acts if act.act in _MANY and act.act not in offered})
        words = plural("{count} message chosen", "{count} messages chosen", len(ids))
        return Chosen(tuple(ids), words, tuple(offered.values()))

    def _draft_rows(self, page: Page, now: datetime) -> tuple[Row, ...]:
        wanted = self.state.search.strip()
        colours = {account.id: index for index, account in enumerate(page.accounts)}
        return tuple(
            draft_row(saved, colours, now, self._zone)
            for saved in page.drafts
            if (not wanted or is_in(wanted, saved.draft.subject, *saved.draft.to, *saved.draft.cc, saved.draft.text))
            and self.state.account_id in (None, saved.account_id)
        )

    def _detail(self) -> Detail | None:
        page = self._page
        if page is None or self._item is None:
            return None
        sends, now = _sends(page.agent.kind), self._clock.now()
        hold = held_by(self._item, page.holds, now)
        its = self._item.delivery.account_id
        has_mailbox = any(account.imap is not None for account in page.accounts if account.id == its)
        whole = detail_of(
            self._item,
            page.cloud,
            sends=sends,
            now=now,
            zone=self._zone,
            paused=page.paused,
            hold=hold,
            has_mailbox=has_mailbox,
            in_hand=page.in_hand,
        )
        return self._body.put_into(whole)

    def _empty(self) -> Empty:
        if words := self.state.search.strip():
            elsewhere = self._page.elsewhere if self._page else 0
            press = plural("Show {count} found elsewhere", "Show {count} found elsewhere", elsewhere)
            said = tr("No message here matches “{search}”.", search=words)
            if self.state.is_everywhere:
                said = tr("No message in any folder matches “{search}”.", search=words)
            return Empty("search", tr("Nothing found"), said, press if elsewhere else tr("Clear search"))
        return empty()[self.state.folder]

    def _show(self, state: OutboxState) -> None:
        if state != self.state:
            self.state = state
            self._screen.render(state)


def _sends(kind: AgentKind) -> str:
    match kind:
        case AgentKind.LOCKED:
            return tr("this PC, once it is unlocked")
        case AgentKind.STOPPED:
            return tr("this PC, once it sends again")
        case _:
            return tr("this PC")
