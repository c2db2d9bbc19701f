"""What is said about each mail that is imported. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import assert_never
from uuid import UUID

from desktop.language import plural, tr
from desktop.screens.importing.state import ImportLine
from desktop.words import full_when, people_words, person_word
from nightmail.importing.plan import Fate, Note, Planned
from nightmail.schedule.due import due_at


def line_of(each: Planned, *, addresses: Mapping[UUID, str], wanted: Collection[object], now: datetime) -> ImportLine:
    """`addresses` by account."""
    people = people_words([person_word(typed) for typed in (*each.draft.to, *each.draft.cc, *each.draft.bcc)])
    line = ImportLine(
        each.id,
        each.draft.subject.strip() or tr("(no subject)"),
        people if each.draft.to or each.draft.cc or each.draft.bcc else "",
        fate_words(each, now=now),
        _icon(each.fate),
        why=" ".join(note_words(note, each) for note in each.notes),
        account=addresses.get(each.account_id, "") if each.account_id else "",
    )
    match each.fate:
        case Fate.SKIP:
            is_bad = bool({Note.UNREADABLE, Note.TOO_LARGE} & set(each.notes))
            return replace(line, tone="bad" if is_bad else "")
        case Fate.SCHEDULE | Fate.DRAFT:
            return replace(line, tone="warn" if each.notes else "", is_wanted=each.id in wanted)
        case _:
            assert_never(each.fate)


def fate_words(each: Planned, *, now: datetime) -> str:
    if each.schedule is not None:
        return tr("Goes {when}", when=full_when(due_at(each.schedule, now=now), each.schedule.zone, now=now))
    return tr("Becomes a draft") if each.fate is Fate.DRAFT else tr("Is left out")


def note_words(note: Note, each: Planned) -> str:
    match note:
        case Note.KNOWN:
            return tr("It was imported before, or stands in the list already.")
        case Note.DELETED:
            return tr("It was deleted in the other program.")
        case Note.UNREADABLE:
            return each.said or tr("It can't be read.")
        case Note.TOO_LARGE:
            return tr("It is too large to be a mail.")
        case Note.PAST:
            return tr("Its time has passed.")
        case Note.GARBLED_TIME:
            return tr("Its time can't be read.")
        case Note.RECURS if each.schedule is None:
            return tr(
                "It repeats in the other program; only the next one would have been taken. Schedule it anew for its next time."
            )
        case Note.RECURS:
            return tr("It recurs in the other program. Only the next one is imported.")
        case Note.OTHER_SENDER:
            return tr("{sender} is none of your accounts. Choose one to send it from, then schedule it.", sender=each.sender)
        case Note.NO_SENDER:
            return tr("It names no sender. Choose an account to send it from, then schedule it.")
        case Note.SENDER_CHANGED:
            return tr("It was from {sender}.", sender=each.sender)
        case Note.NO_ACCOUNT:
            return tr("There is no account to send it from yet.")
        case Note.UNSENDABLE:
            return each.said or tr("It can't be sent as it is.")
        case _:
            assert_never(note)


def plan_summary(planned: Iterable[Planned], wanted: Collection[object]) -> str:
    """`3 messages to schedule · 2 drafts · 4 left out`: each part where there is any."""
    fates = [each.fate if each.fate is Fate.SKIP or each.id in wanted else Fate.SKIP for each in planned]
    scheduled, drafts, left = (fates.count(fate) for fate in (Fate.SCHEDULE, Fate.DRAFT, Fate.SKIP))
    parts = (
        plural("{count} message to schedule", "{count} messages to schedule", scheduled) if scheduled else "",
        plural("{count} draft", "{count} drafts", drafts) if drafts else "",
        plural("{count} left out", "{count} left out", left) if left else "",
    )
    return " · ".join(part for part in parts if part) or tr("No mail was found there.")


def _icon(fate: Fate) -> str:
    return {Fate.SCHEDULE: "clock", Fate.DRAFT: "draft", Fate.SKIP: "close"}[fate]
