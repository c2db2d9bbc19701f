"""Read what a mail server reports of a message that was sent (RFC 3464, RFC 6533, and the many ways before them). Pure: it says
what the report claims, and about which message; whether that is believed is for whoever knows the messages.

A claim counts only with an id inside that the sender gave the message: strangers can write reports, but don't know the id.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.message import Message
from email.utils import getaddresses
from enum import StrEnum
from uuid import UUID

# What is read of one report. Reports return the whole message now and then; its head comes first.
MOST_OCTETS = 512 * 1024
_MOST_WORDS = 500
_MOST_RECIPIENTS = 10_000

_STATUSES = frozenset({"message/delivery-status", "message/global-delivery-status"})
_RETURNED = frozenset({"message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers"})
_AUTO_REPLY = ("X-Autoreply", "X-Autorespond", "X-Auto-Reply-From", "X-Mail-Autoreply")
TELLING_HEADERS = ("From", "Content-Type", "X-Failed-Recipients", *_AUTO_REPLY)
"""What `is_worth_reading` looks at."""
_ID_HEADERS = ("Message-ID", "X-Nightmail-Id", "X-Microsoft-Original-Message-ID")
_ID_LINE = re.compile(
    r"^[>\s]*(?:Message-ID|X-Nightmail-Id|X-Microsoft-Original-Message-ID)[ \t]*:[ \t]*(?:\r?\n[ \t]+)?(\S+)", re.I | re.M
)
# Our ids are the message's UUID, bare or as the left side of the Message-ID.
_OWN_ID = re.compile(r"<?([0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12})(?:@[^\s<>]+)?>?", re.I)
_POSTMASTER = re.compile(r"(?:mailer[-_.]?daemon|postmaster|mail[-_.]?delivery|mdaemon|microsoftexchange\w*)(?:[-+.=]|$)", re.I)
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_CODE = re.compile(r"\b([245]\d\d)\b")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+|\s+")
_XCHAR = re.compile(r"\\x\{([0-9a-f]{2,6})\}", re.I)
_BLANK_LINE = re.compile(r"\r?\n[ \t]*\r?\n")


class Fate(StrEnum):
    """What a report says of one recipient. What was relayed, expanded or delivered is nobody's trouble and left out."""

    FAILED = "failed"
    DELAYED = "delayed"


@dataclass(frozen=True, slots=True)
class Reported:
    """One recipient. `addresses` are all it may be known by, the one that was written to first; lower case. `code` 0 and `status`
    "" where the report has none; `words` is the remote server's own text, safe to keep and show."""

    addresses: tuple[str, ...]
    fate: Fate
    code: int = 0
    status: str = ""
    words: str = ""

    @property
    def is_permanent(self) -> bool:
        return self.fate is Fate.FAILED and not self.status.startswith("4") and not 400 <= self.code <= 499


@dataclass(frozen=True, slots=True)
class Report:
    """`ids` are ours, as found in what the report returns; without one it proves nothing."""

    ids: frozenset[UUID]
    recipients: tuple[Reported, ...]


def is_worth_reading(headers: bytes) -> bool:
    """By its head alone, whether a mail may be a report."""
    message = message_from_bytes(headers)
    return message.get_content_type() == "multipart/report" or _is_from_a_server(message)


def read_report(octets: bytes) -> Report | None:
    """None for every mail that reports no failure and no delay: also for auto-replies, read receipts and forwarded reports.
    Never raises; `octets` may be cut off."""
    message = message_from_bytes(octets[:MOST_OCTETS])
    if (report := _report_part(message)) is not None:
        parts = _parts(report)
        recipients = tuple(_merged(reported for part in parts for reported in _statuses(part)))
        ids = _returned_ids(parts) | _ids(_header(message, name) for name in ("In-Reply-To", "References"))
    elif _is_from_a_server(message):
        recipients = tuple(_found_by_the_net(message))
        ids = _quoted_ids(message)
    else:
        return None
    return Report(frozenset(ids), recipients[:_MOST_RECIPIENTS]) if recipients else None


# ---------------------------------------------------------------------------------------------- standard reports


def _report_part(message: Message) -> Message | None:
    """The multipart/report, which a gateway may have wrapped; never one that somebody forwards."""
    if message.get_content_type() == "multipart/report":
        return message if any(part.get_content_type() in _STATUSES for part in _parts(message)) else None
    if message.get_content_type() == "multipart/mixed":
        return next((found for part in _parts(message) if (found := _report_part(part)) is not None), None)
    return None


def _parts(message: Message) -> list[Message]:
    payload = message.get_payload()
    return [part for part in payload if isinstance(part, Message)] if isinstance(payload, list) else []


def _statuses(part: Message) -> Iterator[Reported]:
    if part.get_content_type() not in _STATUSES:
        return
    for block in _blocks(part):
        fate = _fate(_header(block, "Action"))
        addresses = _addresses(_header(block, name) for name in ("Original-Recipient", "Final-Recipient", "X-Actual-Recipient"))
        if fate is None or not addresses:
            continue
        words = _typed(_header(block, "Diagnostic-Code"))
        status = _STATUS.search(_header(block, "Status")) or _STATUS.search(words)
        code = _CODE.search(words)
        yield Reported(addresses, fate, int(code[1]) if code else 0, status[0] if status else "", _safe(words))


def _blocks(part: Message) -> Iterator[Message]:
    """The groups of fields. The standard library knows those of message/delivery-status only."""
    if part.get_content_type() == "message/delivery-status":
        yield from _parts(part)
        return
    encoding = _header(part, "Content-Transfer-Encoding").strip().lower()
    text = "\n\n".join(inner.as_bytes().decode("utf-8", "replace") for inner in _parts(part))
    if encoding in ("base64", "quoted-printable"):
        wrapped = message_from_string(f"Content-Transfer-Encoding: {encoding}\n\n{text.lstrip()}")
        decoded = wrapped.get_payload(decode=True)
        text = decoded.decode("utf-8", "replace") if isinstance(decoded, bytes) else ""
    for block in _BLANK_LINE.split(text):
        yield message_from_string(block.lstrip())


def _fate(action: str) -> Fate | None:
    word = re.match(r"\s*([a-z]+)", action.lower())
    return {"failed": Fate.FAILED, "delayed": Fate.DELAYED}.get(word[1] if word else "")


def _addresses(fields: Iterable[str]) -> tuple[str, ...]:
    found = (_address(_typed(field)) for field in fields)
    return tuple(dict.fromkeys(address for address in found if address))


def _typed(field: str) -> str:
    """`rfc822; bob@example.org` without its type (RFC 3464 2.1.2)."""
    kind, semicolon, value = field.partition(";")
    return value.strip() if semicolon and re.fullmatch(r"\s*[\w.+-]+\s*", kind) else field.strip()


def _address(text: str) -> str:
    # RFC 6533 3: letters outside ASCII may be written \x{20AC} where the way is not clean.
    text = _XCHAR.sub(lambda hexed: _character(int(hexed[1], 16)), text).strip().strip("<>").strip()
    return text.lower() if "@" in text and not re.search(r"[\s\x00-\x1f]", text) and len(text) <= 320 else ""


def _character(number: int) -> str:
    return chr(number) if number < 0xD800 or 0xDFFF < number <= 0x10FFFF else "?"


def _merged(reported: Iterable[Reported]) -> Iterator[Reported]:
    """Each recipient once; where a report says both, it failed."""
    known: dict[str, Reported] = {}
    for one in reported:
        before = known.get(one.addresses[0])
        if before is None or (before.fate is Fate.DELAYED and one.fate is Fate.FAILED):
            known[one.addresses[0]] = one
    yield from known.values()


# ---------------------------------------------------------------------------------------------- everything else


def _is_from_a_server(message: Message) -> bool:
    """`Auto-Submitted: auto-replied` says nothing here: reports carry it as much as absences do."""
    if any(name in message for name in _AUTO_REPLY):
        return False
    if _header(message, "X-Failed-Recipients"):
        return True
    senders = [address for _, address in getaddresses([_header(message, "From")])]
    return any(_POSTMASTER.match(sender.rpartition("@")[0] or sender) for sender in senders)


def _found_by_the_net(message: Message) -> Iterator[Reported]:
    from flufl.bounce import all_failures

    # It logs a traceback for each mail that one of its detectors stumbles over.
    logging.getLogger("flufl.bounce").disabled = True
    temporary: Collection[object]
    permanent: Collection[object]
    try:
        temporary, permanent = all_failures(message)
    except Exception:
        # Its many detectors meet mail of any form, and some raise: what can't be read reports nothing.
        temporary, permanent = (), ()
    named = {address for _, address in getaddresses([_header(message, "X-Failed-Recipients")]) if "@" in address}
    text = _text(message)
    failed = {_plain(one) for one in permanent} | named
    for fate, addresses in ((Fate.FAILED, failed), (Fate.DELAYED, {_plain(one) for one in temporary} - failed)):
        for address in sorted(filter(None, map(_address, addresses))):
            words = _line_about(text, address)
            code, status = _CODE.search(words), _STATUS.search(words)
            yield Reported((address,), fate, int(code[1]) if code else 0, status[0] if status else "", _safe(words))


def _plain(address: object) -> str:
    return address.decode("utf-8", "replace") if isinstance(address, bytes) else str(address)


def _line_about(text: str, address: str) -> str:
    """The line with a reply code that follows the address, within its paragraph."""
    place = text.lower().find(address)
    if place < 0:
        return ""
    lines = text[place : place + 2000].splitlines()
    for number, line in enumerate(lines):
        if _CODE.search(line):
            # Replies are often broken over lines; the next paragraph is another matter.
            following = next((count for count, more in enumerate(lines[number:]) if not more.strip()), 3)
            return " ".join(lines[number : number + min(following, 3)])
    return ""


# ---------------------------------------------------------------------------------------------- ids


def _returned_ids(parts: Iterable[Message]) -> set[UUID]:
    found: set[UUID] = set()
    for part in parts:
        if part.get_content_type() not in _RETURNED:
            continue
        for returned in _parts(part) or [message_from_string(_text(part).lstrip())]:
            found |= _ids(_header(returned, name) for name in _ID_HEADERS)
    return found


def _quoted_ids(message: Message) -> set[UUID]:
    """Of a report without structure, which quotes the head of the message or returns it as a part."""
    return _ids(_ID_LINE.findall(_text(message))) | _returned_ids(part for part in message.walk() if part is not message)


def _ids(texts: Iterable[str]) -> set[UUID]:
    return {UUID(match[1]) for text in texts for match in _OWN_ID.finditer(text)}


# ---------------------------------------------------------------------------------------------- text


def _header(message: Message, name: str) -> str:
    """Unfolded; "" where it is missing. A header with octets outside ASCII is no string to the standard library."""
    return re.sub(r"\r?\n[ \t]*", " ", str(message.get(name, "")))


def _text(message: Message) -> str:
    """The text of all its text parts, returned messages left out."""
    if message.is_multipart():
        inner = [] if message.get_content_maintype() == "message" else _parts(message)
        return "\n".join(_text(part) for part in inner)
    if message.get_content_maintype() not in ("text", "message"):
        return ""
    content = message.get_payload(decode=True)
    return content.decode("utf-8", "replace") if isinstance(content, bytes) else ""


def _safe(text: str) -> str:
    return _UNSAFE.sub(" ", text).strip()[:_MOST_WORDS]
