"""What to ask about before a message goes: things that are allowed and usually a slip. Pure; they warn and never block."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from desktop.language import clock_words, plural, tr
from desktop.misspelt import meant_address
from desktop.screens.compose.given_names import is_called, name_in
from desktop.screens.compose.own_words import greeted, own_lines, speaks_of_a_file
from desktop.words import size_words
from nightmail.message.addresses import parse_address
from nightmail.message.draft import Draft
from nightmail.message.model import Address
from nightmail.outbox import warned_of
from nightmail.ports import Suppression

_CROWD = 12
# As files are written for the way (base64) this comes to the 25 MB at which many servers stop.
_LARGE = 18_000_000
_MANY_TAKE = 25_000_000
_FIELD = re.compile(r"\{\{\s*([^{}\n]{0,60}?)\s*\}\}")
_MOST_NAMED = 3
_NIGHT_BEGINS, _NIGHT_ENDS = 22, 6
_SOON = timedelta(hours=2)


class Check(StrEnum):
    """What is looked for. The words are kept in the preferences of whoever doesn't want to hear of it again."""

    RETURNED = "returned"
    MISSPELT = "misspelt"
    ATTACHMENT = "attachment"
    FIELD = "field"
    SUBJECT = "subject"
    TEXT = "text"
    CROWD = "crowd"
    TWICE = "twice"
    OWN_ADDRESS = "own-address"
    GREETING = "greeting"
    TWIN = "twin"
    LARGE = "large"
    QUIET_DAY = "quiet-day"
    NIGHT = "night"


class Remedy(StrEnum):
    """What can be done about it on the spot."""

    ATTACH = "attach"
    SUBJECT = "subject"
    TEXT = "text"
    RECIPIENTS = "recipients"
    USE_BCC = "use-bcc"
    KEEP_ONE = "keep-one"
    MEND = "mend"
    OTHER_TIME = "other-time"


@dataclass(frozen=True, slots=True)
class Finding:
    check: Check
    sentence: str
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that is scheduled already, as lists show it."""

    subject: str
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known beside the draft. `due` None: it goes at once, with the person before it. `silenced`: checks by their words.
    `returned` are addresses whose mail came back, `own` the person's addresses, `quiet_days` count from Monday, 0."""

    due: datetime | None = None
    now: datetime | None = None
    zone: str = "UTC"
    own: frozenset[str] = frozenset()
    returned: Sequence[Suppression] = ()
    waiting: Sequence[Waiting] = ()
    attachment_words: Sequence[str] = ()
    quiet_days: frozenset[int] = frozenset()
    silenced: frozenset[str] = frozenset()


def look_over(draft: Draft, around: Circumstances) -> tuple[Finding, ...]:
    """The likeliest slip first."""
    found = (finding for look in _LOOKS for finding in look(draft, around))
    return tuple(finding for finding in found if finding.check.value not in around.silenced)


def remedy_words() -> Mapping[Remedy, str]:
    return {
        Remedy.ATTACH: tr("Attach a file…"),
        Remedy.SUBJECT: tr("Write a subject"),
        Remedy.TEXT: tr("Go to the text"),
        Remedy.RECIPIENTS: tr("Look at the recipients"),
        Remedy.USE_BCC: tr("Use Bcc instead"),
        Remedy.KEEP_ONE: tr("Keep each once"),
        Remedy.MEND: tr("Correct it"),
        Remedy.OTHER_TIME: tr("Choose another time…"),
    }


def kept_once(draft: Draft) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """To, Cc and Bcc with each address in the first place where it stands."""
    seen: set[str] = set()

    def first(typed: Sequence[str]) -> tuple[str, ...]:
        left = []
        for one in typed:
            spec = _spec(one)
            if spec is None or spec not in seen:
                left.append(one)
            if spec is not None:
                seen.add(spec)
        return tuple(left)

    return first(draft.to), first(draft.cc), first(draft.bcc)


# ------------------------------------------------------------------------------------------- the looks


def _returned(draft: Draft, around: Circumstances) -> Iterator[Finding]:
    for one in warned_of([*draft.to, *draft.cc, *draft.bcc], around.returned):
        day = f"{one.since.astimezone(ZoneInfo(around.zone)):%Y-%m-%d}"
        sentence = tr("Mail to {address} came back on {day}: {reason}", address=one.address, day=day, reason=one.reason)
        yield Finding(Check.RETURNED, sentence, (Remedy.RECIPIENTS,))


def _misspelt(draft: Draft, around: Circumstances) -> Iterator[Finding]:
    del around
    specs = dict.fromkeys(spec for one in (*draft.to, *draft.cc, *draft.bcc) if (spec := _spec(one)) is not None)
    for spec in specs:
        if meant := meant_address(spec):
            sentence = tr("It goes to {address}. Did you mean {meant}?", address=spec, meant=meant)
            yield Finding(Check.MISSPELT, sentence, (Remedy.MEND,))
            return


def _attachment(draft: Draft, around: Circumstances) -> Iterator[Finding]:
    if not draft.files and speaks_of_a_file(draft.subject, draft.text, around.attachment_words):
        yield Finding(Check.ATTACHMENT, tr("The text speaks of an attachment, but no file is attached."), (Remedy.ATTACH,))


def _field(draft: Draft, around: Circumstances) -> Iterator[Finding]:
    del around
    names = list(dict.fromkeys(_FIELD.findall(f"{draft.subject}\n{draft.text}")))
    if names:
        shown = ", ".join(f"{{{{{name}}}}}" for name in names[:_MOST_NAMED])
        sentence = plural(
            "The field {names} is not filled in.",
            "Fields like {names} are not filled in.",
            len(names),
            names=shown,
        )
        yield Finding(Check.FIELD, sentence, (Remedy.TEXT,))


def _subject(draft: Draft, around: Circumstances) -> Iterator[Finding]:
    del around
    if not draft.subject.strip():
        yield Finding(Check.SUBJECT, tr("The subject is empty."), (Remedy.SUBJECT,))


def _text(draft: Draft, around: Circumstances) -> Iterator[Finding]:
    del around
    if not draft.files and not "".join(own_lines(draft.text)).strip():
        yield Finding(Check.TEXT, tr("The message has no text."), (Remedy.TEXT,))


def _crowd(draft: Draft, around: Circumstances) -> Iterator[Finding]:
    del around
    seen = len(draft.to) + len(draft.cc)
    if seen >= _CROWD:
        sentence = plural(
            "The {count} recipient in To and Cc can see the address of each other.",
            "The {count} recipients in To and Cc can see the address of each other.",
            seen,
        )
        yield Finding(Check.CROWD, sentence, (Remedy.USE_BCC,))


def _twice(draft: Draft, around: Circumstances) -> Iterator[Finding]:
    del around
    counts = Counter(spec for one in (*draft.to, *draft.cc, *draft.bcc) if (spec := _spec(one)) is not None)
    doubled = [spec for spec, count in counts.items() if count > 1]
    if doubled:
        names = ", ".join(doubled[:_MOST_NAMED])
        sentence = plural("{names} is named twice.", "{names} are named twice.", len(doubled), names=names)
        yield Finding(Check.TWICE, sentence, (Remedy.KEEP_ONE,))


def _own_address(draft: Draft, around: Circumstances) -> Iterator[Finding]:
    """A note to oneself is meant; a reply to oneself is mostly a slip."""
    to = [spec for one in draft.to if (spec := _spec(one)) is not None]
    if draft.in_reply_to and to and all(spec in around.own for spec in to):
        sentence = tr("This reply goes to your own address, {address}.", address=to[0])
        yield Finding(Check.OWN_ADDRESS, sentence, (Remedy.RECIPIENTS,))


def _greeting(draft: Draft, around: Circumstances) -> Iterator[Finding]:
    del around
    name = greeted(draft.text)
    if name is None:
        return
    people = [read for one in (*draft.to, *draft.cc) if isinstance(read := parse_address(one, field="to"), Address)]
    # Somebody without a name, whose address gives none away, may well be called so.
    if not people or not all(person.name or name_in(person.spec) for person in people):
        return
    known = re.findall(r"\w+", " ".join(f"{person.name} {person.spec}" for person in people).casefold())
    if not is_called(name, known):
        sentence = tr("The text greets {name}, and no recipient is called so.", name=name)
        yield Finding(Check.GREETING, sentence, (Remedy.RECIPIENTS, Remedy.TEXT))


def _twin(draft: Draft, around: Circumstances) -> Iterator[Finding]:
    subject = draft.subject.strip().casefold()
    if not subject:
        return
    to = {_shown(one) for one in draft.to}
    if to and any(one.subject.strip().casefold() == subject and set(map(_shown, one.to)) == to for one in around.waiting):
        yield Finding(Check.TWIN, tr("A message with this subject to the same people is scheduled already."))


def _large(draft: Draft, around: Circumstances) -> Iterator[Finding]:
    del around
    size = sum(file.size for file in draft.files)
    if size > _LARGE:
        limit = size_words(_MANY_TAKE)
        sentence = tr("Its files come to {size}; many servers take no message above {limit}.", size=size_words(size), limit=limit)
        yield Finding(Check.LARGE, sentence)


def _quiet_day(draft: Draft, around: Circumstances) -> Iterator[Finding]:
    del draft
    if around.due is None:
        return
    there = around.due.astimezone(ZoneInfo(around.zone))
    weekday = there.weekday()
    # Whoever works on such a day and means the same day knows which one it is.
    is_today = around.now is not None and there.date() == around.now.astimezone(there.tzinfo).date()
    if weekday in around.quiet_days and not is_today:
        yield Finding(Check.QUIET_DAY, _on_weekday(weekday), (Remedy.OTHER_TIME,))


def _night(draft: Draft, around: Circumstances) -> Iterator[Finding]:
    del draft
    if around.due is None:
        return
    there = around.due.astimezone(ZoneInfo(around.zone))
    is_soon = around.now is not None and around.due - around.now < _SOON
    if not is_soon and not _NIGHT_ENDS <= there.hour < _NIGHT_BEGINS:
        yield Finding(Check.NIGHT, tr("It goes at night, at {clock}.", clock=clock_words(there)), (Remedy.OTHER_TIME,))


def _on_weekday(weekday: int) -> str:
    return (
        tr("It goes on a Monday, one of your quiet days."),
        tr("It goes on a Tuesday, one of your quiet days."),
        tr("It goes on a Wednesday, one of your quiet days."),
        tr("It goes on a Thursday, one of your quiet days."),
        tr("It goes on a Friday, one of your quiet days."),
        tr("It goes on a Saturday."),
        tr("It goes on a Sunday."),
    )[weekday]


def _spec(typed: str) -> str | None:
    read = parse_address(typed, field="to")
    return read.spec.lower() if isinstance(read, Address) else None


def _shown(typed: str) -> str:
    """As lists show a recipient: by name, else by address."""
    read = parse_address(typed, field="to")
    return (read.name or read.spec).casefold() if isinstance(read, Address) else typed.strip().casefold()


_LOOKS: tuple[Callable[[Draft, Circumstances], Iterator[Finding]], ...] = (
    _returned,
    _misspelt,
    _attachment,
    _field,
    _subject,
    _text,
    _crowd,
    _twice,
    _own_address,
    _greeting,
    _twin,
    _large,
    _quiet_day,
    _night,
)
