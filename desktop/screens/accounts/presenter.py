"""The mind of the window of accounts: how each stands, in whose hands it is, and what is to be done next. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from desktop.gateway.cloud_port import CloudGateway, CloudStanding
from desktop.gateway.port import SANDBOX_ADDRESS, Gateway
from desktop.language import tr
from desktop.running import Runner
from desktop.screens.accounts.state import AccountCard, AccountsState
from desktop.screens.outbox.lines import account_line
from desktop.screens.outbox.state import AccountAct, AccountCloud, AccountLine
from desktop.words import Tone, sentence_of
from nightmail.account.model import Account
from nightmail.account.trust import waits_for_trust


class AccountsScreen(Protocol):
    def render(self, state: AccountsState) -> None: ...


class AccountsPresenter:
    def __init__(self, gateway: Gateway, cloud: CloudGateway, runner: Runner, screen: AccountsScreen) -> None:
        self._gateway = gateway
        self._cloud = cloud
        self._runner = runner
        self._screen = screen
        self.state = AccountsState()

    def refresh(self) -> None:
        self._runner.run(self._read(), done=self._known, failed=self._failed)

    async def _read(self) -> tuple[Sequence[Account], CloudStanding]:
        return await self._gateway.accounts(), await self._cloud.standing()

    def _known(self, answer: tuple[Sequence[Account], CloudStanding]) -> None:
        accounts, standing = answer
        cards = tuple(_card(account, account_line(place, account, standing)) for place, account in enumerate(accounts))
        self._show(AccountsState(cards, is_loaded=True))

    def _failed(self, problem: Exception) -> None:
        self._show(replace(self.state, failure=sentence_of(problem), is_loaded=True))

    def _show(self, state: AccountsState) -> None:
        if state != self.state:
            self.state = state
            self._screen.render(state)


def _card(account: Account, line: AccountLine) -> AccountCard:
    standing, icon, tone, next_step = _standing(account, line)
    return AccountCard(
        line=line,
        name=account.name if account.name != account.address else "",
        servers=_servers(account),
        standing=standing,
        icon=icon,
        tone=tone,
        place=_place(account, line.cloud),
        why="" if line.is_paused_by_person else line.pause_reason,
        next_step=next_step,
    )


def _standing(account: Account, line: AccountLine) -> tuple[str, str, Tone, str]:
    if not line.pause_reason:
        return tr("Ready"), "tick", Tone.GOOD, ""
    if line.is_paused_by_person:
        return tr("Paused by you"), "hold", Tone.WARN, tr("Resume")
    if waits_for_trust(account):
        return tr("Its server's certificate is to be looked at"), "shield", Tone.BAD, tr("Look at the certificate…")
    if AccountAct.SIGN_IN in line.acts:
        return tr("Needs to be signed in again"), "key", Tone.BAD, tr("Sign in again…")
    if AccountAct.PASSWORD in line.acts:
        return tr("Paused: it needs you"), "key", Tone.BAD, tr("Enter the password…")
    return tr("Paused: it needs you"), "alert", Tone.BAD, tr("Resume")


def _servers(account: Account) -> str:
    if account.address == SANDBOX_ADDRESS:
        return tr("The built-in mail server on this PC, which catches everything")
    smtp = f"{account.smtp.host}:{account.smtp.port}"
    if account.imap is None:
        return tr("Sends by {smtp}", smtp=smtp)
    return tr("Sends by {smtp}, reads at {imap}", smtp=smtp, imap=f"{account.imap.host}:{account.imap.port}")


def _place(account: Account, cloud: AccountCloud) -> str:
    if account.address == SANDBOX_ADDRESS:
        return tr("Nothing leaves this PC")
    match cloud:
        case AccountCloud.THERE:
            return tr("In the cloud, not on this PC")
        case AccountCloud.HERE:
            return tr("On this PC only")
        case AccountCloud.STALE:
            return tr("The cloud may not send from it until you agree anew")
        case _:
            return tr("On this PC and in the cloud")
