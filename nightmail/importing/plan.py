"""Decide what becomes of each mail that was found, and change nothing: the list a person sees before they say yes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import getaddresses
from enum import StrEnum
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from nightmail.account.model import Account
from nightmail.errors import PersonError
from nightmail.importing.files import RawMail
from nightmail.importing.ledger import id_for, marks_of
from nightmail.importing.send_later import Header, read_header
from nightmail.message.draft import Draft, check
from nightmail.message.eml import draft_from_eml
from nightmail.schedule.model import WallTime

_START = datetime(2000, 1, 1, tzinfo=UTC)


class Fate(StrEnum):
    SCHEDULE = "schedule"
    DRAFT = "draft"
    SKIP = "skip"


class Note(StrEnum):
    """Why something else becomes of a mail than it says, or what is lost on the way."""

    KNOWN = "known"
    DELETED = "deleted"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too-large"
    PAST = "past"
    GARBLED_TIME = "garbled-time"
    RECURS = "recurs"
    OTHER_SENDER = "other-sender"
    NO_SENDER = "no-sender"
    SENDER_CHANGED = "sender-changed"
    NO_ACCOUNT = "no-account"
    UNSENDABLE = "unsendable"


@dataclass(frozen=True, slots=True)
class Planned:
    """One mail and what will become of it. `schedule` where it is scheduled; `said`: the reason in words where one is known.
    `sender` is whom it was from; `account_id` who it goes from now, None: the person has yet to say."""

    id: UUID
    file: Path
    number: int
    marks: tuple[str, ...]
    fate: Fate
    draft: Draft
    sender: str = ""
    account_id: UUID | None = None
    schedule: WallTime | None = None
    notes: tuple[Note, ...] = ()
    said: str = ""


def plan(
    mails: Iterable[RawMail],
    *,
    known: Collection[str],
    accounts: Sequence[Account],
    chosen: Account | None = None,
    now: datetime,
    zone: str,
) -> tuple[Planned, ...]:
    """In the order they were found. A mail that is there twice is taken once. `chosen` sends all of them; without it each goes
    from the account it names, and one that names none of them becomes a draft. Reads the whole of `mails`."""
    seen = set(known)
    made: list[Planned] = []
    for mail in mails:
        each = _planned(mail, seen, accounts, chosen, now=now, zone=zone)
        if each.fate is not Fate.SKIP:
            seen.update(each.marks)
        made.append(each)
    return tuple(made)


def _planned(
    mail: RawMail, seen: Collection[str], accounts: Sequence[Account], chosen: Account | None, *, now: datetime, zone: str
) -> Planned:
    if mail.content is None:
        return _skipped(mail, (), Note.TOO_LARGE)
    header = read_header(mail.content)
    marks = marks_of(header.message_id, header.unique, mail.content)
    try:
        draft = draft_from_eml(mail.content)
    except PersonError as problem:
        return _skipped(mail, marks, Note.UNREADABLE, said=problem.message)
    if mail.is_deleted:
        return _skipped(mail, marks, Note.DELETED, draft=draft)
    if any(mark in seen for mark in marks):
        return _skipped(mail, marks, Note.KNOWN, draft=draft)
    return _kept(mail, marks, draft, header, accounts, chosen, now=now, zone=zone)


def _kept(
    mail: RawMail,
    marks: tuple[str, ...],
    draft: Draft,
    header: Header,
    accounts: Sequence[Account],
    chosen: Account | None,
    *,
    now: datetime,
    zone: str,
) -> Planned:
    sender = next((spec for _, spec in getaddresses([header.sender]) if spec), "")
    own = next((each for each in accounts if each.address.lower() == sender.lower()), None)
    account = chosen or own
    problems = check(draft, max_size=account.effective.max_size if account else None)
    notes = _about_sender(sender, own, chosen) if accounts else []
    if header.is_garbled:
        notes.append(Note.GARBLED_TIME)
    if header.at is not None:
        notes += _hindrances(header, has_account=bool(accounts), is_good=not problems, now=now)
    is_scheduled = header.at is not None and account is not None and not {Note.PAST, Note.UNSENDABLE} & set(notes)
    if header.recurs and (is_scheduled or {Note.PAST, Note.OTHER_SENDER, Note.NO_SENDER} & set(notes)):
        notes.append(Note.RECURS)
    at = header.at if is_scheduled else None
    return Planned(
        id=id_for(marks[0], int((header.at or _START).timestamp() * 1000)),
        file=mail.file,
        number=mail.number,
        marks=marks,
        fate=Fate.SCHEDULE if at is not None else Fate.DRAFT,
        draft=draft,
        sender=sender,
        account_id=account.id if account else None,
        schedule=WallTime(at.astimezone(ZoneInfo(zone)).replace(tzinfo=None), zone) if at is not None else None,
        notes=tuple(notes),
        said=problems[0].message if Note.UNSENDABLE in notes else "",
    )


def _about_sender(sender: str, own: Account | None, chosen: Account | None) -> list[Note]:
    """Nobody's mail leaves from an address that neither it nor its person named."""
    if chosen is not None:
        return [Note.SENDER_CHANGED] if sender and own != chosen else []
    if own is not None:
        return []
    return [Note.OTHER_SENDER if sender else Note.NO_SENDER]


def _hindrances(header: Header, *, has_account: bool, is_good: bool, now: datetime) -> list[Note]:
    """Why it can't be scheduled for its time."""
    found: list[Note] = []
    if header.at is not None and header.at <= now:
        found.append(Note.PAST)
    if not has_account:
        found.append(Note.NO_ACCOUNT)
    if has_account and not is_good:
        found.append(Note.UNSENDABLE)
    return found


def _skipped(mail: RawMail, marks: tuple[str, ...], note: Note, *, draft: Draft | None = None, said: str = "") -> Planned:
    id = id_for(marks[0], 0) if marks else UUID(int=mail.number)
    return Planned(id, mail.file, mail.number, marks, Fate.SKIP, draft or Draft(), notes=(note,), said=said)
