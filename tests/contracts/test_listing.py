"""Lists as people page through and search them: the same over both databases."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from nightmail.account.model import Account
from nightmail.delivery.model import DeliveryState
from nightmail.ids import new_id
from nightmail.message.model import Address
from nightmail.message.words import is_in
from nightmail.ports import OutboxQuery, OutboxRow, OutboxSort, Store
from nightmail.store import sqlite_migrate, sqlite_words
from tests.letters import OWNER, account, new

HOUR = timedelta(hours=1)


@pytest.fixture
async def sender(store: Store) -> Account:
    anna = account()
    await store.save_account(anna)
    return anna


async def found(store: Store, words: str) -> set[str]:
    return {row.subject for row in await store.list(OWNER, OutboxQuery(text=words))}


@pytest.mark.parametrize(
    ("words", "finds"),
    [
        ("invoice", {"Invoice for Zoë"}),
        ("INVO", {"Invoice for Zoë"}),
        ("zoe inv", {"Invoice for Zoë"}),
        ("vogt", {"Invoice for Zoë"}),
        ("lena@example.net", {"Invoice for Zoë"}),
        ("example", {"Invoice for Zoë", "請求書の件"}),
        ("gasoline", {"Invoice for Zoë"}),
        ("gasoline bills", set()),
        ("求書", {"請求書の件"}),
        ("strasse", {"請求書の件"}),
        ("voice", set()),
        ("%", set()),
        ("'", set()),
        ('" OR 1', set()),
        ("*", set()),
        ("NEAR(a b)", set()),
        ("a" * 5000, set()),
        ("zoë & !invoice | x:*", set()),
    ],
)
async def test_words_are_found_by_their_beginnings_in_subject_people_and_body(
    store: Store, sender: Account, words: str, finds: set[str]
) -> None:
    to = (Address("lena@example.net", "Lena Vogt"),)
    await store.schedule(OWNER, [new(sender, due=HOUR, subject="Invoice for Zoë", text="For the gasoline.\n")])
    await store.schedule(OWNER, [new(sender, due=HOUR, subject="請求書の件", text="Nur eine Straße weiter\n")])
    letter = new(sender, due=HOUR, subject="Invoice for Zoë", text="For the gasoline.\n")
    await store.schedule(OWNER, [replace(letter, message=replace(letter.message, to=to))])

    assert await found(store, words) == finds


@pytest.mark.parametrize(
    ("words", "finds_it"),
    [
        ('"invoice', True),
        ("-invoice", True),
        ("(invoice*", True),
        ("invoice \N{PARTY POPPER}", True),
        ("\N{PARTY POPPER}invoice\N{PARTY POPPER}", True),
        ("\N{PARTY POPPER}", False),
        (" \t ", False),
        ("invoice " * 250, True),
        ("a " * 1_000, False),
        (" ".join(f"w{n}" for n in range(400)), False),
    ],
    ids=(
        "quote",
        "minus",
        "bracket",
        "word and emoji",
        "word in emoji",
        "emoji",
        "blanks",
        "one word often",
        "one letter often",
        "many words",
    ),
)
async def test_odd_signs_and_any_number_of_words_raise_nothing(store: Store, sender: Account, words: str, finds_it: bool) -> None:
    await store.schedule(OWNER, [new(sender, due=HOUR, subject="Invoice 100% (draft)", text="Soon.\n")])

    assert bool(await found(store, words)) is finds_it


async def test_pages_of_one_folder_hold_every_hit_once_in_order_whether_most_have_the_word_or_few(
    store: Store, sender: Account
) -> None:
    words = ["most" if n % 5 else "seldom" for n in range(30)]
    letters = [new(sender, due=(n + 1) * HOUR, subject=f"{n:02} {word}") for n, word in enumerate(words)]
    await store.schedule(OWNER, letters)
    held = new(sender, due=HOUR, subject="most, on hold")
    await store.schedule(OWNER, [held])
    await store.hold(OWNER, held.message.id)

    for word in ("most", "seldom", "m", "nothing"):
        query = OutboxQuery(frozenset({DeliveryState.SCHEDULED}), text=word, limit=2)
        pages: list[str] = []
        while page := await store.list(OWNER, query):
            pages += [row.subject for row in page]
            query = replace(query, after=page[-1].mark(query.sort))
        last = await store.list(OWNER, replace(query, after=None, backwards=True))

        hits = [f"{n:02} {each}" for n, each in enumerate(words) if each.startswith(word)]
        assert pages == hits
        assert [row.subject for row in last] == hits[-2:]


async def test_a_page_of_a_search_is_that_part_of_the_whole_list_wherever_it_stops_to_look(
    store: Store, sender: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(7)
    texts = await mixed(store, sender, chance)
    whole = await store.list(OWNER, OutboxQuery(limit=100))

    monkeypatch.setattr(sqlite_words, "_READ_AT_ONCE", 2)
    for budget in ({}, {"_MOST_SIGNS": 60, "_FEW": 4}, {"_ONE_IN": 1, "_FEW": 2}, {"_SHORT": 1, "_MOST_READ": 5}):
        with monkeypatch.context() as patch:
            for name, most in budget.items():
                patch.setattr(sqlite_words, name, most)
            for _ in range(10):
                await check_a_page(store, sender, chance, whole, texts)


async def check_a_page(
    store: Store, sender: Account, chance: random.Random, whole: Sequence[OutboxRow], texts: Mapping[UUID, str]
) -> None:
    states = frozenset(chance.sample([*dict.fromkeys(row.delivery.state for row in whole)], chance.randrange(4)))
    words = " ".join(chance.sample(["most", "mo", "half", "überall", "seldom", "nowhere", "e"], chance.randint(1, 2)))
    hits = [
        row
        for row in whole
        if (not states or row.delivery.state in states) and is_in(words, row.subject, *row.to, texts[row.delivery.id])
    ]
    at = chance.randrange(len(hits) + 1)
    after = hits[at - 1].mark(OutboxSort.DUE) if at else None
    query = OutboxQuery(states, sender.id, words, limit=chance.randint(1, 9), offset=chance.randrange(3), after=after)
    assert list(await store.list(OWNER, query)) == hits[at:][query.offset :][: query.limit]

    before = hits[: at - 1] if at else hits
    assert list(await store.list(OWNER, replace(query, backwards=True, offset=0))) == before[-query.limit :]


async def mixed(store: Store, sender: Account, chance: random.Random) -> dict[UUID, str]:
    """The texts of letters of everyday words, some scheduled, some on hold, some cancelled."""
    letters = []
    for n in range(40):
        words = ["most"] * (n % 5 > 0) + ["Half"] * (n % 2) + ["Überall"] * (n % 3 > 0) + ["seldom"] * (n % 13 == 0)
        letters.append(new(sender, due=chance.randint(1, 9) * HOUR, subject=f"No. {n}", text=" ".join(words)))
    for n, kept in enumerate(await store.schedule(OWNER, letters)):
        if n % 4 == 1:
            await store.cancel(OWNER, kept.id)
        elif n % 4 == 2:
            await store.hold(OWNER, kept.id)
    return {letter.message.id: letter.message.text for letter in letters}


async def test_nobody_finds_anothers_words(store: Store, sender: Account) -> None:
    await store.schedule(OWNER, [new(sender, due=HOUR, subject="Secret plan")])

    assert await store.list(new_id(), OutboxQuery(text="secret")) == ()
    assert await found(store, "secret") == {"Secret plan"}


async def test_a_body_of_a_million_words_is_kept_and_found_by_its_beginning(store: Store, sender: Account) -> None:
    long = " ".join(f"w{n}" for n in range(200_000)) + " " + "x" * 50_000

    await store.schedule(OWNER, [new(sender, due=HOUR, subject="Long", text=long)])

    assert await found(store, "w77") == {"Long"}


async def many(store: Store, sender: Account) -> None:
    for n in range(23):
        due = timedelta(hours=1 + n % 4)
        await store.schedule(OWNER, [new(sender, due=due, subject=f"No. {n % 5}", to=(f"{'abc'[n % 3]}@example.net",))])
    for row in await store.list(OWNER, OutboxQuery(limit=7)):
        await store.cancel(OWNER, row.delivery.id)


@pytest.mark.parametrize("sort", OutboxSort)
async def test_pages_follow_each_other_without_gap_or_repeat_in_both_directions(
    store: Store, sender: Account, sort: OutboxSort
) -> None:
    await many(store, sender)
    whole = await store.list(OWNER, OutboxQuery(limit=100, sort=sort))

    onwards: list[OutboxRow] = []
    mark = None
    while page := await store.list(OWNER, OutboxQuery(limit=5, sort=sort, after=mark)):
        onwards += page
        mark = page[-1].mark(sort)
    back: list[OutboxRow] = []
    mark = None
    while page := await store.list(OWNER, OutboxQuery(limit=5, sort=sort, after=mark, backwards=True)):
        back[:0] = page
        mark = page[0].mark(sort)

    assert onwards == back == list(whole)
    assert len(whole) == 23
    order = [row.mark(sort) for row in whole]
    assert order == sorted(order, key=lambda mark: (mark.rank, mark.value, -mark.id.int))


@pytest.mark.parametrize("states", [{"scheduled"}, {"cancelled"}, {"scheduled", "cancelled"}])
async def test_a_folder_is_paged_as_the_whole_is(store: Store, sender: Account, states: set[str]) -> None:
    await many(store, sender)
    query = OutboxQuery(frozenset(map(DeliveryState, states)), limit=100)
    whole = await store.list(OWNER, query)

    first, rest = whole[:3], whole[3:]

    assert await store.list(OWNER, OutboxQuery(query.states, after=first[-1].mark(OutboxSort.DUE))) == rest
    assert await store.list(OWNER, OutboxQuery(query.states, after=rest[0].mark(OutboxSort.DUE), backwards=True)) == first


async def test_what_happened_last_comes_first_when_sorted_by_change(store: Store, sender: Account) -> None:
    (first,) = await store.schedule(OWNER, [new(sender, due=HOUR, subject="first")])
    await store.schedule(OWNER, [new(sender, due=HOUR, subject="second")])
    await store.hold(OWNER, first.id)

    rows = await store.list(OWNER, OutboxQuery(sort=OutboxSort.CHANGED))

    assert [row.subject for row in rows] == ["first", "second"]


async def test_what_a_profile_had_before_there_was_an_index_is_found_after_the_update(
    store: Store, sender: Account, database: Path | str
) -> None:
    if not isinstance(database, Path):
        return
    await store.schedule(OWNER, [new(sender, due=HOUR, subject="Kept since März", text="Überall\n")])
    with sqlite3.connect(database) as connection:
        undone = (
            "index deliveries_n",
            "index deliveries_next",
            "index deliveries_sent",
            "index deliveries_rest",
            "trigger accounts_revised",
            *(f"trigger deliveries_counted_{when}" for when in ("in", "out", "anew")),
            "table delivery_counts",
        )
        for statement in (
            *(f"drop {what}" for what in undone),
            "drop table message_words",
            "alter table deliveries drop column n",
            "alter table accounts drop column revision",
            "pragma user_version=5",
        ):
            connection.execute(statement)
    connection.close()

    sqlite_migrate.migrate(database)

    assert await found(store, "marz uber") == {"Kept since März"}
