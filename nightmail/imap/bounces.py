"""The BounceLookup port over IMAP: new mail in the inbox and in Junk, judged by its head, read only where it may be a report.
Changes nothing: what is unread stays so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from imapclient import IMAPClient

from nightmail.account.model import Account
from nightmail.imap.folders import find_folder
from nightmail.imap.mailbox import ImapMailboxes
from nightmail.imap.names import JUNK_NAMES
from nightmail.message.dsn import MOST_OCTETS, TELLING_HEADERS, Report, is_worth_reading, read_report
from nightmail.ports import Returned

# A search by header would miss what a server's index does not know.
_HEAD = f"BODY.PEEK[HEADER.FIELDS ({' '.join(TELLING_HEADERS).upper()})]"
_WHOLE = f"BODY.PEEK[]<0.{MOST_OCTETS}>"
_AT_ONCE = 200
# A mailbox that got more since the last look is read on at the next one.
_MOST = 2000


class ImapBounces:
    def __init__(self, mailboxes: ImapMailboxes) -> None:
        self._mailboxes = mailboxes

    async def look(self, account: Account, *, since: datetime, marks: Mapping[str, str]) -> Returned:
        return await self._mailboxes.visit(account, lambda client: look(client, since=since, marks=marks))


def look(client: IMAPClient, *, since: datetime, marks: Mapping[str, str]) -> Returned:
    """`marks`: folder → "UIDVALIDITY:UID", the last one that was read (RFC 3501 2.3.1.1)."""
    reports: list[Report] = []
    reached: dict[str, str] = {}
    junk = find_folder(client, mark=b"\\junk", names=JUNK_NAMES)
    for folder in dict.fromkeys(name for name in ("INBOX", junk) if name):
        validity = client.select_folder(folder, readonly=True).get(b"UIDVALIDITY", 0)
        uids = _new(client, validity, marks.get(folder, ""), since)[:_MOST]
        reports += _reports(client, uids)
        last = max(uids, default=_read_up_to(validity, marks.get(folder, "")))
        reached[folder] = f"{validity}:{last}"
    return Returned(tuple(reports), reached)


def _read_up_to(validity: int, mark: str) -> int:
    """0 where nothing was read yet, or the folder is another one since."""
    known, _, uid = mark.partition(":")
    return int(uid) if known == str(validity) and uid.isdigit() else 0


def _new(client: IMAPClient, validity: int, mark: str, since: datetime) -> Sequence[int]:
    """The oldest first, so that what is left over comes next."""
    start = _read_up_to(validity, mark)
    # RFC 3501 6.4.4: days of the server's zone. And "n:*" always finds the last mail, however old.
    day = (since - timedelta(days=1)).date()
    criteria = ["SINCE", day] if start == 0 else ["SINCE", day, "UID", f"{start + 1}:*"]
    return sorted(uid for uid in client.search(criteria) if uid > start)


def _reports(client: IMAPClient, uids: Sequence[int]) -> Iterator[Report]:
    for start in range(0, len(uids), _AT_ONCE):
        heads = client.fetch(uids[start : start + _AT_ONCE], [_HEAD])
        for uid in sorted(uid for uid in heads if is_worth_reading(_body(heads[uid]))):
            # One at a time: a report may return a mail with all its files.
            report = read_report(_body(client.fetch([uid], [_WHOLE]).get(uid, {})))
            if report is not None:
                yield report


def _body(answer: Mapping[bytes, object]) -> bytes:
    return next((value for key, value in answer.items() if key.upper().startswith(b"BODY[") and isinstance(value, bytes)), b"")
