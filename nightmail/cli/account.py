"""`nightmail account`: the sending identities."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import replace
from datetime import datetime
from typing import Annotated

import typer

from nightmail.account.model import Account, AccountState, Options, Server
from nightmail.account.secret import Secret
from nightmail.cli import passwords, shapes, sign_in
from nightmail.cli.command import Call, command, group
from nightmail.cli.dkim import dkim
from nightmail.cli.failure import UsageProblem
from nightmail.cli.limits import limits
from nightmail.cli.named import AccountArgument
from nightmail.cli.passwords import PasswordFlag
from nightmail.cli.sent import InDoubtOption, SaveSentFlag, changed, probe, set_options
from nightmail.cli.servers import CaOption, servers_of, trust_in
from nightmail.cli.sign_in import (
    AuthorizeOption,
    ClientIdOption,
    ClientSecretFlag,
    NoBrowserFlag,
    OauthOption,
    ScopeOption,
    TenantOption,
    TokenOption,
)
from nightmail.cli.waits import longest, sentence
from nightmail.cli.wiring import opened
from nightmail.clock import SystemClock
from nightmail.delivery.breaker import Hold
from nightmail.errors import PersonError

AddressOption = Annotated[str, typer.Option("--address", metavar="ADDRESS", help="The address mail is sent from.")]
SmtpOption = Annotated[
    str | None,
    typer.Option("--smtp", metavar="URL", help="Like smtps://user@smtp.example.org:465; without it they are looked for."),
]
ImapOption = Annotated[str | None, typer.Option("--imap", metavar="URL", help="Like imaps://user@imap.example.org:993.")]
NameOption = Annotated[str, typer.Option("--name", metavar="NAME", help="The name people see.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why, for whoever looks at the account.")]

_COLUMNS = {"id": "Id", "address": "Address", "name": "Name", "smtp": "Sends by", "state": "State", "reason": "Reason"}


def register(app: typer.Typer) -> None:
    accounts = group("The accounts mail is sent from.", parent=app, name="account")
    command(accounts, "add")(add)
    command(accounts, "list")(list_accounts)
    command(accounts, "test")(try_login)
    command(accounts, "limits")(limits)
    command(accounts, "probe")(probe)
    command(accounts, "options")(set_options)
    command(accounts, "password")(password)
    command(accounts, "sign-in")(sign_in_again)
    command(accounts, "dkim")(dkim)
    command(accounts, "pause")(pause)
    command(accounts, "resume")(resume)
    command(accounts, "remove")(remove)


def add(
    call: Call,
    *,
    address: AddressOption,
    smtp: SmtpOption = None,
    imap: ImapOption = None,
    name: NameOption = "",
    password_stdin: PasswordFlag = False,
    oauth: OauthOption = "",
    client_id: ClientIdOption = "",
    client_secret_stdin: ClientSecretFlag = False,
    tenant: TenantOption = "",
    authorize_url: AuthorizeOption = "",
    token_url: TokenOption = "",
    scope: ScopeOption = None,
    no_browser: NoBrowserFlag = False,
    in_doubt: InDoubtOption = None,
    save_sent: SaveSentFlag = None,
    ca: CaOption = None,
) -> Coroutine[object, object, None]:
    """Add an account. Its password goes to the keyring; on a hosted database it is sealed to the worker's key. With --oauth it
    signs in with its provider instead, in the browser, and the tokens go there. Without --smtp its servers are looked up."""
    options = replace(changed(Options(), in_doubt, save_sent), ca=trust_in(ca))
    asked = sign_in.asked(
        oauth,
        client_id,
        secret_from_stdin=client_secret_stdin,
        tenant=tenant,
        authorize=authorize_url,
        token=token_url,
        scopes=scope,
        no_browser=no_browser,
    )
    if oauth and password_stdin:
        raise UsageProblem("With --oauth there is no password.")
    if not oauth and asked != sign_in.Asked(opens_browser=not no_browser):
        raise UsageProblem("To sign in with a provider, name it with --oauth.")
    out_server, in_server = servers_of(address, smtp, imap, provider=oauth, say=call.out.say)
    if oauth:
        return _add_signed_in(call, address=address, name=name, servers=(out_server, in_server), asked=asked, options=options)
    server = out_server if out_server.username or in_server is None else in_server
    given = passwords.from_stdin() if password_stdin else _password_for(server, address)

    async def work() -> None:
        async with opened(call.settings) as room:
            account = await room.accounts.add(
                address=address, name=name, smtp=out_server, imap=in_server, password=given, ca=options.ca
            )
            account = await room.accounts.set_options(account, replace(options, oauth=account.options.oauth))
        hint = f"Try it: nightmail account test {account.address}"
        call.out.answer(shapes.account(account), f"{account.address} is added. {hint}")

    return work()


async def _add_signed_in(
    call: Call, *, address: str, name: str, servers: tuple[Server, Server | None], asked: sign_in.Asked, options: Options
) -> None:
    smtp, imap = (server and replace(server, username=server.username or address) for server in servers)
    assert smtp is not None
    async with opened(call.settings) as room:
        # What would be refused in the end is refused before the person goes to sign in.
        room.accounts.draft(address=address, name=name, smtp=smtp, imap=imap)
        await room.accounts.refuse_twice(address)
        bundle = await sign_in.sign_in(call, address, asked)
        account = await room.accounts.add(
            address=address, name=name, smtp=smtp, imap=imap, password=bundle.secret(), ca=options.ca
        )
        account = await room.accounts.set_options(account, replace(options, oauth=account.options.oauth))
    hint = f"Try it: nightmail account test {account.address}"
    call.out.answer(shapes.account(account), f"{account.address} is signed in and added. {hint}")


def sign_in_again(
    call: Call,
    *,
    account: AccountArgument,
    oauth: OauthOption = "",
    client_id: ClientIdOption = "",
    client_secret_stdin: ClientSecretFlag = False,
    tenant: TenantOption = "",
    authorize_url: AuthorizeOption = "",
    token_url: TokenOption = "",
    scope: ScopeOption = None,
    no_browser: NoBrowserFlag = False,
) -> Coroutine[object, object, None]:
    """Sign in with the account's provider anew, in the browser; an account that was paused for that sends again."""
    asked = sign_in.asked(
        oauth,
        client_id,
        secret_from_stdin=client_secret_stdin,
        tenant=tenant,
        authorize=authorize_url,
        token=token_url,
        scopes=scope,
        no_browser=no_browser,
    )

    async def work() -> None:
        async with opened(call.settings) as room:
            kept = await room.accounts.find(account)
            bundle = await sign_in.sign_in(call, kept.address, asked, before=await room.tokens.kept(kept))
            await room.accounts.set_password(kept, bundle.secret())
        call.out.answer({"id": str(kept.id), "address": kept.address, "state": "active"}, f"{kept.address} is signed in again.")

    return work()


async def list_accounts(call: Call) -> None:
    """List the accounts."""
    async with opened(call.settings) as room:
        accounts, holds, now = await room.accounts.all(), await room.outbox.holds(), SystemClock().now()
    held = {account.id: longest(holds, account) for account in accounts}
    rows = [shapes.account(account, held[account.id]) for account in accounts]
    if not call.out.json_wanted:
        rows = [_for_people(row, account, held[account.id], now) for row, account in zip(rows, accounts, strict=True)]
    call.out.table(rows, _COLUMNS, empty="There is no account yet. Add one: nightmail account add --address … --smtp …")


def _for_people(row: shapes.Shape, account: Account, hold: Hold | None, now: datetime) -> shapes.Shape:
    if hold is None or account.state is AccountState.PAUSED:
        return row
    return {**row, "state": "waiting", "reason": sentence(hold, account, now=now)}


async def try_login(call: Call, *, account: AccountArgument, password_stdin: PasswordFlag = False) -> None:
    """Connect and log in without sending anything; with --password-stdin, try that password instead of the kept one."""
    given = passwords.from_stdin() if password_stdin else None
    async with opened(call.settings) as room:
        kept = await room.accounts.find(account)
        # Without a user name nothing is signed in to, and no keyring is needed.
        known = given or (await room.accounts.password(kept) if kept.smtp.username else None)
        facts = await room.accounts.test(kept, known)
    fields = {
        "account": kept.address,
        "greeting": facts.greeting,
        "is_encrypted": facts.is_encrypted,
        "is_authenticated": facts.is_authenticated,
        "max_size": facts.max_size,
        "extensions": dict(facts.extensions),
    }
    how = "encrypted" if facts.is_encrypted else "not encrypted"
    who = "logged in" if facts.is_authenticated else "no login needed"
    call.out.answer(fields, f"{kept.smtp.host} answers for {kept.address}: {how}, {who}.")


def password(call: Call, *, account: AccountArgument, password_stdin: PasswordFlag = False) -> Coroutine[object, object, None]:
    """Set an account's password anew."""
    if not password_stdin and not passwords.is_terminal():
        raise UsageProblem("There is no terminal to ask for the password on; pipe it in with --password-stdin.")
    given = passwords.from_stdin() if password_stdin else passwords.asked(account)

    async def work() -> None:
        async with opened(call.settings) as room:
            kept = await room.accounts.find(account)
            if kept.options.oauth:
                raise _signs_in(kept)
            await room.accounts.set_password(kept, given)
        said = f"{kept.address} has its new password, for {kept.smtp.host}."
        call.out.answer({"id": str(kept.id), "address": kept.address}, said)

    return work()


def _signs_in(account: Account) -> PersonError:
    """A password in its place would throw the sign-in away."""
    from nightmail.oauth.providers import CUSTOM, provider

    name = "its provider" if account.options.oauth == CUSTOM else provider(account.options.oauth).name
    return PersonError(
        "signs-in-with-provider",
        f"{account.address} signs in with {name}, and has no password.",
        next=f"To sign in anew: nightmail account sign-in {account.address}",
    )


async def pause(call: Call, *, account: AccountArgument, reason: ReasonOption = "") -> None:
    """Send nothing from an account until it is resumed; what is scheduled waits."""
    async with opened(call.settings) as room:
        kept = await room.accounts.find(account)
        await room.accounts.pause(kept.id, reason)
    call.out.answer({"id": str(kept.id), "state": "paused"}, f"{kept.address} is paused; its mail waits.")


async def resume(call: Call, *, account: AccountArgument) -> None:
    """Let an account send again."""
    async with opened(call.settings) as room:
        kept = await room.accounts.find(account)
        await room.accounts.resume(kept.id)
    call.out.answer({"id": str(kept.id), "state": "active"}, f"{kept.address} sends again.")


async def remove(call: Call, *, account: AccountArgument) -> None:
    """Remove an account and its password; refused while mail of it is still to go."""
    async with opened(call.settings) as room:
        kept = await room.accounts.find(account)
        await room.accounts.remove(kept.id)
    call.out.answer({"id": str(kept.id), "address": kept.address}, f"{kept.address} is removed.")


def _password_for(server: Server, address: str) -> Secret | None:
    """None where there is nothing to sign in with."""
    if server.username is None:
        return None
    if passwords.is_terminal():
        return passwords.asked(address)
    raise PersonError(
        "password-needed",
        f"{server.host} asks {server.username} for a password, and there is no terminal to ask for it on.",
        next="Pipe it in with --password-stdin; nightmail account password changes it later.",
    )
