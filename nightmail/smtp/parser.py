"""Read SMTP replies (RFC 5321 4.2) out of a stream of octets. Strict and bounded; it refuses rather than guesses."""

from __future__ import annotations

import re
from functools import lru_cache

from nightmail.delivery.outcome import MAX_RAW, Reply

MAX_LINE = 8 * 1024
MAX_REPLY = 64 * 1024
_SHORT = 512  # octets of replies that are worth remembering together
MAX_TEXT = 1_000  # characters of a reply that are kept

_LINE = re.compile(rb"([2-5]\d\d)(?:([ -])(.*))?", re.DOTALL)
_ENHANCED = re.compile(r"([245]\.\d{1,3}\.\d{1,3})(?:\s+|$)")
# NUL and the other C0 and C1 controls can't be stored or shown; U+2028 and U+2029 break lines in JSON readers.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class UnreadableReply(Exception):
    """The server sent something that is no SMTP reply. Everything read before it stands."""


class ReplyParser:
    """Feed it octets as they come; it adds whole replies to the list it is given."""

    __slots__ = ("_lines", "_rest", "_size", "has_rest")

    def __init__(self) -> None:
        self._rest = b""
        self._lines: list[bytes] = []
        self._size = 0
        # True while part of a reply has been read.
        self.has_rest = False

    @property
    def rest(self) -> bytes:
        """How that part begins, or what could not be read."""
        return b"".join((*self._lines, self._rest))[:MAX_RAW]

    def feed(self, octets: bytes, into: list[Reply]) -> None:
        """Raises UnreadableReply; replies that were whole before are in `into`. Lines may end on LF alone."""
        if not self.has_rest and len(octets) <= _SHORT and (usual := _usual(octets)) is not None:
            into += usual
            return
        try:
            self._read(octets, into)
        finally:
            self.has_rest = bool(self._rest or self._lines)

    def _read(self, octets: bytes, into: list[Reply]) -> None:
        *lines, self._rest = (self._rest + octets).split(b"\n")
        for at, line in enumerate(lines):
            if not self._lines and line[3:4] == b" " and len(line) <= MAX_LINE and (reply := _single(line)) is not None:
                into.append(reply)
                continue
            try:
                self._add(line, into)
            except UnreadableReply:
                self._rest = b"\n".join((*lines[at + 1 :], self._rest))
                raise
        if len(self._rest) > MAX_LINE:
            raise UnreadableReply("a line of its reply is too long")

    def _add(self, line: bytes, into: list[Reply]) -> None:
        self._lines.append(line + b"\n")
        self._size += len(line)
        if len(line) > MAX_LINE or self._size > MAX_REPLY:
            raise UnreadableReply("its reply is too long")
        match = _LINE.fullmatch(line.removesuffix(b"\r"))
        if match is None or match[1] != self._lines[0][:3]:
            raise UnreadableReply("its reply is not SMTP")
        if match[2] != b"-":
            lines, self._lines, self._size = self._lines, [], 0
            into.append(reply_from(int(match[1]), [each[4:] for each in lines], raw=b"".join(lines)))


# Servers say the same few lines all day: "250 2.1.0 Ok", and the same lines together after the same commands.
@lru_cache(maxsize=1024)
def _usual(octets: bytes) -> tuple[Reply, ...] | None:
    """The replies, where each is whole and takes one line."""
    *lines, rest = octets.split(b"\n")
    replies = [_single(line) for line in lines if line[3:4] == b" "]
    whole = tuple([reply for reply in replies if reply is not None])
    return whole if not rest and len(whole) == len(lines) else None


@lru_cache(maxsize=1024)
def _single(line: bytes) -> Reply | None:
    match = _LINE.fullmatch(line.removesuffix(b"\r"))
    return reply_from(int(match[1]), [match[3]], raw=line + b"\n") if match else None


def reply_from(code: int, lines: list[bytes], *, raw: bytes = b"") -> Reply:
    """A reply whose text is safe to store and show. An enhanced code repeated on every line is kept on the first."""
    texts = [safe_text(line) for line in lines]
    match = _ENHANCED.match(texts[0])
    enhanced = match[1] if match else ""
    if enhanced:
        texts[1:] = [text.removeprefix(enhanced).lstrip() for text in texts[1:]]
    return Reply(code, " ".join(text for text in texts if text)[:MAX_TEXT], enhanced, raw[:MAX_RAW])


def safe_text(raw: bytes) -> str:
    return _UNSAFE.sub(" ", raw[: 4 * MAX_TEXT].decode("utf-8", "replace")).strip()
