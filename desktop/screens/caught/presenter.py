"""The mind of the window on the sandbox: what was caught, the newest first; one is shown. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from desktop.gateway.set_up import SetUp
from desktop.language import tr
from desktop.running import Runner
from desktop.screens.caught.state import CaughtDetail, CaughtLine, CaughtState
from desktop.words import sentence_of, size_words, when_words
from nightmail.clock import Clock
from nightmail.sandbox.caught import CaughtMail


class CaughtScreen(Protocol):
    def render(self, state: CaughtState) -> None: ...


class CaughtPresenter:
    def __init__(self, set_up: SetUp, runner: Runner, clock: Clock, screen: CaughtScreen, *, zone: str) -> None:
        self._set_up = set_up
        self._runner = runner
        self._clock = clock
        self._screen = screen
        self._zone = zone
        self._mails: dict[str, CaughtMail] = {}
        self.state = CaughtState()

    def refresh(self) -> None:
        self._runner.run(self._set_up.caught(), done=self._read, failed=self._failed)

    def choose(self, name: str) -> None:
        mail = self._mails.get(name)
        self._show(replace(self.state, chosen=name if mail else "", detail=_detail(mail) if mail else None))

    def show_source(self, wanted: bool) -> None:
        self._show(replace(self.state, shows_source=wanted))

    def _read(self, mails: Sequence[CaughtMail]) -> None:
        self._mails = {mail.name: mail for mail in mails}
        now = self._clock.now()
        rows = tuple(
            CaughtLine(
                mail.name,
                mail.subject or tr("(no subject)"),
                tr("To {people}", people=", ".join(mail.recipients)),
                when_words(mail.caught_at, now, self._zone),
            )
            for mail in mails
        )
        self._show(replace(self.state, rows=rows, is_loaded=True, failure=""))
        self.choose(self.state.chosen if self.state.chosen in self._mails else next(iter(self._mails), ""))

    def _failed(self, problem: Exception) -> None:
        self._show(replace(self.state, is_loaded=True, failure=sentence_of(problem)))

    def _show(self, state: CaughtState) -> None:
        if state != self.state:
            self.state = state
            self._screen.render(state)


def _detail(mail: CaughtMail) -> CaughtDetail:
    facts = [
        (tr("From"), mail.sender or mail.mail_from),
        (tr("To"), mail.to),
        (tr("Handed over for"), ", ".join(mail.recipients)),
        (tr("Size"), size_words(mail.size)),
    ]
    if mail.files:
        facts.append((tr("Files"), ", ".join(mail.files)))
    text = mail.text or tr("It has no plain text; its source shows what it has.")
    return CaughtDetail(mail.subject or tr("(no subject)"), tuple(facts), text, mail.source)
