"""Write a text as the octets of a MIME part: as it is where that is safe, else as quoted-printable or base64 (RFC 2045 6)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from struct import Struct

from nightmail.message.wire import base64_lines

_LINE = 78  # RFC 5322 2.1.1: lines should be no longer than this without their CRLF
_LINE_END = re.compile(r"\r\n?")

_BLANKS = (b" ", b"\t")
_SAFE = bytes(octet for octet in (*range(0x20, 0x7F), 0x09, 0x0A) if octet != ord("="))
_OCTETS = [bytes([octet]) for octet in range(256)]
_ESCAPES = [b"=%02X" % octet for octet in range(256)]
_ESCAPED = {octet: f"={octet:02X}" for octet in range(256) if octet not in _SAFE}
_MANY_KINDS = 40
_FEW = 40  # escapes that don't make a body unreadable: base64 would save a line at most, and filters distrust it in short mails
_QUOTED_LINE = 76  # RFC 2045 6.7 (5), the "=" of a soft break counted
_WHOLE_PIECE = Struct(f"{_QUOTED_LINE - 1}s")
# 75 octets, or 73 or 74 where an escape would be split; of the last piece up to 76.
_PIECE = re.compile(rb"(?=.{77}).{73}[^=]{0,2}|.+", re.DOTALL)


def transfer(text: str) -> tuple[str, bytes]:
    """(Content-Transfer-Encoding, content): 7bit where it is safe, else the shorter of quoted-printable and base64."""
    if "\r" in text:
        text = _LINE_END.sub("\n", text)
    content = text.encode("utf-8", "replace")
    unsafe = content.translate(None, _SAFE)
    lines = content.split(b"\n")
    if (not unsafe or unsafe.count(b"=") == len(unsafe)) and _is_plain(content, lines):
        return "7bit", b"\r\n".join(lines)
    if unsafe:
        if len(unsafe) * 45 > len(content) * 8 and len(unsafe) > _FEW:
            # Two octets more for each of these: from about 18 % on, base64 is shorter.
            return "base64", base64_lines(content.replace(b"\n", b"\r\n"))
        lines = _escape(content, unsafe).split(b"\n")
    # A usual line, short and with a visible end, needs no closer look.
    return "quoted-printable", b"\r\n".join(
        [line if len(line) <= _QUOTED_LINE and line[-1:] > b" " and line[:5] != b"From " else _quoted(line) for line in lines]
    )


def _is_plain(content: bytes, lines: Sequence[bytes]) -> bool:
    """True for printable ASCII in short lines that no server on the way has a reason to touch."""
    return not (
        max(map(len, lines)) > _LINE
        or b"--=_" in content
        or b" \n" in content
        or content[-1:] in _BLANKS
        or (b"\t" in content and b"\t\n" in content)
        or content[:5] == b"From "
        or b"\nFrom " in content
    )


def _quoted(line: bytes) -> bytes:
    """A line whose octets are escaped as RFC 2045 6.7 wants it. Not `binascii.b2a_qp`: it is slower, breaks lines with LF or
    CRLF by the looks of the first one, and writes 78 octets where a final blank is escaped."""
    if line[-1:] in _BLANKS:
        line = line[:-1] + _ESCAPES[line[-1]]
    if line[:5] == b"From ":
        # Old mailbox files begin a new mail there; servers on the way write ">From " and break signatures.
        line = b"=46" + line[1:]
    return line if len(line) <= _QUOTED_LINE else _soft_broken(line)


def _soft_broken(line: bytes) -> bytes:
    if b"=" in line:
        return b"=\r\n".join(_PIECE.findall(line))
    end = (len(line) - 2) // _WHOLE_PIECE.size * _WHOLE_PIECE.size
    return b"=\r\n".join([*chain.from_iterable(_WHOLE_PIECE.iter_unpack(line[:end])), line[end:]])


def _escape(content: bytes, unsafe: bytes) -> bytes:
    kinds = set(unsafe)
    if len(kinds) > _MANY_KINDS:
        return content.decode("latin-1").translate(_ESCAPED).encode("ascii")
    # One pass per kind runs in C and is several times faster for the few kinds a text in Latin letters has. "=" comes
    # first, since the escapes of the others contain it.
    for octet in sorted(kinds, key=ord("=").__ne__):
        content = content.replace(_OCTETS[octet], _ESCAPES[octet])
    return content
