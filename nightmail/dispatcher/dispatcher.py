"""Claim what is due, transmit it, settle what came of it. Decides nothing about outcomes (`delivery.settle` does) and holds
no state that a crash could lose: everything it knows is in the store or can be asked for again.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from nightmail.account.model import Account, AccountState
from nightmail.clock import Clock, SystemClock
from nightmail.delivery.breaker import BreakerKind, Target, is_good, opened_words
from nightmail.delivery.model import DeliveryState, RecipientState
from nightmail.delivery.outcome import (
    Deferred,
    Fenced,
    InDoubt,
    Outcome,
    Phase,
    RecipientResult,
    Refused,
    Reply,
    ReplyClass,
    Withheld,
)
from nightmail.delivery.retry import RetryPolicy
from nightmail.delivery.settle import Settled, settle, unsent
from nightmail.dispatcher.breakers import Breakers
from nightmail.dispatcher.errands import Errands
from nightmail.dispatcher.fence import Fence
from nightmail.dispatcher.lanes import Lane, Lanes
from nightmail.dispatcher.settings import DispatchSettings
from nightmail.dispatcher.spill import Spill
from nightmail.dispatcher.writing import Writing
from nightmail.errors import NightmailError, OutsideError, PersonError
from nightmail.ids import new_id
from nightmail.message.dates import zone_of
from nightmail.message.mime import serialize
from nightmail.message.wire import Wire
from nightmail.ports import (
    Beat,
    BlobStore,
    Chore,
    Claimed,
    DispatchEvent,
    Envelope,
    Metronome,
    Observe,
    Passage,
    Settlement,
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
_SECOND, _MILLISECOND = timedelta(seconds=1), timedelta(milliseconds=1)
_ACCOUNTS_EVERY = timedelta(seconds=0.25)
_READING_SECONDS = 2.0
# Clocks and ticks are not that exact.
_SLACK = 0.5
# Seconds between two claims for the others, while somebody's batch fills every claim.
_OTHERS_EVERY = 0.25
# What is due but not ours to take (another worker has it locked) is asked for again, but never in a tight circle.
_BREATH = timedelta(milliseconds=2)
# So long before mail is due its server is signed in to.
_AHEAD = timedelta(seconds=10)
# No wait is doubled more often; `longest_aside` ends it long before.
_DOUBLINGS = 16
# A message whose attempts end in a fault of ours is tried again after this many deferrals, and then no more.
_DEFERRALS_BEFORE_BLAME = 4
_CRASHED = "Something went wrong here while this message was being sent; it was not handed over."
_CRASHED_LATE = "Something went wrong here while the server was taking the message; it is not known whether it was accepted."


@dataclass(slots=True)
class _Attempt:
    """One attempt on a delivery. `outcome` is what it came to, once that is known; an exception is a bug of ours."""

    claimed: Claimed
    fence: Fence
    began: float
    outcome: Outcome | Exception | None = None


@dataclass(slots=True)
class _Run:
    """Attempts that follow each other on one connection, for `account` as it was when they began. `attempt` is the latest."""

    lane: Lane
    account: Account
    attempt: _Attempt

    def may_go_on(self) -> bool:
        """The account is still the same, as far as is known."""
        if self.lane.account is not self.account:
            if self.lane.account != self.account:
                return False
            self.account = self.lane.account
        return True


_Conclusion = tuple[Settled | None, Outcome | None]


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
        self._blobs = blobs
        self._submitter = submitter
        self._metronome = metronome
        self._settings = settings or DispatchSettings()
        self._observe = observe
        self._clock = clock or SystemClock()
        self._retry = retry or RetryPolicy()
        self._chance = chance
        self._signer = signer
        self._errands = Errands(beats, say=self._say)
        self._worker_id = new_id()
        spill = Spill(self._settings.spill, str(self._worker_id)) if self._settings.spill else None
        self._writing = Writing(store, name=lambda: self._worker_id, spill=spill, say=self._say)
        self._lanes = Lanes(batch=self._settings.batch, concurrency=self._settings.concurrency)
        self._until_stored = self._writing.until_stored
        self._breakers = Breakers(
            store, self._settings.rests, stored=self._until_stored, mended=self._tell_mended, clock=self._clock, chance=chance
        )
        self._tasks: set[asyncio.Future[Any]] = set()
        self._wake = asyncio.Event()
        self._stopping = asyncio.Event()
        # What is under way, until its verdict is written, by delivery.
        self._attempts: dict[UUID, _Attempt] = {}
        self._looks_round_at = float("-inf")
        self._renews_at = float("-inf")
        self._wakes_at = float("-inf")
        self._accounts_read = float("-inf")
        self._is_account_news_old = False
        self._unsure_until = float("-inf")
        self._prepared_until = float("-inf")
        self._preparing: asyncio.Task[None] | None = None
        self._asking: asyncio.Task[None] | None = None
        self._has_lease = False
        # The last claim was cut off by its limit or by a full lane: a freed slot is a reason to claim again.
        self._may_be_more = False
        self._others_at = float("-inf")

    # ------------------------------------------------------------------ the run

    async def run(self, *, until_idle: bool = False) -> None:
        """Work until stopped. Raises what opening the run needs and does not get (a database that does not answer)."""
        await self._writing.replay()
        await self._enlist()
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
        return len(self._attempts)

    @property
    def has_lease(self) -> bool:
        """False before `run` enlisted, and from losing the lease until it is had again."""
        return self._has_lease

    def stop(self) -> None:
        """Take nothing new; `run` ends when what is in flight has its verdict."""
        self._stopping.set()
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
            if until_idle and not self._lanes.held and not self._tasks and await self._is_done():
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
        due = await self._store.next_due(self._worker_id, closed=self._closed)
        waits = [due.wait, self._opens_in, longest]
        if due.wait is not None and due.wait > _AHEAD:
            waits.append(due.wait - _AHEAD)
        elif due.wait is not None and due.wait > timedelta(0):
            self._prepare()
        return min(wait for wait in waits if wait is not None)

    def _prepare(self) -> None:
        """Sign in now for what is due soon, once for each stretch of time that is looked ahead."""
        now = self._clock.monotonic()
        if now >= self._prepared_until and (self._preparing is None or self._preparing.done()):
            self._prepared_until = now + _AHEAD / timedelta(seconds=1)
            self._preparing = asyncio.create_task(self._sign_in_ahead())

    async def _sign_in_ahead(self) -> None:
        try:
            upcoming = await self._store.upcoming(within=_AHEAD)
            closed = set(self._closed)
            lanes = [(lane, messages) for id, messages in upcoming.items() if id not in closed and (lane := self._lanes.get(id))]
            async with asyncio.TaskGroup() as group:
                for lane, messages in lanes:
                    if not self._breakers.holds(lane.account):
                        group.create_task(self._submitter.prepare(lane.account, messages=min(messages, lane.connections)))
        except Exception as error:
            # It only spares time: whatever it was comes up again, and is seen to, when the messages are sent.
            self._say("prepare.failed", error=repr(error))

    @property
    def _closed(self) -> list[UUID]:
        return self._lanes.closed(self._clock.monotonic())

    def _is_others_turn(self) -> bool:
        """Who has much that is due first would fill every claim: now and then one is for the others alone."""
        now = self._clock.monotonic()
        is_due = self._may_be_more and now - self._others_at >= _OTHERS_EVERY and self._lanes.is_any_sated
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
            claimed = await self._store.claim(self._worker_id, limit=limit, closed=closed)
            await self._old_news_will_do(reading)
            if await self._place(claimed):
                self._ask_for_breakers()
        except BaseException:
            # It may have been carried out, or may be yet: what came of it would stay with this run, which knows nothing of it.
            self._unsure_until = self._clock.monotonic() + self._settings.lease / timedelta(seconds=1)
            raise
        finally:
            reading.cancel()
            self._pump()
        if claimed:
            self._say("delivery.claimed", count=len(claimed), ms=(self._clock.monotonic() - asked_at) * 1000)
        if is_others:
            # The next one, at once, is for everybody again.
            return self._lanes.free > 0
        is_full = len(claimed) == limit
        self._may_be_more = is_full or self._lanes.is_any_full
        return is_full and self._lanes.free > 0

    async def _old_news_will_do(self, reading: asyncio.Task[None]) -> None:
        """Wait for the accounts, but not for a line that fell silent: what is claimed is not kept back for that."""
        done, _ = await asyncio.wait({reading}, timeout=_READING_SECONDS)
        self._is_account_news_old |= not done
        for task in done:
            task.result()

    def _ask_for_breakers(self) -> None:
        """Beside the attempts. What is learned from them waits for the answer, or a breaker would outlast its reason."""

        async def ask() -> None:
            with contextlib.suppress(OutsideError):
                self._breakers.update(await self._store.breakers())

        self._asking = self._spawn(ask())

    async def _give_back_unknown(self) -> None:
        """After a claim whose answer was lost, for as long as it may still be carried out."""
        if self._clock.monotonic() < self._unsure_until and (
            count := await self._store.release_unknown(self._worker_id, [*self._attempts, *self._lanes.waiting])
        ):
            self._say("deliveries.released", count=count)

    async def _place(self, claimed: Sequence[Claimed]) -> bool:
        """True where one of them may be the message that is let through a half-open breaker which opened since they were read."""
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
            self._lanes.place(lane, theirs)
            may_be_trying |= len(theirs) == 1 and not self._breakers.holds(lane.account)
        return may_be_trying

    async def _read_accounts(self, *, anew: bool = False) -> None:
        """Accounts change seldom: they are read again after a ring, but not at every message. After a ring for which they were
        not, that is made good a moment later."""
        now = self._clock.monotonic()
        self._is_account_news_old = not anew and now - self._accounts_read <= _ACCOUNTS_EVERY / _SECOND
        if not self._is_account_news_old:
            self._lanes.update(await self._store.accounts())
            self._breakers.update(await self._store.breakers())
            self._accounts_read = now

    def _pump(self) -> None:
        """Start attempts while there is room, the lanes taking turns."""
        while lane := self._lanes.next():
            run = _Run(lane, lane.account, self._attempt(self._lanes.start(lane)))
            self._follow_up(lane, self._carry(run))

    def _attempt(self, claimed: Claimed) -> _Attempt:
        attempt = _Attempt(claimed, Fence(self._writing.intend, claimed), self._clock.monotonic())
        self._attempts[claimed.delivery.id] = attempt
        return attempt

    def _follow_up(self, lane: Lane, work: Coroutine[None, None, None]) -> None:
        """Work after which more may be claimed for the lane."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(partial(self._finished, lane))

    def _finished(self, lane: Lane, task: asyncio.Future[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            # What became of one message could not be written, not even in plain words. It is nobody's now, so this run gives
            # its name up: the store then treats all that the name held as after a crash, and nothing stays behind unseen.
            self._say("attempt.crashed", error=repr(error), trace=error)
            self._start_over()
        self._look_for_more(lane)

    def _look_for_more(self, lane: Lane) -> None:
        if not self._tasks or (self._may_be_more and self._lanes.is_low(lane)):
            self._wake.set()

    # ------------------------------------------------------------------ one attempt

    async def _carry(self, run: _Run) -> None:
        """Make one attempt after another on one connection. What the last one came to is seen to here."""
        try:
            conclusion = await self._transmit(run)
        except Exception as error:
            conclusion = self._crashed(run.attempt, error), None
        finally:
            self._lanes.end(run.lane)
            if not self._stopping.is_set():
                self._pump()
        await self._conclude(run, run.attempt, *conclusion)

    def _follow(self, run: _Run) -> Passage | None:
        """The lane's next message, to go behind the dot of the one under way. None where it is not the lane's turn, or where more
        has to be done first than to write the message out."""
        lane = run.lane
        claimed = None if self._stopping.is_set() or self._signer is not None else self._lanes.successor(lane)
        if claimed is None or claimed.message.attachments or not run.may_go_on():
            return None
        attempt = self._attempt(claimed)
        try:
            wire = self._written_out(attempt)
        except Exception:
            # It is met again, and told, where an attempt begins with it.
            self._forget(attempt)
            return None
        self._lanes.succeed(lane)
        run.attempt = attempt
        return self._passage(run, attempt, wire)

    def _passage(self, run: _Run, attempt: _Attempt, wire: Wire) -> Passage:
        return Passage(_envelope(run.account, attempt.claimed), wire, attempt.fence.passed, partial(self._ended, run, attempt))

    def _ended(self, run: _Run, attempt: _Attempt, outcome: Outcome | Exception) -> None:
        attempt.outcome = outcome
        if run.attempt is attempt:
            # The run sees to it.
            return
        if isinstance(outcome, Exception) or not is_good(outcome) or not self._is_nothing_new:
            self._follow_up(run.lane, self._see_to(run, attempt))
            return
        try:
            settled = self._settled(attempt.claimed, outcome)
        except Exception as error:
            attempt.outcome = error
        if isinstance(attempt.outcome, Exception) or settled.state is not DeliveryState.SENT:
            self._follow_up(run.lane, self._see_to(run, attempt))
            return
        written = self._settle(attempt.claimed, settled)
        self._tasks.add(written)
        written.add_done_callback(partial(self._settled_well, run, attempt, settled))

    def _settled_well(self, run: _Run, attempt: _Attempt, settled: Settled, written: asyncio.Future[bool]) -> None:
        self._tasks.discard(written)
        self._forget(attempt)
        if written.cancelled():
            return
        if (error := written.exception()) is not None:
            assert isinstance(error, Exception)
            attempt.outcome = error
            self._follow_up(run.lane, self._see_to(run, attempt))
            return
        run.lane.asides = 0
        run.lane.note_success()
        self._tell_settled(attempt, settled, was_written=written.result())
        self._look_for_more(run.lane)

    async def _see_to(self, run: _Run, attempt: _Attempt) -> None:
        """What an attempt came to whose connection has gone on to the next one."""
        try:
            conclusion = await self._judged(run, attempt)
        except Exception as error:
            conclusion = self._crashed(attempt, error), None
        await self._conclude(run, attempt, *conclusion)

    async def _conclude(self, run: _Run, attempt: _Attempt, settled: Settled | None, outcome: Outcome | None) -> None:
        if settled is None:
            self._forget(attempt)
            self._say("delivery.fenced", delivery=attempt.claimed.delivery.id)
            return
        try:
            if settled.pause_account:
                await self._pause(run.lane, settled.pause_account, revision=run.account.revision)
            try:
                was_written = await self._settle(attempt.claimed, settled)
            except Exception as error:
                # A verdict the store stumbles over is written once more, as a crash: less is known then, but of this alone.
                settled = self._crashed(attempt, error)
                was_written = await self._settle(attempt.claimed, settled)
        finally:
            self._forget(attempt)
        if outcome is not None and is_good(outcome):
            await self._learn(run.lane, outcome, attempt.began)
        self._tell_settled(attempt, settled, was_written=was_written)
        if settled.state is DeliveryState.SCHEDULED:
            self._wake.set()

    def _forget(self, attempt: _Attempt) -> None:
        """It is over. By now there may be another one on the same delivery."""
        if self._attempts.get(attempt.claimed.delivery.id) is attempt:
            del self._attempts[attempt.claimed.delivery.id]

    def _tell_settled(self, attempt: _Attempt, settled: Settled, *, was_written: bool) -> None:
        delivery = attempt.claimed.delivery
        self._say(
            "delivery.settled" if was_written else "delivery.stale",
            delivery=delivery.id,
            state=settled.state.value,
            attempt=settled.attempts,
            late_ms=(self._clock.now() - delivery.wanted_at) / _MILLISECOND,
        )

    def _settle(self, claimed: Claimed, settled: Settled) -> asyncio.Future[bool]:
        return self._writing.settle(Settlement(claimed.delivery.id, claimed.delivery.run_lease, settled))

    def _crashed(self, attempt: _Attempt, error: Exception) -> Settled:
        """A bug of ours ended this attempt: it is told, and costs nobody but this message anything."""
        claimed, fence = attempt.claimed, attempt.fence
        self._say("attempt.crashed", delivery=claimed.delivery.id, error=repr(error), trace=error)
        if fence.let_through:
            # The dot may be written: sending again could deliver it twice.
            doubted = tuple(RecipientResult(n, RecipientState.IN_DOUBT, _CRASHED_LATE) for n in fence.let_through)
            return self._settled(claimed, InDoubt(_CRASHED_LATE, doubted))
        reply = Reply(0, _CRASHED)
        if claimed.delivery.deferrals >= _DEFERRALS_BEFORE_BLAME and claimed.delivery.reason == _CRASHED:
            return self._settled(claimed, Refused(reply, Phase.CONNECT, ReplyClass.MSG_PERM))
        return self._settled(claimed, Deferred(reply, Phase.CONNECT, ReplyClass.RETRY))

    async def _transmit(self, run: _Run) -> _Conclusion:
        """What the last attempt of the run came to."""
        claimed = run.attempt.claimed
        try:
            wire = await self._prepared(run)
        except (OutsideError, PersonError) as error:
            return await self._without_files(run.lane, claimed, error), None
        except (OSError, MemoryError):
            # This machine's trouble, which may pass, and not the message's: the attempt crashed and is made again.
            raise
        except Exception as error:
            return self._unpreparable(claimed, error), None
        first = self._passage(run, run.attempt, wire)
        await self._submitter.convey(run.account, first, follow=partial(self._follow, run))
        return await self._judged(run, run.attempt)

    async def _judged(self, run: _Run, attempt: _Attempt) -> _Conclusion:
        """What an attempt makes of the delivery (None where the fence found it taken or cancelled), and what the server had to do
        with it (None where it was not asked, or not let finish)."""
        lane, claimed, fence, outcome = run.lane, attempt.claimed, attempt.fence, attempt.outcome
        if isinstance(outcome, Exception):
            raise outcome
        assert outcome is not None, "a passage ends"
        if isinstance(outcome, Fenced):
            # Where the store did not answer, the intent may be in it or not, but no dot was written: another try is safe.
            if isinstance(fence.failed, OutsideError):
                return unsent(claimed.delivery, fence.failed.message), None
            return self._crashed(attempt, fence.failed) if fence.failed else None, None
        if isinstance(outcome, Withheld):
            wait = self._settings.aside * 2 ** min(lane.asides, _DOUBLINGS)
            await self._set_aside(lane, outcome.reason, wait=min(wait, self._settings.longest_aside))
            return self._settled(claimed, outcome), None
        settled = self._settled(claimed, outcome)
        if not is_good(outcome):
            # Before the verdict is written: behind an open breaker the message is not claimed again at once.
            await self._learn(lane, outcome, attempt.began)
        return settled, outcome

    async def _prepared(self, run: _Run) -> Wire:
        """The bytes of the run's first message, with all that they need."""
        attempt, claimed = run.attempt, run.attempt.claimed
        if self._signer is None and not claimed.message.attachments:
            return self._written_out(attempt)
        date = self._date(claimed)
        wire = serialize(claimed.message, date=date.astimezone(zone_of(claimed.zone)))
        if claimed.message.attachments:
            await self._blobs.bring(claimed.delivery.owner_id, claimed.message.attachments)
        if self._signer is not None:
            wire = await self._signer.sign(run.account, wire, date=date)
        attempt.fence.intend(date, await self._fingerprint(wire))
        return wire

    def _written_out(self, attempt: _Attempt) -> Wire:
        """The bytes of a message that has nothing but text, and is not signed."""
        claimed = attempt.claimed
        date = self._date(claimed)
        wire = serialize(claimed.message, date=date.astimezone(zone_of(claimed.zone)))
        attempt.fence.intend(date, wire.sha256(self._blobs.read))
        return wire

    def _date(self, claimed: Claimed) -> datetime:
        return claimed.dated_at or self._clock.now().replace(microsecond=0)

    def _unpreparable(self, claimed: Claimed, error: Exception) -> Settled:
        """The same content and the same code would fail again: it is told, and nothing is sent."""
        self._say("attempt.crashed", delivery=claimed.delivery.id, error=repr(error), trace=error)
        why = error.message if isinstance(error, NightmailError) else f"it trips our own program up ({type(error).__name__})."
        reply = Reply(0, f"This message can't be prepared for sending: {why}")
        return self._settled(claimed, Refused(reply, Phase.CONNECT, ReplyClass.MSG_PERM))

    async def _without_files(self, lane: Lane, claimed: Claimed, error: NightmailError) -> Settled:
        """A file that is gone or another than it was will not come back; whatever else keeps it away may pass."""
        reply = Reply(0, error.message)
        if error.code in ("blob-missing", "blob-damaged"):
            return self._settled(claimed, Refused(reply, Phase.CONNECT, ReplyClass.MSG_PERM))
        if claimed.delivery.reason == error.message:
            # It was given back for this before and nobody had more luck: it waits, so that it does not keep others waiting.
            return self._settled(claimed, Deferred(reply, Phase.CONNECT, ReplyClass.RETRY))
        await self._set_aside(lane, error.message, wait=self._settings.aside)
        return unsent(claimed.delivery, error.message)

    async def _set_aside(self, lane: Lane, reason: str, *, wait: timedelta) -> None:
        """Leave an account to other workers for a while: what waits for it here goes back, and they are told."""
        now = self._clock.monotonic()
        if not lane.is_aside(now):
            lane.opens_at = now + wait / timedelta(seconds=1)
            lane.asides += 1
            self._accounts_read = float("-inf")
            self._say("account.set_aside", account=lane.account.id, reason=reason, seconds=wait / timedelta(seconds=1))
        await self._give_back(lane.empty())

    def _settled(self, claimed: Claimed, outcome: Outcome) -> Settled:
        return settle(claimed.delivery, outcome, retry=self._retry, now=self._clock.now(), spread=self._chance())

    async def _fingerprint(self, wire: Wire) -> str:
        """Also proves, before anything is sent, that every attachment is still there and whole."""
        if wire.is_whole:
            return wire.sha256(self._blobs.read)
        return await asyncio.to_thread(wire.sha256, self._blobs.read)

    async def _learn(self, lane: Lane, outcome: Outcome, began: float) -> None:
        """A server that does not answer, or asks for patience, is left alone for a while: what waits for it goes back. Before the
        verdict is written, or the message would be claimed again at once."""
        lane.asides = 0
        if self._asking is not None and not self._asking.done():
            await asyncio.wait({self._asking})
        went_well = is_good(outcome)
        # Almost every message: nothing is wrong, and nothing was.
        is_news = not (went_well and self._breakers.are_quiet)
        trip = await self._breakers.note(lane.account, outcome, began=began) if is_news else None
        if trip is not None:
            where = str(trip.target.account_id or trip.target.host)
            rest = round(trip.wait / timedelta(seconds=1), 1)
            told = opened_words(trip.kind, where, rest)
            self._say("breaker.opened", target=where, kind=trip.kind.value, openings=trip.openings, seconds=rest, words=told)
            if trip.kind is BreakerKind.SLOW:
                lane.narrow()
            for behind in self._lanes.behind(trip.target):
                await self._give_back(behind.empty())
        elif went_well:
            lane.note_success()
        for account_id, learned in self._submitter.lessons().items():
            await self._until_stored(partial(self._store.learn, account_id, learned))
            self._accounts_read = float("-inf")

    @property
    def _is_nothing_new(self) -> bool:
        """Nothing is learned from one more message that went well."""
        is_asking = self._asking is not None and not self._asking.done()
        return self._breakers.are_quiet and not is_asking and not self._submitter.has_lessons

    def _tell_mended(self, target: Target) -> None:
        where = str(target.account_id or target.host)
        self._say("breaker.closed", target=where, words=f"{where} takes mail again.")

    async def _pause(self, lane: Lane, reason: str, *, revision: int) -> None:
        """The server wants the person, not another try: what waits in the lane goes back untouched. But the person may have been
        there since the attempt began, or another run been faster: then the account is theirs, and the message is tried again."""

        async def pause() -> bool:
            is_paused = await self._store.pause(lane.account.id, reason=reason, revision=revision)
            self._say("account.paused" if is_paused else "account.changed_since", account=lane.account.id, reason=reason)
            return is_paused

        waiting = lane.empty()
        if await self._until_stored(pause):
            lane.account = replace(lane.account, state=AccountState.PAUSED, pause_reason=reason)
        await self._give_back(waiting)
        self._accounts_read = float("-inf")

    async def _give_back(self, waiting: Sequence[Claimed]) -> None:
        held = [(one.delivery.id, one.delivery.run_lease) for one in waiting]
        if held:
            await self._until_stored(lambda: self._store.release(self._worker_id, held))

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
        is_at_rest = not (self._lanes.held or self._tasks)
        if now < (self._looks_round_at if is_at_rest else min(self._looks_round_at, self._renews_at)):
            return
        try:
            if self._has_lease:
                slack = min(_SLACK, self._settings.lease / 24 / _SECOND)
                watched = await self._store.watch(
                    self._worker_id, lease=self._settings.lease, closed=self._closed, late_after=self._settings.late_after
                )
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

    def _rest(self, watched: Watched) -> timedelta:
        ends = [] if watched.ends is None else [watched.ends + self._settings.lease / 24]
        return min(self._settings.lease / 2, self._settings.poll, *ends, *self._errands.looks)

    async def _do(self, watched: Watched) -> None:
        """The chores that wait."""
        if watched.due.wait is not None and self._clock.monotonic() + watched.due.wait / _SECOND < self._wakes_at - _SLACK:
            self._wake.set()
        self._errands.hear(watched.chores)
        if Chore.RESCUE in watched.chores:
            await self._sweep()
        if Chore.EXPIRE in watched.chores:
            await self._expire()

    def _start_over(self) -> None:
        self._spawn(self._restart())

    def _spawn(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

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
        if self._preparing is not None:
            self._preparing.cancel()
        waiting = [(one.delivery.id, one.delivery.run_lease) for one in self._lanes.empty()]
        with contextlib.suppress(OutsideError):
            await self._store.release(self._worker_id, waiting)
        if self._tasks:
            self._say("dispatcher.draining", in_flight=len(self._attempts))
        ends_at = self._clock.monotonic() + self._settings.grace / _SECOND
        # What ends may leave something to write.
        while self._tasks and (left := ends_at - self._clock.monotonic()) > 0:
            await asyncio.wait(self._tasks, timeout=left)
        for task in self._tasks:
            task.cancel()
        with contextlib.suppress(OutsideError):
            await self._store.retire_worker(self._worker_id)

    def _say(self, event: str, **fields: object) -> None:
        self._observe(DispatchEvent(event, fields))


def _envelope(account: Account, claimed: Claimed) -> Envelope:
    """The recipients still open, as many as the account's server takes in one transaction."""
    still_open = [(recipient.n, recipient.address) for recipient in claimed.delivery.recipients if recipient.is_open]
    return Envelope(claimed.message.sender.spec, tuple(still_open[: account.effective.recipients_per_envelope]))
