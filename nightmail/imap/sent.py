"""Look messages up in a mailbox, and file copies of them. Blocking, on a signed-in client; changes nothing but by `file_copy`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from email.parser import BytesHeaderParser
from uuid import UUID

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from nightmail.imap.folders import find_folder
from nightmail.imap.names import SENT_NAMES
from nightmail.ports import Looked, Sighting, Wanted

# Outlook.com replaces the Message-ID and keeps ours in the second; some senders' services replace it without a trace.
MESSAGE_ID = "Message-ID"
OUR_ID = "X-Nightmail-Id"
HEADERS = (MESSAGE_ID, "X-Microsoft-Original-Message-ID", OUR_ID)
_HEAD = f"BODY.PEEK[HEADER.FIELDS ({' '.join(HEADERS).upper()})]"
# A search's index may lag behind, and not every server searches every header: the newest are read one by one as well.
_NEWEST = 2000
_AT_ONCE = 100
# More of them are found faster by reading the newest than by a search for each.
_FEW = 5

_Ids = dict[int, dict[str, str]]


def find_sent_folder(client: IMAPClient, *, known: str = "") -> str:
    """`known` where it is there, else the folder marked \\Sent (RFC 6154), else by its name; empty: there is none."""
    return find_folder(client, mark=b"\\sent", names=SENT_NAMES, known=known)


def look(client: IMAPClient, wanted: Sequence[Wanted], *, known: str = "", since: datetime) -> Looked:
    """In the Sent folder, then in the inbox: a message that came back to its sender was accepted too."""
    sent = find_sent_folder(client, known=known)
    found: dict[UUID, Sighting] = {}
    for folder in dict.fromkeys(name for name in (sent, "INBOX") if name):
        missing = [one for one in wanted if one.id not in found]
        if missing:
            client.select_folder(folder, readonly=True)
            found.update(_found_in(client, folder, missing, since))
    return Looked(found, sent)


def file_copy(client: IMAPClient, folder: str, wanted: Wanted, content: bytes, *, at: datetime) -> Sighting:
    """Append a message that was sent, unless it is there already: the server may have filed it, or an earlier try of ours."""
    client.select_folder(folder)
    there = _found_in(client, folder, [wanted], at).get(wanted.id)
    if there is not None:
        return there
    answer = client.append(folder, content, (rb"\Seen",), at)
    # RFC 4315 3
    uid = re.search(rb"APPENDUID \d+ (\d+)", answer if isinstance(answer, bytes) else b"")
    return Sighting(folder, int(uid[1]) if uid else 0, OUR_ID, wanted.message_id)


# ---------------------------------------------------------------------------------------------- one folder


def _found_in(client: IMAPClient, folder: str, wanted: Sequence[Wanted], since: datetime) -> dict[UUID, Sighting]:
    found: dict[UUID, Sighting] = {}
    ways = (_by_search, _by_reading) if len(wanted) <= _FEW else (_by_reading, _by_search)
    for way in ways:
        missing = [one for one in wanted if one.id not in found]
        if missing:
            found.update(way(client, folder, missing, since))
    return found


def _by_search(client: IMAPClient, folder: str, wanted: Sequence[Wanted], since: datetime) -> dict[UUID, Sighting]:
    return {id: sighting for one in wanted for id, sighting in _matched(folder, [one], _ids(client, _searched(client, one)))}


def _by_reading(client: IMAPClient, folder: str, wanted: Sequence[Wanted], since: datetime) -> dict[UUID, Sighting]:
    return dict(_matched(folder, wanted, _ids(client, _newest(client, since))))


def _searched(client: IMAPClient, one: Wanted) -> list[int]:
    """Candidates: a server's search finds parts of words, too, and some answer everything to what they don't know."""
    if client.has_capability("X-GM-EXT-1"):
        hits = _answers(client, ["X-GM-RAW", f"rfc822msgid:{one.message_id.strip('<>')}"])
        if hits:
            return hits
    for header, value in zip(HEADERS, (one.message_id, one.message_id, str(one.id)), strict=True):
        hits = _answers(client, ["HEADER", header, value])
        if hits:
            return hits
    return []


def _answers(client: IMAPClient, criteria: list[str]) -> list[int]:
    """A server may refuse to search a header: then it is the reading one by one that finds it."""
    try:
        return sorted(client.search(criteria), reverse=True)[:_AT_ONCE]
    except IMAPClientError as error:
        if isinstance(error, client.AbortError):
            raise
        # What came with the refusal would be taken for the next answer.
        client._imap.untagged_responses.pop("SEARCH", None)
        return []


def _newest(client: IMAPClient, since: datetime) -> list[int]:
    # RFC 3501 6.4.4: days of the server's zone.
    day = (since - timedelta(days=1)).date()
    return sorted(client.search(["SINCE", day]), reverse=True)[:_NEWEST]


def _ids(client: IMAPClient, uids: Sequence[int]) -> _Ids:
    """What stands in the headers that name a message, by UID, newest first."""
    read: _Ids = {}
    for start in range(0, len(uids), _AT_ONCE):
        answers = client.fetch(uids[start : start + _AT_ONCE], [_HEAD])
        for uid in sorted(answers, reverse=True):
            head = next((value for key, value in answers[uid].items() if key.upper().startswith(b"BODY[HEADER")), None)
            if head:
                read[uid] = dict(_headers(head))
    return read


def _headers(head: bytes) -> Iterator[tuple[str, str]]:
    parsed = BytesHeaderParser().parsebytes(head)
    for name in HEADERS:
        if name in parsed:
            yield name, "".join(str(parsed[name]).split())


def _matched(folder: str, wanted: Iterable[Wanted], ids: _Ids) -> Iterator[tuple[UUID, Sighting]]:
    for one in wanted:
        for uid, values in ids.items():
            header = _known_by(one, values)
            if header:
                yield one.id, Sighting(folder, uid, header, values.get(MESSAGE_ID, ""))
                break


def _known_by(one: Wanted, values: dict[str, str]) -> str:
    for header in HEADERS:
        if values.get(header) == (str(one.id) if header == OUR_ID else one.message_id):
            return header
    return ""
