"""The words that a message is found by: folded alike when it is kept and when somebody searches. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# Beyond this much of a body nobody remembers a word of it; it bounds what one message adds to the index.
MOST_TEXT = 100_000
# The scripts that write without spaces: each sign is a word of its own there.
_SIGNS = re.compile(r"([\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])")
_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> tuple[str, ...]:
    """Without marks, case and punctuation, in their order: `Zoë’s e-mail` → `zoe`, `s`, `e`, `mail`."""
    return tuple(_WORD.findall(_folded(text)))


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return _SIGNS.sub(r" \1 ", bare)


def index_text(subject: str, people: Iterable[str], body: str) -> str:
    """What the index keeps of one message: each word once."""
    return " ".join(dict.fromkeys(words_of(f"{subject}\n{' '.join(people)}\n{body[:MOST_TEXT]}")))


def is_in(wanted: str, *texts: str) -> bool:
    """Each word wanted begins a word of the texts. Without any word to look for, nothing is found."""
    asked = words_of(wanted)
    there = words_of(" ".join(texts))
    return bool(asked) and all(any(word.startswith(begin) for word in there) for begin in asked)
