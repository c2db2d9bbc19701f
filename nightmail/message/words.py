"""The words that a message is found by: folded alike when it is kept and when somebody searches. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

# Beyond this much of a body nobody remembers a word of it; it bounds what one message adds to the index.
MOST_TEXT = 100_000
# The scripts that write without spaces: each sign is a word of its own there.
_SIGNS = re.compile(r"([\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])")
_PICTURES = re.compile("[\U0001f000-\U0001faff\ufe0f]+")
_WORD = re.compile(r"[^\W_]+")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


def words_of(text: str) -> tuple[str, ...]:
    """Without marks, case and punctuation, in their order: `Zoë’s e-mail` → `zoe`, `s`, `e`, `mail`."""
    return tuple(_WORD.findall(_folded(text)))


def without_pictures(text: str) -> str:
    """A search as PostgreSQL is asked it, which takes pictures for letters. The sign in their place is no word either: a search
    for nothing but pictures stays one, and finds nothing."""
    return _PICTURES.sub(" % ", text)


def _folded(text: str) -> str:
    # Folding goes sign by sign, and in most texts few signs need more than small letters.
    return (text if text.isascii() else _BEYOND_ASCII.sub(lambda found: _bare(found[0]), text)).casefold()


@lru_cache(512)
def _bare(signs: str) -> str:
    apart = unicodedata.normalize("NFKD", signs.casefold())
    return _SIGNS.sub(r" \1 ", "".join(sign for sign in apart if not unicodedata.combining(sign)))


def index_text(subject: str, people: Iterable[str], body: str) -> str:
    """What the index keeps of one message: each word once."""
    return " ".join(dict.fromkeys(words_of(_whole(subject, people, body))))


def are_in(asked: Sequence[str], subject: str, people: Iterable[str], body: str) -> bool:
    """Whether the index would find the message by `words_of` a search, told from the message itself."""
    return _begin_in(asked, _whole(subject, people, body))


def is_in(wanted: str, *texts: str) -> bool:
    """Each word wanted begins a word of the texts. Without any word to look for, nothing is found."""
    asked = words_of(wanted)
    return bool(asked) and _begin_in(asked, " ".join(texts))


def _whole(subject: str, people: Iterable[str], body: str) -> str:
    return f"{subject}\n{' '.join(people)}\n{body[:MOST_TEXT]}"


def _begin_in(asked: Iterable[str], text: str) -> bool:
    folded = _folded(text)
    return all(_begins(word, folded) for word in asked)


def _begins(word: str, folded: str) -> bool:
    at = folded.find(word)
    while at > 0 and folded[at - 1].isalnum():
        at = folded.find(word, at + 1)
    return at >= 0
