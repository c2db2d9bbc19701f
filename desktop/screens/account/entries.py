"""What is typed into the account set-up, checked and turned into an account to try. Pure."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from desktop.gateway.port import NewAccount
from desktop.language import tr
from desktop.screens.account.state import Fields
from nightmail.account.model import Account, Security, Server
from nightmail.account.providers import card_of
from nightmail.account.secret import Secret
from nightmail.account.servers import is_loopback
from nightmail.errors import Problem
from nightmail.message.addresses import parse_address

_SMTP_PORTS = {Security.TLS: "465", Security.STARTTLS: "587", Security.PLAIN: "25"}
_IMAP_PORTS = {Security.TLS: "993", Security.STARTTLS: "143", Security.PLAIN: "143"}


def is_local(fields: Fields) -> bool:
    return is_loopback(fields.host.strip())


def is_open(fields: Fields) -> bool:
    """Whoever is on this computer may send there; but a provider's program there wants its password."""
    return is_local(fields) and card_of(smtp_of(fields)) is None


def with_servers(fields: Fields, smtp: Server, imap: Server | None) -> Fields:
    return replace(
        fields,
        host=smtp.host,
        port=str(smtp.port),
        security=smtp.security,
        user=smtp.username or "",
        imap_host=imap.host if imap else "",
        imap_port=str(imap.port) if imap else "993",
        imap_security=imap.security if imap else Security.TLS,
        imap_user=(imap.username or "") if imap else "",
    )


def fields_of(account: Account) -> Fields:
    fields = Fields(name=account.name, address=account.address, ca=account.options.ca)
    return with_servers(fields, account.smtp, account.imap)


def with_port(fields: Fields, field: str) -> Fields:
    """The usual port of a kind of encryption follows it, unless another one was typed."""
    if field == "security" and fields.port in ("", *_SMTP_PORTS.values()):
        return replace(fields, port=_SMTP_PORTS[fields.security])
    if field == "imap_security" and fields.imap_port in ("", *_IMAP_PORTS.values()):
        return replace(fields, imap_port=_IMAP_PORTS[fields.imap_security])
    return fields


def smtp_of(fields: Fields) -> Server:
    return Server(fields.host.strip(), int(fields.port), fields.security, fields.user.strip() or None)


def imap_of(fields: Fields) -> Server | None:
    if not fields.imap_host.strip():
        return None
    user = fields.imap_user.strip() or fields.user.strip() or None
    return Server(fields.imap_host.strip(), int(fields.imap_port), fields.imap_security, user)


def account_of(fields: Fields, secret: Secret | None, *, id: UUID | None) -> NewAccount:
    """Of checked fields. On this computer nobody signs in without a password."""
    smtp, imap = smtp_of(fields), imap_of(fields)
    if secret is None and is_local(fields) and id is None:
        smtp, imap = replace(smtp, username=None), replace(imap, username=None) if imap else None
    return NewAccount(fields.address.strip(), fields.name.strip(), smtp, imap, secret, id, fields.ca)


# ---------------------------------------------------------------------------------------------- what is wrong


def address_problems(fields: Fields) -> dict[str, str]:
    read = parse_address(fields.address.strip(), field="address")
    if not fields.address.strip():
        return {"address": tr("Enter the address you send from.")}
    return {"address": read.message} if isinstance(read, Problem) else {}


def server_problems(fields: Fields) -> dict[str, str]:
    found: dict[str, str] = {}
    if not fields.host.strip():
        found["host"] = tr("Enter your provider's outgoing (SMTP) server.")
    elif _is_no_host(fields.host):
        found["host"] = tr("A server's name has neither spaces nor slashes.")
    if _is_no_port(fields.port):
        found["port"] = tr("A port is a number from 1 to 65535.")
    if fields.security is Security.PLAIN and fields.host.strip() and not is_local(fields):
        found["security"] = tr("Without encryption everybody on the way could read the mail. Choose TLS or STARTTLS.")
    if fields.imap_host.strip():
        if _is_no_host(fields.imap_host):
            found["imap_host"] = tr("A server's name has neither spaces nor slashes.")
        if _is_no_port(fields.imap_port):
            found["imap_port"] = tr("A port is a number from 1 to 65535.")
        if fields.imap_security is Security.PLAIN and not is_loopback(fields.imap_host.strip()):
            found["imap_security"] = tr("Without encryption everybody on the way could read the mail. Choose TLS or STARTTLS.")
    return found


def _is_no_port(typed: str) -> bool:
    return not (typed.isascii() and typed.isdecimal() and 0 < int(typed) < 65536)


def _is_no_host(typed: str) -> bool:
    return any(character.isspace() or character in "/@\\?#" for character in typed.strip())
