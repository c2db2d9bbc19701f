"""What a composer holds. A draft may be wrong; `check` names everything that is, at once, and `freeze` makes a message of it.

Pure: no file is opened (`attach.py` looks at files), no address is asked for, and the id and the time are arguments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol
from uuid import UUID

from nightmail.errors import OurError, Problem
from nightmail.ids import message_id_for
from nightmail.message.addresses import FORBIDDEN, needs_smtputf8, parse_address
from nightmail.message.model import Address, Attachment, Message
from nightmail.message.transfer import transfer
from nightmail.message.wire import BlobSegment


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A file somebody wants to attach. `size` in octets as last seen; the bytes are read at scheduling from `path`,
    or are `content` where they never were a file (a pasted image, a part of an .eml)."""

    filename: str
    media_type: str
    size: int
    path: Path | None = None
    content: bytes | None = None
    content_id: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """Recipients are as typed: "anna@example.org" or "Anna Example <anna@example.org>". `html` None: plain text only."""

    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()
    subject: str = ""
    text: str = ""
    html: str | None = None
    files: tuple[DraftFile, ...] = ()
    reply_to: str | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)


class Identity(Protocol):
    """What `freeze` needs of the sending account."""

    @property
    def id(self) -> UUID: ...

    @property
    def address(self) -> str: ...

    @property
    def name(self) -> str: ...


MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,900}>")
"""A Message-ID as others write it (RFC 5322 3.6.4, read leniently), short enough to stay on one line."""

_CONTENT_ID = re.compile(r"[!-;=?-~]{1,200}")
_MAX_REFERENCES = 1000
_NOT_CONTROL = bytes(octet for octet in range(256) if octet in b"\t\n\r" or (octet >= 0x20 and octet != 0x7F))
_VISIBLE = re.compile(r"(?:^|>)[^<]*[^<\s]")
_HIDING = re.compile(r"<(?:script|style|title|template|!)", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n?")
_HEADERS = 1_000  # octets of header lines and MIME frame of a mail, apart from its addresses and ids
_PART_FRAME = 500  # the same for one attachment


# ---------------------------------------------------------------------------------------------- check


def check(draft: Draft, *, max_size: int | None, smtputf8: bool = False) -> tuple[Problem, ...]:
    """Everything that keeps the draft from being sent; empty: it can be frozen.

    `max_size`: octets on the wire that the account takes, None where unknown. `smtputf8`: its server offers RFC 6531.
    Codes: no-recipients, bad-address, header-injection, needs-smtputf8, bad-reference, too-many-references, bad-content-id,
    text-unreadable, html-unreadable, too-large.
    """
    return (
        *_recipient_problems(draft, smtputf8=smtputf8),
        *_header_problems(draft),
        *_reference_problems(draft),
        *_body_problems(draft),
        *(() if max_size is None else _size_problems(draft, max_size)),
    )


def size_text(octets: int) -> str:
    """`512 bytes`, `18.0 kB`, `35.9 MB`, `2.0 GB`: decimal units, as providers state their limits."""
    if octets < 1000:
        return f"{octets} bytes"
    for unit, scale in (("kB", 10**3), ("MB", 10**6)):
        if round(octets / scale, 1) < 1000:
            return f"{octets / scale:.1f} {unit}"
    return f"{octets / 10**9:.1f} GB"


def _recipient_problems(draft: Draft, *, smtputf8: bool) -> Iterator[Problem]:
    if not (draft.to or draft.cc or draft.bcc):
        yield Problem("no-recipients", "to", "Nobody is to receive this mail.", "Add at least one recipient.")
    for name, typed in (("to", draft.to), ("cc", draft.cc), ("bcc", draft.bcc), ("reply_to", _some(draft.reply_to))):
        for text in typed:
            address = parse_address(text, field=name)
            if isinstance(address, Problem):
                yield address
            elif not smtputf8 and needs_smtputf8(address):
                yield Problem(
                    "needs-smtputf8",
                    name,
                    f"{address.spec} has a special letter before the @, which this account's server can't send to.",
                    "Ask for another address of this person.",
                )


def _header_problems(draft: Draft) -> Iterator[Problem]:
    if FORBIDDEN.search(draft.subject):
        yield Problem(
            "header-injection",
            "subject",
            "The subject contains a line break or another control character.",
            "Write the subject on one line.",
        )
    for file in draft.files:
        if FORBIDDEN.search(file.filename):
            shown = FORBIDDEN.sub("\ufffd", file.filename)
            yield Problem(
                "header-injection",
                "attach",
                f'The name of "{shown}" contains a control character.',
                "Rename the file, then attach it again.",
            )
        if file.content_id is not None and not _CONTENT_ID.fullmatch(file.content_id):
            yield Problem(
                "bad-content-id", "attach", f'The content id of "{file.filename}" can\'t be used.', "Insert the image again."
            )


def _reference_problems(draft: Draft) -> Iterator[Problem]:
    for name, ids in (("in_reply_to", _some(draft.in_reply_to)), ("references", draft.references)):
        if any(not MESSAGE_ID.fullmatch(id) for id in ids):
            yield Problem(
                "bad-reference",
                name,
                "A mail this one answers to is named by an unusable id.",
                "Write ids like <id@example.org>.",
            )
    if len(draft.references) > _MAX_REFERENCES:
        yield Problem(
            "too-many-references",
            "references",
            f"This mail refers to {len(draft.references)} others; {_MAX_REFERENCES} are the most.",
            "Keep the first and the latest ones.",
        )


def _body_problems(draft: Draft) -> Iterator[Problem]:
    if _octets(draft.text) is None:
        yield Problem(
            "text-unreadable", "text", "The text contains characters that are damaged.", "Type or paste the text again."
        )
    if draft.html is None:
        return
    octets = _octets(draft.html)
    if octets is None or octets.translate(None, _NOT_CONTROL):
        yield Problem(
            "html-unreadable",
            "html",
            "The HTML contains control characters; is it really HTML?",
            "Save it as UTF-8 text and try again.",
        )
    elif not draft.text.strip() and draft.html.strip() and _shows_nothing(draft.html):
        yield Problem("html-unreadable", "html", "Nothing of the HTML can be shown in a mail.", "Give it some text or an image.")


def _octets(text: str) -> bytes | None:
    """None where halves of surrogate pairs stand in it, which no encoding can write."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return None


def _shows_nothing(html: str) -> bool:
    if _VISIBLE.search(html) and not _HIDING.search(html):
        return False
    # The sanitiser is for those who write; whoever only sends never loads it.
    from nightmail.message.html_text import clean_html

    cleaned = clean_html(html)
    return not cleaned.strip()


# ---------------------------------------------------------------------------------------------- size


def _size_problems(draft: Draft, max_size: int) -> Iterator[Problem]:
    if _most(draft) <= max_size:
        return
    size = _frame_size(draft) + sum(len(transfer(body)[1]) for body in (draft.text, draft.html or ""))
    if size <= max_size:
        return
    raw = sum(file.size for file in draft.files)
    largest = max(draft.files, key=lambda file: file.size, default=None)
    yield Problem(
        "too-large",
        "attach" if draft.files else "text",
        f"Too large: {size_text(raw)}; this account takes {size_text(max_size)}."
        if raw > max_size
        else f"Too large: {size_text(size)} when encoded for mail; this account takes {size_text(max_size)}.",
        f'Remove "{largest.filename}" ({size_text(largest.size)}), or share it by a link.'
        if largest is not None
        else "Shorten the text, or attach it as a compressed file.",
    )


def _most(draft: Draft) -> int:
    """An upper bound, cheap to know: no character takes more than 4 octets, and base64 takes 1.37 for each of those."""
    return _frame_size(draft) + (len(draft.text) + len(draft.html or "")) * 6


def _frame_size(draft: Draft) -> int:
    """All but the bodies, in octets on the wire."""
    typed = sum(len(text.encode("utf-8", "replace")) + 4 for text in (*draft.to, *draft.cc, draft.subject))
    referred = sum(len(id) + 3 for id in draft.references[-10:])
    files = sum(BlobSegment("", file.size).wire_size + _PART_FRAME + len(file.filename) * 6 for file in draft.files)
    return _HEADERS + typed * 2 + referred + files


# ---------------------------------------------------------------------------------------------- freeze


def freeze(draft: Draft, *, id: UUID, account: Identity, attachments: tuple[Attachment, ...], created_at: datetime) -> Message:
    """The checked draft as a message. `attachments` are the draft's files, in order, as kept in the blob store.

    Line ends become "\\n", NULs in bodies vanish (databases can't keep them), and an empty text is derived from the HTML.
    Raises OurError `draft-unchecked` where `check` would have named a problem.
    """
    if len(attachments) != len(draft.files) or FORBIDDEN.search(draft.subject):
        raise OurError("draft-unchecked", "A draft was to be sent that had not been checked.")
    from nightmail.message.html_text import text_of

    sender = _checked(account.address)
    html = None if draft.html is None else _normal(draft.html)
    text = _normal(draft.text)
    return Message(
        id=id,
        message_id=message_id_for(id, sender.spec.rpartition("@")[2]),
        account_id=account.id,
        sender=Address(sender.spec, account.name) if account.name else sender,
        to=_all_checked(draft.to),
        cc=_all_checked(draft.cc),
        bcc=_all_checked(draft.bcc),
        subject=draft.subject.strip(),
        text=text_of(html) if html is not None and not text.strip() else text,
        created_at=created_at,
        html=html,
        attachments=attachments,
        reply_to=None if draft.reply_to is None else _checked(draft.reply_to),
        in_reply_to=draft.in_reply_to,
        references=draft.references,
        metadata=draft.metadata,
    )


def _all_checked(typed: Sequence[str]) -> tuple[Address, ...]:
    return tuple([_checked(text) for text in typed]) if typed else ()


def _checked(typed: str) -> Address:
    address = parse_address(typed)
    if isinstance(address, Problem):
        raise OurError("draft-unchecked", f"A draft was to be sent that had not been checked: {address.message}")
    return address


def _normal(text: str) -> str:
    if "\0" in text:
        text = text.replace("\0", "")
    return _LINE_END.sub("\n", text) if "\r" in text else text


def _some(value: str | None) -> tuple[str, ...]:
    return () if value is None else (value,)
