"""Why an account sends nothing is said whole in the person's language, whoever kept the reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.advice import problem_words
from desktop.language import english, speak
from desktop.languages.catalogue import file_of, read_catalogue
from desktop.languages.core import CoreSentences, core_sentences
from desktop.paused import pause_words
from nightmail import message
from nightmail.accounts import PASSWORD_MISSING, PAUSED_BY_PERSON, REMOVED
from nightmail.cloud.accounts import REVOKED
from nightmail.errors import Problem
from nightmail.message.addresses import parse_address
from nightmail.smtp.replies import advice

SIGN_IN = advice("auth")


@pytest.fixture
def german() -> Iterator[None]:
    catalogue = read_catalogue(file_of("de"))
    speak(catalogue.translate, of_core=CoreSentences(catalogue.core))
    yield
    speak(english)


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("reason", [PASSWORD_MISSING, PAUSED_BY_PERSON, REMOVED, REVOKED, SIGN_IN.says])
def test_no_reason_stands_in_english_inside_german(reason: str) -> None:
    said = pause_words(reason)

    assert said and said != reason
    assert not any(word in said.split() for word in ("the", "The", "it", "not", "You", "server"))


@pytest.mark.usefixtures("german")
def test_what_a_worker_kept_of_a_servers_reply_is_told_with_its_next_step() -> None:
    kept = f"{SIGN_IN.says} (The server said: 535 5.7.8 Bad credentials) {SIGN_IN.next}"
    known = read_catalogue(file_of("de")).core

    assert pause_words(kept) == f"{known[SIGN_IN.says]} {known[SIGN_IN.next]}"


@pytest.mark.usefixtures("german")
def test_a_reply_that_nobody_explained_is_told_as_the_servers_own_words() -> None:
    assert pause_words("550 5.7.1 No.") == "Der Server antwortete: 550 5.7.1 No."


def test_in_english_the_reason_reads_as_it_was_kept() -> None:
    assert pause_words(PAUSED_BY_PERSON) == PAUSED_BY_PERSON
    assert pause_words("") == "Nothing is sent from it."


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("typed", ["anna", "a b@x.org", "a@b", "@x.org", "a@", ".a@x.org", "a@x.org, b <c@x.org>", "a@[1]"])
def test_what_is_wrong_with_an_address_is_said_in_german_throughout(typed: str) -> None:
    problem = parse_address(typed)

    assert isinstance(problem, Problem)
    assert "ist keine E-Mail-Adresse: " in problem_words(problem)
    assert not {"it", "the", "nothing", "not"} & set(problem_words(problem).split())


def test_every_sentence_on_a_wrong_address_is_known_in_german() -> None:
    said = [each for each in core_sentences(Path(message.__file__).parent) if "is not an email address" in each]

    assert len(said) > 10
    assert [each for each in said if each not in read_catalogue(file_of("de")).core] == []
