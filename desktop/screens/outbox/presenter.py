"""The main window's mind: intents in, one frozen state out. Knows the gateway and the clock; no Qt, no thread, no SQL."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from desktop.drafts import Drafts
from desktop.gateway.cloud_port import CloudGateway
from desktop.gateway.port import Gateway
from desktop.language import tr
from desktop.running import Errand, Runner
from desktop.screens.outbox.body import Body, load
from desktop.screens.outbox.changes import Changes
from desktop.screens.outbox.discarding import Discarding
from desktop.screens.outbox.lines import Page, title
from desktop.screens.outbox.reading import EVERYWHERE, Reading, is_overdue
from desktop.screens.outbox.row_lines import RowLines, row_lines
from desktop.screens.outbox.screen import OutboxScreen
from desktop.screens.outbox.shown import chosen_of, detail_now, draft_rows, elsewhere, is_of_drafts, neighbour_of, shown
from desktop.screens.outbox.state import (
    FOLDER_STATES,
    Act,
    AgentLine,
    Banner,
    Card,
    Detail,
    Door,
    Folder,
    OutboxState,
    Pictures,
    Row,
    Step,
)
from desktop.screens.outbox.window import Window
from desktop.words import Tone, sentence_of
from nightmail.clock import Clock
from nightmail.delivery.proof_lines import proof_text
from nightmail.errors import OutsideError
from nightmail.ports import Item, OutboxQuery, OutboxRow, OutboxSort
from nightmail.schedule.model import Schedule

# Seconds without a question while one change follows the other.
_BREATH = 0.25
# Seconds in which rows that came are painted.
_PAINTED = 0.05
# Seconds between two questions about mail that does not move.
_LOOK_AGAIN = 60.0


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
        self._reading = Reading(gateway, cloud, drafts, clock)
        self._refreshing = False
        self._again = False
        # Whole answers that were shown: what was asked for before one of them is older than what stands.
        self._wholes = 0
        # The rows that are on their way, and what brings them.
        self._rows_asked: OutboxQuery | None = None
        self._rows_errand: Errand | None = None
        self._is_busy = False
        # What stands beside the rows is drawn after them.
        self._owes_detail = False
        self._looked_at = float("-inf")
        self.state = OutboxState()
        self._changes = Changes(gateway, cloud, runner, clock, screen, self, zone=zone)
        self._discarding = Discarding(drafts, runner, screen, changed=self.refresh, failed=self._changes.refused)

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
        self._show(replace(self.state, chosen=chosen_of(self.state.rows, ids)))

    def select(self, id: UUID | None) -> None:
        if id == self.state.selected and self.state.detail is not None:
            return
        self._item = None
        self._body = Body()
        self._show(replace(self.state, selected=id, detail=None, chosen=None))
        self._load_detail()

    def open_row(self, id: UUID) -> None:
        """Enter or a double click: drafts and messages still to go open in a composer."""
        if self._is_draft(id):
            self._screen.write(self._drafts.find(id))
            return
        offered = {each.act for row in self.state.rows if row.id == id for each in row.acts}
        if Act.SHOW_DRAFT in offered:
            self.act(id, Act.SHOW_DRAFT)
        elif Act.EDIT in offered:
            self.act(id, Act.EDIT)

    def press_empty(self) -> None:
        if self._page is not None and elsewhere(self._page, self.state):
            self.search_everywhere()
        elif self.state.search:
            self.search("")
        else:
            self._screen.write(None)

    def discard_draft(self, id: UUID) -> None:
        self._discarding.discard(id)

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

    def reschedule(self, id: UUID, schedule: Schedule, *, lifetime: timedelta | None = None) -> None:
        """`lifetime`: how late it may go from now on; None: as it is."""
        chosen = self.state.chosen
        ids = chosen.ids if chosen is not None and id in chosen.ids else (id,)
        self._changes.reschedule_all(ids, schedule, lifetime=lifetime)

    def acted(self, ids: Sequence[UUID]) -> None:
        self._acted |= frozenset(ids)

    def changed(self) -> None:
        """Something in the outbox changed: ask anew; while much does, with a pause between."""
        self._is_busy = self._refreshing
        self.refresh()

    def speak_anew(self) -> None:
        """The person's language is another now: the same facts in its words."""
        self._show(replace(self.state, title=self._title(self.state.is_everywhere)))
        if self._page is not None:
            self._compose_state()
        if self.state.chosen is not None:
            self._show(replace(self.state, chosen=chosen_of(self.state.rows, self.state.chosen.ids)))
        self.refresh()

    def tick(self) -> None:
        """Time passed: the same facts in new words. Mail that does not move makes no news of itself: it is asked for."""
        page = self._page
        if page is None:
            return
        self._compose_state()
        if page.next_row is not None and is_overdue(page.next_row, self._clock.now()) and self._looks_again():
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
        """Other rows of what is known to stand as it does: only they are asked for, so that a word is found while it is typed,
        and while much is sent. What is on its way meanwhile answers another question; it is asked anew then."""
        if self._page is None or is_of_drafts(self.state) or self.state.folder is Folder.ATTENTION:
            self.refresh()
            return
        if self._rows_errand is not None:
            # Nobody waits for what was asked before.
            self._rows_errand.cancel()
        wholes, self._rows_asked = self._wholes, self._query()
        self._rows_errand = self._runner.run(
            self._read_rows(self._rows_asked, self._page),
            done=lambda found: self._rows_arrived(*found, is_newest=wholes == self._wholes),
            failed=self._reading_failed,
        )

    async def _read_rows(self, query: OutboxQuery, page: Page) -> tuple[OutboxQuery, Page, RowLines]:
        page = await self._reading.other_rows(query, page)
        return query, page, self._row_lines(page, query.limit - 1, self._clock.now())

    def _rows_arrived(self, query: OutboxQuery, page: Page, lines: RowLines, *, is_newest: bool) -> None:
        if query == self._rows_asked:
            self._rows_asked = None
        if is_newest and query == self._query() and self._page is not None:
            # What else is known may have become newer meanwhile.
            self._page = replace(self._page, rows=page.rows, elsewhere=page.elsewhere)
            self._lines = lines
            self._compose_state(is_loaded=True)
        self._pay_detail()

    def _wanted(self) -> OutboxQuery:
        return OutboxQuery(
            states=EVERYWHERE if self.state.is_everywhere else FOLDER_STATES[self.state.folder],
            account_id=self.state.account_id,
            text=self.state.search.strip(),
            sort=self.state.sort,
        )

    def _query(self) -> OutboxQuery:
        return self._window.query(self._wanted())

    def _is_draft(self, id: UUID) -> bool:
        return any(row.id == id and row.is_draft for row in self.state.rows)

    async def _read(self, query: OutboxQuery, *, pause: float = 0) -> tuple[OutboxQuery, Page, RowLines]:
        if pause:
            await asyncio.sleep(pause)
        page = await self._reading.whole(query)
        # Made here, where nobody waits for a window to answer.
        return query, page, self._row_lines(page, query.limit - 1, self._clock.now())

    def _arrived(self, answer: tuple[OutboxQuery, Page, RowLines]) -> None:
        self._refreshing = False
        query, page, lines = answer
        if query == self._query():
            if not page.rows and self._window.start is not None:
                # What stood behind this place is gone.
                self._window = Window()
                self._again = True
            self._wholes += 1
            self._page, self._lines = page, lines
            self._pass_on(page)
            self._compose_state(is_loaded=True)
            self._load_detail()
        elif not self._again:
            self._others_arrived(page)
        if self._again:
            self._again = False
            self.refresh()

    def _others_arrived(self, page: Page) -> None:
        """Other rows are looked at by now than those that came. All else is taken, so that nobody asks for it once more while
        words are typed; it shows with the rows."""
        before = self._page
        if before is None or self._acted:
            self._again = True
            return
        self._page = replace(page, rows=before.rows, whys=before.whys, elsewhere=before.elsewhere)
        self._load_detail()
        if self._rows_asked != self._query():
            self._refresh_rows()

    def _pass_on(self, page: Page) -> None:
        """What the person acted on left the list: its neighbour is chosen, so that keys go on from there. The last one stays in
        sight, to be seen on its way."""
        selected, acted, before = self.state.selected, self._acted, [row.id for row in self.state.rows]
        self._acted = frozenset()
        there = {row.delivery.id for row in page.rows}
        chosen = self.state.chosen
        if chosen is not None and not there.issuperset(chosen.ids):
            kept = [id for id in chosen.ids if id in there]
            self.state = replace(self.state, chosen=chosen_of(self.state.rows, kept) if len(kept) > 1 else None)
        if selected is None or selected not in acted or selected in there or selected not in before:
            return
        near = neighbour_of(selected, before, there)
        if near is None:
            return
        self._item = None
        self._body = Body()
        self.state = replace(self.state, selected=near, detail=None)

    def _reading_failed(self, problem: Exception) -> None:
        self._rows_asked = None
        self._pay_detail()
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
        if selected is None or self._is_draft(selected):
            return
        if self._rows_asked is not None:
            self._owes_detail = True
            return
        self._runner.run(
            load(self._gateway, selected, self._body),
            done=lambda found: self._detail_arrived(*found),
            failed=lambda problem: self._detail_failed(selected, problem),
        )

    def _pay_detail(self) -> None:
        if self._owes_detail and self._rows_asked is None:
            self._owes_detail = False
            # A moment later, when the rows are painted.
            self._runner.run(asyncio.sleep(_PAINTED), done=lambda _: self._load_detail())

    def _detail_arrived(self, item: Item, body: Body) -> None:
        if self._rows_asked is not None:
            self._owes_detail = True
        elif item.delivery.id == self.state.selected:
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

    def known(self, id: UUID) -> OutboxRow | Item | None:
        """The message as it was last seen: in the reading pane, else in the list."""
        if self._item is not None and self._item.delivery.id == id:
            return self._item
        if id in self._lines.known:
            return self._lines.known[id][0]
        rows = self._page.rows if self._page else ()
        return next((row for row in rows if row.delivery.id == id), None)

    # -------------------------------------------------------------------------------------- saying

    def _compose_state(self, *, is_loaded: bool | None = None) -> None:
        page = self._page
        assert page is not None
        now = self._clock.now()
        loaded = self.state.is_loaded if is_loaded is None else is_loaded
        state = replace(
            self.state,
            has_more=len(page.rows) > self._window.size,
            has_before=self._window.start is not None,
            is_loaded=loaded,
        )
        detail = self._detail() if self._item else state.detail
        self._show(shown(state, page, self._rows(page, now), detail, now, self._zone))

    def _rows(self, page: Page, now: datetime) -> tuple[Row, ...]:
        """Drafts, messages, or both where all folders are searched."""
        state = self.state
        if is_of_drafts(state):
            return draft_rows(page, state, now, self._zone)
        self._lines = self._row_lines(page, self._window.size, now)
        if not state.is_everywhere or self._window.start is not None:
            return self._lines.rows
        return (*draft_rows(page, state, now, self._zone), *self._lines.rows)

    def _row_lines(self, page: Page, size: int, now: datetime) -> RowLines:
        state = self.state
        return row_lines(page, size, now, self._zone, sort=state.sort, is_grouped=state.is_grouped, before=self._lines)

    def _detail(self) -> Detail | None:
        if self._page is None or self._item is None:
            return None
        return detail_now(self._page, self._item, self._body, self._clock.now(), self._zone)

    def _show(self, state: OutboxState) -> None:
        if state != self.state:
            self.state = state
            self._screen.render(state)
