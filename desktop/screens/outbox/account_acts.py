"""What a person does with an account that is there: a new password, a pause, a farewell. No Qt; asks nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Protocol
from uuid import UUID

from desktop.gateway.cloud_port import CloudGateway
from desktop.gateway.port import Gateway, needs_passphrase
from desktop.gateway.sign_ins import SignIns
from desktop.language import tr
from desktop.running import Runner
from desktop.words import sentence_of
from nightmail.account.secret import Secret


class AccountsScreen(Protocol):
    def say(self, sentence: str) -> None: ...

    def refresh(self) -> None: ...

    def ask_passphrase(self, then: Callable[[], None]) -> None: ...


class AccountActs:
    def __init__(self, gateway: Gateway, cloud: CloudGateway, sign_ins: SignIns, runner: Runner, screen: AccountsScreen) -> None:
        self._gateway = gateway
        self._cloud = cloud
        self._sign_ins = sign_ins
        self._runner = runner
        self._screen = screen

    def pause(self, id: UUID) -> None:
        self._ask(lambda: self._gateway.pause_account(id), tr("Paused. Nothing is sent from it until you resume it."))

    def resume(self, id: UUID, password: str = "") -> None:
        """End a pause; an empty password means the one that is kept."""
        secret = Secret(password) if password else None
        self._ask(lambda: self._gateway.resume_account(id, secret), tr("The account sends again."))

    def try_now(self, id: UUID) -> None:
        self._ask(
            lambda: self._gateway.resume_account(id, None), tr("One message tries now; the others follow if it gets through.")
        )

    def set_password(self, id: UUID, password: str) -> None:
        self._ask(lambda: self._gateway.resume_account(id, Secret(password)), tr("The new password is kept."))

    def sign_in(self, id: UUID) -> None:
        self._screen.say(tr("Sign in with your provider in the browser window that opens."))
        self._ask(lambda: self._sign_ins.sign_in_again(id), tr("You are signed in. The account sends again."))

    def revoke(self, id: UUID) -> None:
        self._ask(lambda: self._cloud.revoke(id), tr("Taken back. The cloud sends nothing more from it."))

    def remove(self, id: UUID) -> None:
        self._ask(lambda: self._gateway.remove_account(id), tr("The account is removed."))

    def _ask(self, request: Callable[[], Coroutine[object, object, None]], said: str) -> None:
        self._runner.run(
            request(),
            done=lambda _: self._granted(said),
            failed=lambda problem: self._refused(problem, again=lambda: self._ask(request, said)),
        )

    def _granted(self, said: str) -> None:
        self._screen.say(said)
        self._screen.refresh()

    def _refused(self, problem: Exception, *, again: Callable[[], None]) -> None:
        if needs_passphrase(problem):
            self._screen.ask_passphrase(again)
        else:
            self._screen.say(sentence_of(problem))
            self._screen.refresh()
