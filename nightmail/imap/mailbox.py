"""The SentLookup port over IMAP: one short visit for each question, several accounts at a time."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from imapclient import IMAPClient

from nightmail.account.model import Account, Server
from nightmail.account.secret import AccessToken, Secret
from nightmail.account.trust import trusting
from nightmail.errors import PersonError
from nightmail.imap import sent
from nightmail.imap.connection import visit
from nightmail.imap.failed import SIGN_IN_REFUSED
from nightmail.imap.settings import ImapSettings
from nightmail.ports import Looked, Passwords, Sighting, Wanted

T = TypeVar("T")

_DEFAULTS = ImapSettings()


class ImapMailboxes:
    def __init__(self, passwords: Passwords, *, settings: ImapSettings = _DEFAULTS) -> None:
        self._passwords = passwords
        self._settings = settings

    async def look(self, account: Account, wanted: Sequence[Wanted], *, since: datetime) -> Looked:
        known = account.options.sent_folder
        return await self.visit(account, lambda client: sent.look(client, wanted, known=known, since=since))

    async def file(self, account: Account, wanted: Wanted, content: bytes, *, at: datetime) -> Sighting:
        def work(client: IMAPClient) -> Sighting:
            folder = sent.find_sent_folder(client, known=account.options.sent_folder)
            if not folder:
                raise PersonError(
                    "no-sent-folder",
                    f"The mailbox of {account.address} has no folder for sent mail.",
                    next="Name it: nightmail account options ACCOUNT --sent-folder NAME.",
                )
            return sent.file_copy(client, folder, wanted, content, at=at)

        return await self.visit(account, work)

    async def visit(self, account: Account, work: Callable[[IMAPClient], T]) -> T:
        """`work` on the account's signed-in mailbox, on another thread. Raises as `SentLookup` does."""
        server = _server(account)
        secret = None if server.username is None else await self._passwords.get(account)
        try:
            return await self._visit(account, server, secret, work)
        except PersonError as error:
            if error.code != SIGN_IN_REFUSED or not isinstance(secret, AccessToken):
                raise
            return await self._visit(account, server, await secret.renewed(), work)

    async def _visit(self, account: Account, server: Server, secret: Secret | None, work: Callable[[IMAPClient], T]) -> T:
        is_free = account.is_trusted or self._settings.private_hosts
        return await visit(server, secret, work, settings=trusted_by(account, self._settings), may_be_private=is_free)


async def sent_folder(account: Account, secret: Secret | None, *, settings: ImapSettings = _DEFAULTS) -> str:
    """Sign in to the mailbox of an account that may not be kept yet; answers its folder of sent mail, empty: there is none."""
    server = _server(account)
    return await visit(server, secret, sent.find_sent_folder, settings=trusted_by(account, settings))


def trusted_by(account: Account, settings: ImapSettings) -> ImapSettings:
    """With the trust of the account's own, where it has one."""
    if not account.options.ca:
        return settings
    return replace(settings, tls_context=trusting(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), account.options.ca))


def _server(account: Account) -> Server:
    if account.imap is None:
        raise PersonError(
            "no-mailbox",
            f"No mailbox server (IMAP) is known for {account.address}.",
            next="Add the account with --imap imaps://user@imap.example.org.",
        )
    return account.imap
