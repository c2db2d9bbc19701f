"""Import drafts and scheduled messages from another mail program: first the list of what would happen, then, after a yes, the
doing, mail by mail. No Qt."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from desktop.drafts import Drafts, SavedDraft
from desktop.gateway.port import Gateway
from desktop.language import plural, tr
from desktop.running import Runner
from desktop.screens.importing.state import ImportLine, ImportState, Stage
from desktop.screens.importing.words import line_of, plan_summary
from desktop.words import sentence_of
from nightmail.account.model import Account
from nightmail.clock import Clock
from nightmail.errors import NightmailError
from nightmail.importing.files import read_mails
from nightmail.importing.ledger import Ledger
from nightmail.importing.plan import Fate, Planned, plan


@dataclass(frozen=True, slots=True)
class _Result:
    """`failed`: the sentence by mail."""

    scheduled: int
    drafts: int
    failed: dict[UUID, str]


class ImportPresenter:
    """`imported` is called when something came in."""

    def __init__(
        self,
        gateway: Gateway,
        drafts: Drafts,
        runner: Runner,
        clock: Clock,
        render: Callable[[ImportState], None],
        *,
        zone: str,
        imported: Callable[[], object] = lambda: None,
    ) -> None:
        self._gateway = gateway
        self._drafts = drafts
        self._ledger = Ledger(drafts.folder.parent)
        self._runner = runner
        self._clock = clock
        self._render = render
        self._zone = zone
        self._imported = imported
        self._planned: tuple[Planned, ...] = ()
        self._accounts: tuple[Account, ...] = ()
        self._wanted: set[UUID] = set()
        self._is_stopping = False
        self.state = ImportState()

    def choose(self, paths: Sequence[Path]) -> None:
        """Read these, and show what would become of each mail. Nothing is changed."""
        if not paths or self.state.stage in (Stage.READING, Stage.IMPORTING):
            return
        source = paths[0].name if len(paths) == 1 else plural("{count} file", "{count} files", len(paths))
        self._show(ImportState(Stage.READING, source))
        self._runner.run(self._read(tuple(paths)), done=self._read_in, failed=self._unread)

    def want(self, id: UUID, is_wanted: bool) -> None:
        if self.state.stage is not Stage.PLAN:
            return
        (self._wanted.add if is_wanted else self._wanted.discard)(id)
        self._show_plan()

    def accept(self) -> None:
        """Do what the list says."""
        if self.state.stage is Stage.PLAN and self.state.button:
            self._is_stopping = False
            self._show(replace(self.state, stage=Stage.IMPORTING, share=0, button="", problem=""))
            self._runner.run(self._take_in(), done=self._taken_in, failed=self._unread)

    def stop(self) -> None:
        """After the mail that is on its way now. What came in stays."""
        self._is_stopping = True

    # ------------------------------------------------------------------------------------- reading

    async def _read(self, paths: tuple[Path, ...]) -> tuple[tuple[Planned, ...], tuple[Account, ...]]:
        accounts = await self._gateway.accounts()
        now = self._clock.now()

        def work() -> tuple[Planned, ...]:
            mails = (mail for path in paths for mail in read_mails(path))
            return plan(mails, known=self._ledger.known(), accounts=accounts, now=now, zone=self._zone)

        return await asyncio.to_thread(work), accounts

    def _read_in(self, found: tuple[tuple[Planned, ...], tuple[Account, ...]]) -> None:
        self._planned, self._accounts = found
        self._wanted = {each.id for each in self._planned if each.fate is not Fate.SKIP}
        self._show_plan()

    def _show_plan(self) -> None:
        now = self._clock.now()
        count = len(self._wanted)
        addresses = {account.id: account.address for account in self._accounts}
        self._show(
            ImportState(
                Stage.PLAN,
                self.state.source,
                tuple(line_of(each, addresses=addresses, wanted=self._wanted, now=now) for each in self._planned),
                plan_summary(self._planned, self._wanted),
                plural("Import {count} mail", "Import {count} mails", count) if count else "",
            )
        )

    def _unread(self, problem: Exception) -> None:
        self._show(replace(self.state, stage=Stage.CHOOSE, problem=sentence_of(problem)))

    # ------------------------------------------------------------------------------------- doing

    async def _take_in(self) -> _Result:
        """One after the other: what breaks off half-way has taken in what it says, and no more."""
        wanted = [each for each in self._planned if each.id in self._wanted]
        scheduled = drafts = 0
        failed: dict[UUID, str] = {}
        for number, each in enumerate(wanted):
            if self._is_stopping:
                failed[each.id] = tr("Stopped before it.")
                continue
            try:
                await self._take(each)
            except NightmailError as problem:
                failed[each.id] = sentence_of(problem)
            else:
                scheduled += each.fate is Fate.SCHEDULE
                drafts += each.fate is Fate.DRAFT
            self._runner.tell(lambda done=number + 1: self._show_share(done, len(wanted)))  # type: ignore[misc]
        return _Result(scheduled, drafts, failed)

    async def _take(self, each: Planned) -> None:
        account = next((known for known in self._accounts if known.id == each.account_id), None)
        if each.fate is Fate.SCHEDULE and account is not None and each.schedule is not None:
            # Its id follows from the mail: should the note below fail, the next import schedules no second one.
            await self._gateway.schedule(each.draft, account, each.schedule, id=each.id)
        else:
            saved = SavedDraft(each.id, each.account_id, each.draft, self._clock.now())
            await asyncio.to_thread(self._drafts.save, saved)
        await asyncio.to_thread(self._ledger.note, each.marks)

    def _show_share(self, done: int, whole: int) -> None:
        if self.state.stage is Stage.IMPORTING:
            self._show(replace(self.state, share=round(100 * done / whole)))

    def _taken_in(self, result: _Result) -> None:
        lines = tuple(self._outcome(line, result) for line in self.state.lines)
        self._show(replace(self.state, stage=Stage.DONE, lines=lines, summary=_result_words(result), button="", share=100))
        self._imported()

    def _outcome(self, line: ImportLine, result: _Result) -> ImportLine:
        if not line.is_wanted:
            return replace(line, is_wanted=None)
        if line.id in result.failed:
            return replace(line, is_wanted=None, fate=tr("Not imported"), icon="alert", tone="bad", why=result.failed[line.id])
        return replace(line, is_wanted=None, icon="tick", tone="good")

    def _show(self, state: ImportState) -> None:
        self.state = state
        self._render(state)


def _result_words(result: _Result) -> str:
    parts = (
        plural("{count} message scheduled", "{count} messages scheduled", result.scheduled) if result.scheduled else "",
        plural("{count} draft made", "{count} drafts made", result.drafts) if result.drafts else "",
        plural("{count} not imported", "{count} not imported", len(result.failed)) if result.failed else "",
    )
    return " · ".join(part for part in parts if part)
