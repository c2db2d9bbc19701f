"""Try both servers at once, each with its own verdict, and look at a certificate that nobody vouches for. No Qt."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from desktop.gateway.port import Gateway, NewAccount
from desktop.gateway.set_up import SetUp
from desktop.language import tr
from desktop.running import Errand, Runner
from desktop.screens.account import words
from desktop.screens.account.state import AccountState, Check, CheckKind
from desktop.words import sentence_of
from nightmail.account.model import Server
from nightmail.account.servers import ServerKind
from nightmail.account.trust import UNVOUCHED
from nightmail.discovery.certificate import Shown
from nightmail.errors import NightmailError
from nightmail.ports import ServerFacts

_MASK = "••••••"
# Shorter ones stand in other words too, and masking those would tell more than it hides.
_SHORTEST = 3


class Showing(Protocol):
    state: AccountState

    def show(self, state: AccountState) -> None: ...


class Trying:
    def __init__(self, gateway: Gateway, set_up: SetUp, runner: Runner, screen: Showing) -> None:
        self._gateway = gateway
        self._set_up = set_up
        self._runner = runner
        self._screen = screen
        self._under_way: list[Errand] = []
        self._refused: tuple[Server, ServerKind] | None = None
        self._secret = ""

    def run(self, new: NewAccount) -> None:
        """What ran before no longer counts."""
        self.stop()
        self._refused = None
        self._secret = new.password.reveal() if new.password else ""
        running = Check(CheckKind.RUNNING)
        none = Check(CheckKind.NONE, words.no_mailbox_words())
        self._show(smtp=running, imap=running if new.imap else none, failure="", can_trust=False, shown=None)
        self._log("", f"TEST {new.address}")
        self._under_way = [
            self._runner.run(
                self._gateway.test_account(new),
                done=lambda facts: self._sends(new.smtp, facts),
                failed=lambda problem: self._failed("smtp", new.smtp, ServerKind.SMTP, problem),
            )
        ]
        if (imap := new.imap) is not None:
            self._under_way.append(
                self._runner.run(
                    self._set_up.test_mailbox(new),
                    done=lambda folder: self._reads(imap, folder),
                    failed=lambda problem: self._failed("imap", imap, ServerKind.IMAP, problem),
                )
            )

    def stop(self) -> None:
        for errand in self._under_way:
            errand.cancel()
        self._under_way = []

    def look_at_certificate(self) -> None:
        if self._refused is None or self._screen.state.is_bound:
            return
        self._show(is_busy=True, failure="")
        self._runner.run(self._set_up.certificate(*self._refused), done=self._shown, failed=self._not_shown)

    def _shown(self, shown: Shown) -> None:
        failure = ""
        if not shown.fits:
            failure = tr("The certificate is made out for another server than this one. Trusting it would not help.")
        self._show(is_busy=False, shown=shown, failure=failure)

    def _not_shown(self, problem: Exception) -> None:
        self._show(is_busy=False, failure=sentence_of(problem))

    def _sends(self, smtp: Server, facts: ServerFacts) -> None:
        self._show(smtp=Check(CheckKind.GOOD, words.sends_words(smtp, facts)))
        self._log(*words.log_of_smtp(smtp, facts))

    def _reads(self, imap: Server, folder: str) -> None:
        self._show(imap=Check(CheckKind.GOOD, words.reads_words(imap, folder)))
        self._log(*words.log_of_imap(imap, folder))

    def _failed(self, which: str, server: Server, kind: ServerKind, problem: Exception) -> None:
        check = Check(CheckKind.BAD, self._masked(sentence_of(problem)))
        code = problem.code if isinstance(problem, NightmailError) else type(problem).__name__
        self._log(f"{kind.value.upper()} {server.host}:{server.port} ({server.security.value})", f"! {code}: {problem}")
        if which == "smtp":
            self._show(smtp=check)
        else:
            self._show(imap=check)
        if code == UNVOUCHED and self._refused is None:
            self._refused = (server, kind)
            self._show(can_trust=True)

    def _log(self, *lines: str) -> None:
        self._show(log=(*self._screen.state.log, *(self._masked(line) for line in lines)))

    def _masked(self, line: str) -> str:
        return line.replace(self._secret, _MASK) if len(self._secret) >= _SHORTEST else line

    def _show(self, **shown: object) -> None:
        self._screen.show(replace(self._screen.state, **shown))  # type: ignore[arg-type]  # the callers name fields of AccountState
