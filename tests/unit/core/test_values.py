"""What is made for every message behaves as a frozen dataclass does, but for what only the type checker watches over."""

from __future__ import annotations

import copy
import pickle
from dataclasses import dataclass, fields, replace

import pytest

from nightmail.delivery.model import Recipient, RecipientState
from nightmail.delivery.outcome import Accepted, Outcome, Reply
from nightmail.message.model import RecipientKind
from nightmail.values import value

RECIPIENT = Recipient(0, RecipientKind.TO, "Bo", "bo@example.org")


@dataclass(frozen=True, slots=True)
class Frozen:
    number: int
    word: str = ""


@value(frozen=True, slots=True)
class Quick:
    number: int
    word: str = ""


def test_values_of_the_same_fields_are_equal_and_count_once_in_a_set():
    assert Quick(1, "a") == Quick(1, "a") != Quick(1, "b")
    assert len({Quick(1, "a"), Quick(1, "a"), Quick(2, "a")}) == 2


def test_a_value_hashes_and_reads_as_a_frozen_dataclass_of_the_same_fields():
    assert hash(Quick(1, "a")) == hash(Frozen(1, "a"))
    assert repr(Quick(1)) == repr(Frozen(1)).replace("Frozen", "Quick")
    assert [field.name for field in fields(Quick)] == [field.name for field in fields(Frozen)]


def test_a_copy_of_a_value_leaves_the_value_as_it_is():
    moved = replace(RECIPIENT, state=RecipientState.ACCEPTED)

    assert (moved.state, moved.address) == (RecipientState.ACCEPTED, "bo@example.org")
    assert RECIPIENT.state is RecipientState.PENDING
    assert copy.copy(RECIPIENT) == RECIPIENT == pickle.loads(pickle.dumps(RECIPIENT))


def test_a_value_has_room_for_its_fields_alone():
    with pytest.raises(AttributeError):
        object.__setattr__(RECIPIENT, "nickname", "B")


def test_a_value_is_told_from_others_by_its_class():
    outcome: Outcome = Accepted(Reply(250, "ok"), ())

    match outcome:
        case Accepted(reply):
            assert reply.code == 250
        case _:
            raise AssertionError("another outcome")


def test_fields_that_do_not_count_for_equality_count_for_no_hash():
    told, raw = Reply(250, "ok"), Reply(250, "ok", raw=b"250 ok\r\n")

    assert (told, hash(told)) == (raw, hash(raw))


def test_what_may_change_is_refused():
    with pytest.raises(AssertionError):
        value(frozen=False, slots=True)
