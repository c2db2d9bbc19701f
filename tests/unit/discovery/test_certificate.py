from __future__ import annotations

import asyncio
import ssl

import pytest
import trustme

from nightmail.account.model import Security, Server
from nightmail.account.servers import ServerKind
from nightmail.account.trust import read_trust, trusting
from nightmail.discovery.certificate import shown_by
from nightmail.errors import OutsideError, PersonError
from nightmail.sandbox.server import Sandbox


@pytest.mark.parametrize(("security", "is_tls"), [(Security.TLS, True), (Security.STARTTLS, False)])
async def test_what_a_mail_server_shows_is_read_without_signing_in(security: Security, is_tls: bool) -> None:
    async with Sandbox(is_tls=is_tls) as sandbox:
        shown = await shown_by(Server("127.0.0.1", sandbox.port, security, "anna"), ServerKind.SMTP)

        assert shown.pem == sandbox.certificate
        assert (shown.subject, shown.is_self_signed, shown.fits) == ("Nightmail sandbox", True, True)
        assert len(shown.fingerprint) == 32 * 3 - 1
        assert sandbox.sign_ins == 0


async def test_a_mailbox_is_asked_to_begin_encryption_first() -> None:
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("mail.elsewhere.example", common_name="Elsewhere").configure_cert(context)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"* OK ready\r\n")
        assert await reader.readline() == b"A1 STARTTLS\r\n"
        writer.write(b"A1 OK begin\r\n")
        await writer.start_tls(context)
        await reader.read()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        shown = await shown_by(Server("127.0.0.1", port, Security.STARTTLS), ServerKind.IMAP)

    assert shown.subject == "Elsewhere"
    assert not shown.fits and not shown.is_self_signed


@pytest.mark.parametrize("greeting", [b"", b"220 hello\r\n500 what?\r\n", b"554 go away\r\n", b"\0" * 9000])
async def test_what_shows_none_says_so(greeting: bytes) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(greeting)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        with pytest.raises(OutsideError) as refused:
            await shown_by(Server("127.0.0.1", port, Security.STARTTLS), ServerKind.SMTP, patience=2)

    assert refused.value.code == "no-certificate"


def test_of_a_file_only_the_certificates_are_kept() -> None:
    authority = trustme.CA()
    pem = authority.cert_pem.bytes().decode()
    issued = authority.issue_cert("mail.verein.example")

    kept = read_trust(f"My issuer:\n{pem}{issued.private_key_pem.bytes().decode()}")

    assert kept.count("BEGIN") == 1 and "PRIVATE" not in kept
    trusting(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), kept)


@pytest.mark.parametrize("text", ["", "hello", "-----BEGIN CERTIFICATE-----\nnot base64\n-----END CERTIFICATE-----\n", "ü"])
def test_a_file_without_a_certificate_is_refused(text: str) -> None:
    with pytest.raises(PersonError) as refused:
        read_trust(text)
    assert refused.value.code == "bad-certificate"


def test_a_bundle_of_everybodys_certificates_is_refused() -> None:
    with pytest.raises(PersonError):
        read_trust("".join(trustme.CA().cert_pem.bytes().decode() for _ in range(5)))
