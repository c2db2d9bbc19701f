"""What the recipients' fields hold: reading what was typed, moving people from one field to another. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from desktop.advice import problem_words
from desktop.language import tr
from desktop.misspelt import meant_address
from desktop.screens.compose.state import Kind
from desktop.widgets.entry import Entry
from nightmail.errors import Problem
from nightmail.message.addresses import parse_address
from nightmail.message.draft import Draft
from nightmail.message.model import without_capitals


def fields(draft: Draft) -> tuple[tuple[Entry, ...], tuple[Entry, ...], tuple[Entry, ...]]:
    """The entries of To, Cc and Bcc; one that stands twice in the message is marked the second time."""
    seen: set[str] = set()
    return entries(draft.to, "to", seen), entries(draft.cc, "cc", seen), entries(draft.bcc, "bcc", seen)


def entries(parts: Iterable[str], kind: Kind, seen: set[str] | None = None) -> tuple[Entry, ...]:
    """Each with what is wrong with it. `seen` are those that stand in the message already, and take up these."""
    found: list[Entry] = []
    seen = set() if seen is None else seen
    for part in parts:
        read = parse_address(part, field=kind)
        if isinstance(read, Problem):
            found.append(Entry(part, part, problem_words(read)))
            continue
        note = tr("This recipient is here twice. One mail is sent.") if without_capitals(read.spec) in seen else ""
        seen.add(without_capitals(read.spec))
        meant = meant_address(read.spec)
        if meant and not note:
            note = tr("Did you mean {address}?", address=meant)
        found.append(Entry(part, read.name or part.strip("<> "), note=note, mended=mended(part)))
    return tuple(found)


def mended(typed: str) -> str:
    """The recipient with the domain that was probably meant; empty where nothing is odd about it."""
    read = parse_address(typed, field="to")
    if isinstance(read, Problem) or not (meant := meant_address(read.spec)):
        return ""
    head, _, tail = typed.rpartition(read.spec)
    return f"{head}{meant}{tail}" if read.spec in typed else meant


def with_mended(draft: Draft) -> Draft:
    """Every recipient as probably meant."""
    to, cc, bcc = (tuple(mended(typed) or typed for typed in part) for part in (draft.to, draft.cc, draft.bcc))
    return replace(draft, to=to, cc=cc, bcc=bcc)


def of(draft: Draft, kind: Kind) -> tuple[str, ...]:
    match kind:
        case "to":
            return draft.to
        case "cc":
            return draft.cc
        case "bcc":
            return draft.bcc
        case _:
            assert_never(kind)


def with_recipients(draft: Draft, kind: Kind, parts: tuple[str, ...]) -> Draft:
    match kind:
        case "to":
            return replace(draft, to=parts)
        case "cc":
            return replace(draft, cc=parts)
        case "bcc":
            return replace(draft, bcc=parts)
        case _:
            assert_never(kind)


def without_wrong(draft: Draft) -> Draft:
    """Only those that can be written to."""
    to, cc, bcc = (
        tuple(typed for typed in part if not isinstance(parse_address(typed), Problem))
        for part in (draft.to, draft.cc, draft.bcc)
    )
    return replace(draft, to=to, cc=cc, bcc=bcc)


def moved(draft: Draft, typed: str, *, origin: Kind, target: Kind) -> Draft:
    """One recipient in another field, behind those who are there. Nothing changes where it is not in `origin`."""
    left = list(of(draft, origin))
    if origin == target or typed not in left:
        return draft
    left.remove(typed)
    return with_recipients(with_recipients(draft, origin, tuple(left)), target, (*of(draft, target), typed))


def hidden(draft: Draft) -> Draft:
    """Everybody in Bcc, each once: nobody sees who else has it."""
    everybody = dict.fromkeys((*draft.to, *draft.cc, *draft.bcc))
    return replace(draft, to=(), cc=(), bcc=tuple(everybody))


def addresses_in(draft: Draft) -> frozenset[str]:
    """Those that are good, lower-case."""
    read = (parse_address(part) for part in (*draft.to, *draft.cc, *draft.bcc))
    return frozenset(address.spec.lower() for address in read if not isinstance(address, Problem))
