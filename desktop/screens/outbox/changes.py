"""What a person does to messages: one, or many at once with a report of what came of it. No Qt, no lists, no SQL."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from desktop.gateway.cloud_port import CloudGateway
from desktop.gateway.port import Gateway
from desktop.language import plural, tr
from desktop.running import Runner
from desktop.screens.outbox.detail import present_time, schedule_again, to_the_missing
from desktop.screens.outbox.state import Act
from desktop.words import sentence_of
from nightmail.clock import Clock
from nightmail.delivery.model import DeliveryState
from nightmail.errors import NightmailError
from nightmail.message.draft import Draft
from nightmail.ports import Item, OutboxRow, Place
from nightmail.schedule.model import Schedule, WallTime

Undo = Callable[[], None]
# Requests that are under way at once: a cloud answers each within a moment, and this PC has one writer anyway.
_AT_ONCE = 8
_SOON = timedelta(seconds=90)


class ChangesScreen(Protocol):
    def say(self, sentence: str, undo: Undo | None = None) -> None: ...

    def report(self, title: str, words: str) -> None: ...

    def write_again(
        self, draft: Draft, *, account_id: UUID, replaces: UUID | None, planned: WallTime | None = None, was_held: bool = False
    ) -> None: ...

    def pick_time(self, id: UUID, start: WallTime | None) -> None: ...

    def open_cloud(self) -> None: ...


class Looking(Protocol):
    """What is known of the messages on the screen, and how to ask anew."""

    def known(self, id: UUID) -> OutboxRow | Item | None: ...

    def acted(self, ids: Sequence[UUID]) -> None:
        """The person moved these on: whatever was chosen there, its neighbour is next."""
        ...

    def refresh(self) -> None: ...

    def mend(self, id: UUID) -> None: ...


@dataclass(frozen=True, slots=True)
class _Refused:
    subject: str
    why: str
    is_too_late: bool


class Changes:
    def __init__(
        self,
        gateway: Gateway,
        cloud: CloudGateway,
        runner: Runner,
        clock: Clock,
        screen: ChangesScreen,
        looking: Looking,
        *,
        zone: str,
    ) -> None:
        self._gateway = gateway
        self._cloud = cloud
        self._runner = runner
        self._clock = clock
        self._screen = screen
        self._looking = looking
        self._zone = zone

    def act(self, id: UUID, act: Act) -> None:
        """Ask for one change. The list tells what came of it; a refusal is said in its own words."""
        match act:
            case Act.SIGN_IN:
                self._screen.open_cloud()
            case Act.MEND:
                self._looking.mend(id)
            case Act.RESCHEDULE:
                self._screen.pick_time(id, self._planned(id))
            case Act.EDIT:
                edit = self._editing(id)
                self._runner.run(self._held_draft(id), done=edit, failed=self.refused)
            case Act.WRITE_ANOTHER:
                self._runner.run(self._another_like(id), done=lambda draft: self._write_another(id, draft), failed=self.refused)
            case Act.CANCEL:
                self._cancel(id)
            case _:
                self._ask([id], self._request(id, act), _granted_words(act))

    def act_on_all(self, ids: Sequence[UUID], act: Act) -> None:
        """The same for many, each for itself; then say how many it was done to, and why not to the others."""
        if len(ids) == 1:
            self.act(ids[0], act)
            return
        backs = {id: self._way_back(id) for id in ids} if act is Act.CANCEL else {}
        self._runner.run(
            self._each(ids, act),
            done=lambda refused: self._all_done(ids, act, refused, [back for id in ids if (back := backs.get(id))]),
            failed=self.refused,
        )

    def reschedule_all(self, ids: Sequence[UUID], schedule: Schedule, *, lifetime: timedelta | None = None) -> None:
        if len(ids) == 1:
            self._ask(ids, self._gateway.reschedule(ids[0], schedule, lifetime=lifetime), tr("Rescheduled."))
            return

        def request(id: UUID) -> Coroutine[object, object, object]:
            return self._gateway.reschedule(id, schedule, lifetime=lifetime)

        self._runner.run(
            self._through(ids, request),
            done=lambda refused: self._all_done(ids, Act.RESCHEDULE, refused, []),
            failed=self.refused,
        )

    def refused(self, problem: Exception) -> None:
        self._screen.say(sentence_of(problem))
        self._looking.refresh()

    # ------------------------------------------------------------------------------------- one

    def _request(self, id: UUID, act: Act) -> Coroutine[object, object, object]:
        gateway = self._gateway
        match act:
            case Act.SEND_NOW:
                return gateway.send_now(id)
            case Act.CANCEL:
                return gateway.cancel(id)
            case Act.HOLD:
                return gateway.hold(id)
            case Act.RESUME:
                return gateway.resume(id)
            case Act.ARRIVED:
                return gateway.resolve(id, arrived=True)
            case Act.SEND_AGAIN:
                return gateway.resolve(id, arrived=False)
            case Act.REDRIVE:
                return gateway.redrive(id)
            case Act.MOVE_UP:
                return self._cloud.move(id, Place.CLOUD)
            case Act.MOVE_DOWN:
                return self._cloud.move(id, Place.LOCAL)
            case _:
                raise ValueError(f"{act} asks for nothing")

    def _cancel(self, id: UUID) -> None:
        # Remembered before: afterwards nothing knows any more when it was to go.
        back = self._way_back(id)
        self._runner.run(self._gateway.cancel(id), done=lambda _: self._cancelled(id, back), failed=self.refused)

    def _cancelled(self, id: UUID, back: Undo | None) -> None:
        self._looking.acted([id])
        self._screen.say(tr("Cancelled. It will not be sent."), back)
        self._looking.refresh()

    def _way_back(self, id: UUID) -> Undo | None:
        """Puts a cancelled message back as it was; None where its time has come."""
        known = self._looking.known(id)
        schedule = schedule_again(known.delivery, known.wall_time, now=self._clock.now(), zone=self._zone) if known else None
        if known is None or schedule is None:
            return None
        is_held = known.delivery.state is DeliveryState.HELD
        return lambda: self._ask([], self._put_back(id, schedule, is_held=is_held), tr("It is back where it was."))

    async def _put_back(self, id: UUID, schedule: Schedule, *, is_held: bool) -> None:
        await self._gateway.reschedule(id, schedule)
        if is_held:
            await self._gateway.hold(id)

    def _ask(self, ids: Sequence[UUID], request: Coroutine[object, object, object], said: str) -> None:
        self._runner.run(request, done=lambda _: self._granted(ids, said), failed=self.refused)

    def _granted(self, ids: Sequence[UUID], said: str) -> None:
        self._looking.acted(ids)
        self._screen.say(said)
        self._looking.refresh()

    async def _held_draft(self, id: UUID) -> Draft:
        """Held first, so that it can't leave while its text is being changed."""
        await self._gateway.hold(id)
        return await self._gateway.draft_of(id)

    async def _another_like(self, id: UUID) -> Draft:
        """Of a message that failed for some, only those are written to again: the others have it."""
        item = await self._gateway.show(id)
        draft = await self._gateway.draft_of(id)
        return to_the_missing(draft, item) if item.delivery.state is DeliveryState.FAILED else draft

    def _write_another(self, id: UUID, draft: Draft) -> None:
        known = self._looking.known(id)
        if known is not None:
            self._screen.write_again(draft, account_id=known.delivery.account_id, replaces=None)
        self._looking.refresh()

    def _editing(self, id: UUID) -> Callable[[Draft], None]:
        """Opens the draft; with what was planned for it, which is gone once it is on hold."""
        known, planned = self._looking.known(id), self._planned(id)
        is_soon = known is not None and known.delivery.due_at - self._clock.now() < _SOON
        if is_soon and known is not None and known.wall_time is None:
            # About to go after a wait, maybe only for the moment in which that can be undone: no time that anybody chose.
            planned = None
        was_held = known is not None and known.delivery.state is DeliveryState.HELD

        def edit(draft: Draft) -> None:
            if known is not None:
                account_id = known.delivery.account_id
                self._screen.write_again(draft, account_id=account_id, replaces=id, planned=planned, was_held=was_held)
            self._looking.refresh()

        return edit

    def _planned(self, id: UUID) -> WallTime | None:
        known = self._looking.known(id)
        return present_time(known.delivery, known.wall_time, now=self._clock.now(), zone=self._zone) if known else None

    # ------------------------------------------------------------------------------------- many

    async def _each(self, ids: Sequence[UUID], act: Act) -> list[_Refused]:
        return await self._through(ids, lambda id: self._request(id, act))

    async def _through(self, ids: Sequence[UUID], request: Callable[[UUID], Coroutine[object, object, object]]) -> list[_Refused]:
        room = asyncio.Semaphore(_AT_ONCE)

        async def one(id: UUID) -> _Refused | None:
            async with room:
                try:
                    await request(id)
                except NightmailError as problem:
                    known = self._looking.known(id)
                    subject = known_subject(known) if known else ""
                    return _Refused(subject or tr("(no subject)"), sentence_of(problem), problem.code == "too-late")
                return None

        return [refused for refused in await asyncio.gather(*map(one, ids)) if refused is not None]

    def _all_done(self, ids: Sequence[UUID], act: Act, refused: Sequence[_Refused], backs: Sequence[Undo]) -> None:
        self._looking.acted(ids)
        done = len(ids) - len(refused)
        title = _done_words(act, done, len(ids))
        late = sum(each.is_too_late for each in refused)
        if late and late == len(refused):
            title = tr("{done}; {left}", done=title, left=plural("{count} had already left", "{count} had already left", late))
        if refused and late < len(refused):
            self._screen.report(title, _reasons(refused))
        else:
            self._screen.say(f"{title}.", self._all_back(backs) if backs else None)
        self._looking.refresh()

    def _all_back(self, backs: Sequence[Undo]) -> Undo:
        def back() -> None:
            for each in backs:
                each()

        return back


def known_subject(known: OutboxRow | Item) -> str:
    return known.subject if isinstance(known, OutboxRow) else known.message.subject


def _reasons(refused: Sequence[_Refused]) -> str:
    """Each reason once, with the subjects it is about."""
    about: dict[str, list[str]] = {}
    for each in refused:
        about.setdefault(each.why, []).append(f"“{each.subject}”")
    return "\n\n".join(
        tr("{subjects}: {why}", subjects=", ".join(subjects[:4]), why=why)
        if len(subjects) <= 4
        else tr("{subjects} and {count} more: {why}", subjects=", ".join(subjects[:4]), count=len(subjects) - 4, why=why)
        for why, subjects in about.items()
    )


def _done_words(act: Act, done: int, all: int) -> str:
    match act:
        case Act.CANCEL:
            return tr("{done} of {all} cancelled", done=done, all=all)
        case Act.SEND_NOW:
            return tr("{done} of {all} go out now", done=done, all=all)
        case Act.RESCHEDULE:
            return tr("{done} of {all} rescheduled", done=done, all=all)
        case Act.HOLD:
            return tr("{done} of {all} put on hold", done=done, all=all)
        case Act.RESUME:
            return tr("{done} of {all} resumed", done=done, all=all)
        case Act.ARRIVED:
            return tr("{done} of {all} noted as arrived", done=done, all=all)
        case Act.SEND_AGAIN | Act.REDRIVE:
            return tr("{done} of {all} will be sent again", done=done, all=all)
        case Act.MOVE_UP:
            return tr("{done} of {all} moved to the cloud", done=done, all=all)
        case Act.MOVE_DOWN:
            return tr("{done} of {all} moved to this PC", done=done, all=all)
        case _:
            return tr("{done} of {all} done", done=done, all=all)


def _granted_words(act: Act) -> str:
    match act:
        case Act.SEND_NOW:
            return tr("It goes out now.")
        case Act.HOLD:
            return tr("On hold until you resume it.")
        case Act.RESUME:
            return tr("Resumed.")
        case Act.ARRIVED:
            return tr("Noted: it arrived.")
        case Act.SEND_AGAIN:
            return tr("It will be sent again.")
        case Act.REDRIVE:
            return tr("It goes again to those who are missing.")
        case Act.MOVE_UP:
            return tr("Moved to the cloud. It goes out even when this PC is off.")
        case Act.MOVE_DOWN:
            return tr("On this PC now. It goes out from here.")
        case _:
            return ""
