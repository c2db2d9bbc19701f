"""Pause all sending, and resume what that paused. It remembers across a restart whose pause is its own. No Qt."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable, Sequence
from uuid import UUID

from desktop.gateway.port import Gateway
from desktop.language import plural, tr
from desktop.preferences import Shelf
from desktop.running import Runner
from desktop.screens.outbox.state import AccountLine
from desktop.words import sentence_of
from nightmail.account.model import Account, AccountState
from nightmail.errors import NightmailError

_KEPT = "sending/paused"
_Failed = tuple[tuple[Account, str], ...]


class AllSending:
    """`say` tells what could not be done, `changed` that something was."""

    def __init__(
        self, gateway: Gateway, runner: Runner, shelf: Shelf, *, say: Callable[[str], None], changed: Callable[[], None]
    ) -> None:
        self._gateway = gateway
        self._runner = runner
        self._shelf = shelf
        self._say = say
        self._changed = changed
        self._paused = _read(shelf)

    @property
    def is_paused(self) -> bool:
        return bool(self._paused)

    def pause(self) -> None:
        self._runner.run(self._gateway.accounts(), done=self._pause_these, failed=self._refused)

    def resume(self) -> None:
        self._runner.run(self._gateway.accounts(), done=self._resume_these, failed=self._refused)

    def follow(self, accounts: Sequence[AccountLine]) -> None:
        """An account that was resumed, or removed, by itself is no longer paused by this."""
        paused = {line.id for line in accounts if line.is_paused_by_person}
        # Before anything is loaded nobody is known to be resumed.
        if accounts and not self._paused <= paused:
            self._keep(self._paused & paused)

    def banner(self, accounts: Sequence[AccountLine]) -> str:
        """What stands above everything while it lasts; else empty."""
        count = len(self._paused)
        if not count:
            return ""
        if all(line.pause_reason for line in accounts):
            return tr("All sending is paused. Nothing leaves until you resume it.")
        return plural(
            "Sending from {count} account is paused. The others send.",
            "Sending from {count} accounts is paused. The others send.",
            count,
        )

    def _pause_these(self, accounts: Sequence[Account]) -> None:
        active = [each for each in accounts if each.state is AccountState.ACTIVE]
        # Kept first: what a crash leaves paused can be resumed together all the same.
        self._keep(self._paused | {each.id for each in active})
        self._runner.run(_each(active, self._gateway.pause_account), done=self._tell_unpaused, failed=self._refused)

    def _resume_these(self, accounts: Sequence[Account]) -> None:
        paused = [each for each in accounts if each.id in self._paused and each.state is not AccountState.ACTIVE]
        self._runner.run(
            _each(paused, lambda id: self._gateway.resume_account(id, None)), done=self._tell_paused, failed=self._refused
        )

    def _tell_unpaused(self, failed: _Failed) -> None:
        self._keep(self._paused - {account.id for account, _ in failed})
        self._tell(tr("{address} still sends: {reason}", address=account.address, reason=why) for account, why in failed)

    def _tell_paused(self, failed: _Failed) -> None:
        self._keep({account.id for account, _ in failed})
        self._tell(tr("{address} stays paused: {reason}", address=account.address, reason=why) for account, why in failed)

    def _tell(self, failures: Iterable[str]) -> None:
        sentences = " ".join(failures)
        if sentences:
            self._say(sentences)
        self._changed()

    def _refused(self, problem: Exception) -> None:
        self._say(sentence_of(problem))
        self._changed()

    def _keep(self, paused: Iterable[UUID]) -> None:
        self._paused = frozenset(paused)
        if self._paused:
            self._shelf.setValue(_KEPT, json.dumps(sorted(map(str, self._paused))))
        else:
            self._shelf.remove(_KEPT)


async def _each(accounts: Sequence[Account], act: Callable[[UUID], Awaitable[None]]) -> _Failed:
    """One after the other; what one refuses keeps nobody from the next."""
    failed = []
    for account in accounts:
        try:
            await act(account.id)
        except NightmailError as problem:
            failed.append((account, sentence_of(problem)))
    return tuple(failed)


def _read(shelf: Shelf) -> frozenset[UUID]:
    kept = shelf.value(_KEPT)
    try:
        return frozenset(UUID(each) for each in json.loads(kept)) if isinstance(kept, str) else frozenset()
    except (ValueError, TypeError, AttributeError):
        return frozenset()
