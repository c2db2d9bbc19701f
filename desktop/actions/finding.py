"""Find what somebody means from the few letters they type. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")

_START, _NEXT, _INSIDE = 12, 6, 1


def find(typed: str, among: Iterable[T], words: Callable[[T], str]) -> list[T]:
    """The best first; those alike stay in their order. All of them where nothing is typed."""
    wanted = _plain(typed).replace(" ", "")
    if not wanted:
        return list(among)
    judged = [(_score(wanted, _plain(words(each))), each) for each in among]
    judged.sort(key=lambda pair: -pair[0])
    return [each for score, each in judged if score > 0]


def _score(wanted: str, words: str) -> int:
    """0 where the letters don't occur in this order; more for beginnings of words and for letters that follow each other."""
    best = 0
    starts = [place for place in range(len(words)) if words[place] == wanted[0]]
    for start in starts:
        best = max(best, _score_from(start, wanted, words))
    return best


def _score_from(place: int, wanted: str, words: str) -> int:
    score, last = 0, -2
    for letter in wanted:
        # A word's beginning is meant rather than a letter that happens to stand before it.
        found = words.find(letter, place)
        if found < 0:
            return 0
        if found != last + 1:
            begins = words.find(f" {letter}", place)
            found = begins + 1 if begins >= 0 and not _is_start(words, found) else found
        score += _START if _is_start(words, found) else (_NEXT if found == last + 1 else _INSIDE)
        last, place = found, found + 1
    return score * 100 - len(words)


def _is_start(words: str, place: int) -> bool:
    return place == 0 or not words[place - 1].isalnum()


def _plain(text: str) -> str:
    """Without accents and case: whoever types `ubermorgen` means `Übermorgen`."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
