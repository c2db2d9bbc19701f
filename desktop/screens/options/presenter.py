"""The mind of an account's options: what is typed is checked, and kept only as a whole. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol
from uuid import UUID

from desktop.gateway.port import Gateway
from desktop.gateway.set_up import SetUp
from desktop.language import tr
from desktop.running import Runner
from desktop.screens.options.state import Fields, OptionsState, limit_words
from desktop.words import sentence_of, size_words
from nightmail.account.model import Account, Learned, Limits
from nightmail.account.providers import limits_for
from nightmail.errors import PersonError
from nightmail.ports import Usage

# As the databases take them; the last two are never without a limit.
_MOST = {
    "per_minute": 1_000_000,
    "daily_messages": 100_000_000,
    "daily_recipients": 100_000_000,
    "connections": 100,
    "recipients_per_envelope": 10_000,
}
_NEEDED = frozenset({"connections", "recipients_per_envelope"})


class OptionsScreen(Protocol):
    def render(self, state: OptionsState) -> None: ...

    def saved(self, address: str) -> None: ...


class OptionsPresenter:
    def __init__(self, gateway: Gateway, set_up: SetUp, runner: Runner, screen: OptionsScreen, account_id: UUID) -> None:
        self._gateway = gateway
        self._set_up = set_up
        self._runner = runner
        self._screen = screen
        self._account_id = account_id
        self._account: Account | None = None
        self.state = OptionsState()

    def open(self) -> None:
        self._runner.run(self._read(), done=self._known, failed=self._refused)

    def change(self, name: str, value: object) -> None:
        fields = self.state.fields
        if name in limit_words():
            fields = replace(fields, limits={**fields.limits, name: str(value)})
        else:
            fields = replace(fields, **{name: value})  # type: ignore[arg-type]  # by name
        problems = {each: words for each, words in self.state.problems.items() if each != name}
        self._show(replace(self.state, fields=fields, problems=problems, failure=""))

    def reset(self) -> None:
        """Back to what is known of the provider; kept when the person saves."""
        if self._account is not None:
            fields = replace(self.state.fields, limits=_typed(limits_for(self._account.smtp)))
            self._show(replace(self.state, fields=fields, problems={}))

    def forget(self) -> None:
        """What the server taught counts no more, at once: it may teach it again."""
        if self._account is not None:
            work = self._set_up.forget_learned(self._account_id)
            self._runner.run(work, done=lambda _: self._forgotten(), failed=self._refused)

    def _forgotten(self) -> None:
        if self._account is not None:
            self._account = replace(self._account, learned=Learned())
            notes = {name: note for name, note in self.state.notes.items() if name not in _NEEDED}
            self._show(replace(self.state, notes=notes, learned="", can_forget=False))

    def save(self) -> None:
        account, fields = self._account, self.state.fields
        if account is None or self.state.is_saving:
            return
        problems = _problems(fields.limits)
        self._show(replace(self.state, problems=problems, failure="", is_saving=not problems))
        if problems:
            return
        options = replace(account.options, when_unknown=fields.when_unknown, files_copy=fields.files_copy)
        read = {name: int(typed) if typed.strip() else None for name, typed in fields.limits.items()}
        changed = replace(account, options=options, limits=replace(account.limits, **read))  # type: ignore[arg-type]  # by name
        self._runner.run(
            self._gateway.change_account(changed), done=lambda _: self._screen.saved(account.address), failed=self._refused
        )

    async def _read(self) -> tuple[Account, Usage | None]:
        found = next((each for each in await self._gateway.accounts() if each.id == self._account_id), None)
        if found is None:
            raise PersonError("no-such-account", tr("This account is no longer there."))
        return found, await self._gateway.usage(self._account_id)

    def _known(self, answer: tuple[Account, Usage | None]) -> None:
        self._account, used = account, _ = answer
        options = account.options
        note = _copy_note(account)
        self._show(
            replace(
                self.state,
                address=account.address,
                fields=Fields(options.when_unknown, options.files_copy, _typed(account.limits)),
                notes=_notes(account, used),
                copy_note=note,
                can_copy=account.imap is not None and options.saves_sent is not True,
                learned=_learned(account),
                can_forget=account.learned != Learned(),
                is_loaded=True,
            )
        )

    def _refused(self, problem: Exception) -> None:
        self._show(replace(self.state, failure=sentence_of(problem), is_saving=False))

    def _show(self, state: OptionsState) -> None:
        if state != self.state:
            self.state = state
            self._screen.render(state)


def _typed(limits: Limits) -> dict[str, str]:
    known = {name: getattr(limits, name) for name in limit_words()}
    return {name: "" if limit is None else str(limit) for name, limit in known.items()}


def _problems(typed: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for name, text in typed.items():
        words = text.strip()
        if not words and name in _NEEDED:
            found[name] = tr("A number from 1 to {most}.", most=f"{_MOST[name]:,}")
        elif words and not (words.isascii() and words.isdecimal() and 1 <= int(words) <= _MOST[name]):
            most = f"{_MOST[name]:,}"
            found[name] = (
                tr("A number from 1 to {most}.", most=most)
                if name in _NEEDED
                else tr("A number from 1 to {most}, or nothing.", most=most)
            )
    return found


def _notes(account: Account, used: Usage | None) -> dict[str, str]:
    notes = {}
    if used is not None:
        notes = {
            "daily_messages": tr("{count} in the last 24 hours", count=used.messages),
            "daily_recipients": tr("{count} in the last 24 hours", count=used.recipients),
        }
    for name in _NEEDED:
        counts = getattr(account.effective, name)
        if counts < getattr(account.limits, name):
            notes[name] = tr("The server allows {count}", count=counts)
    return notes


def _copy_note(account: Account) -> str:
    if account.imap is None:
        return tr("This needs the account's incoming server (IMAP): name it under “Servers…”.")
    if account.options.saves_sent:
        return tr("Its server does that by itself.")
    return tr("Nightmail puts a copy there itself, unless the server has done so.")


def _learned(account: Account) -> str:
    """Beside what stands at its own limit."""
    learned, told = account.learned, []
    if learned.max_size:
        told.append(tr("It takes messages up to {size}.", size=size_words(learned.max_size)))
    if learned.messages_per_connection:
        told.append(tr("It takes {count} messages a connection.", count=learned.messages_per_connection))
    return " ".join(told)
