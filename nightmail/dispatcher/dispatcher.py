"""Claim what is due and have attempts made on it, for as long as a run lasts. Holds no state that a crash could lose: everything
it knows is in the store or can be asked for again.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import random
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from nightmail.clock import Clock, SystemClock
from nightmail.delivery.breaker import Target
from nightmail.delivery.retry import RetryPolicy
from nightmail.dispatcher.ahead import Ahead
from nightmail.dispatcher.attempts import Attempts, Means
from nightmail.dispatcher.breakers import Breakers
from nightmail.dispatcher.errands import Errands
from nightmail.dispatcher.frontier import Frontier
from nightmail.dispatcher.lanes import Lanes
from nightmail.dispatcher.settings import DispatchSettings
from nightmail.dispatcher.spill import Spill
from nightmail.dispatcher.store_time import StoreTime
from nightmail.dispatcher.writing import Writing
from nightmail.errors import OutsideError
from nightmail.ids import new_id
from nightmail.ports import (
    Beat,
    BlobStore,
    Chore,
    Claimed,
    DispatchEvent,
    Due,
    Metronome,
    Observe,
    Signer,
    Store,
    Submitter,
    Watched,
)

T = TypeVar("T")

# A run that ends when all is done looks this often whether the others are done too.
_LOOK_AGAIN = timedelta(seconds=0.5)
# Whatever becomes due earlier than was known is told, or found by looking round.
_LONGEST = timedelta(hours=1)
_SECOND = timedelta(seconds=1)
_ACCOUNTS_EVERY = timedelta(seconds=0.25)
_READING_SECONDS = 2.0
# Clocks and ticks are not that exact.
_SLACK = 0.5
# Seconds from which on a look round is too dear to be had at every turn; then it gets a part of the time.
_DEAR, _PART = 0.25, 20
# Seconds between two claims for the others, while somebody's batch fills every claim.
_OTHERS_EVERY = 0.25
# What is due but not ours to take (another worker has it locked) is asked for again, but never in a tight circle.
_BREATH = timedelta(milliseconds=2)


class Dispatcher:
    """One run over one store. `run` ends after `stop` has drained it, or, `until_idle`, when nothing is left to do soon."""

    def __init__(
        self,
        store: Store,
        blobs: BlobStore,
        submitter: Submitter,
        *,
        metronome: Metronome,
        settings: DispatchSettings | None = None,
        observe: Observe = lambda event: None,
        clock: Clock | None = None,
        retry: RetryPolicy | None = None,
        chance: Callable[[], float] = random.random,
        signer: Signer | None = None,
        beats: Sequence[Beat] = (),
    ) -> None:
        """`signer` None: nothing is signed here. `beats`: other work to do as long as this runs, and once more before an idle
        run ends."""
        self._store = store
        self._submitter = submitter
        self._metronome = metronome
        self._settings = settings or DispatchSettings()
        self._observe = observe
        self._clock = clock or SystemClock()
        self._time = StoreTime(self._clock)
        self._errands = Errands(beats, say=self._say)
        self._worker_id = new_id()
        spill = Spill(self._settings.spill, str(self._worker_id)) if self._settings.spill else None
        self._writing = Writing(store, name=lambda: self._worker_id, spill=spill, say=self._say)
        self._lanes = Lanes(batch=self._settings.batch, concurrency=self._settings.concurrency)
        self._until_stored = self._writing.until_stored
        self._breakers = Breakers(
            store, self._settings.rests, stored=self._until_stored, mended=self._tell_mended, clock=self._clock, chance=chance
        )
        self._wake = asyncio.Event()
        self._stopping = asyncio.Event()
        self._attempts = Attempts(
            Means(
                store,
                blobs,
                submitter,
                signer,
                self._lanes,
                self._breakers,
                self._writing,
                self._settings,
                self._clock,
                retry or RetryPolicy(),
                chance,
                self._say,
                name=lambda: self._worker_id,
                ring=self._wake.set,
                read_accounts=self._forget_accounts,
                start_over=self._start_over,
                now=self._time.now,
            )
        )
        self._ahead = Ahead(
            store,
            submitter,
            self._lanes,
            self._breakers,
            self._writing,
            self._attempts,
            moment=self._settings.ahead,
            read_accounts=lambda within: self._read_accounts(within=within),
            name=lambda: self._worker_id,
            clock=self._clock,
            say=self._say,
        )
        self._frontier = Frontier(self._clock)
        self._looks_round_at = float("-inf")
        self._asks_all_at = float("-inf")
        self._renews_at = float("-inf")
        self._wakes_at = float("-inf")
        self._accounts_read = float("-inf")
        self._is_account_news_old = False
        self._unsure_until = float("-inf")
        self._has_lease = False
        self._others_at = float("-inf")

    # ------------------------------------------------------------------ the run

    async def run(self, *, until_idle: bool = False) -> None:
        """Work until stopped. Raises what opening the run needs and does not get (a database that does not answer)."""
        await self._writing.replay()
        await self._enlist()
        self._time.told(await self._store.now())
        await self._store.rescue()
        await self._store.expire()
        await self._store.listen(self._wake.set)
        self._metronome.start(self._beats())
        self._say("dispatcher.started", worker=self._worker_id, run=self._settings.name)
        try:
            while not self._stopping.is_set():
                await self._turn(until_idle)
        finally:
            await self._drain()
            await self._errands.end()
            self._metronome.stop()
            self._say("dispatcher.stopped", worker=self._worker_id)

    @property
    def in_flight(self) -> int:
        """Attempts under way."""
        return len(self._attempts.under_way)

    @property
    def has_lease(self) -> bool:
        """False before `run` enlisted, and from losing the lease until it is had again."""
        return self._has_lease

    def stop(self) -> None:
        """Take nothing new; `run` ends when what is in flight has its verdict."""
        self._stopping.set()
        self._attempts.stop()
        self._errands.stop()
        self._wake.set()

    def _beats(self) -> list[Beat]:
        # Finer than what is asked: when another's lease ends is known to the second.
        tick = min(self._settings.lease / 12, self._settings.poll, *self._errands.looks)
        return [Beat("watch", tick, self._look_round), *self._errands.paced]

    async def _turn(self, until_idle: bool) -> None:
        """Claim once, then wait for a reason to claim again."""
        self._wake.clear()
        self._wakes_at = float("-inf")
        try:
            was_full = await self._claim()
            if was_full:
                return
            if until_idle and not self._lanes.held and not self._attempts.tasks and await self._is_done():
                self.stop()
                return
            longest = _LOOK_AGAIN if until_idle else _ACCOUNTS_EVERY if self._is_account_news_old else _LONGEST
            wait = await self._wait_until_due(longest=longest)
        except OutsideError as error:
            self._say("store.unreachable", code=error.code)
            wait = timedelta(seconds=1)
        self._wakes_at = self._clock.monotonic() + wait / _SECOND
        # Not `wait_for`: on Python 3.11 it swallows a cancel that comes in the moment of the ring.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(max(wait, _BREATH) / timedelta(seconds=1)):
                await self._wake.wait()

    async def _is_done(self) -> bool:
        """Idle, and still so after the other work, which may have found something to send."""
        if not await self._is_idle():
            return False
        return not await self._errands.all() or await self._is_idle()

    async def _is_idle(self) -> bool:
        soon = self._settings.idle_within
        if (await self._store.busy(within=soon, looks=self._errands.look_into_mailboxes)).pending == 0:
            return True
        # What is left may be others' alone to send.
        opens_in = self._opens_in
        if opens_in is None or opens_in <= soon:
            return False
        due = await self._store.next_due(self._worker_id, closed=self._closed)
        return due.wait is None or due.wait > soon

    async def _wait_until_due(self, *, longest: timedelta) -> timedelta:
        if self._lanes.free <= 0:
            # An account that is not known yet has room, and is found by looking.
            return min(longest, _LOOK_AGAIN)
        due = await self._next_due()
        if self._ahead.is_to_be_claimed(due) and await self._claim_ahead(due):
            due = await self._next_due()
        waits = [due.wait, self._ahead.look(due), self._opens_in, self._frontier.looks_back_in, longest]
        return min(wait for wait in waits if wait is not None)

    async def _next_due(self) -> Due:
        due = await self._store.next_due(self._worker_id, closed=self._closed, after=self._frontier.after)
        if due.asked_at is not None:
            self._time.told(due.asked_at)
        return due

    @property
    def _closed(self) -> list[UUID]:
        return self._lanes.closed(self._clock.monotonic())

    def _is_others_turn(self) -> bool:
        """Who has much that is due first would fill every claim: now and then one is for the others alone."""
        now = self._clock.monotonic()
        is_due = self._attempts.may_be_more and now - self._others_at >= _OTHERS_EVERY and self._lanes.is_any_sated
        if is_due:
            self._others_at = now
        return is_due

    @property
    def _opens_in(self) -> timedelta | None:
        now = self._clock.monotonic()
        opens_at = self._lanes.opens_next(now)
        return None if opens_at is None else timedelta(seconds=opens_at - now)

    async def _claim(self) -> bool:
        """True when more may be there: the batch came back full and there is room for another."""
        if not self._has_lease:
            return False
        await self._time.keep(self._store)
        was_known = self._lanes.is_known
        if not was_known:
            await self._read_accounts()
        limit = self._lanes.free
        if limit <= 0:
            await self._read_accounts()
            return False
        await self._give_back_unknown()
        asked_at = self._clock.monotonic()
        is_others = self._is_others_turn()
        closed = self._lanes.closed(asked_at, is_others_turn=is_others)
        # Read beside the claim, which leaves out by itself whoever may not send; what is claimed is sent by what was read. What
        # was read just now is not old news: a run without accounts would look for them four times a second for ever.
        reading = asyncio.create_task(self._read_accounts() if was_known else asyncio.sleep(0))
        try:
            with self._unless_unheard():
                after = self._frontier.after
                claimed = await self._store.claim(self._worker_id, limit=limit, closed=closed, after=after)
                is_full = len(claimed) == limit
                self._frontier.claimed(claimed, after=after, began=asked_at, is_full=is_full and not closed)
                await self._old_news_will_do(reading)
                if await self._place(claimed):
                    self._attempts.ask_for_breakers()
        finally:
            reading.cancel()
            self._attempts.pump()
        if claimed:
            self._say("delivery.claimed", count=len(claimed), ms=(self._clock.monotonic() - asked_at) * 1000)
        if is_others:
            # The next one, at once, is for everybody again.
            return self._lanes.free > 0
        # It was cut off by its limit or by a full lane: a freed place is a reason to claim again.
        self._attempts.may_be_more = is_full or self._lanes.is_any_full
        return is_full and self._lanes.free > 0

    async def _claim_ahead(self, due: Due) -> bool:
        """Take and hold what is due in a moment. True where something was there to take."""
        began = self._clock.monotonic()
        # All who look ahead look at the same time: each takes its part.
        limit = math.ceil((self._lanes.free - self._lanes.ripening) / self._lanes.workers)
        if limit <= 0:
            return False
        with self._unless_unheard():
            after = self._frontier.after
            claimed = await self._store.claim(
                self._worker_id, limit=limit, closed=self._closed, ahead=self._ahead.reach, after=after
            )
            if await self._place(claimed, comes_at=self._time.comes_at):
                self._attempts.ask_for_breakers()
        if not claimed:
            self._ahead.came_to_nothing(due)
            return False
        self._attempts.may_be_more = len(claimed) == limit
        self._ahead.make_ready(claimed)
        self._say("delivery.claimed", count=len(claimed), ms=(self._clock.monotonic() - began) * 1000)
        return True

    @contextlib.contextmanager
    def _unless_unheard(self) -> Iterator[None]:
        """A claim whose answer is lost may have been carried out, or may be yet: what came of it would stay with this run, which
        knows nothing of it."""
        try:
            yield
        except BaseException:
            self._unsure_until = self._clock.monotonic() + self._settings.lease / _SECOND
            raise

    async def _old_news_will_do(self, reading: asyncio.Task[None]) -> None:
        """Wait for the accounts, but not for a line that fell silent: what is claimed is not kept back for that."""
        done, _ = await asyncio.wait({reading}, timeout=_READING_SECONDS)
        self._is_account_news_old |= not done
        for task in done:
            task.result()

    async def _give_back_unknown(self) -> None:
        """After a claim whose answer was lost, for as long as it may still be carried out."""
        if self._clock.monotonic() < self._unsure_until and (
            count := await self._store.release_unknown(self._worker_id, [*self._attempts.under_way, *self._lanes.waiting])
        ):
            self._say("deliveries.released", count=count)

    async def _place(self, claimed: Sequence[Claimed], *, comes_at: Callable[[datetime], float] | None = None) -> bool:
        """Into their lanes, to be sent in turn, or each when it is due (`comes_at`, monotonic). True where one of them may be the
        message that is let through a half-open breaker which opened since they were read."""
        by_account: dict[UUID, list[Claimed]] = {}
        for one in claimed:
            by_account.setdefault(one.delivery.account_id, []).append(one)
        lanes = [self._lanes.get(id) for id in by_account]
        if any(lane is None or lane.is_paused for lane in lanes):
            # An account is new; or it was paused, and somebody mended it since it was read: nothing is claimed for one that is,
            # and by what was read the same trouble would pause it again.
            await self._read_accounts(anew=True)
        may_be_trying = False
        for id, theirs in by_account.items():
            lane = self._lanes.get(id)
            assert lane is not None, "the store refuses to remove an account with deliveries to go"
            if comes_at is None:
                self._lanes.place(lane, theirs)
            else:
                self._ahead.keep(lane, theirs, comes_at=comes_at)
            may_be_trying |= len(theirs) == 1 and not self._breakers.holds(lane.account)
        return may_be_trying

    def _forget_accounts(self) -> None:
        self._accounts_read = float("-inf")

    async def _read_accounts(self, *, anew: bool = False, within: float = _ACCOUNTS_EVERY / _SECOND) -> None:
        """Accounts change seldom: they are read again after a ring, but not at every message. After a ring for which they were
        not, that is made good a moment later."""
        now = self._clock.monotonic()
        self._is_account_news_old = not anew and now - self._accounts_read <= within
        if not self._is_account_news_old:
            self._lanes.update(await self._store.accounts())
            self._breakers.update(await self._store.breakers())
            self._accounts_read = now
            for lane in self._lanes.paused:
                self._attempts.spawn(self._let_go(lane.empty()))

    async def _let_go(self, waiting: Sequence[Claimed]) -> None:
        """Its person paused the account."""
        if waiting:
            await self._attempts.give_back(waiting)
            self._say("deliveries.released", count=len(waiting))

    def _tell_mended(self, target: Target) -> None:
        where = str(target.account_id or target.host)
        self._say("breaker.closed", target=where, words=f"{where} takes mail again.")

    # ------------------------------------------------------------------ beats

    async def _enlist(self) -> None:
        company = await self._store.register_worker(
            self._worker_id, self._settings.name, lease=self._settings.lease, region=self._settings.region
        )
        self._lanes.share(company)
        self._has_lease = True

    async def _look_round(self) -> None:
        """Keep the lease, and hear what there is to do. At rest that is one question in half a lease; it is asked as often as
        the lease needs where something is held, and at once when another's lease may have run out."""
        now = self._clock.monotonic()
        is_at_rest = not (self._lanes.held or self._attempts.tasks)
        if now < (self._looks_round_at if is_at_rest else min(self._looks_round_at, self._renews_at)):
            return
        try:
            if self._has_lease:
                slack = min(_SLACK, self._settings.lease / 24 / _SECOND)
                watched = await self._watch()
                self._looks_round_at = now + self._rest(watched) / _SECOND - slack
                self._renews_at = now + self._settings.lease / 4 / _SECOND - slack
                if watched.is_alive:
                    if self._lanes.share(watched.company):
                        self._wake.set()
                    self._say("dispatcher.lease_renewed", worker=self._worker_id, chores=sorted(watched.chores))
                    await self._do(watched)
                    return
        except OutsideError as error:
            self._say("store.unreachable", code=error.code)
            return
        await self._lose_lease()

    async def _watch(self) -> Watched:
        """The whole question, with a twentieth of the time at most: while old rows stay in its way it takes long, and the lease
        must not wait for it. In between it is asked in brief."""
        began = self._clock.monotonic()
        is_brief = began < self._asks_all_at
        lease, late_after = self._settings.lease, self._settings.late_after
        try:
            watched = await self._store.watch(
                self._worker_id, lease=lease, closed=self._closed, late_after=late_after, is_brief=is_brief
            )
        finally:
            now = self._clock.monotonic()
            if not is_brief and now - began > _DEAR:
                self._asks_all_at = now + (now - began) * _PART
        if not is_brief:
            self._errands.hear(watched.chores)
        return watched

    def _rest(self, watched: Watched) -> timedelta:
        ends = [] if watched.ends is None else [watched.ends + self._settings.lease / 24]
        return min(self._settings.lease / 2, self._settings.poll, *ends, *self._errands.looks)

    async def _do(self, watched: Watched) -> None:
        """The chores that wait."""
        if watched.due.wait is not None and self._clock.monotonic() + watched.due.wait / _SECOND < self._wakes_at - _SLACK:
            self._wake.set()
        if Chore.RESCUE in watched.chores:
            await self._sweep()
        if Chore.EXPIRE in watched.chores:
            await self._expire()

    def _start_over(self) -> None:
        self._attempts.spawn(self._restart())

    async def _restart(self) -> None:
        await self._until_stored(lambda: self._store.retire_worker(self._worker_id))
        await self._lose_lease()

    async def _lose_lease(self) -> None:
        """The lease ran out (a suspended laptop, a database away for long): what was held is others' to take, so this run
        goes on under a new name. What it has in flight finds its fence shut."""
        self._has_lease = False
        dropped = sum(1 for _ in self._lanes.empty())
        self._say("dispatcher.lease_lost", worker=self._worker_id, dropped=dropped)
        self._worker_id = new_id()
        with contextlib.suppress(OutsideError):
            await self._enlist()
            await self._store.rescue()
        self._wake.set()

    async def _sweep(self) -> None:
        with contextlib.suppress(OutsideError):
            if rescued := await self._store.rescue():
                self._say("deliveries.rescued", count=len(rescued))
                self._wake.set()

    async def _expire(self) -> None:
        with contextlib.suppress(OutsideError):
            if expired := await self._store.expire():
                self._say("deliveries.expired", count=len(expired))

    # ------------------------------------------------------------------ the end

    async def _drain(self) -> None:
        """Give back what was not begun, wait for what was."""
        self._ahead.end()
        waiting = [(one.delivery.id, one.delivery.run_lease) for one in self._lanes.empty()]
        with contextlib.suppress(OutsideError):
            await self._store.release(self._worker_id, waiting)
        if self._attempts.tasks:
            self._say("dispatcher.draining", in_flight=len(self._attempts.under_way))
        ends_at = self._clock.monotonic() + self._settings.grace / _SECOND
        # What ends may leave something to write.
        while self._attempts.tasks and (left := ends_at - self._clock.monotonic()) > 0:
            await asyncio.wait(self._attempts.tasks, timeout=left)
        for task in self._attempts.tasks:
            task.cancel()
        with contextlib.suppress(OutsideError):
            await self._store.retire_worker(self._worker_id)

    def _say(self, event: str, **fields: object) -> None:
        self._observe(DispatchEvent(event, fields))
