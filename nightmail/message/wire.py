"""A message as the bytes of SMTP's DATA phase: CRLF line ends, dot-stuffed (RFC 5321 4.5.2), without the final dot."""

from __future__ import annotations

import binascii
import hashlib
from collections.abc import Callable, Iterator
from itertools import chain
from struct import Struct

from nightmail.values import value

LINE = 57  # octets that fill one base64 line of 76 characters (RFC 2045 6.8)
BLOCK = LINE * 1024
_ENCODED_LINE = Struct("76s")


@value(frozen=True, slots=True)
class BlobSegment:
    """A blob that goes on the wire as base64 lines. `size` is the blob's own length in octets."""

    sha256: str
    size: int

    @property
    def wire_size(self) -> int:
        full, rest = divmod(self.size, LINE)
        return full * 78 + ((rest + 2) // 3 * 4 + 2 if rest else 0)


ReadBlob = Callable[[str], Iterator[bytes]]


@value(frozen=True, slots=True)
class Wire:
    """`segments` in order; bytes are already stuffed and end on a line end. `size` counts the octets of the message as
    RFC 1870 does: without the stuffed dots and the final dot."""

    segments: tuple[bytes | BlobSegment, ...]
    size: int

    @property
    def octets(self) -> bytes | None:
        """The whole message, where it is one piece and no blob has to be read."""
        first, *others = self.segments
        return first if not others and isinstance(first, bytes) else None

    @property
    def is_whole(self) -> bool:
        return self.octets is not None

    def chunks(self, read: ReadBlob) -> Iterator[bytes]:
        """The bytes to write, blobs encoded on the fly in blocks of about 78 kB."""
        for segment in self.segments:
            if isinstance(segment, bytes):
                yield segment
            else:
                yield from _encoded(read(segment.sha256))

    def sha256(self, read: ReadBlob) -> str:
        """The fingerprint of exactly what is sent (stuffed, without the final dot), in hex."""
        if (octets := self.octets) is not None:
            return hashlib.sha256(octets).hexdigest()
        digest = hashlib.sha256()
        for chunk in self.chunks(read):
            digest.update(chunk)
        return digest.hexdigest()


def base64_lines(octets: bytes) -> bytes:
    """RFC 2045 6.8: lines of 76 characters, each with its CRLF."""
    encoded = binascii.b2a_base64(octets, newline=False)
    end = len(encoded) // _ENCODED_LINE.size * _ENCODED_LINE.size
    rest = encoded[end:]
    lines = b"\r\n".join([*chain.from_iterable(_ENCODED_LINE.iter_unpack(encoded[:end])), rest])
    return lines + b"\r\n" if rest else lines


def _encoded(blocks: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for block in blocks:
        rest += block
        whole = len(rest) // BLOCK * BLOCK
        for start in range(0, whole, BLOCK):
            yield base64_lines(rest[start : start + BLOCK])
        rest = rest[whole:]
    if rest:
        yield base64_lines(rest)
