"""What the serializer writes: structure, headers, bodies, and the laws of the wire."""

from __future__ import annotations

import re
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, timedelta, timezone
from email.message import Message
from email.utils import parsedate_to_datetime
from hashlib import sha256

import pytest

from nightmail.errors import OurError
from nightmail.message.mime import serialize
from nightmail.message.model import Address, Attachment
from nightmail.message.transfer import transfer
from tests.unit.message.mails import (
    ANNA,
    DATE,
    ID,
    Blobs,
    body_text,
    head_of,
    header_lines,
    mail,
    parsed,
    parsed_simply,
    readable,
    sent,
    unstuffed,
    wire_bytes,
)

HTML = "<p>Hello <b>Anna</b></p>"


def types_of(content: object) -> object:
    """The tree of media types."""
    assert isinstance(content, Message)
    if not content.is_multipart():
        return content.get_content_type()
    return (content.get_content_subtype(), [types_of(part) for part in content.get_payload()])


# ---------------------------------------------------------------------------------------------- structure


def test_a_plain_mail_is_one_part_byte_for_byte() -> None:
    assert sent(mail()).decode() == (
        "Date: Thu, 12 Nov 2026 08:00:05 +0100\r\n"
        "Message-ID: <019a7b5c3c4d7e8f9a0b1c2d3e4f5a6b@example.org>\r\n"
        "From: Jo Sender <jo@example.org>\r\n"
        "To: Anna Example <anna@example.org>\r\n"
        "Subject: Hello\r\n"
        "X-Nightmail-Id: 019a7b5c-3c4d-7e8f-9a0b-1c2d3e4f5a6b\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: 7bit\r\n"
        "\r\n"
        "Hello Anna,\r\n\r\nsee you.\r\n"
    )


def test_levels_with_one_child_are_dropped() -> None:
    blobs = Blobs()
    image = blobs.put(b"png", "logo.png", "image/png", "logo@1")
    file = blobs.put(b"pdf", "a.pdf")
    shown = HTML + '<img src="cid:logo@1">'

    trees = [
        types_of(parsed(message, blobs))
        for message in (
            mail(),
            mail(html=HTML),
            mail(attachments=(file,)),
            mail(html=shown, attachments=(image,)),
            mail(html=shown, attachments=(file, image)),
        )
    ]

    alternative = ("alternative", ["text/plain", "text/html"])
    related = ("alternative", ["text/plain", ("related", ["text/html", "image/png"])])
    assert trees == [
        "text/plain",
        alternative,
        ("mixed", ["text/plain", "application/pdf"]),
        related,
        ("mixed", [related, "application/pdf"]),
    ]


def test_an_image_that_the_html_does_not_show_goes_as_a_file() -> None:
    blobs = Blobs()
    image = blobs.put(b"png", "logo.png", "image/png", "logo@1")

    for message in (mail(attachments=(image,)), mail(html=HTML, attachments=(image,))):
        part = list(parsed(message, blobs).walk())[-1]
        assert part.get_content_disposition() == "attachment"
        assert part["Content-ID"] == "<logo@1>"


def test_the_same_mail_and_date_give_the_same_bytes() -> None:
    blobs = Blobs()
    message = mail(html=HTML, attachments=(blobs.put(b"x" * 500, "a.bin"),))

    assert sent(message, blobs) == sent(replace(message), blobs)
    assert serialize(message, date=DATE).sha256(blobs.read) == serialize(message, date=DATE).sha256(blobs.read)


def test_a_boundary_can_not_be_forged_by_a_body_that_knows_the_id() -> None:
    markers = "".join(f"--=_{kind}_{ID.hex}\n--=_{kind}_{ID.hex}--\n" for kind in "mar")
    blobs = Blobs()
    message = mail(text=markers, html=markers, attachments=(blobs.put(markers.encode(), "a.txt", "text/plain"),))

    parts = [part for part in parsed(message, blobs).walk() if not part.is_multipart()]

    assert [body_text(part) for part in parts] == [markers] * 3


# ---------------------------------------------------------------------------------------------- headers


def test_a_bcc_recipient_never_appears_on_the_wire() -> None:
    content = sent(mail(bcc=(Address("secret@example.org", "Secret Person"),), html=HTML))

    assert b"secret" not in content.lower() and b"bcc" not in content.lower()


def test_a_mail_with_only_bcc_recipients_goes_to_undisclosed_recipients() -> None:
    assert "\r\nTo: undisclosed-recipients:;\r\n" in head_of(sent(mail(to=(), bcc=(ANNA,))))


def test_a_mail_with_only_cc_recipients_has_no_to() -> None:
    lines = header_lines(sent(mail(to=(), cc=(ANNA,))))

    assert lines["Cc"] == "Anna Example <anna@example.org>" and "To" not in lines


@pytest.mark.parametrize(
    ("offset", "written"),
    [
        (timedelta(), "Thu, 12 Nov 2026 07:00:05 +0000"),
        (timedelta(hours=-3, minutes=-30), "Thu, 12 Nov 2026 03:30:05 -0330"),
        (timedelta(hours=5, minutes=45), "Thu, 12 Nov 2026 12:45:05 +0545"),
        (timedelta(hours=-11), "Wed, 11 Nov 2026 20:00:05 -1100"),
    ],
)
def test_the_date_is_told_in_the_offset_of_its_zone(offset: timedelta, written: str) -> None:
    wire = serialize(mail(), date=DATE.astimezone(timezone(offset)))

    line = header_lines(wire_bytes(wire))["Date"]

    assert line == written
    assert parsedate_to_datetime(line) == DATE


def test_a_date_without_a_zone_is_a_bug() -> None:
    with pytest.raises(OurError):
        serialize(mail(), date=DATE.replace(tzinfo=None))


def test_of_many_references_the_first_and_the_last_nine_are_written_whole() -> None:
    ids = tuple(f"<{n:03}.{'x' * 120}=?utf-8?q?_@mail.example.org>" for n in range(40))
    content = sent(mail(in_reply_to=ids[-1], references=ids))

    lines = header_lines(content)

    assert lines["References"].split() == [ids[0], *ids[-9:]]
    assert lines["In-Reply-To"] == ids[-1]
    assert parsed(mail(references=ids))["References"].split() == [ids[0], *ids[-9:]]


def test_reply_to_is_written_and_bodies_carry_no_trace_of_metadata() -> None:
    content = sent(mail(reply_to=Address("desk@example.org", "Desk, Help"), metadata={"campaign": "c-77"}))

    assert header_lines(content)["Reply-To"] == '"Desk, Help" <desk@example.org>'
    assert b"c-77" not in content


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Anna", "Anna <a@x.org>"),
        ("O'Brien & Sons", "O'Brien & Sons <a@x.org>"),
        ("Doe, J", '"Doe, J" <a@x.org>'),
        ("Dr. Who", '"Dr. Who" <a@x.org>'),
        ('Say "hi" \\o/', '"Say \\"hi\\" \\\\o/" <a@x.org>'),
        ("evil@x.org", '"evil@x.org" <a@x.org>'),
        ("two  blanks", '"two  blanks" <a@x.org>'),
        ("Jürgen, M", "=?utf-8?q?J=C3=BCrgen=2C_M?= <a@x.org>"),
        ("=?utf-8?q?x?=", "=?utf-8?b?PT91dGYtOD9xP3g/PQ==?= <a@x.org>"),
    ],
)
def test_a_display_name_is_written_so_that_it_stays_one_name(name: str, written: str) -> None:
    assert header_lines(sent(mail(to=(Address("a@x.org", name),))))["To"] == written


def test_lines_keep_to_78_however_long_the_list() -> None:
    people = tuple(Address(f"person{n}@example.org", f"Pérsön, Number {n} {'x' * n}") for n in range(60))
    content = sent(mail(to=people, cc=people, subject="Grüße " * 60))

    assert max(map(len, head_of(content).split("\r\n"))) <= 78
    assert not re.search(r"(?m)^[A-Za-z-]+:\s*$|^\s+$", head_of(content))


@pytest.mark.parametrize(
    "subject",
    [
        "",
        "Hello",
        "x" * 69,
        "x" * 70,
        "word " * 30 + "end",
        "x" * 3000,
        "a  b" * 40,
        "Grüße",
        "日本語の件名" * 20,
        "👩‍👩‍👧‍👦🎉" * 40,
        "=?utf-8?q?=0A?=",
    ],
)
def test_a_subject_is_read_back_as_it_was_written(subject: str) -> None:
    content = sent(mail(subject=subject))

    line = header_lines(content)["Subject"] if subject else ""

    assert readable(line) == subject
    assert all(len(word) <= 75 for word in re.findall(r"=\?[^ ]*\?=", line))
    assert str(parsed(mail(subject=subject))["Subject"]) == subject


def test_each_encoded_word_holds_whole_characters() -> None:
    words = re.findall(r"=\?utf-8\?[qb]\?[^ ]*\?=", header_lines(sent(mail(subject="é日🎉" * 60)))["Subject"])

    assert len(words) > 5
    assert "".join(readable(word) for word in words) == "é日🎉" * 60


def test_control_characters_that_slipped_into_a_stored_mail_become_blanks() -> None:
    message = mail(subject="a\r\nBcc: e@x.org\u2028b", to=(Address("a@x.org", "A\nBcc: e@x.org"),))

    lines = header_lines(sent(message))

    assert "Bcc" not in lines
    assert readable(lines["Subject"]) == "a  Bcc: e@x.org b"


@pytest.mark.parametrize(
    "message",
    [
        mail(to=(Address("a@x.org>\r\nBcc: e@x.org"),)),
        mail(message_id="<a@x.org>\r\nBcc: e@x.org"),
        mail(in_reply_to="<a\0@x.org>"),
        mail(references=("<a@x.org>\r\n\r\nbody",)),
        mail(references=(f"<{'x' * 2000}@x.org>",)),
        mail(attachments=(Attachment("a", "image/png", 1, "00", "x>\r\nBcc: e@x.org"),)),
    ],
)
def test_a_stored_address_or_id_that_would_break_its_line_is_never_sent(message: object) -> None:
    with pytest.raises(OurError) as raised:
        serialize(message, date=DATE)  # type: ignore[arg-type]

    assert raised.value.code == "message-damaged"


def test_only_an_address_that_needs_it_is_written_in_utf8() -> None:
    content = sent(mail(to=(Address("jürgen@example.org", "Jürgen"),), subject="Grüße"), is_utf8=True)

    lines = header_lines(content)

    assert lines["To"] == "=?utf-8?q?J=C3=BCrgen?= <jürgen@example.org>"
    assert lines["Subject"].isascii()


# ---------------------------------------------------------------------------------------------- bodies


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("", "7bit"),
        ("short\nlines\n", "7bit"),
        ("x" * 78 + "\n", "7bit"),
        ("x" * 79, "quoted-printable"),
        ("blank at the end \n", "quoted-printable"),
        ("tab at the end\t", "quoted-printable"),
        ("From me", "quoted-printable"),
        ("a\nFrom me", "quoted-printable"),
        ("a\0b", "quoted-printable"),
        ("bell\x07", "quoted-printable"),
        ("a few ümlauts among many plain letters", "quoted-printable"),
        ("日本語の本文です。\n" * 20, "base64"),
        ("Привет, как дела?", "quoted-printable"),
        ("Привет, как дела? " * 5 + "Да.", "base64"),
    ],
)
def test_a_body_takes_the_shortest_safe_encoding(text: str, encoding: str) -> None:
    assert transfer(text)[0] == encoding


@pytest.mark.parametrize(
    "text",
    [
        ".\n.\n..\n.x\n",
        "a\n.\n",
        ".",
        "x" * 998 + "." * 998,
        "y" * 5000,
        "=" * 500,
        "é=" * 300,
        ("x" * 75 + " \n") * 3,
        "x" * 76 + "\t\n \n  \n\t",
        "From here\nFrom there " + "x" * 100 + "\n",
        ("x" * 75 + "From there\n") * 3,
        "a\0b\x01\x7f\n",
        "u2028:\u2028 nel:\u0085 vt:\x0b ff:\x0c\n" + "x" * 100,
        "emoji 👩‍👩‍👧‍👦 " * 50,
        "\n\n\n",
        "no end",
        "".join(map(chr, range(0xA0, 0x180))) + "plain " * 300,
    ],
)
def test_a_body_is_received_byte_for_byte(text: str) -> None:
    text_part, html_part = parsed(mail(text=text, html=text)).iter_parts()
    single = body_text(parsed_simply(mail(text=text)))

    assert body_text(text_part) == text
    assert body_text(html_part) == text
    assert single.removesuffix("\n") == text.removesuffix("\n")
    assert all(len(line) <= 78 for line in transfer(text)[1].split(b"\r\n"))


def test_a_line_of_quoted_printable_has_at_most_76_characters() -> None:
    for width in range(70, 80):
        content = transfer("é" + "x" * width + "=é \n" + "y" * width + "\t\n" + "z" * width * 2)[1]
        assert max(map(len, content.split(b"\r\n"))) <= 76


def test_line_ends_of_other_systems_become_one_kind() -> None:
    assert transfer("a\r\nb\rc\nd")[1] == b"a\r\nb\r\nc\r\nd"


def test_dots_are_stuffed_once_and_not_counted() -> None:
    wire = serialize(mail(text=".\n..two\nx.\n.end"), date=DATE)
    content = wire_bytes(wire)

    assert content.endswith(b"\r\n..\r\n...two\r\nx.\r\n..end\r\n")
    assert wire.size == len(content) - 3 == len(unstuffed(content))


def test_half_a_surrogate_pair_in_a_stored_body_does_not_stop_the_mail() -> None:
    assert body_text(parsed(mail(text="a\ud800b\n"))) == "a?b\n"


# ---------------------------------------------------------------------------------------------- attachments


@pytest.mark.parametrize(
    "filename",
    [
        "a.pdf",
        "two words.pdf",
        'quote " and \\ back.txt',
        "semi;colon=equals.txt",
        "=?utf-8?q?fake?=.pdf",
        "Übersicht 2026.pdf",
        "日本語のとても長いファイル名" * 8 + ".xlsx",
        "x" * 250 + ".txt",
        "50%25 'off'*.txt",
        "🎉.png",
        "noextension",
        ".hidden",
    ],
)
def test_a_filename_is_read_back_by_every_reader(filename: str) -> None:
    blobs = Blobs()
    message = mail(attachments=(blobs.put(b"content", filename),))

    modern = next(iter(parsed(message, blobs).iter_attachments()))
    simple = parsed_simply(message, blobs).get_payload()[1]  # type: ignore[index]

    assert modern.get_filename() == filename
    assert simple.get_filename() == filename  # type: ignore[union-attr]
    fallback = str(modern.get_param("name"))
    assert fallback.isascii() and fallback
    assert max(map(len, sent(message, blobs).decode().split("\r\n"))) <= 150


@pytest.mark.parametrize("size", [0, 1, 2, 3, 56, 57, 58, 113, 114, 1000, 58_367, 58_368, 58_369, 200_000])
def test_an_attachment_of_any_size_arrives_whole_and_is_counted_exactly(size: int) -> None:
    blobs = Blobs()
    content = bytes(n * 31 % 251 for n in range(size))
    message = mail(html=HTML, attachments=(blobs.put(content, "a.bin"), blobs.put(b"second", "b.bin")))

    first, second = parsed(message, blobs).iter_attachments()

    assert first.get_payload(decode=True) == content
    assert second.get_payload(decode=True) == b"second"


def test_an_attached_mail_goes_byte_for_byte_as_a_file_and_not_as_base64_of_its_type() -> None:
    blobs = Blobs()
    inner = b"From: a@x.org\nSubject: inner\n\nbare line ends \xff\n"
    message = mail(attachments=(blobs.put(inner, "forwarded.eml", "message/rfc822"),))

    part = next(iter(parsed(message, blobs).iter_attachments()))

    assert (part.get_content_type(), part.get_filename()) == ("application/octet-stream", "forwarded.eml")
    assert part.get_payload(decode=True) == inner


@pytest.mark.parametrize("media_type", ["", "nonsense", "image/png\r\nX: y", "multipart/mixed", "text/plain; charset=x", "a/b c"])
def test_an_unusable_media_type_becomes_octets(media_type: str) -> None:
    blobs = Blobs()

    part = next(iter(parsed(mail(attachments=(blobs.put(b"x", "x", media_type),)), blobs).iter_attachments()))

    assert part.get_content_type() == "application/octet-stream"


def test_an_attachment_of_25_mb_is_written_in_chunks_and_never_held_whole() -> None:
    block = bytes(range(256)) * 256
    blocks = 25_000_000 // len(block)
    digest = sha256(block).hexdigest()

    def read(_: str) -> Iterator[bytes]:
        for _number in range(blocks):
            yield block

    wire = serialize(mail(attachments=(Attachment("big.bin", "application/zip", blocks * len(block), digest),)), date=DATE)
    tracemalloc.start()
    written = 0
    for chunk in wire.chunks(read):
        written += len(chunk)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert written == wire.size
    assert peak < 2_000_000
    assert not wire.is_whole


def test_the_zone_of_the_date_may_be_utc() -> None:
    assert b" +0000\r\n" in wire_bytes(serialize(mail(), date=DATE.astimezone(UTC)))
