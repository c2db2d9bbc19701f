"""Which of a language's plural forms fits a count. Pure; CLDR's rules for whole numbers, in Qt Linguist's order."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Rule = Callable[[int], int]


def _one_or_more(count: int) -> int:
    return 0 if count == 1 else 1


def _french(count: int) -> int:
    return 0 if count in (0, 1) else 1


def _slavic(count: int) -> int:
    if count % 10 == 1 and count % 100 != 11:
        return 0
    return 1 if 2 <= count % 10 <= 4 and not 12 <= count % 100 <= 14 else 2


def _polish(count: int) -> int:
    if count == 1:
        return 0
    return 1 if 2 <= count % 10 <= 4 and not 12 <= count % 100 <= 14 else 2


def _arabic(count: int) -> int:
    """None, one, two, a few, many, and what is left."""
    if count in (0, 1, 2):
        return count
    rest = count % 100
    if 3 <= rest <= 10:
        return 3
    return 4 if rest >= 11 else 5


def _always(count: int) -> int:
    return 0


# Language → how many forms a catalogue has to give, and which one is taken.
RULES: Mapping[str, tuple[int, Rule]] = {
    "ar": (6, _arabic),
    "de": (2, _one_or_more),
    "en": (2, _one_or_more),
    "es": (2, _one_or_more),
    "fr": (2, _french),
    "he": (2, _one_or_more),
    "it": (2, _one_or_more),
    "ja": (1, _always),
    "nl": (2, _one_or_more),
    "pl": (3, _polish),
    "pt": (2, _one_or_more),
    "ru": (3, _slavic),
    "uk": (3, _slavic),
    "zh": (1, _always),
}


def rule_of(language: str) -> tuple[int, Rule]:
    """For `de` or `de_AT`; a language nobody knows counts like English."""
    return RULES.get(language.replace("-", "_").split("_")[0].lower(), RULES["en"])
