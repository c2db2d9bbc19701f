"""What becomes of the signature when the message is sent from another account. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from desktop.signature_block import signature_in, words_of
from nightmail.message.draft import Draft


class Swap(Enum):
    LEAVE = "leave"
    PLACE = "place"
    ASK = "ask"


def swap(draft: Draft, *, old: str, new: str, known: Iterable[str]) -> Swap:
    """`old` and `new` are what the accounts sign with. A signature that nobody's account signs with was edited in this message:
    then the person is asked. Where they took it out, it stays out."""
    there = signature_in(draft.html, draft.text)
    wanted = words_of(new)
    if there is None:
        return Swap.PLACE if wanted and not words_of(old) else Swap.LEAVE
    if there == wanted:
        return Swap.PLACE if new else Swap.LEAVE
    if not there or there in {words_of(each) for each in known}:
        return Swap.PLACE
    return Swap.ASK
