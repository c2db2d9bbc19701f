"""Sign in on a connection, once, by what the server offers. A refusal is final: it never tries another way.

A token goes by XOAUTH2 or OAUTHBEARER only, a password by PLAIN or LOGIN only.
"""

from __future__ import annotations

import base64
import binascii
import json

import aiosmtplib

from nightmail.account.model import Server
from nightmail.account.secret import AccessToken, Secret
from nightmail.delivery.outcome import Phase, ReplyClass
from nightmail.smtp.failed import Stop, explained, name_of, refused_token, stop
from nightmail.smtp.parser import safe_text

_CONTINUE, _WELCOME = 334, 235
_SHOWN = 300  # characters of a server's words on a token that are kept


async def authenticate(client: aiosmtplib.SMTP, server: Server, secret: Secret, username: str) -> None:
    try:
        if isinstance(secret, AccessToken):
            await _by_token(client, server, secret, username)
        else:
            await _by_password(client, server, secret, username)
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        raise explained(error, server, Phase.AUTH) from error


async def _by_password(client: aiosmtplib.SMTP, server: Server, secret: Secret, username: str) -> None:
    methods = client.server_auth_methods
    name, password = username.encode(), secret.reveal().encode()
    if "plain" in methods:
        await client.auth_plain(name, password)
    elif "login" in methods:
        await client.auth_login(name, password)
    else:
        raise _not_offered(server, "password")


async def _by_token(client: aiosmtplib.SMTP, server: Server, token: AccessToken, username: str) -> None:
    methods = client.server_auth_methods
    if "xoauth2" in methods:
        await _bear(client, server, "XOAUTH2", xoauth2(username, token), last=b"")
    elif "oauthbearer" in methods:
        # RFC 7628 3.2.3: the client ends a refused exchange with a lone control A.
        await _bear(client, server, "OAUTHBEARER", oauthbearer(server, username, token), last=base64.b64encode(b"\x01"))
    else:
        raise _not_offered(server, "the provider's own sign-in (OAuth)")


async def _bear(client: aiosmtplib.SMTP, server: Server, method: str, initial: bytes, *, last: bytes) -> None:
    """The whole in one line; RFC 4954 4 allows 12,288 octets for it."""
    reply = await client.execute_command(b"AUTH", method.encode(), base64.b64encode(initial))
    said = ""
    if reply.code == _CONTINUE:
        said = read_refusal(reply.message)
        reply = await client.execute_command(last)
    if reply.code != _WELCOME:
        raise refused_token(aiosmtplib.SMTPAuthenticationError(reply.code, reply.message), server, said=said)


# ---------------------------------------------------------------------------------------------- the words of both mechanisms


def xoauth2(username: str, token: Secret) -> bytes:
    """Google's and Microsoft's (developers.google.com/workspace/gmail/imap/xoauth2-protocol)."""
    return f"user={username}\x01auth=Bearer {token.reveal()}\x01\x01".encode()


def oauthbearer(server: Server, username: str, token: Secret) -> bytes:
    """RFC 7628 3.1; in the name, `=` and `,` are written as RFC 5801 4 says."""
    name = username.replace("=", "=3D").replace(",", "=2C")
    return f"n,a={name},\x01host={server.host}\x01port={server.port}\x01auth=Bearer {token.reveal()}\x01\x01".encode()


def read_refusal(challenge: str) -> str:
    """What the JSON of a 334 says, as `status 401, scope https://mail.google.com/`; empty where it can't be read."""
    try:
        fields = json.loads(base64.b64decode(challenge.strip(), validate=True))
    except (binascii.Error, ValueError):
        return ""
    if not isinstance(fields, dict):
        return ""
    words = ", ".join(f"{name} {value}" for name, value in fields.items() if isinstance(value, str | int))
    return safe_text(words.encode("utf-8", "replace"))[:_SHOWN]


def _not_offered(server: Server, way: str) -> Stop:
    return stop(
        "sign-in-not-offered",
        f"{name_of(server)} offers no sign-in by {way}.",
        next="Check the server's port and kind of encryption, or remove the user name if none is needed.",
        phase=Phase.AUTH,
        reply_class=ReplyClass.AUTH,
        is_personal=True,
    )
