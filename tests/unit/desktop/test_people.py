from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from desktop.people import People, catch_up
from nightmail.delivery.model import DeliveryState
from nightmail.message.model import Address
from tests.unit.desktop.fakes import NOW_AT, FakeGateway, item_of, message

DAY = timedelta(days=1)


@pytest.fixture
def people(tmp_path: Path) -> People:
    return People(tmp_path / "people.json")


def found(people: People, typed: str, **other: object) -> list[str]:
    return [each.address for each in people.matching(typed, now=NOW_AT, **other)]  # type: ignore[arg-type]


def test_who_is_written_to_often_and_lately_comes_first(people: People) -> None:
    for days in (200, 190, 180, 170):
        people.learn("tom.old@example.org", "Tom Old", NOW_AT - days * DAY)
    people.learn("tom.once@example.org", "Tom Once", NOW_AT - DAY)
    for days in (3, 2):
        people.learn("tom.often@example.org", "Tom Often", NOW_AT - days * DAY)

    assert found(people, "tom") == ["tom.often@example.org", "tom.once@example.org", "tom.old@example.org"]


@pytest.mark.parametrize("typed", ["jose", "Mül", "mul", "garcia", "josé mu", "muller jo", "j.muller", "example.org", "GARCIA"])
def test_a_beginning_of_any_word_finds_somebody_whatever_its_accents(people: People, typed: str) -> None:
    people.learn("j.muller@example.org", "José Müller-García", NOW_AT)

    assert found(people, typed) == ["j.muller@example.org"]


@pytest.mark.parametrize("typed", ["", "  ", "ose", "tom", "jose tom"])
def test_the_middle_of_a_word_finds_nobody(people: People, typed: str) -> None:
    people.learn("j.muller@example.org", "José Müller", NOW_AT)

    assert found(people, typed) == []


def test_who_stands_there_already_is_not_offered_again(people: People) -> None:
    people.learn("Tom@example.org", "Tom", NOW_AT)

    assert found(people, "tom", without={"tom@EXAMPLE.org"}) == []


def test_a_name_with_a_comma_is_typed_in_quotes(people: People) -> None:
    people.learn("jane@example.org", "Doe, Jane", NOW_AT)

    (jane,) = people.matching("doe", now=NOW_AT)

    assert jane.typed == '"Doe, Jane" <jane@example.org>'


def test_what_was_learned_is_there_after_a_restart_and_damage_costs_only_the_memory(people: People, tmp_path: Path) -> None:
    people.learn("tom@example.org", "Tom", NOW_AT)
    people.keep(until=NOW_AT)
    again = People(tmp_path / "people.json")
    again.read()
    (tmp_path / "people.json").write_text('{"people": [["x"], 7, ["a", "b", "c", "d"]], "until": "never"}', encoding="utf-8")
    damaged = People(tmp_path / "people.json")
    damaged.read()

    assert (found(again, "tom"), again.until) == (["tom@example.org"], NOW_AT)
    assert found(damaged, "a") == []


async def test_recipients_are_learned_from_the_outbox_once(people: People) -> None:
    gateway = FakeGateway()
    gateway.add(item_of(message("Hello", Address("tom@example.org", "Tom"))))
    gateway.add(item_of(message("Old", Address("lena@example.org", "Lena")), state=DeliveryState.SENT))
    gateway.add(item_of(message("No", Address("nobody@example.org", "Nobody")), state=DeliveryState.CANCELLED))

    await catch_up(people, gateway)
    await catch_up(people, gateway)

    assert found(people, "tom") == ["tom@example.org"]
    assert found(people, "lena") == ["lena@example.org"]
    assert found(people, "nobody") == []
    assert [each.score for each in people.matching("tom", now=NOW_AT)] == [1.0]
