"""What an agent says when it ends: what it did, and what waits for what."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from nightmail.cli.agent_end import Cut, Left, cut_in, sentence
from nightmail.cli.main import run
from nightmail.cli.partly import Partly
from nightmail.clock import SystemClock
from nightmail.delivery.breaker import BreakerKind, Hold, Target, Trip
from nightmail.ids import new_id
from nightmail.store.sqlite import SqliteStore
from tests.letters import account

NOW = SystemClock().now()


@pytest.fixture
def say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    def run_it(*words: str) -> str:
        assert run([*words, "--profile", str(tmp_path)]) == 0
        return capsys.readouterr().out

    for name in ("anna", "ben"):
        run_it("account", "add", "--address", f"{name}@example.org", "--smtp", "smtp://127.0.0.1:9")
        run_it("schedule", "--account", f"{name}@example.org", "--to", "c@example.net", "--subject", "s", "--text", "t", "--now")
    return run_it


def test_an_agent_that_ends_says_what_waits_and_for_what(say: Callable[..., str], tmp_path: Path) -> None:
    say("account", "pause", "anna@example.org")

    async def limited() -> None:
        store = SqliteStore(tmp_path / "nightmail.sqlite3")
        await store.open()
        ben = next(each for each in await store.accounts() if each.address.startswith("ben"))
        await store.trip([Trip(Target(ben.id), BreakerKind.QUOTA, 1, timedelta(hours=1), "quota")])
        await store.close()

    asyncio.run(limited())

    told = say("agent", "--until-idle").splitlines()

    assert told[0] == "Ended (idle): nothing was sent."
    assert told[1].startswith("1 message waits for the provider's limit until ")
    assert told[2] == "1 message waits for a paused account. Let it send again: nightmail account resume anna@example.org"


def test_what_was_not_confirmed_is_never_said_to_be_nothing() -> None:
    told = sentence("idle", {}, Left((), (), 1, NOW))

    assert told.startswith("Ended (idle): nothing was sent.\n1 message is not confirmed.") and "outbox resolve" in told
    assert sentence("idle", {}, Left((), (), 0, NOW)) == "Ended (idle): nothing was due."
    assert sentence("drained", {}, None) == "Ended (drained): nothing was sent."
    assert sentence("idle", {"in_doubt": 1, "sent": 2}, None) == "Ended (idle): 1 not confirmed, 2 sent."


def test_scripts_read_what_waits_too() -> None:
    anna = account()
    told = Left(((anna, 2),), (Hold(anna.id, "", BreakerKind.RATE, NOW, "", 4),), 0, NOW).as_json()

    assert told["waiting_for_account"] == 2 and "not_confirmed" not in told
    assert isinstance(told["holds"], list) and (told["holds"][0]["kind"], told["holds"][0]["waiting"]) == ("rate", 4)


def test_an_agent_told_to_end_never_calls_due_mail_nothing(say: Callable[..., str], tmp_path: Path) -> None:
    say("account", "pause", "anna@example.org")

    async def cut() -> Cut:
        store = SqliteStore(tmp_path / "nightmail.sqlite3")
        await store.open()
        owner = (await store.accounts())[0].owner_id
        found = await cut_in(store, owner, tried=False)
        await store.close()
        return found

    assert sentence("drained", {}, None, asyncio.run(cut())) == "Ended (drained): stopped before anything was tried; 1 due."
    assert sentence("drained", {}, None, Cut(0, 0)) == "Ended (drained): nothing was due."


def test_what_was_being_handed_over_at_the_end_is_told() -> None:
    lines = sentence("drained", {"sent": 2}, None, Cut(3, 1)).splitlines()

    assert lines[0] == "Ended (drained): 2 sent."
    assert lines[1].startswith("1 message was being handed over when this ended; start the agent again")
    assert sentence("drained", {}, None, Cut(0, 1)).startswith("Ended (drained): nothing was settled.\n")


def test_what_waits_for_a_paused_account_is_never_said_to_be_tried_again() -> None:
    left = Left(((account(), 2),), (), 0, NOW, tried=2)

    assert sentence("idle", {"retry": 2}, left).startswith("Ended (idle): 2 waiting for a paused account.\n")
    assert sentence("idle", {"retry": 3, "sent": 1}, left).startswith(
        "Ended (idle): 1 to be tried again, 2 waiting for a paused account, 1 sent.\n"
    )
    assert sentence("idle", {"retry": 1}, Left((), (), 0, NOW)) == "Ended (idle): 1 to be tried again."


# ------------------------------------------------------------------------------------- what went to some


def test_what_some_recipients_got_is_not_counted_as_simply_failed() -> None:
    id = new_id()
    one, two = Partly(1, 3, 2, id), Partly(2, 5, 3, id)

    assert sentence("idle", {"failed": 3, "sent": 4}, None, partly=one) == (
        "Ended (idle): 2 failed, 1 sent in part (2 of 3 recipients), 4 sent.\n"
        f"Send it to the recipients still missing: nightmail outbox redrive {id}"
    )
    told = sentence("idle", {"failed": 2}, None, partly=two)
    assert told.startswith("Ended (idle): 2 sent in part (3 of 5 recipients).\nSee who is missing: ")
    assert sentence("idle", {"failed": 2}, None) == "Ended (idle): 2 failed."


def test_scripts_read_how_many_recipients_got_what_failed_in_part() -> None:
    assert Partly(1, 3, 2, new_id()).as_json() == {"partly_sent": {"messages": 1, "recipients": 3, "accepted": 2}}
    assert Partly().as_json() == {}
