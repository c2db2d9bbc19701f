"""The compose window's mind: keeps what is written safe, checks it, and hands it to the outbox. No Qt, no widget is asked."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from desktop.advice import problem_words
from desktop.drafts import Drafts, SavedDraft
from desktop.gateway.port import Gateway
from desktop.language import clock_words, plural, tr
from desktop.paused import pause_words
from desktop.people import People, catch_up
from desktop.preferences import PreferenceBook
from desktop.running import Errand, Runner
from desktop.screens.compose import files as filing
from desktop.screens.compose import recipients
from desktop.screens.compose.asking import Asking
from desktop.screens.compose.checks import Check, kept_once
from desktop.screens.compose.restoring import let_go_on
from desktop.screens.compose.state import ComposeState, Kind
from desktop.screens.compose.writing import Writing, with_problem
from desktop.signatures import Signatures
from desktop.templates import Template, without_pictures
from desktop.words import full_when, local, sentence_of, size_words
from nightmail.account.model import Account, AccountState
from nightmail.clock import Clock
from nightmail.delivery.retry import DEFAULT_LIFETIME
from nightmail.errors import Invalid, PersonError, Problem
from nightmail.ids import new_id
from nightmail.message.draft import Draft, check
from nightmail.message.eml_writing import eml_of
from nightmail.outbox import COMMON_MAX_SIZE
from nightmail.ports import Scheduled
from nightmail.schedule.due import due_at
from nightmail.schedule.model import NOW, After, Schedule, WallTime

# The countdown on screen ends before the message leaves: a click at "1" still comes in time.
_GRACE = timedelta(seconds=3)
# Smaller files are there before anybody could read how far they are.
_WORTH_SHOWING = 1_000_000
# Whoever waits for longer than this, in seconds, wants to see that something goes on, and a way out.
_LONG = 1.0
# What is said where the message that was edited can't be replaced any more.
_GONE = ("edited-elsewhere", "no-such-message")
_RECIPIENTS: tuple[Kind, ...] = ("to", "cc", "bcc")
# As the core calls a recipient that is none.
_WRONG_ADDRESS = ("bad-address", "header-injection")
FIELDS = ("to", "cc", "bcc", "subject", "body", "attach", "from")
# Unlike every draft that a person can make.
_NEVER = Draft(metadata={"never": "saved"})


@dataclass(frozen=True, slots=True)
class Sent:
    """What the main window needs to say "scheduled", and to take it back."""

    receipt: Scheduled
    saved: SavedDraft
    is_undoable: bool


@dataclass(frozen=True, slots=True)
class Printed:
    """A message on paper: its heading, (name, words) lines, the body, and its pictures by content id."""

    title: str
    lines: tuple[tuple[str, str], ...]
    html: str | None
    text: str
    pictures: tuple[tuple[str, bytes], ...] = ()


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


class ComposePresenter(Writing):
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
        signatures: Signatures | None = None,
        people: People | None = None,
        preferences: PreferenceBook,
    ) -> None:
        profile = drafts.folder.parent
        super().__init__(
            clock,
            accounts=accounts,
            saved=saved,
            signatures=signatures or Signatures(profile / "signatures.json"),
            people=people or People(profile / "people.json"),
            render=screen.render,
        )
        self._gateway = gateway
        self._drafts = drafts
        self._runner = runner
        self._screen = screen
        self._zone = zone
        self._undo = undo
        self._long = long
        self.id = saved.id if saved else new_id()
        self._replaces = saved.replaces if saved else None
        self._was_held = saved.was_held if saved else False
        self._undoes = saved.undoes if saved else None
        self.planned = saved.schedule if saved else None
        self._kept = self._draft
        self._first = self._draft if saved is None or saved.is_unchanged or not saved.replaces else _NEVER
        self._waiting: Schedule | None = None
        self._lifetime = DEFAULT_LIFETIME
        self._tried: tuple[UUID, Draft, Schedule] | None = None
        self._handing: Errand | None = None
        self._is_stopping = False
        self._is_parted = False
        self._is_done = False
        self._asking = Asking(preferences, zone=zone)
        self.state = replace(self.state, replaces=self._original_words(), kept_time=self._planned_words())
        # Without them a warning less is given, and a name less offered.
        self._asking.learn(gateway, runner)
        runner.run(catch_up(self._people, gateway), failed=lambda _: None)
        if self._replaces is not None and saved is not None and saved.is_unchanged:
            # A crash must not leave on hold for ever what nobody changed.
            runner.run(asyncio.to_thread(drafts.save, self._saved(), drafts.turn()), failed=self._not_saved)

    def follow_accounts(self) -> None:
        """They may have changed meanwhile."""
        self._runner.run(self._gateway.accounts(), done=self.follow, failed=lambda _: None)

    # ---------------------------------------------------------------------------------- keeping it

    @property
    def is_dirty(self) -> bool:
        return self._draft != self._kept and not self._is_done

    def save(self) -> None:
        """Write the draft in the background, if anything changed since."""
        if self.is_dirty:
            saved = self._saved()
            self._kept = self._draft
            work = asyncio.to_thread(self._drafts.save, saved, self._drafts.turn())
            self._runner.run(work, done=lambda _: self._say_saved(), failed=self._not_saved)

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
            self._give_up()
        elif saved.is_blank and not self._replaces:
            self._drafts.forget(self.id)
        elif self._draft != self._kept or self._replaces:
            self._drafts.save(saved)
        if self._replaces and is_edited:
            on_hold = tr("Kept in Drafts. The original stays on hold.")
            self._screen.say(tr("Kept in Drafts.") if self._is_parted else on_hold)

    def hand_over(self) -> SavedDraft | None:
        """For another window on the same letter: nothing is put back or forgotten by this one. None where that can't be now."""
        if self.state.is_busy or self._is_parted or self._is_done:
            return None
        saved = self._saved()
        if self.is_dirty and not saved.is_blank:
            self._drafts.save(saved)
        self._is_done = True
        return saved

    def _keep_handed(self, saved: SavedDraft) -> None:
        """The hand-over goes on without its window, and forgets the draft once the outbox has the message."""
        if self._tried is not None and self._tried[1] != self._draft:
            self._drafts.save(replace(saved, id=new_id(), replaces=None))
        elif self._draft != self._kept or self._replaces:
            self._drafts.save(saved)
        self._screen.say(tr("It is still being scheduled. Should that fail, it stays in Drafts."))

    def discard(self) -> None:
        """Throw the draft away; a message it was to replace goes on as planned."""
        if self.state.is_busy:
            return
        saved = self._saved()
        self._is_done = True
        self._give_up()
        self._screen.close()
        if not saved.is_blank and (self._replaces is None or self._draft != self._first):
            self._screen.discarded(saved)

    # ---------------------------------------------------------------------------------- sending it

    def send(self) -> None:
        """At once, give or take the moment in which it can be undone."""
        self.schedule(self._at_once)

    def keep_time(self) -> None:
        """As a scheduled message that was opened here was to go all along."""
        if self.planned is None:
            return
        if self._planned_words() and self._replaces is not None:
            # How late it may still go stays as it was, too.
            self._runner.run(
                self._gateway.show(self._replaces),
                done=lambda item: self._schedule_planned(item.delivery.deadline_at - item.delivery.wanted_at),
                failed=lambda _: self._schedule_planned(DEFAULT_LIFETIME),
            )
        else:
            self._show(replace(self.state, kept_time="", notice=tr("Its time has passed. Choose another, or send it now.")))

    def _schedule_planned(self, lifetime: timedelta) -> None:
        if self.planned is not None:
            self.schedule(self.planned, lifetime)

    def use_bcc(self) -> None:
        """The answer to "all can see each other": nobody sees anybody, and what was about to happen goes on."""
        self.hide_recipients()
        self._go_on()

    def keep_once(self) -> None:
        """The answer to "named twice": each stands where they stood first, and what was about to happen goes on."""
        for kind, typed in zip(_RECIPIENTS, kept_once(self._draft), strict=True):
            self.set_recipients(kind, typed)
        self._go_on()

    def mend_recipients(self) -> None:
        """The answer to "Did you mean…?": each as probably meant. Who gets it is looked at once more before it goes."""
        mended = recipients.with_mended(self._draft)
        for kind in _RECIPIENTS:
            self.set_recipients(kind, recipients.of(mended, kind))
        self._look_again()

    def silence(self, check: Check) -> None:
        """Never ask about this again."""
        self._asking.silence(check)
        self._look_again()

    def _go_on(self) -> None:
        waiting, self._waiting = self._waiting, None
        self._show(replace(self.state, warning="", findings=()))
        if waiting is not None:
            self.schedule(waiting, self._lifetime)

    def _look_again(self) -> None:
        """What has been mended is no longer asked about; the person still says when to go on."""
        if self.state.findings and self._waiting is not None:
            left = self._asking.findings(self._draft, self._waiting, self._accounts, now=self._clock.now())
            asked = {finding.check for finding in self.state.findings}
            self._show(replace(self.state, findings=tuple(finding for finding in left if finding.check in asked)))

    def _change(self, draft: Draft, **shown: Any) -> None:
        super()._change(draft, **shown)
        self._look_again()

    def schedule(self, schedule: Schedule, lifetime: timedelta = DEFAULT_LIFETIME) -> None:
        """`lifetime`: how long after its time it may still go."""
        if self.state.is_busy:
            return
        self._lifetime = lifetime
        problems = self._problems()
        self._show(replace(self.state, problems=problems, warning="", findings=(), notice=""))
        if problems:
            return
        findings = self._asking.findings(self._draft, schedule, self._accounts, now=self._clock.now())
        if findings:
            self._waiting = schedule
            is_for_later = isinstance(schedule, WallTime)
            self._show(replace(self.state, findings=findings, is_asked_for_later=is_for_later))
            return
        self._submit(schedule)

    def send_anyway(self) -> None:
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            if self._is_parted:
                self._replaces = None
            self._show(replace(self.state, warning="", findings=()))
            self._submit(waiting)

    def go_back(self) -> None:
        self._waiting = None
        self._show(replace(self.state, warning="", findings=()))

    def stop(self) -> None:
        """Not now after all, while files are still on their way."""
        if self._handing is None or self._tried is None or self._is_stopping:
            return
        self._handing.cancel()
        self._is_stopping = True
        self._show(replace(self.state, upload=tr("Stopping…")))
        self._runner.run(self._taken_back(self._tried[0]), done=self._stopped, failed=self._refused)

    # ---------------------------------------------------------------------------------- inside

    @property
    def _at_once(self) -> After:
        """Held on the server's clock for a little longer than it can be undone."""
        return After(self._undo + _GRACE) if self._undo else NOW

    def _submit(self, schedule: Schedule) -> None:
        account = self._account()
        assert account is not None
        saved = self._saved()
        is_undoable = isinstance(schedule, After) and schedule.wait > timedelta(0)
        self._show(replace(self.state, is_busy=True, is_scheduling=schedule != self._at_once))
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
            uploading = tr("Taking the files along: {done} of {total}", done=size_words(done), total=size_words(total))
            words = uploading if done < total else tr("Scheduling…")
            # What goes up first are the files, in their order.
            shown = filing.chips(filing.attached(self._draft), done)
            self._show(replace(self.state, upload=words, upload_share=round(100 * done / total), files=shown))

    def _show_waiting(self, handing: Errand) -> None:
        """It takes a while, and not a byte of a file has gone yet."""
        if self.state.is_busy and self._handing is handing and not self.state.upload:
            words = tr("Scheduling…") if self.state.is_scheduling else tr("Sending…")
            self._show(replace(self.state, upload=words, upload_share=0))

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
        self._show_free(notice=tr("Stopped. Nothing was scheduled."))

    def _accepted(self, sent: Sent) -> None:
        is_changed = self._draft != sent.saved.draft
        self._is_done = True
        if is_changed:
            self._drafts.save(replace(self._saved(), id=new_id(), replaces=None))
        self._screen.scheduled(sent)
        if is_changed:
            self._screen.say(tr("Scheduled as it was when you pressed. What you changed since is kept in Drafts."))

    def _refused(self, problem: Exception) -> None:
        self._handing, self._is_stopping = None, False
        if isinstance(problem, PersonError) and problem.code in _GONE and self._replaces and self._tried is not None:
            self._is_parted, self._waiting = True, self._tried[2]
            self._show_free(warning=_parted(), replaces="", kept_time="")
            return
        problems = _by_field(problem.problems) if isinstance(problem, Invalid) else {"": sentence_of(problem)}
        self._show_free(problems=problems)

    def _show_free(self, **shown: Any) -> None:
        """Nothing is on its way any more."""
        files = filing.chips(filing.attached(self._draft))
        self._show(replace(self.state, is_busy=False, upload="", files=files, **shown))

    def _give_up(self) -> None:
        if self._replaces is not None and not self._is_parted and not self._was_held and self._is_overdue:
            # Said at once: this window, which would hear how it went, is about to go.
            self._screen.say(tr("Its time has passed, so it stays on hold. Send it now, move it or cancel it."))
        self._runner.run(self._thrown_away(self._drafts.turn()))

    async def _thrown_away(self, turn: int) -> None:
        await asyncio.to_thread(self._drafts.forget, self.id, turn)
        if self._replaces is not None and not self._is_parted and not self._was_held:
            await let_go_on(self._gateway, self._replaces, now=self._clock.now(), undo=self._undo)

    @property
    def _is_overdue(self) -> bool:
        """Whether the message edited here would leave before anybody could take that back, were it let go now."""
        now = self._clock.now()
        return self.planned is not None and due_at(self.planned, now=now) <= now + self._undo

    def _problems(self) -> dict[str, str]:
        account = self._account()
        problems = check(self._draft, max_size=account.effective.max_size or COMMON_MAX_SIZE if account else None)
        # Each of those is named, with its reason, below the recipients already.
        found = _by_field(each for each in problems if each.field not in _RECIPIENTS or each.code not in _WRONG_ADDRESS)
        if wrong := len(self.state.wrong):
            found["to"] = plural(
                "Correct or remove the recipient that can’t be written to.",
                "Correct or remove the {count} recipients that can’t be written to.",
                wrong,
            )
        if account is None:
            found["from"] = tr("Add an account to send from.")
        elif account.state is AccountState.PAUSED:
            found["from"] = (
                tr("This account is paused: {reason}", reason=pause_words(account.pause_reason))
                if account.pause_reason
                else tr("This account is paused. Resume it.")
            )
        return found

    def _saved(self) -> SavedDraft:
        return SavedDraft(
            self.id,
            self.state.sender_id,
            self._draft,
            self._clock.now(),
            self._replaces,
            caret=self._caret,
            is_plain=self.state.is_plain,
            schedule=self.planned,
            was_held=self._was_held,
            is_unchanged=self._replaces is not None and self._draft == self._first,
            undoes=self._undoes,
        )

    def _say_saved(self) -> None:
        self._show(replace(self.state, saved=tr("Saved {clock}", clock=clock_words(local(self._clock.now(), self._zone)))))

    def _not_saved(self, problem: Exception) -> None:
        self._kept = _NEVER
        self._show(replace(self.state, saved="", problems=with_problem(self.state.problems, "", sentence_of(problem))))

    # ---------------------------------------------------------------------------------- other ways to keep it

    def printed(self) -> Printed:
        """What a printer is given: who, when, what."""
        draft = self._draft
        account = self._account()
        sender = f"{account.name} <{account.address}>" if account and account.name else account.address if account else ""
        lines = (
            (tr("From"), sender),
            (tr("To"), ", ".join(draft.to)),
            (tr("Cc"), ", ".join(draft.cc)),
            (tr("Bcc"), ", ".join(draft.bcc)),
            (tr("Sends"), self.state.kept_time),
            (tr("Files"), ", ".join(file.filename for file in filing.attached(draft))),
        )
        pictures = tuple((file.content_id, file.content) for file in draft.files if file.content_id and file.content)
        return Printed(
            draft.subject.strip() or tr("(no subject)"),
            tuple(line for line in lines if line[1]),
            draft.html,
            draft.text,
            pictures,
        )

    def as_template(self, name: str) -> Template:
        """What is written, to be written again: without recipients, files and pictures."""
        draft = self._draft
        return Template(new_id(), name.strip(), draft.subject, draft.text, without_pictures(draft.html))

    def export(self, path: Path) -> None:
        """As an .eml that any mail program opens as a draft."""
        account = self._account()
        sender = (account.address, account.name) if account else ("", "")

        def write() -> None:
            path.write_bytes(eml_of(self._draft, sender=sender, id=self.id, date=local(self._clock.now(), self._zone)))

        self._runner.run(
            asyncio.to_thread(write),
            done=lambda _: self._show(replace(self.state, notice=tr("Exported to {file}.", file=path.name))),
            failed=lambda problem: self._not_exported(path, problem),
        )

    def _not_exported(self, path: Path, problem: Exception) -> None:
        why = problem.strerror or str(problem) if isinstance(problem, OSError) else sentence_of(problem)
        said = tr("{file} could not be written: {why}", file=path.name, why=why)
        self._show(replace(self.state, problems=with_problem(self.state.problems, "", said)))

    def _planned_words(self) -> str:
        """When it goes if nothing else is chosen; empty where that time has passed."""
        if self.planned is None or self._replaces is None:
            return ""
        now = self._clock.now()
        due = due_at(self.planned, now=now)
        return full_when(due, self.planned.zone, now=now) if due > now else ""

    def _original_words(self) -> str:
        if self._replaces is None:
            return ""
        if self._was_held:
            return tr("The original stays on hold until you send this.")
        if self._is_overdue:
            return tr("The time of the original has passed. Discarding this keeps it on hold.")
        return tr("The original waits on hold while you edit. Discard this before its time, and it goes as planned.")


def _by_field(problems: Iterable[Problem]) -> dict[str, str]:
    """Every problem under its field; a field no row stands for goes to the general line ("")."""
    found: dict[str, str] = {}
    for problem in problems:
        field = problem.field if problem.field in FIELDS else ""
        words = problem_words(problem)
        found[field] = f"{found[field]} {words}" if field in found else words
    return found


def _parted() -> str:
    return tr(
        "The message you edited was changed or sent elsewhere meanwhile. Your draft is kept. "
        "Sending it now makes a second message of it."
    )
