"""The passphrase dialog's mind: choose it with care, or give it again at a start. No Qt, and nothing is kept here."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from desktop.gateway.port import Gateway
from desktop.language import tr
from desktop.running import Runner
from desktop.screens.passphrase.state import PassphraseState
from desktop.words import sentence_of
from nightmail.account.secret import Secret

# NIST SP 800-63B 5.1.1.2: at least eight characters where a person chooses.
SHORTEST = 8


class PassphraseScreen(Protocol):
    def render(self, state: PassphraseState) -> None: ...

    def unlocked(self) -> None: ...


class PassphrasePresenter:
    def __init__(self, gateway: Gateway, runner: Runner, screen: PassphraseScreen, *, is_new: bool) -> None:
        self._gateway = gateway
        self._runner = runner
        self._screen = screen
        self.state = PassphraseState(is_new=is_new)

    def change(self, field: str, typed: str) -> None:
        problems = {name: words for name, words in self.state.problems.items() if name != field}
        if field == "again":
            self._show(replace(self.state, again=typed, problems=problems))
        else:
            self._show(replace(self.state, passphrase=typed, problems=problems))

    def accept(self) -> None:
        if self.state.is_busy:
            return
        problems = _problems(self.state)
        self._show(replace(self.state, problems=problems, is_busy=not problems))
        if not problems:
            work = self._gateway.unlock(Secret(self.state.passphrase))
            self._runner.run(work, done=lambda _: self._screen.unlocked(), failed=self._refused)

    def _refused(self, problem: Exception) -> None:
        self._show(replace(self.state, is_busy=False, problems={"passphrase": sentence_of(problem)}))

    def _show(self, state: PassphraseState) -> None:
        if state != self.state:
            self.state = state
            self._screen.render(state)


def _problems(state: PassphraseState) -> dict[str, str]:
    if not state.passphrase:
        return {"passphrase": tr("Enter a passphrase.") if state.is_new else tr("Enter your passphrase.")}
    if not state.is_new:
        return {}
    if len(state.passphrase) < SHORTEST:
        return {"passphrase": tr("Choose at least {SHORTEST} characters; a few words are easy to remember.", SHORTEST=SHORTEST)}
    # A slip in the first one would lock the passwords for good.
    return {} if state.again == state.passphrase else {"again": tr("The two differ.")}
