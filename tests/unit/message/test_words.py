"""What a search sees of a text, and that a message and the index of it answer alike."""

from __future__ import annotations

import sqlite3
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightmail.message.words import are_in, index_text, is_in, words_of

# Of every kind that is folded in its own way, beside plain letters, so that words meet.
texts = st.text(alphabet="abcABC12 .,_-'\nçéÄöÜßẞıİŒﬁ℡²½Σςñのカ漢\u0301\u0308\u200b—", max_size=60)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Zoë’s e-mail", ("zoe", "s", "e", "mail")),
        ("STRASSE Straße", ("strasse", "strasse")),
        ("Zoe\u0308", ("zoe",)),
        ("請求書 10", ("請", "求", "書", "10")),
        ("_under_score_", ("under", "score")),
        ("℡ ﬁn", ("tel", "fin")),
        ("", ()),
    ],
)
def test_words_have_neither_marks_nor_capitals(text: str, words: tuple[str, ...]) -> None:
    assert words_of(text) == words


@given(texts)
def test_a_text_is_folded_alike_whether_marks_are_written_apart_or_not(text: str) -> None:
    assert words_of(unicodedata.normalize("NFD", text)) == words_of(unicodedata.normalize("NFC", text))


@given(texts)
def test_words_of_words_are_themselves(text: str) -> None:
    once = words_of(text)

    assert words_of(" ".join(once)) == once


@given(st.text(alphabet="abc1ä", min_size=1, max_size=2), texts)
def test_a_text_has_what_one_of_its_words_begins_with(wanted: str, text: str) -> None:
    (asked,) = words_of(wanted)

    assert is_in(wanted, text) == any(word.startswith(asked) for word in words_of(text))


@given(texts, texts, texts, texts)
def test_the_message_itself_and_the_index_of_it_answer_alike(wanted: str, subject: str, person: str, body: str) -> None:
    asked = words_of(wanted) or ("a",)
    index = sqlite3.connect(":memory:")
    index.execute("create virtual table kept using fts5 (words, detail=none, tokenize='unicode61 remove_diacritics 0')")
    index.execute("insert into kept values (?)", (index_text(subject, [person], body),))

    hits = index.execute("select rowid from kept where kept match ?", (" ".join(f'"{word}" *' for word in asked),)).fetchall()
    index.close()

    assert are_in(asked, subject, [person], body) == bool(hits)
