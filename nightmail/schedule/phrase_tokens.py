"""Cut what a person typed into tokens, and hold the place while they are read. Knows letters and digits, no meaning."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass

# A comma between digits is a decimal one.
_CUT = re.compile(r"\s+|,(?![0-9])|(?<![0-9]),")
_DOTTED_WORD = re.compile(r"(?:[^\W\d_]+\.)+(?:[^\W\d_]+)?")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


@dataclass(frozen=True, slots=True)
class Token:
    """`word` is folded for comparing; `typed` is what the person wrote."""

    word: str
    typed: str


@dataclass(frozen=True, slots=True)
class Place:
    """A position among the tokens. `start` says where the reading of the present piece began."""

    tokens: tuple[Token, ...]
    at: int

    @property
    def word(self) -> str:
        """Empty behind the last one."""
        return self.tokens[self.at].word if self.at < len(self.tokens) else ""

    @property
    def is_end(self) -> bool:
        return self.at >= len(self.tokens)

    def next(self, count: int = 1) -> Place:
        return Place(self.tokens, self.at + count)

    def past(self, words: Container[str]) -> Place | None:
        """The place behind, where the word here is one of these."""
        return self.next() if not self.is_end and self.word in words else None

    def skip(self, words: Container[str]) -> Place:
        """Behind the word here if it is one of these, else here."""
        return self.past(words) or self

    def words(self, count: int) -> str:
        return " ".join(token.word for token in self.tokens[self.at : self.at + count])


def cut(text: str) -> tuple[Token, ...]:
    return tuple(Token(folded(part), part) for part in _CUT.split(text.strip()) if part)


def folded(word: str) -> str:
    """`Übermorgen` → `uebermorgen`, `Nov.` → `nov`, `a.m.` → `am`; digits keep their dots."""
    plain = unicodedata.normalize("NFKC", word).casefold().translate(_UMLAUTS)
    return plain.replace(".", "") if _DOTTED_WORD.fullmatch(plain) else plain
