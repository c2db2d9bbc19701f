"""The compose window's mind: holds the draft, keeps it safe, checks it, and hands it to the outbox. No Qt, no widget is asked."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Protocol
from uuid import UUID

from desktop.drafts import Drafts, SavedDraft
from desktop.gateway.port import Gateway
from desktop.running import Errand, Runner
from desktop.screens.compose.checks import slips
from desktop.screens.compose.state import AttachedFile, ComposeState, Sender
from desktop.widgets.entry import Entry
from desktop.words import count_words, local, sentence_of, size_words
from nightmail.account.model import Account, AccountState
from nightmail.clock import Clock
from nightmail.delivery.retry import DEFAULT_LIFETIME
from nightmail.errors import Invalid, PersonError, Problem
from nightmail.ids import new_id
from nightmail.message.addresses import parse_address, split_addresses
from nightmail.message.attach import file_for
from nightmail.message.draft import Draft, DraftFile, check
from nightmail.message.html_text import text_of
from nightmail.outbox import COMMON_MAX_SIZE
from nightmail.ports import Scheduled, Suppression
from nightmail.schedule.model import After, Schedule

# The countdown on screen ends before the message leaves: a click at "1" still comes in time.
_GRACE = timedelta(seconds=1)
# Smaller files are there before anybody could read how far they are.
_WORTH_SHOWING = 1_000_000
# Whoever waits for longer than this, in seconds, wants to see that something goes on, and a way out.
_LONG = 1.0
# What is said where the message that was edited can't be replaced any more.
_GONE = ("edited-elsewhere", "no-such-message")
_PARTED = (
    "The message you edited was changed or sent elsewhere meanwhile. Your draft is kept. "
    "Sending it now makes a second message of it."
)
FIELDS = ("to", "cc", "bcc", "subject", "body", "attach", "from")


@dataclass(frozen=True, slots=True)
class Sent:
    """What the main window needs to say "scheduled", and to take it back."""

    receipt: Scheduled
    saved: SavedDraft
    is_undoable: bool


class ComposeScreen(Protocol):
    def render(self, state: ComposeState) -> None: ...

    def scheduled(self, sent: Sent) -> None:
        """It is in the outbox; this window is done."""
        ...

    def discarded(self, saved: SavedDraft) -> None:
        """It was thrown away; `saved` is what brings it back."""
        ...

    def say(self, sentence: str) -> None: ...

    def close(self) -> None: ...


class ComposePresenter:
    """`undo` is how long "Send" can be taken back. The view calls `save` within two seconds of a change."""

    def __init__(
        self,
        gateway: Gateway,
        drafts: Drafts,
        runner: Runner,
        clock: Clock,
        screen: ComposeScreen,
        *,
        zone: str,
        undo: timedelta,
        accounts: Sequence[Account],
        saved: SavedDraft | None = None,
        long: float = _LONG,
    ) -> None:
        self._gateway = gateway
        self._drafts = drafts
        self._runner = runner
        self._clock = clock
        self._screen = screen
        self._zone = zone
        self._undo = undo
        self._accounts = tuple(accounts)
        self._long = long
        self._id = saved.id if saved else new_id()
        self._replaces = saved.replaces if saved else None
        self._draft = saved.draft if saved else Draft()
        self._kept = self._draft
        self._first = self._draft
        self._waiting: Schedule | None = None
        self._lifetime = DEFAULT_LIFETIME
        self._tried: tuple[UUID, Draft, Schedule] | None = None
        self._handing: Errand | None = None
        self._is_stopping = False
        self._is_parted = False
        self._is_done = False
        self._returned: tuple[Suppression, ...] = ()
        self.state = self._first_state(saved)
        # Without them a warning less is given.
        self._runner.run(gateway.suppressions(), done=self._learn_returned, failed=lambda _: None)

    def _learn_returned(self, returned: tuple[Suppression, ...]) -> None:
        self._returned = returned

    # ---------------------------------------------------------------------------------- what is typed

    def choose_sender(self, id: UUID) -> None:
        self._change(self._draft, sender_id=id)

    def set_recipients(self, kind: str, typed: Iterable[str]) -> None:
        """`kind` is "to", "cc" or "bcc"; each text may hold a whole pasted list."""
        parts = tuple(part for text in typed for part in split_addresses(text))
        match kind:
            case "to":
                self._change(replace(self._draft, to=parts), to=_entries(parts, kind))
            case "cc":
                self._change(replace(self._draft, cc=parts), cc=_entries(parts, kind))
            case _:
                self._change(replace(self._draft, bcc=parts), bcc=_entries(parts, kind))
        self._forget_problem(kind)

    def reveal(self, kind: str) -> None:
        self._show(
            replace(self.state, shows_cc=self.state.shows_cc or kind == "cc", shows_bcc=self.state.shows_bcc or kind == "bcc")
        )

    def set_subject(self, subject: str) -> None:
        self._change(replace(self._draft, subject=subject), subject=subject, title=f"Write: {subject.strip() or '(no subject)'}")
        self._forget_problem("subject")

    def set_body(self, html: str | None, text: str) -> None:
        """`html` None: nothing but plain text was used. Otherwise the plain alternative is made from it."""
        self._change(replace(self._draft, html=html, text=text if html is None else text_of(html)))
        self._forget_problem("body")

    def attach(self, paths: Iterable[Path]) -> None:
        """Each file that can be attached is; the others are named with the reason."""
        added: list[DraftFile] = []
        refused: list[str] = []
        for path in paths:
            try:
                added.append(file_for(path))
            except PersonError as problem:
                refused.append(sentence_of(problem))
        self._set_files((*self._draft.files, *added))
        self._show(replace(self.state, problems=_with(self.state.problems, "attach", " ".join(refused))))

    def detach(self, index: int) -> None:
        self._set_files(tuple(file for place, file in enumerate(self._draft.files) if place != index))
        self._forget_problem("attach")

    # ---------------------------------------------------------------------------------- keeping it

    @property
    def is_dirty(self) -> bool:
        return self._draft != self._kept and not self._is_done

    def save(self) -> None:
        """Write the draft in the background, if anything changed since."""
        if self.is_dirty:
            saved = self._saved()
            self._kept = self._draft
            self._runner.run(
                asyncio.to_thread(self._drafts.save, saved), done=lambda _: self._say_saved(), failed=self._not_saved
            )

    def keep(self) -> None:
        """Write the draft before the window goes, on this thread: a lost keystroke is worse than a short wait."""
        saved = self._saved()
        if self._is_done:
            return
        self._is_done = True
        if self.state.is_busy:
            self._keep_handed(saved)
            return
        is_edited = self._draft != self._first or self._is_parted
        if self._replaces and not is_edited:
            self._runner.run(self._thrown_away())
        elif saved.is_blank and not self._replaces:
            self._drafts.forget(self._id)
        elif self._draft != self._kept or self._replaces:
            self._drafts.save(saved)
        if self._replaces and is_edited:
            self._screen.say("Kept in Drafts." if self._is_parted else "Kept in Drafts. The original stays on hold.")

    def _keep_handed(self, saved: SavedDraft) -> None:
        """The hand-over goes on without its window, and forgets the draft once the outbox has the message."""
        if self._tried is not None and self._tried[1] != self._draft:
            self._drafts.save(replace(saved, id=new_id(), replaces=None))
        elif self._draft != self._kept or self._replaces:
            self._drafts.save(saved)
        self._screen.say("It is still being scheduled. Should that fail, it stays in Drafts.")

    def discard(self) -> None:
        """Throw the draft away; a message it was to replace goes on as planned."""
        if self.state.is_busy:
            return
        saved = self._saved()
        self._is_done = True
        self._runner.run(self._thrown_away())
        self._screen.close()
        if not saved.is_blank and (self._replaces is None or self._draft != self._first):
            self._screen.discarded(saved)

    # ---------------------------------------------------------------------------------- sending it

    def send(self) -> None:
        """At once, give or take the moment in which it can be undone."""
        self.schedule(After(self._undo + _GRACE))

    def schedule(self, schedule: Schedule, lifetime: timedelta = DEFAULT_LIFETIME) -> None:
        """`lifetime`: how long after its time it may still go."""
        if self.state.is_busy:
            return
        self._lifetime = lifetime
        problems = self._problems()
        self._show(replace(self.state, problems=problems, warning="", notice=""))
        if problems:
            return
        doubts = slips(self._draft, self._returned)
        if doubts:
            self._waiting = schedule
            self._show(replace(self.state, warning=" ".join(doubts)))
            return
        self._submit(schedule)

    def send_anyway(self) -> None:
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            if self._is_parted:
                self._replaces = None
            self._show(replace(self.state, warning=""))
            self._submit(waiting)

    def go_back(self) -> None:
        self._waiting = None
        self._show(replace(self.state, warning=""))

    def stop(self) -> None:
        """Not now after all, while files are still on their way."""
        if self._handing is None or self._tried is None or self._is_stopping:
            return
        self._handing.cancel()
        self._is_stopping = True
        self._show(replace(self.state, upload="Stopping…"))
        self._runner.run(self._taken_back(self._tried[0]), done=self._stopped, failed=self._refused)

    # ---------------------------------------------------------------------------------- inside

    def _submit(self, schedule: Schedule) -> None:
        account = self._account()
        assert account is not None
        saved = self._saved()
        is_undoable = isinstance(schedule, After) and schedule.wait > timedelta(0)
        self._show(replace(self.state, is_busy=True, is_scheduling=schedule != After(self._undo + _GRACE)))
        self._handing = handing = self._runner.run(
            self._handed_over(saved, account, schedule),
            done=lambda receipt: self._accepted(Sent(receipt, saved, is_undoable)),
            failed=self._refused,
        )
        if self.state.is_busy and not self._is_done:
            self._runner.run(asyncio.sleep(self._long), done=lambda _: self._show_waiting(handing))

    async def _handed_over(self, saved: SavedDraft, account: Account, schedule: Schedule) -> Scheduled:
        """The draft's file goes only after the outbox has the message."""
        id = self._id_for(saved.draft, schedule)
        receipt = await self._gateway.schedule(
            saved.draft, account, schedule, id=id, replaces=saved.replaces, lifetime=self._lifetime, progress=self._uploading
        )
        await asyncio.to_thread(self._drafts.forget, saved.id)
        return receipt

    def _id_for(self, draft: Draft, schedule: Schedule) -> UUID:
        """Pressing Send again after a failure is the same message; after a change it is another one."""
        if self._tried is None or self._tried[1:] != (draft, schedule):
            self._tried = (new_id(), draft, schedule)
        return self._tried[0]

    def _uploading(self, done: int, total: int) -> None:
        if total >= _WORTH_SHOWING:
            self._runner.tell(lambda: self._show_upload(done, total))

    def _show_upload(self, done: int, total: int) -> None:
        if self.state.is_busy and not self._is_stopping:
            words = f"Uploading: {size_words(done)} of {size_words(total)}" if done < total else "Scheduling…"
            self._show(replace(self.state, upload=words, upload_share=round(100 * done / total)))

    def _show_waiting(self, handing: Errand) -> None:
        """It takes a while, and not a byte of a file has gone yet."""
        if self.state.is_busy and self._handing is handing and not self.state.upload:
            self._show(replace(self.state, upload="Scheduling…" if self.state.is_scheduling else "Sending…", upload_share=0))

    async def _taken_back(self, id: UUID) -> bool:
        """Whether it had been scheduled already, and so had to be cancelled."""
        try:
            await self._gateway.cancel(id)
        except PersonError as problem:
            if problem.code == "no-such-message":
                return False
            raise
        return True

    def _stopped(self, was_scheduled: bool) -> None:
        # The same id would answer with the receipt of what is cancelled now, and what it replaced is gone with it.
        self._tried = None
        if was_scheduled:
            self._replaces = None
        self._handing, self._is_stopping = None, False
        self._show(replace(self.state, is_busy=False, upload="", notice="Stopped. Nothing was scheduled."))

    def _accepted(self, sent: Sent) -> None:
        is_changed = self._draft != sent.saved.draft
        self._is_done = True
        if is_changed:
            self._drafts.save(replace(self._saved(), id=new_id(), replaces=None))
        self._screen.scheduled(sent)
        if is_changed:
            self._screen.say("Scheduled as it was when you pressed. What you changed since is kept in Drafts.")

    def _refused(self, problem: Exception) -> None:
        self._handing, self._is_stopping = None, False
        if isinstance(problem, PersonError) and problem.code in _GONE and self._replaces and self._tried is not None:
            self._is_parted, self._waiting = True, self._tried[2]
            self._show(replace(self.state, is_busy=False, upload="", warning=_PARTED, replaces=""))
            return
        problems = _by_field(problem.problems) if isinstance(problem, Invalid) else {"": sentence_of(problem)}
        self._show(replace(self.state, is_busy=False, upload="", problems=problems))

    async def _thrown_away(self) -> None:
        await asyncio.to_thread(self._drafts.forget, self._id)
        if self._replaces is not None and not self._is_parted:
            await self._gateway.resume(self._replaces)

    def _problems(self) -> dict[str, str]:
        account = self._account()
        found = _by_field(check(self._draft, max_size=account.effective.max_size or COMMON_MAX_SIZE if account else None))
        if account is None:
            found["from"] = "Add an account to send from."
        elif account.state is AccountState.PAUSED:
            found["from"] = f"This account is paused: {account.pause_reason or 'resume it first.'}"
        return found

    def _account(self) -> Account | None:
        return next((account for account in self._accounts if account.id == self.state.sender_id), None)

    def _saved(self) -> SavedDraft:
        return SavedDraft(self._id, self.state.sender_id, self._draft, self._clock.now(), self._replaces)

    def _say_saved(self) -> None:
        self._show(replace(self.state, saved=f"Saved {local(self._clock.now(), self._zone):%H:%M}"))

    def _not_saved(self, problem: Exception) -> None:
        self._kept = Draft(metadata={"never": "saved"})
        self._show(replace(self.state, saved="", problems=_with(self.state.problems, "", sentence_of(problem))))

    def _set_files(self, files: tuple[DraftFile, ...]) -> None:
        self._change(replace(self._draft, files=files), files=_files(files), files_total=_total(files))

    def _change(self, draft: Draft, **shown: object) -> None:
        self._draft = draft
        self._show(replace(self.state, notice="", **shown))  # type: ignore[arg-type]  # the callers above name fields of ComposeState

    def _forget_problem(self, field: str) -> None:
        if field in self.state.problems or "" in self.state.problems:
            left = {name: words for name, words in self.state.problems.items() if name not in (field, "")}
            self._show(replace(self.state, problems=left))

    def _first_state(self, saved: SavedDraft | None) -> ComposeState:
        draft = self._draft
        chosen = saved.account_id if saved and saved.account_id in {account.id for account in self._accounts} else None
        return ComposeState(
            title=f"Write: {draft.subject}" if draft.subject else "New message",
            senders=_senders(self._accounts),
            sender_id=chosen or _first(self._accounts),
            to=_entries(draft.to, "to"),
            cc=_entries(draft.cc, "cc"),
            bcc=_entries(draft.bcc, "bcc"),
            shows_cc=bool(draft.cc),
            shows_bcc=bool(draft.bcc),
            subject=draft.subject,
            html=draft.html if draft.html is not None else "",
            text=draft.text,
            files=_files(draft.files),
            files_total=_total(draft.files),
            replaces="The original waits on hold while you edit. Discarding this lets it go as planned."
            if self._replaces
            else "",
        )

    def _show(self, state: ComposeState) -> None:
        if state != self.state:
            self.state = state
            self._screen.render(state)


def _first(accounts: Sequence[Account]) -> UUID | None:
    """The first that may send, else the first."""
    active = [account for account in accounts if account.state is AccountState.ACTIVE]
    return (active or list(accounts))[0].id if accounts else None


def _senders(accounts: Sequence[Account]) -> tuple[Sender, ...]:
    return tuple(
        Sender(account.id, f"{account.name} <{account.address}>" if account.name else account.address, index)
        for index, account in enumerate(accounts)
    )


def _entries(parts: Iterable[str], kind: str) -> tuple[Entry, ...]:
    return tuple(_entry(part, kind) for part in parts)


def _entry(typed: str, kind: str) -> Entry:
    read = parse_address(typed, field=kind)
    if isinstance(read, Problem):
        return Entry(typed, typed, f"{read.message} {read.next}".strip())
    return Entry(typed, read.name or typed.strip("<> "))


def _files(files: Iterable[DraftFile]) -> tuple[AttachedFile, ...]:
    return tuple(
        AttachedFile(file.filename, size_words(file.size), file.path is not None and not file.path.is_file())
        for file in files
        if file.content_id is None
    )


def _total(files: Sequence[DraftFile]) -> str:
    return f"{count_words(len(files), 'file')}, {size_words(sum(file.size for file in files))}" if files else ""


def _by_field(problems: Iterable[Problem]) -> dict[str, str]:
    """Every problem under its field; a field no row stands for goes to the general line ("")."""
    found: dict[str, str] = {}
    for problem in problems:
        field = problem.field if problem.field in FIELDS else ""
        words = f"{problem.message} {problem.next}".strip()
        found[field] = f"{found[field]} {words}" if field in found else words
    return found


def _with(problems: Mapping[str, str], field: str, words: str) -> Mapping[str, str]:
    left = {name: said for name, said in problems.items() if name != field}
    return {**left, field: words} if words else left
