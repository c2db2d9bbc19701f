"""The files of a draft as people see them: which are attached and which stand in the text, how large all of it is. Pure but for
a look whether a file is still there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from desktop.language import plural
from desktop.screens.compose.state import AttachedFile
from desktop.words import size_words
from nightmail.message.draft import Draft, DraftFile
from nightmail.message.wire import BlobSegment

_KINDS = (
    ("image/", "image"),
    ("audio/", "sound"),
    ("video/", "film"),
    ("application/pdf", "text"),
    ("text/csv", "sheet"),
    ("text/calendar", "calendar"),
    ("text/", "text"),
    ("message/", "mail"),
)
_NAMES = (
    ("spreadsheet", "sheet"),
    ("excel", "sheet"),
    ("word", "text"),
    ("opendocument.text", "text"),
    ("zip", "archive"),
    ("compressed", "archive"),
    ("rar", "archive"),
    ("x-tar", "archive"),
)


def is_in_text(file: DraftFile, html: str | None) -> bool:
    """A picture that the HTML shows. One that it does not show is a file like others."""
    return file.content_id is not None and html is not None and f"cid:{file.content_id}" in html


def attached(draft: Draft) -> tuple[DraftFile, ...]:
    return tuple(file for file in draft.files if not is_in_text(file, draft.html))


def with_attached(draft: Draft, files: Sequence[DraftFile]) -> Draft:
    """These files, and the pictures of the text."""
    return replace(draft, files=(*files, *(file for file in draft.files if is_in_text(file, draft.html))))


def with_pictures(draft: Draft, pictures: Mapping[str, DraftFile]) -> Draft:
    """Of the pictures that ever stood in this text, those that stand there now."""
    others = [file for file in draft.files if file.content_id not in pictures]
    shown = [file for file in pictures.values() if is_in_text(file, draft.html)]
    return replace(draft, files=(*others, *shown))


def chips(files: Sequence[DraftFile], done: int | None = None) -> tuple[AttachedFile, ...]:
    """`done`: octets that are on their way already, in the order of the files; None: nothing is."""
    made: list[AttachedFile] = []
    before = 0
    for file in files:
        share = None if done is None else _share(done - before, file.size)
        before += file.size
        is_missing = file.path is not None and not file.path.is_file()
        made.append(AttachedFile(file.filename, size_words(file.size), is_missing, icon=icon_of(file.media_type), share=share))
    return tuple(made)


def wire_size(files: Sequence[DraftFile]) -> int:
    """As mail: a third more than on the disk."""
    return sum(BlobSegment("", file.size).wire_size for file in files)


def total(draft: Draft, limit: int | None) -> str:
    """`limit`: octets that the account takes, None where nobody knows."""
    files = attached(draft)
    if not files:
        return ""
    size = size_words(wire_size(draft.files))
    if limit is None:
        return plural("{count} file, {size} as mail", "{count} files, {size} as mail", len(files), size=size)
    return plural(
        "{count} file, {size} as mail of at most {limit}",
        "{count} files, {size} as mail of at most {limit}",
        len(files),
        size=size,
        limit=size_words(limit),
    )


def share_of(draft: Draft, limit: int | None) -> int:
    """Percent of what the account takes; more than 100 is too much."""
    return round(100 * wire_size(draft.files) / limit) if limit else 0


def icon_of(media_type: str) -> str:
    for start, icon in _KINDS:
        if media_type.startswith(start):
            return icon
    return next((icon for part, icon in _NAMES if part in media_type), "file")


def _share(done: int, size: int) -> int:
    return 100 if size <= 0 or done >= size else max(round(100 * done / size), 0)
