"""What the window of accounts shows: one card an account, with how it stands and what is to be done next."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.screens.outbox.state import AccountLine
from desktop.words import Tone


@dataclass(frozen=True, slots=True)
class AccountCard:
    """`standing` in a few words with its tone and icon; `why` is the whole sentence where something is wrong. `next_step` is the
    label of its one button, empty where nothing is to be done."""

    line: AccountLine
    name: str
    servers: str
    standing: str
    icon: str
    tone: Tone
    place: str
    why: str = ""
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class AccountsState:
    cards: tuple[AccountCard, ...] = ()
    failure: str = ""
    is_loaded: bool = False
