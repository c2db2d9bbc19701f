"""Attempts on what was claimed: write the message out, hand it over, settle what came of it. Runs of them share a connection."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from nightmail.account.model import Account, AccountState
from nightmail.clock import Clock
from nightmail.delivery.breaker import BreakerKind, is_good, opened_words
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
from nightmail.dispatcher.fence import Fence
from nightmail.dispatcher.lanes import Lane, Lanes
from nightmail.dispatcher.settings import DispatchSettings
from nightmail.dispatcher.writing import Say, Writing
from nightmail.errors import NightmailError, OutsideError, PersonError
from nightmail.message.dates import zone_of
from nightmail.message.mime import serialize
from nightmail.message.wire import Wire
from nightmail.ports import BlobStore, Claimed, Envelope, Passage, Settlement, Signer, Store, Submitter

_MILLISECOND = timedelta(milliseconds=1)
# What is written out before it is due: so much in all, so many in one turn of the loop, and for so many seconds.
_MOST_READY, _AT_ONCE, _FRESH = 4_000_000, 50, 5.0
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


@dataclass(frozen=True, slots=True)
class Means:
    """What attempts are made with. `name` answers the worker's id, `ring` asks for another claim, `read_accounts` for the
    accounts as they are by now, and `start_over` for a new name, where what became of a message could not be written. `now`
    answers the store's time."""

    store: Store
    blobs: BlobStore
    submitter: Submitter
    signer: Signer | None
    lanes: Lanes
    breakers: Breakers
    writing: Writing
    settings: DispatchSettings
    clock: Clock
    retry: RetryPolicy
    chance: Callable[[], float]
    say: Say
    name: Callable[[], UUID]
    ring: Callable[[], None]
    read_accounts: Callable[[], None]
    start_over: Callable[[], None]
    now: Callable[[], datetime]


class Attempts:
    """`tasks` is everything under way, and `under_way` the attempts by delivery, each until its verdict is written. While
    `may_be_more` can be claimed, half-empty lanes ring."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._store = means.store
        self._blobs = means.blobs
        self._submitter = means.submitter
        self._signer = means.signer
        self._lanes = means.lanes
        self._breakers = means.breakers
        self._writing = means.writing
        self._settings = means.settings
        self._clock = means.clock
        self._say = means.say
        self._asking: asyncio.Task[None] | None = None
        self._is_stopping = False
        self._is_store_away = False
        # By delivery; until the monotonic instant the Date of it is still right.
        self._ready: dict[UUID, tuple[int, datetime, Wire, str]] = {}
        self._ready_until = float("-inf")
        self.tasks: set[asyncio.Future[Any]] = set()
        self.under_way: dict[UUID, _Attempt] = {}
        self.may_be_more = False

    def stop(self) -> None:
        """Begin nothing new."""
        self._is_stopping = True

    def ask_for_breakers(self) -> None:
        """Beside the attempts. What is learned from them waits for the answer, or a breaker would outlast its reason."""

        async def ask() -> None:
            with contextlib.suppress(OutsideError):
                self._breakers.update(await self._store.breakers())

        self._asking = self.spawn(ask())

    async def write_out(self, ahead: Sequence[Claimed]) -> None:
        """The bytes of messages that are due in a moment, as many as fit. Others are kept for as long as they are held."""
        held = set(self._lanes.waiting)
        self._ready = {id: ready for id, ready in self._ready.items() if id in held}
        self._ready_until = self._clock.monotonic() + _FRESH
        octets = sum(wire.size for _, _, wire, _ in self._ready.values())
        for claimed in ahead:
            message, lane = claimed.message, self._lanes.get(claimed.delivery.account_id)
            if message.attachments or lane is None or self._signs(lane.account):
                continue
            octets += len(message.text) + len(message.html or "")
            if octets > _MOST_READY:
                break
            date = claimed.dated_at or claimed.delivery.due_at.replace(microsecond=0)
            with contextlib.suppress(Exception):
                # It is met again, and told, where an attempt begins with it.
                wire = serialize(message, date=date.astimezone(zone_of(claimed.zone)))
                self._ready[claimed.delivery.id] = claimed.delivery.run_lease, date, wire, wire.sha256(self._blobs.read)
            if len(self._ready) % _AT_ONCE == 0:
                await asyncio.sleep(0)

    def pump(self) -> None:
        """Start attempts while there is room, the lanes taking turns."""
        while not self._is_store_away and (lane := self._lanes.next()):
            run = _Run(lane, lane.account, self._attempt(self._lanes.start(lane)))
            self._follow_up(lane, self._carry(run))

    def _attempt(self, claimed: Claimed) -> _Attempt:
        attempt = _Attempt(claimed, Fence(self._writing.intend, claimed), self._clock.monotonic())
        self.under_way[claimed.delivery.id] = attempt
        return attempt

    def _follow_up(self, lane: Lane, work: Coroutine[None, None, None]) -> None:
        """Work after which more may be claimed for the lane."""
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(partial(self._finished, lane))

    def _finished(self, lane: Lane, task: asyncio.Future[None]) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            # What became of one message could not be written, not even in plain words. It is nobody's now, so this run gives
            # its name up: the store then treats all that the name held as after a crash, and nothing stays behind unseen.
            self._say("attempt.crashed", error=repr(error), trace=error)
            self._means.start_over()
        self._look_for_more(lane)

    def _look_for_more(self, lane: Lane) -> None:
        if not self.tasks or (self.may_be_more and self._lanes.is_low(lane)):
            self._means.ring()

    # ------------------------------------------------------------------ one attempt

    async def _carry(self, run: _Run) -> None:
        """Make one attempt after another on one connection. What the last one came to is seen to here."""
        try:
            conclusion = await self._transmit(run)
        except Exception as error:
            conclusion = self._crashed(run.attempt, error), None
        finally:
            self._lanes.end(run.lane)
            if not self._is_stopping:
                self.pump()
        await self._conclude(run, run.attempt, *conclusion)

    def _follow(self, run: _Run) -> Passage | None:
        """The lane's next message, to go behind the dot of the one under way. None where it is not the lane's turn, or where more
        has to be done first than to write the message out."""
        lane = run.lane
        claimed = None if self._is_stopping or self._is_store_away else self._lanes.successor(lane)
        if claimed is None or claimed.message.attachments or not run.may_go_on() or self._signs(run.account):
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
        self.tasks.add(written)
        written.add_done_callback(partial(self._settled_well, run, attempt, settled))

    def _settled_well(self, run: _Run, attempt: _Attempt, settled: Settled, written: asyncio.Future[bool]) -> None:
        self.tasks.discard(written)
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
            self._means.ring()

    def _forget(self, attempt: _Attempt) -> None:
        """It is over. By now there may be another one on the same delivery."""
        if self.under_way.get(attempt.claimed.delivery.id) is attempt:
            del self.under_way[attempt.claimed.delivery.id]

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
                self._wait_for_store()
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

    def _wait_for_store(self) -> None:
        """Begin nothing while it does not answer: no dot could be written, and servers would hear of mail that they don't get."""
        if not self._is_store_away:
            self._is_store_away = True
            self.spawn(self._until_it_answers())

    async def _until_it_answers(self) -> None:
        await self._writing.until_stored(self._store.now)
        self._is_store_away = False
        if not self._is_stopping:
            self.pump()

    async def _prepared(self, run: _Run) -> Wire:
        """The bytes of the run's first message, with all that they need."""
        attempt, claimed = run.attempt, run.attempt.claimed
        if not claimed.message.attachments and not self._signs(run.account):
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
        if self._ready and (ready := self._ready.pop(claimed.delivery.id, None)):
            run_lease, date, wire, fingerprint = ready
            if run_lease == claimed.delivery.run_lease and self._clock.monotonic() < self._ready_until:
                attempt.fence.intend(date, fingerprint)
                return wire
        date = self._date(claimed)
        wire = serialize(claimed.message, date=date.astimezone(zone_of(claimed.zone)))
        attempt.fence.intend(date, wire.sha256(self._blobs.read))
        return wire

    def _signs(self, account: Account) -> bool:
        return self._signer is not None and self._signer.signs(account)

    def _date(self, claimed: Claimed) -> datetime:
        return claimed.dated_at or self._means.now().replace(microsecond=0)

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
            self._means.read_accounts()
            self._say("account.set_aside", account=lane.account.id, reason=reason, seconds=wait / timedelta(seconds=1))
        await self.give_back(lane.empty())

    def _settled(self, claimed: Claimed, outcome: Outcome) -> Settled:
        return settle(claimed.delivery, outcome, retry=self._means.retry, now=self._clock.now(), spread=self._means.chance())

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
                await self.give_back(behind.empty())
        elif went_well:
            lane.note_success()
        for account_id, learned in self._submitter.lessons().items():
            await self._writing.until_stored(partial(self._store.learn, account_id, learned))
            self._means.read_accounts()

    @property
    def _is_nothing_new(self) -> bool:
        """Nothing is learned from one more message that went well."""
        is_asking = self._asking is not None and not self._asking.done()
        return self._breakers.are_quiet and not is_asking and not self._submitter.has_lessons

    async def _pause(self, lane: Lane, reason: str, *, revision: int) -> None:
        """The server wants the person, not another try: what waits in the lane goes back untouched. But the person may have been
        there since the attempt began, or another run been faster: then the account is theirs, and the message is tried again."""

        async def pause() -> bool:
            is_paused = await self._store.pause(lane.account.id, reason=reason, revision=revision)
            self._say("account.paused" if is_paused else "account.changed_since", account=lane.account.id, reason=reason)
            return is_paused

        waiting = lane.empty()
        if await self._writing.until_stored(pause):
            lane.account = replace(lane.account, state=AccountState.PAUSED, pause_reason=reason)
        await self.give_back(waiting)
        self._means.read_accounts()

    async def give_back(self, waiting: Sequence[Claimed]) -> None:
        held = [(one.delivery.id, one.delivery.run_lease) for one in waiting]
        if held:
            await self._writing.until_stored(lambda: self._store.release(self._means.name(), held))

    def spawn(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task


def _envelope(account: Account, claimed: Claimed) -> Envelope:
    """The recipients still open, as many as the account's server takes in one transaction."""
    still_open = [(recipient.n, recipient.address) for recipient in claimed.delivery.recipients if recipient.is_open]
    return Envelope(claimed.message.sender.spec, tuple(still_open[: account.effective.recipients_per_envelope]))
