"""Signing in from the desktop: a real profile, a real authorization server, and the mail server that judges the token."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from desktop.gateway.local import LocalGateway
from desktop.gateway.passwords import Passwords
from desktop.gateway.port import NewAccount
from desktop.gateway.sign_ins import BrowserSignIns
from nightmail.account.model import AccountState, Security, Server
from nightmail.account.secret import AccessToken, Secret
from nightmail.errors import PersonError
from nightmail.sandbox.server import Sandbox
from tests.authorization_server.app import authority
from tests.authorization_server.browser import browse
from tests.unit.oauth.stage import ADDRESS, signed_in


async def show(url: str) -> None:
    await browse(url)


@pytest.fixture
async def local(tmp_path: Path) -> AsyncIterator[LocalGateway]:
    passwords = Passwords(tmp_path, kind="file", master_key=Secret("for tests only"))
    gateway = LocalGateway(tmp_path, passwords=lambda: passwords, changed=lambda: None, sends=False)
    living = asyncio.create_task(gateway.live())
    await gateway.profile()
    yield gateway
    await gateway.close()
    with contextlib.suppress(asyncio.CancelledError):
        await living


async def test_an_account_is_tried_added_and_signed_in_again_by_its_tokens(local: LocalGateway) -> None:
    async with (
        authority() as at,
        Sandbox(accepts=lambda token: at.records.accepts(ADDRESS, token)) as sandbox,
    ):
        smtp = Server("127.0.0.1", sandbox.port, Security.PLAIN, ADDRESS)
        new = NewAccount(ADDRESS, "Anna", smtp, None, (await signed_in(at)).secret())
        assert (await local.test_account(new)).is_authenticated
        account = await local.add_account(new)
        assert account.options.oauth == "custom"

        at.records.revoke_all()
        with pytest.raises(PersonError) as refused:
            await local.test_account(new)
        assert refused.value.code == "sign-in-refused" and ADDRESS in refused.value.message
        await local.pause_account(account.id)

        await BrowserSignIns(local, local, {}, show=show).sign_in_again(account.id)
        (kept,) = await local.accounts()
        token = await (await local.profile()).accounts.password(kept)
        assert kept.state is AccountState.ACTIVE
        assert isinstance(token, AccessToken) and at.records.accepts(ADDRESS, token.reveal())


async def test_without_a_client_id_no_browser_opens(local: LocalGateway) -> None:
    async def never(url: str) -> None:
        raise AssertionError(url)

    with pytest.raises(PersonError) as refused:
        await BrowserSignIns(local, local, {}, show=never).sign_in("google", "anna@gmail.com", None)

    assert refused.value.code == "no-client-id"
