"""Signatures that strangers accept: dkimpy judges every one."""

from __future__ import annotations

import base64
import tracemalloc
from collections.abc import Iterator
from datetime import timedelta
from functools import cache

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from nightmail.errors import PersonError
from nightmail.message.dkim import SigningKey, dns_record, is_aligned, new_key, read_key, signed
from nightmail.message.mime import serialize
from nightmail.message.model import Address
from nightmail.message.model import Message as Mail
from nightmail.message.wire import Wire
from tests.unit.message.mails import DATE, Blobs, mail, unstuffed, wire_bytes

KINDS = ("rsa", "ed25519")


@cache
def key_of(kind: str) -> SigningKey:
    if kind == "rsa":
        return read_key(new_key(), domain="example.org", selector="night")
    return read_key(pem_of(ed25519.Ed25519PrivateKey.generate()), domain="example.org", selector="night")


def pem_of(key: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def signed_bytes(message: Mail, key: SigningKey, blobs: Blobs | None = None) -> bytes:
    """What a server keeps of the signed message."""
    blobs = blobs or Blobs()
    wire = signed(serialize(message, date=DATE), key, date=DATE, read=blobs.read)
    kept = unstuffed(wire_bytes(wire, blobs))
    assert wire.size == len(kept)
    assert max(map(len, kept.split(b"\r\n"))) <= 998
    return kept


def is_good(content: bytes, key: SigningKey) -> bool:
    record = dns_record(key)

    def answer(name: bytes, timeout: int = 5) -> bytes:
        assert name.decode().rstrip(".") == record.name
        return record.value.encode()

    return bool(dkim.verify(content, dnsfunc=answer))


# ---------------------------------------------------------------------------------------------- what is signed holds


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "\n\n\n",
        ".",
        "..\n.\n...",
        "a\n\n\n\n",
        " \n\t\n",
        "two  blanks\tand a tab \n",
        "\n\nlate",
        "Grüße " * 40,
        "x" * 3000,
    ],
)
def test_a_judge_accepts_the_signature_of_awkward_bodies(kind: str, text: str) -> None:
    assert is_good(signed_bytes(mail(text=text), key_of(kind)), key_of(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_a_judge_accepts_the_signature_over_files_and_images(kind: str) -> None:
    blobs = Blobs()
    files = (
        blobs.put(b"%PDF" * 90_000, "plan.pdf"),
        blobs.put(b"", "empty.bin"),
        blobs.put(b"png" * 57, "logo.png", "image/png", "logo@1"),
    )
    message = mail(html='<p>Look:<img src="cid:logo@1"></p>', attachments=files, text="Look.\n.\n")

    assert is_good(signed_bytes(message, key_of(kind), blobs), key_of(kind))


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=400)
SUBJECTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=150)


@settings(max_examples=150, deadline=None)
@given(
    text=st.one_of(TEXTS, st.lists(st.sampled_from(["", ".", " ", "\t", "a", "..", "b  c "]), max_size=12).map("\n".join)),
    html=st.none() | TEXTS,
    subject=SUBJECTS,
    name=SUBJECTS.map(lambda name: name[:60]),
    content=st.none() | st.binary(max_size=3000),
    references=st.lists(st.from_regex(r"<[a-z0-9]{1,80}@[a-z]{1,20}>", fullmatch=True), max_size=14),
    kind=st.sampled_from(KINDS),
)
def test_a_judge_accepts_every_message_that_can_be_written(
    text: str, html: str | None, subject: str, name: str, content: bytes | None, references: list[str], kind: str
) -> None:
    blobs = Blobs()
    files = () if content is None else (blobs.put(content, "a.bin"),)
    message = mail(
        text=text,
        html=html,
        subject=subject,
        to=(Address("anna@example.org", name),),
        attachments=files,
        references=tuple(references),
    )

    assert is_good(signed_bytes(message, key_of(kind), blobs), key_of(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_message_has_the_same_signature_each_time(kind: str) -> None:
    assert signed_bytes(mail(), key_of(kind)) == signed_bytes(mail(), key_of(kind))


def test_the_signatures_time_is_the_messages_own_date() -> None:
    head = signed_bytes(mail(), key_of("ed25519")).partition(b"\r\nDate:")[0].decode()

    assert f"t={int(DATE.timestamp())};" in head
    assert "l=" not in head


# ---------------------------------------------------------------------------------------------- what is changed does not


@pytest.mark.parametrize(
    "header",
    [
        "From: evil@example.net",
        "To: evil@example.net",
        "Cc: evil@example.net",
        "Subject: Other",
        "Reply-To: e@example.net",
        "Date: Thu, 12 Nov 2026 09:00:05 +0100",
        "Message-ID: <other@example.org>",
        "Content-Type: text/html",
    ],
)
def test_a_header_that_is_added_later_breaks_the_signature(header: str) -> None:
    content = signed_bytes(mail(), key_of("ed25519"))

    assert is_good(content, key_of("ed25519"))
    assert not is_good(header.encode() + b"\r\n" + content, key_of("ed25519"))


def test_a_longer_body_breaks_the_signature() -> None:
    assert not is_good(signed_bytes(mail(), key_of("rsa")) + b"more\r\n", key_of("rsa"))


def test_blank_lines_that_a_server_adds_at_the_end_do_no_harm() -> None:
    assert is_good(signed_bytes(mail(), key_of("rsa")) + b"\r\n\r\n", key_of("rsa"))


# ---------------------------------------------------------------------------------------------- cost


def test_a_large_file_is_never_held_whole() -> None:
    size = 8 * 1024 * 1024

    class Long(Blobs):
        def read(self, digest: str) -> Iterator[bytes]:
            for _ in range(size // 65536):
                yield b"\0" * 65536

    blobs = Long()
    file = blobs.put(b"", "long.bin")
    wire = serialize(mail(attachments=(type(file)(file.filename, file.media_type, size, file.sha256),)), date=DATE)
    key = key_of("ed25519")
    tracemalloc.start()
    longer = signed(wire, key, date=DATE, read=blobs.read)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 2 * 1024 * 1024
    assert longer.segments[1:] == wire.segments[1:]


# ---------------------------------------------------------------------------------------------- keys


def short_key() -> bytes:
    """648 bits, of two Mersenne primes."""
    p, q, e = 2**521 - 1, 2**127 - 1, 65537
    d = pow(e, -1, (p - 1) * (q - 1))
    numbers = rsa.RSAPrivateNumbers(p, q, d, d % (p - 1), d % (q - 1), pow(q, -1, p), rsa.RSAPublicNumbers(e, p * q))
    return pem_of(numbers.private_key(unsafe_skip_rsa_key_validation=True))


def test_a_short_or_foreign_or_broken_key_is_refused_in_a_sentence() -> None:
    curve = pem_of(ec.generate_private_key(ec.SECP256R1()))

    for pem in (short_key(), curve, b"", b"-----BEGIN PRIVATE KEY-----\nnonsense\n-----END PRIVATE KEY-----\n"):
        with pytest.raises(PersonError) as refused:
            read_key(pem, domain="example.org", selector="s")
        assert refused.value.code == "bad-dkim-key"


@pytest.mark.parametrize(
    ("domain", "selector"), [("localhost", "s"), ("example.org", ""), ("exa mple.org", "s"), ("example.org", "a;b"), ("", "s")]
)
def test_names_that_no_dns_holds_are_refused(domain: str, selector: str) -> None:
    with pytest.raises(PersonError) as refused:
        read_key(new_key_once(), domain=domain, selector=selector)

    assert refused.value.code == "bad-dkim-name"


@cache
def new_key_once() -> bytes:
    return new_key()


def test_a_record_is_cut_into_strings_that_dns_can_hold() -> None:
    record = dns_record(key_of("rsa"))

    assert record.name == "night._domainkey.example.org"
    assert all(len(string) <= 257 for string in record.strings.split(' "')) and record.strings.count('"') == 4
    assert len(base64.b64decode(dns_record(key_of("ed25519")).value.rpartition("p=")[2])) == 32


@pytest.mark.parametrize(
    ("domain", "is_good"), [("example.org", True), ("mail.example.org", True), ("EXAMPLE.org", True), ("org", True),
                            ("other.org", False), ("ample.org", False), ("sub.mail.example.org", False)],
)  # fmt: skip
def test_only_the_senders_domain_or_one_above_it_counts(domain: str, is_good: bool) -> None:
    assert is_aligned("jo@mail.example.org", domain) is is_good


def test_a_date_in_another_zone_is_the_same_instant() -> None:
    wire = serialize(mail(), date=DATE)
    utc = DATE - timedelta(0)

    def sign(wire: Wire) -> Wire:
        return signed(wire, key_of("ed25519"), date=utc.astimezone(), read=Blobs().read)

    assert sign(wire) == signed(wire, key_of("ed25519"), date=DATE, read=Blobs().read)
