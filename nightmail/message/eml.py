"""Read an .eml file as a draft: recipients, subject, texts, files. Its From, Date and Message-ID are left behind, since the
mail gets new ones. Nothing is guessed into being: what can't be read is said, not skipped.
"""

from __future__ import annotations

import email.errors
import email.header
import re
from collections.abc import Iterator
from email.message import Message as ParsedMail
from email.parser import BytesParser
from email.policy import compat32
from email.utils import collapse_rfc2231_value, getaddresses

from nightmail.errors import PersonError
from nightmail.message.addresses import FORBIDDEN, display
from nightmail.message.attach import UNKNOWN_TYPE, media_type_of
from nightmail.message.draft import MESSAGE_ID, Draft, DraftFile
from nightmail.message.model import Address

_KNOWN = frozenset({"from", "to", "cc", "bcc", "subject", "date", "message-id", "mime-version", "content-type", "received"})
_EXTENSIONS = {"text/html": ".html", "text/calendar": ".ics", "text/plain": ".txt", "message/rfc822": ".eml"}
_CUT_OFF = (
    email.errors.NoBoundaryInMultipartDefect,
    email.errors.StartBoundaryNotFoundDefect,
    email.errors.CloseBoundaryNotFoundDefect,
    email.errors.InvalidBase64LengthDefect,
)


def draft_from_eml(content: bytes) -> Draft:
    """The draft an .eml describes. Addresses are as a person types them; a part that is neither the text nor the HTML is a file.

    Raises PersonError `eml-unreadable`.
    """
    try:
        return _draft(BytesParser(policy=compat32).parsebytes(content))
    except (
        RecursionError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        AssertionError,
        email.errors.MessageError,
    ) as error:
        # The standard library's parser raises all of these for some hostile input; whatever it was, the file is at fault.
        raise _unreadable("its structure is damaged") from error


def _draft(mail: ParsedMail) -> Draft:
    headers = _headers(mail)
    if not _KNOWN & headers.keys():
        raise _unreadable("it has no From, To, Subject or any other mail header")
    text, html, files = _contents(mail)
    return Draft(
        to=_typed_addresses(headers, "to"),
        cc=_typed_addresses(headers, "cc"),
        bcc=_typed_addresses(headers, "bcc"),
        subject=" ".join(_decoded("".join(headers.get("subject", [])[:1])).split()),
        text=text or "",
        html=html,
        files=files,
        reply_to=next(iter(_typed_addresses(headers, "reply-to")), None),
        in_reply_to=next(iter(_ids(headers, "in-reply-to")), None),
        references=_ids(headers, "references"),
    )


def _unreadable(why: str) -> PersonError:
    return PersonError(
        "eml-unreadable",
        f"This is not an email file that can be read: {why}.",
        next="Save the mail as .eml again, in its original form.",
    )


# ---------------------------------------------------------------------------------------------- headers


def _headers(mail: ParsedMail) -> dict[str, list[str]]:
    """Every header by lower-case name, unfolded, raw UTF-8 (RFC 6532) made readable, encoded words still encoded."""
    headers: dict[str, list[str]] = {}
    for name, value in mail.raw_items():
        octets = str(value).encode("ascii", "surrogateescape")
        unfolded = re.sub(r"\r?\n(?=[ \t])", "", octets.decode("utf-8", "replace"))
        headers.setdefault(name.lower(), []).append(FORBIDDEN.sub(" ", unfolded).strip())
    return headers


def _typed_addresses(headers: dict[str, list[str]], name: str) -> tuple[str, ...]:
    # Decoded after splitting: an encoded comma is part of a name.
    found = getaddresses(headers.get(name, []))
    return tuple(display(Address(spec, " ".join(_decoded(shown).split()))) for shown, spec in found if spec)


def _ids(headers: dict[str, list[str]], name: str) -> tuple[str, ...]:
    return tuple(MESSAGE_ID.findall(" ".join(headers.get(name, []))))


def _decoded(value: str) -> str:
    """RFC 2047 words made readable. A charset nobody knows leaves replacement characters, not an error."""
    if "=?" not in value:
        return value
    pieces = []
    for piece, charset in email.header.decode_header(value):
        pieces.append(piece if isinstance(piece, str) else _decoded_octets(piece, charset))
    return FORBIDDEN.sub(" ", "".join(pieces))


def _decoded_octets(octets: bytes, charset: str | None) -> str:
    for name in (charset or "utf-8", "utf-8", "cp1252"):
        try:
            return octets.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return octets.decode("utf-8", "replace")


# ---------------------------------------------------------------------------------------------- parts


def _contents(mail: ParsedMail) -> tuple[str | None, str | None, tuple[DraftFile, ...]]:
    text: str | None = None
    html: str | None = None
    files: list[DraftFile] = []
    for part in _leaves(mail):
        media_type = part.get_content_type()
        is_body = part.get_content_disposition() != "attachment" and part.get_filename() is None
        if is_body and media_type == "text/plain" and text is None:
            text = _text(part)
        elif is_body and media_type == "text/html" and html is None:
            html = _text(part)
        else:
            files.append(_file(part, number=len(files) + 1))
    return text, html, tuple(files)


def _leaves(part: ParsedMail) -> Iterator[ParsedMail]:
    """Parts that hold content, in order. An attached mail is one part: its own parts aren't this mail's."""
    if any(isinstance(defect, _CUT_OFF) for defect in part.defects):
        raise _unreadable("its parts are incomplete, as if the file were cut off")
    if part.get_content_maintype() != "multipart":
        yield part
        return
    children = part.get_payload()
    for child in children if isinstance(children, list) else []:
        if isinstance(child, ParsedMail):
            yield from _leaves(child)


def _text(part: ParsedMail) -> str:
    return _decoded_octets(_octets(part), part.get_content_charset()).replace("\r\n", "\n")


def _octets(part: ParsedMail) -> bytes:
    payload = part.get_payload(decode=True)
    if any(isinstance(defect, _CUT_OFF) for defect in part.defects):
        raise _unreadable("an attachment is incomplete, as if the file were cut off")
    return payload if isinstance(payload, bytes) else b""


def _file(part: ParsedMail, *, number: int) -> DraftFile:
    media_type = part.get_content_type()
    children = part.get_payload()
    if part.get_content_maintype() == "message" and isinstance(children, list):
        content = b"".join(child.as_bytes() for child in children if isinstance(child, ParsedMail))
    else:
        content = _octets(part)
    filename = _filename(part) or f"part-{number}{_EXTENSIONS.get(media_type, '')}"
    if media_type == UNKNOWN_TYPE:
        media_type = media_type_of(filename)
    cid = re.sub(r"[<>\s]", "", part.get("Content-ID", ""))
    return DraftFile(filename, media_type, len(content), content=content, content_id=cid if cid.isascii() and cid else None)


def _filename(part: ParsedMail) -> str:
    """The last part of the name, since a mail may name a path of somebody else's machine."""
    raw = part.get_param("filename", header="Content-Disposition") or part.get_param("name") or ""
    octets = collapse_rfc2231_value(raw).encode("utf-8", "surrogateescape")
    name = _decoded(octets.decode("utf-8", "replace"))
    return FORBIDDEN.sub("_", re.split(r"[/\\]", name)[-1]).strip()
