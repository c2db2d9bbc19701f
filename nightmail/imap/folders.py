"""Find a folder by what it is for: by its mark (RFC 6154), else by what servers and mail programs call it. Blocking."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence

from imapclient import IMAPClient


def find_folder(client: IMAPClient, *, mark: bytes, names: Collection[str], known: str = "") -> str:
    """`known` where it is there, else the folder marked `mark` (in lower case), else one of `names` (in NFKC, case folded);
    empty: there is none."""
    folders = [(flags, separator, name) for flags, separator, name in client.list_folders() if _can_be_opened(flags)]
    if known in {name for _, _, name in folders}:
        return known
    for flags, _, name in folders:
        if any(flag.lower() == mark for flag in flags):
            return str(name)
    usual = [name for _, separator, name in folders if _leaf(name, separator) in names]
    return min(usual, key=lambda name: (_depth(name), len(name)), default="")


def _can_be_opened(flags: Sequence[bytes]) -> bool:
    return not {flag.lower() for flag in flags} & {b"\\noselect", b"\\nonexistent"}


def _leaf(name: str, separator: bytes | str | None) -> str:
    split = separator.decode("ascii", "replace") if isinstance(separator, bytes) else separator
    leaf = name.rsplit(split, 1)[-1] if split else name
    return unicodedata.normalize("NFKC", leaf).casefold().strip()


def _depth(name: str) -> int:
    return name.count("/") + name.count(".")
