"""Find mails in what another mail program left behind: .eml files, mboxes, maildirs, or a folder with any of these. Reads one
mail at a time, and understands none of them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nightmail.errors import PersonError

LARGEST_MAIL = 60_000_000
"""More than any provider takes."""

_DEEPEST = 8
_MOST_FILES = 20_000
_START = b"From "
_QUOTED_START = re.compile(rb"^>(>*From )", re.MULTILINE)
# What Thunderbird, mutt, Evolution and their like call the mailboxes in which unsent mail waits; theirs have no ending.
_UNSENT = frozenset({"drafts", "unsent messages", "outbox", "templates", "entwürfe", "postausgang", "brouillons", "borradores"})


@dataclass(frozen=True, slots=True)
class RawMail:
    """One mail as it stands in a file; `number` counts the mails of an mbox from 1. `content` None: too large to be a mail.
    `is_deleted`: its mail program had thrown it away and not yet tidied up."""

    file: Path
    number: int
    content: bytes | None
    is_deleted: bool = False


def read_mails(path: Path) -> Iterator[RawMail]:
    """Raises PersonError `import-nothing-there` or `import-unreadable`."""
    if not path.exists():
        raise PersonError("import-nothing-there", f'There is no "{path.name}".', next="Choose a file or folder that is there.")
    try:
        yield from _of_folder(path) if path.is_dir() else _of_file(path)
    except OSError as error:
        raise PersonError(
            "import-unreadable", f'"{path.name}" can\'t be read: {error.strerror or error}.', next="Check that you may open it."
        ) from error


def is_mbox(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_START)) == _START


def _of_file(path: Path) -> Iterator[RawMail]:
    if is_mbox(path):
        yield from _of_mbox(path)
    else:
        yield _whole(path)


def _of_folder(path: Path) -> Iterator[RawMail]:
    if _is_maildir(path):
        yield from _of_maildir(path)
        return
    for file in _files_under(path):
        yield from _of_maildir(file) if file.is_dir() else _of_file(file)


def _files_under(path: Path) -> Iterator[Path]:
    """Files that hold mail by their names, and maildirs; links are not followed."""
    seen = 0
    for folder, folders, names in os.walk(path):
        here = Path(folder)
        if len(here.relative_to(path).parts) >= _DEEPEST:
            folders.clear()
        for name in sorted(folders):
            if _is_maildir(here / name):
                folders.remove(name)
                yield here / name
        folders.sort()
        for name in sorted(names):
            seen += 1
            if seen > _MOST_FILES:
                raise PersonError(
                    "import-too-much", f'"{path.name}" holds too many files.', next="Choose the folder of the drafts itself."
                )
            file = here / name
            if not file.is_symlink() and _holds_mail(file):
                yield file


def _holds_mail(file: Path) -> bool:
    name = file.name.lower()
    if name.endswith((".eml", ".mbox")):
        return True
    return name in _UNSENT and is_mbox(file)


def _is_maildir(path: Path) -> bool:
    return (path / "cur").is_dir()


def _of_maildir(path: Path) -> Iterator[RawMail]:
    """https://cr.yp.to/proto/maildir.html: `tmp` holds mails that are still being written."""
    for part in ("cur", "new"):
        folder = path / part
        if not folder.is_dir():
            continue
        for file in sorted(folder.iterdir()):
            if file.is_file() and not file.is_symlink() and not file.name.startswith("."):
                _, _, flags = file.name.partition(":2,")
                mail = _whole(file)
                yield RawMail(mail.file, mail.number, mail.content, mail.is_deleted or "T" in flags)


def _whole(file: Path) -> RawMail:
    if file.stat().st_size > LARGEST_MAIL:
        return RawMail(file, 1, None)
    return _mail(file, 1, file.read_bytes())


def _of_mbox(path: Path) -> Iterator[RawMail]:
    """RFC 4155, and mboxrd's way of quoting: a mail begins at a line with "From " behind an empty line."""
    number, size = 0, 0
    lines: list[bytes] = []
    is_after_blank = True
    with path.open("rb") as file:
        for line in file:
            if is_after_blank and line.startswith(_START):
                if number:
                    yield _from_mbox(path, number, lines, size)
                number, size, lines = number + 1, 0, []
            else:
                size += len(line)
                if size <= LARGEST_MAIL:
                    lines.append(line)
            is_after_blank = line in (b"\n", b"\r\n")
    if number:
        yield _from_mbox(path, number, lines, size)


def _from_mbox(path: Path, number: int, lines: list[bytes], size: int) -> RawMail:
    if size > LARGEST_MAIL:
        return RawMail(path, number, None)
    return _mail(path, number, _QUOTED_START.sub(rb"\1", b"".join(lines)))


# Thunderbird marks what was deleted and not yet compacted away (nsMsgMessageFlags, Expunged).
_STATUS = re.compile(rb"^X-Mozilla-Status:\s*([0-9A-Fa-f]{4})", re.MULTILINE)
_EXPUNGED = 0x0008
_HEADERS = 8_000


def _mail(file: Path, number: int, content: bytes) -> RawMail:
    status = _STATUS.search(content[:_HEADERS])
    return RawMail(file, number, content, status is not None and bool(int(status[1], 16) & _EXPUNGED))
