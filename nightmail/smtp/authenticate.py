"""Sign in on a connection, once, by what the server offers. A refusal is final: it never tries another way."""

from __future__ import annotations

import aiosmtplib

from nightmail.account.model import Server
from nightmail.account.secret import Secret
from nightmail.delivery.outcome import Phase, ReplyClass
from nightmail.smtp.failed import explained, name_of, stop


async def authenticate(client: aiosmtplib.SMTP, server: Server, secret: Secret, username: str) -> None:
    methods = client.server_auth_methods
    name, password = username.encode(), secret.reveal().encode()
    try:
        if "plain" in methods:
            await client.auth_plain(name, password)
        elif "login" in methods:
            await client.auth_login(name, password)
        else:
            raise stop(
                "sign-in-not-offered",
                f"{name_of(server)} offers no sign-in by password.",
                next="Check the server's port and kind of encryption, or remove the user name if none is needed.",
                phase=Phase.AUTH,
                reply_class=ReplyClass.AUTH,
                is_personal=True,
            )
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        raise explained(error, server, Phase.AUTH) from error
