"""The consent page's mind: nothing is sealed before the person has seen to which key, and agreed to that very one. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol
from uuid import UUID

from desktop.gateway.cloud_port import CloudGateway, Consent
from desktop.gateway.port import needs_passphrase
from desktop.running import Runner
from desktop.screens.seal.state import SealState
from desktop.words import sentence_of
from nightmail.errors import PersonError


class SealScreen(Protocol):
    def render(self, state: SealState) -> None: ...

    def sealed(self, address: str) -> None: ...

    def ask_passphrase(self, then: Callable[[], None]) -> None: ...


class SealPresenter:
    def __init__(self, cloud: CloudGateway, runner: Runner, screen: SealScreen, account_id: UUID) -> None:
        self._cloud = cloud
        self._runner = runner
        self._screen = screen
        self._account_id = account_id
        self.state = SealState()

    def open(self) -> None:
        self._runner.run(self._cloud.consent_for(self._account_id), done=self._asked, failed=self._refused)

    def agree(self) -> None:
        consent = self.state.consent
        if consent is None or self.state.is_busy:
            return
        self._show(replace(self.state, is_busy=True, failure=""))
        self._runner.run(
            self._cloud.seal(consent.account_id, consent.key_id),
            done=lambda _: self._screen.sealed(consent.address),
            failed=self._refused,
        )

    def _asked(self, consent: Consent) -> None:
        self._show(replace(self.state, consent=consent, is_busy=False))

    def _refused(self, problem: Exception) -> None:
        self._show(replace(self.state, is_busy=False, failure="" if needs_passphrase(problem) else sentence_of(problem)))
        if needs_passphrase(problem):
            self._screen.ask_passphrase(self.agree)
        elif isinstance(problem, PersonError) and problem.code == "key-retired":
            # It changed while the page was open: what was agreed to is void, and the new one is shown.
            self.open()

    def _show(self, state: SealState) -> None:
        if state != self.state:
            self.state = state
            self._screen.render(state)
