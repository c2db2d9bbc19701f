"""Take out of the bundle's ICU what Qt does not ask it for: all but a tenth of 32 MB. Rewrites one ELF file, or leaves it whole.

Qt asks ICU for the order of words, for old encodings and for names of time zones. It has dates, numbers and countries of its own,
and Nightmail its own zones. What is not there, ICU answers as for any language that nobody described.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from pathlib import Path

# Every language's order, and what holds for all languages. A language's other words have two or three letters as their name.
_KEPT = re.compile(r"[^/]+/(?:coll/.+|(?![a-z]{2,3}(?:_\w+)?\.res)[^/]+\.(?:icu|nrm|spp|cfu|res))")
_ENCODING = ".cnv"
# Those with one octet a character. The others are long tables of East Asian ones, which pass for UTF-8 by now.
_SHORT = 16_000
_PAGE = 4096
_AT = 16


class UnknownShape(Exception):
    """The file is not built as this knows it."""


@dataclass(frozen=True, slots=True)
class _Section:
    header: int
    offset: int
    size: int


def shrink(library: Path) -> int:
    """Answers how many octets the file lost. Raises UnknownShape, and has changed nothing then."""
    old = library.read_bytes()
    try:
        new = _shrunk(old)
    except (struct.error, ValueError) as error:
        raise UnknownShape("it ends too soon") from error
    if new != old:
        library.write_bytes(new)
    return len(old) - len(new)


def _shrunk(old: bytes) -> bytes:
    sections, segments = _sections(old), _segments(old)
    table = max(sections, key=lambda section: section.size)
    end = table.offset + table.size
    kept = _without_the_rest(old[table.offset : end])
    # The loader wants a segment's place in the file and in memory to agree within a page.
    saved = (table.size - len(kept)) // _PAGE * _PAGE
    new = bytearray(old[: table.offset] + kept.ljust(table.size - saved, b"\0") + old[end:])
    for segment in segments:
        offset, size = struct.unpack_from("<8xQ16xQ", old, segment)
        if offset <= table.offset and offset + size >= end:
            struct.pack_into("<QQ", new, segment + 32, size - saved, size - saved)
        elif offset >= end:
            struct.pack_into("<Q", new, segment + 8, offset - saved)
    (headers,) = struct.unpack_from("<Q", old, 40)
    struct.pack_into("<Q", new, 40, headers - saved)
    for section in sections:
        if section.offset >= end:
            struct.pack_into("<Q", new, section.header - saved + 24, section.offset - saved)
    struct.pack_into("<Q", new, table.header - saved + 32, table.size - saved)
    return bytes(new)


def _sections(elf: bytes) -> list[_Section]:
    """Of a 64-bit little-endian ELF whose headers stand at its end."""
    if elf[:6] != b"\x7fELF\x02\x01":
        raise UnknownShape("not a 64-bit little-endian ELF")
    (first,) = struct.unpack_from("<Q", elf, 40)
    size, count = struct.unpack_from("<HH", elf, 58)
    headers = range(first, first + size * count, size)
    found = [_Section(header, *struct.unpack_from("<24xQQ", elf, header)) for header in headers]
    if size != 64 or not found or any(section.offset > first for section in found):
        raise UnknownShape("its section headers stand elsewhere")
    return found


def _segments(elf: bytes) -> list[int]:
    """Where each segment's header stands."""
    (first,) = struct.unpack_from("<Q", elf, 32)
    size, count = struct.unpack_from("<HH", elf, 54)
    return list(range(first, first + size * count, size))


def _without_the_rest(package: bytes) -> bytes:
    """ICU's common data (its source: tools/icupkg): a header, then a table of names and places, then what lies there."""
    (header,) = struct.unpack_from("<H", package)
    if package[2:4] != b"\xda\x27" or package[12:16] != b"CmnD" or header % _AT:
        raise UnknownShape("not ICU's common data")
    (count,) = struct.unpack_from("<I", package, header)
    places = [struct.unpack_from("<II", package, header + 4 + 8 * index) for index in range(count)]
    ends = [data for _, data in places[1:]] + [len(package) - header]
    if any(end < data for (_, data), end in zip(places, ends, strict=True)):
        raise UnknownShape("its parts lie in another order than their names")
    parts = []
    for (name, data), end in zip(places, ends, strict=True):
        told = package[header + name : package.index(b"\0", header + name)]
        if _is_wanted(told.decode("ascii"), end - data):
            parts.append((told, package[header + data : header + end]))
    return package[:header] + _packed(parts)


def _is_wanted(name: str, size: int) -> bool:
    return size <= _SHORT if name.endswith(_ENCODING) else _KEPT.fullmatch(name) is not None


def _packed(parts: list[tuple[bytes, bytes]]) -> bytes:
    names, contents = bytearray(), bytearray()
    first_name = 4 + 8 * len(parts)
    first_data = _aligned(first_name + sum(len(name) + 1 for name, _ in parts))
    table = struct.pack("<I", len(parts))
    for name, content in parts:
        table += struct.pack("<II", first_name + len(names), first_data + len(contents))
        names += name + b"\0"
        contents += content.ljust(_aligned(len(content)), b"\0")
    return (table + names).ljust(first_data, b"\0") + contents


def _aligned(size: int) -> int:
    return -(-size // _AT) * _AT
