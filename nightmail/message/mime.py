"""Write a message as bytes for the wire (RFC 5322, MIME). Never reads a blob, a clock or a random number: the same message
and date give the same bytes, so that a resend is the same mail.

    mixed( alternative( text, related( html, inline images ) ), attachments )      a level with one child is dropped

The standard library's `email` writer is not used: on the Python versions we support it encodes long References, drops the
quotes of folded names, writes empty encoded words, keeps NULs, and takes about twenty times as long.
"""

from __future__ import annotations

import binascii
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import cast
from urllib.parse import quote

from nightmail.errors import OurError
from nightmail.message.model import Address, Attachment, Message
from nightmail.message.transfer import transfer
from nightmail.message.wire import BlobSegment, Wire

_LINE = 78  # RFC 5322 2.1.1: lines should be no longer than this without their CRLF
_LONGEST_TOKEN = 60  # a word that, after any header name of ours, still fits on one line
_LONGEST_ID = 900  # ids are never encoded or folded; with this they stay within the 998 octets of RFC 5322 2.1.1
_KEPT_REFERENCES = 9

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_MEDIA_TYPE = re.compile(r"(?:application|audio|font|image|model|text|video|x-[a-z0-9-]+)/[A-Za-z0-9!#$&^_.+-]{1,100}", re.I)
_NOT_PRINTABLE = re.compile(r"[^\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\U0010ffff]")

# RFC 2047 5 (3): of the printable characters only these stand for themselves in every place an encoded word may have.
_Q = {octet: f"={octet:02X}" for octet in range(256)}
_Q.update({ord(safe): safe for safe in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/"})
_Q[0x20] = "_"
_ENCODED = 52  # characters of content in one encoded word: with its frame 64, so that it fits behind a header's name
_ENCODED_OCTETS = _ENCODED // 4 * 3

_ATTRIBUTE_CHARS = "!#$&+-.^_`{|}~"  # RFC 2231 7: attribute-char, beyond what `quote` always keeps
_PARAMETER = 60


def serialize(message: Message, *, date: datetime) -> Wire:
    """The message as it goes into DATA. `date` (aware) becomes the Date header, in the offset of its zone.

    ASCII only, save for header lines with an address that needs SMTPUTF8 (RFC 6532). Attachments stay BlobSegments.
    Raises OurError `message-damaged` where an address or id holds what `check` refuses.
    """
    pieces = [_head(message, date), *_body(message)]
    if message.attachments:
        return _wire(pieces)
    whole = b"".join(cast("list[bytes]", pieces))
    if whole[-2:] != b"\r\n":
        whole += b"\r\n"
    return Wire((_stuffed(whole),), len(whole))


# ---------------------------------------------------------------------------------------------- structure


# A MIME part: its Content-* lines, then its content. A blob always ends its own last line.
_Part = list[bytes | BlobSegment]
_TEXT_HEADS = {
    (subtype, encoding): f"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode()
    for subtype in ("plain", "html")
    for encoding in ("7bit", "quoted-printable", "base64")
}


def _body(message: Message) -> _Part:
    root = _text_part("plain", message.text)
    inline, attached = _sorted_attachments(message) if message.attachments else ([], [])
    boundary = message.id.hex.encode()
    if message.html is not None:
        html = _text_part("html", message.html)
        if inline:
            html = _multipart(b"related", boundary, (html, *(_attachment(image, "inline") for image in inline)))
        root = _multipart(b"alternative", boundary, (root, html))
    if attached:
        root = _multipart(b"mixed", boundary, (root, *(_attachment(file, "attachment") for file in attached)))
    return root


def _text_part(subtype: str, text: str) -> _Part:
    encoding, content = transfer(text)
    return [_TEXT_HEADS[subtype, encoding], content]


def _sorted_attachments(message: Message) -> tuple[list[Attachment], list[Attachment]]:
    """(inline, attached). An image that the HTML doesn't show would be seen by nobody: it goes as a file."""
    inline: list[Attachment] = []
    attached: list[Attachment] = []
    for attachment in message.attachments:
        cid = attachment.content_id
        is_shown = (
            cid is not None and message.html is not None and (f"cid:{cid}" in message.html or f"cid:{quote(cid)}" in message.html)
        )
        (inline if is_shown else attached).append(attachment)
    return inline, attached


def _multipart(subtype: bytes, boundary: bytes, parts: Iterable[_Part]) -> _Part:
    # No body can hold "--=_": quoted-printable writes "=" as "=3D", base64 has no "-", and text with it is not sent as 7bit.
    marker = b"=_%b_%b" % (subtype[:1], boundary)
    # RFC 2387 3.1: related names the type of its root.
    root = b' type="text/html";' if subtype == b"related" else b""
    whole: _Part = [b'Content-Type: multipart/%b;%b\r\n boundary="%b"\r\n' % (subtype, root, marker)]
    # It begins with the end of the line before it, unless a blob has ended that.
    delimiter = b"\r\n--%b\r\n" % marker
    for part in parts:
        whole += (delimiter if isinstance(whole[-1], bytes) else delimiter[2:], *part)
    end = delimiter[:-2] + b"--\r\n"
    whole.append(end if isinstance(whole[-1], bytes) else end[2:])
    return whole


def _wire(pieces: _Part) -> Wire:
    segments: list[bytes | BlobSegment] = []
    size = 0
    run: list[bytes] = []
    for piece in pieces:
        if isinstance(piece, bytes):
            run.append(piece)
            continue
        before = b"".join(run)
        segments += (_stuffed(before), piece)
        size += len(before) + piece.wire_size
        run = []
    end = b"".join(run)
    return Wire((*segments, _stuffed(end)), size + len(end))


def _stuffed(octets: bytes) -> bytes:
    # RFC 5321 4.5.2. No segment starts with a dot: the first is a header, later ones a boundary.
    return octets.replace(b"\r\n.", b"\r\n..")


def _attachment(attachment: Attachment, disposition: str) -> _Part:
    """A blob as base64. RFC 2046 5.2.1 forbids base64 for message/* and multipart/*, and a blob may hold any octets:
    such a file (an .eml) goes as application/octet-stream under its name, byte for byte."""
    media_type = attachment.media_type if _MEDIA_TYPE.fullmatch(attachment.media_type) else "application/octet-stream"
    name, filename = _filename_parameters(attachment.filename)
    head = (
        f"Content-Type: {media_type};\r\n name={name}\r\n"
        "Content-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: {disposition};\r\n {filename}\r\n"
    )
    if attachment.content_id is not None:
        head += f"Content-ID: <{_trusted(attachment.content_id)}>\r\n"
    return [f"{head}\r\n".encode(), BlobSegment(attachment.sha256, attachment.size)]


# ---------------------------------------------------------------------------------------------- headers


def _head(message: Message, date: datetime) -> bytes:
    """All lines but those of the body."""
    sender = _sender(message.sender.spec, message.sender.name)
    head = f"Date: {_date(date)}\r\nMessage-ID: {_trusted(message.message_id)}\r\n{sender}\r\n"
    if message.reply_to is not None:
        head += _addresses("Reply-To", (message.reply_to,)) + "\r\n"
    if message.to:
        head += _addresses("To", message.to) + "\r\n"
    elif not message.cc:
        head += "To: undisclosed-recipients:;\r\n"
    if message.cc:
        head += _addresses("Cc", message.cc) + "\r\n"
    head += _subject(message.subject) + "\r\n"
    if message.in_reply_to is not None:
        head += f"In-Reply-To: {_trusted(message.in_reply_to)}\r\n"
    if message.references:
        head += _folded("References", [_trusted(id) for id in _kept(message.references)]) + "\r\n"
    return f"{head}X-Nightmail-Id: {message.id}\r\nMIME-Version: 1.0\r\n".encode()


def _date(date: datetime) -> str:
    offset = date.utcoffset()
    if offset is None:
        raise OurError("naive-date", "A mail's date needs a zone.")
    return _dated(date.replace(tzinfo=None), offset)


@lru_cache(maxsize=256)
def _dated(date: datetime, offset: timedelta) -> str:
    """Many messages leave in the same second. Keyed by wall time and offset: one instant has many ways to be written."""
    minutes = int(offset.total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    hours, minutes = divmod(abs(minutes), 60)
    return (
        f"{_DAYS[date.weekday()]}, {date.day:02} {_MONTHS[date.month - 1]} {date.year:04}"
        f" {date.hour:02}:{date.minute:02}:{date.second:02} {sign}{hours:02}{minutes:02}"
    )


def _kept(references: Sequence[str]) -> Sequence[str]:
    """The first, which is the thread's root, and the last ones: what mail programs look at."""
    return references if len(references) <= _KEPT_REFERENCES + 1 else (references[0], *references[-_KEPT_REFERENCES:])


@lru_cache(maxsize=256)
def _sender(spec: str, name: str) -> str:
    """The same for each message of an account."""
    return _addresses("From", (Address(spec, name),))


def _addresses(name: str, addresses: Sequence[Address]) -> str:
    if len(addresses) == 1 and not addresses[0].name:
        return f"{name}: {_trusted(addresses[0].spec)}"
    words: list[str] = []
    for address in addresses:
        if address.name:
            words += _phrase(address.name)
            words.append(f"<{_trusted(address.spec)}>,")
        else:
            words.append(f"{_trusted(address.spec)},")
    words[-1] = words[-1][:-1]
    return _folded(name, words)


def _phrase(text: str) -> list[str]:
    """A display name as words that a line may break between (RFC 5322 3.2.5, RFC 2047 5 (3))."""
    if text.isascii() and len(text) <= _LONGEST_TOKEN and "=?" not in text and text.isprintable():
        if _ATOMS.fullmatch(text):
            return text.split(" ")
        return ['"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"']
    return _encoded_words(text)


def _subject(text: str) -> str:
    if text.isascii() and "=?" not in text and text.isprintable():
        line = f"Subject: {text}"
        if len(line) <= _LINE:
            return line
        words = text.split(" ")
        if "" not in words and max(map(len, words)) <= _LONGEST_TOKEN:
            return _folded("Subject", words)
    return _folded("Subject", _encoded_words(text))


def _folded(name: str, words: Sequence[str]) -> str:
    """`name: words…`, broken before words so that lines keep to 78 where they can; never right after the name."""
    whole = f"{name}: {' '.join(words)}"
    if len(whole) <= _LINE:
        return whole
    lines: list[str] = []
    line = f"{name}: {words[0]}"
    for word in words[1:]:
        if len(line) + 1 + len(word) > _LINE:
            lines.append(line)
            line = ""
        line += " " + word
    return "\r\n".join([*lines, line])


def _trusted(atom: str) -> str:
    """An address or id, which is written as it is. `check` refuses what could end its line; this is the second lock."""
    if not atom.isprintable() or len(atom) > _LONGEST_ID:
        raise OurError("message-damaged", "An address or id of this message can't be written into a header.")
    return atom


# ---------------------------------------------------------------------------------------------- encoded words, parameters


def _encoded_words(text: str) -> list[str]:
    octets = _NOT_PRINTABLE.sub(" ", text).encode()
    quoted = octets.decode("latin-1").translate(_Q)
    if len(quoted) <= (len(octets) + 2) // 3 * 4:
        return [f"=?utf-8?q?{chunk}?=" for chunk in _escaped_chunks(quoted, _ENCODED)]
    return [f"=?utf-8?b?{binascii.b2a_base64(chunk, newline=False).decode()}?=" for chunk in _utf8_chunks(octets)]


def _escaped_chunks(escaped: str, limit: int) -> Iterator[str]:
    """Pieces of `=C3=A9`- or `%C3%A9`-escaped UTF-8, none of which splits a code point."""
    start = 0
    while len(escaped) - start > limit:
        end = start + limit
        while escaped[end - 1] in "=%" or escaped[end - 2] in "=%" or _is_continuation(escaped[end : end + 2]):
            end -= 1
        yield escaped[start:end]
        start = end
    yield escaped[start:]


def _is_continuation(escape: str) -> bool:
    return escape[0] in "=%" and escape[1] in "89AB"


def _utf8_chunks(octets: bytes) -> Iterator[bytes]:
    start = 0
    while len(octets) - start > _ENCODED_OCTETS:
        end = start + _ENCODED_OCTETS
        while octets[end] & 0xC0 == 0x80:
            end -= 1
        yield octets[start:end]
        start = end
    yield octets[start:]


def _filename_parameters(filename: str) -> tuple[str, str]:
    """(the quoted `name` of Content-Type, the `filename` parameters of Content-Disposition).

    A name beyond ASCII is `filename*` (RFC 2231), and its ASCII fallback is `name`, where programs without RFC 2231 look.
    The fallback is not a second `filename`: readers that meet both take the first or the plain one (CPython's among them).
    """
    if filename.isascii() and filename.isprintable() and len(filename) <= 2 * _PARAMETER and "=?" not in filename:
        plain = filename.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{plain}"', f'filename="{plain}"'
    escaped = quote(_NOT_PRINTABLE.sub("_", filename), safe=_ATTRIBUTE_CHARS)
    return f'"{_ascii_name(filename)}"', _extended("filename", escaped)


def _extended(name: str, escaped: str) -> str:
    if len(escaped) <= _PARAMETER:
        return f"{name}*=utf-8''{escaped}"
    first, *others = _escaped_chunks(escaped, _PARAMETER - len("utf-8''"))
    return ";\r\n ".join([f"{name}*0*=utf-8''{first}", *(f"{name}*{n}*={chunk}" for n, chunk in enumerate(others, 1))])


def _ascii_name(filename: str) -> str:
    stem, dot, extension = filename.rpartition(".")
    plain_stem = _plain_ascii(stem if dot else extension)[:40] or "attachment"
    plain_extension = _plain_ascii(extension)[:10] if dot else ""
    return f"{plain_stem}.{plain_extension}" if plain_extension else plain_stem


def _plain_ascii(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._+-]+", "_", bare).strip("_.")
