"""Read what the app was started with: `write`, `hidden`, a `mailto:` link, a file of a mail. Opens files, and no window."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from desktop.language import tr
from nightmail.errors import NightmailError, PersonError
from nightmail.message.addresses import split_addresses
from nightmail.message.draft import Draft
from nightmail.message.eml import draft_from_eml

WRITE, HIDDEN = "write", "hidden"
_MAILTO = "mailto:"
# More than any provider takes as one mail; a larger file is something else.
_LARGEST = 60_000_000
_MOST_TEXT = 100_000
# Control signs but for tabs and ends of lines, and those that turn the direction of what follows (Unicode's UAX 9).
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Opening:
    """`drafts` each open in a composer; `refusals` are sentences about what could not be read. `is_hidden`: start in the tray."""

    drafts: tuple[Draft, ...] = ()
    refusals: tuple[str, ...] = ()
    is_hidden: bool = False


def whole_words(words: Iterable[str], folder: Path) -> tuple[str, ...]:
    """The same words for a process that stands in another folder."""
    return tuple(word if _is_word(word) else str(folder / _file_of(word)) for word in words)


def read_opening(words: Sequence[str]) -> Opening:
    drafts: list[Draft] = []
    refusals: list[str] = []
    for word in words:
        if word == HIDDEN:
            continue
        try:
            drafts.append(_draft(word))
        except NightmailError as problem:
            refusals.append(_refusal(word, problem))
    return Opening(tuple(drafts), tuple(refusals), is_hidden=HIDDEN in words and not drafts and not refusals)


def draft_from_mailto(link: str) -> Draft:
    """RFC 6068. Recipients, subject and body are taken; nothing else a link asks for is done, files least of all."""
    parts = urlsplit(link)
    # Some write it as if there were a server: mailto://anna@example.org
    people = parts.netloc or parts.path
    fields: dict[str, list[str]] = {"to": [_shown(unquote(each)) for each in people.split(",") if each]}
    # A plus is a plus here, unlike in a form.
    for name, value in parse_qsl(parts.query.replace("+", "%2B"), keep_blank_values=True, max_num_fields=100):
        fields.setdefault(name.lower(), []).append(_shown(value))
    return Draft(
        to=_people(fields, "to"),
        cc=_people(fields, "cc"),
        bcc=_people(fields, "bcc"),
        subject=" ".join(" ".join(fields.get("subject", [])).split())[:1000],
        text="\n".join(fields.get("body", [])).replace("\r\n", "\n")[:_MOST_TEXT],
    )


def _shown(text: str) -> str:
    """Without signs that nobody sees but that change what is seen: a link comes from whoever wrote the page."""
    return _UNSEEN.sub("", text)


def _draft(word: str) -> Draft:
    if word == WRITE:
        return Draft()
    if word.lower().startswith(_MAILTO):
        try:
            return draft_from_mailto(word)
        except ValueError as problem:
            raise PersonError("link-unreadable", tr("This link can't be read.")) from problem
    return draft_from_eml(_octets(Path(word)))


def _octets(file: Path) -> bytes:
    try:
        if not file.is_file():
            raise PersonError("no-such-file", tr("There is no such file."))
        if file.stat().st_size > _LARGEST:
            raise PersonError("file-too-large", tr("The file is too large to be a mail."))
        return file.read_bytes()
    except OSError as problem:
        raise PersonError("file-unreadable", tr("The file can't be read.")) from problem


def _people(fields: dict[str, list[str]], name: str) -> tuple[str, ...]:
    return tuple(each for value in fields.get(name, []) for each in split_addresses(value))


def _is_word(word: str) -> bool:
    return word in (WRITE, HIDDEN) or word.lower().startswith(_MAILTO)


def _file_of(word: str) -> Path:
    if not word.lower().startswith("file:"):
        return Path(word)
    # Imported here: it takes an HTTP client along.
    from urllib.request import url2pathname

    return Path(url2pathname(urlsplit(word).path))


def _refusal(word: str, problem: NightmailError) -> str:
    name = word[:40] if word.lower().startswith(_MAILTO) else Path(word).name
    return tr("“{name}” was not opened: {reason}", name=name, reason=str(problem))
