"""What an account may send, shown and changed by the command; and what people and scripts read of mail that waits."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from nightmail.account.model import Learned
from nightmail.cli.main import run
from nightmail.delivery.breaker import BreakerKind, Target, Trip
from nightmail.store.sqlite import SqliteStore


@pytest.fixture
def say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Run the command on one profile; answers what it printed."""
    assert (
        run(["account", "add", "--address", "anna@gmail.com", "--smtp", "smtp://127.0.0.1:2525", "--profile", str(tmp_path)]) == 0
    )
    capsys.readouterr()

    def run_it(*words: str, code: int = 0) -> str:
        assert run([*words, "--profile", str(tmp_path)]) == code
        out, err = capsys.readouterr()
        return out if code == 0 else err

    return run_it


def in_store(folder: Path, work: Callable[[SqliteStore], Awaitable[None]]) -> None:
    async def opened() -> None:
        store = SqliteStore(folder / "nightmail.sqlite3")
        await store.open()
        await work(store)
        await store.close()

    asyncio.run(opened())


def hold_back(folder: Path, *, kind: BreakerKind = BreakerKind.FAILING) -> None:
    async def work(store: SqliteStore) -> None:
        (account,) = await store.accounts()
        target = Target(None, account.smtp.host, account.smtp.port) if kind is BreakerKind.FAILING else Target(account.id)
        await store.trip([Trip(target, kind, 1, timedelta(minutes=5), "421 4.3.2 Try again later.")])

    in_store(folder, work)


# ------------------------------------------------------------------------------------- limits


def test_limits_are_shown_with_where_they_come_from(say: Callable[..., str], tmp_path: Path) -> None:
    async def taught(store: SqliteStore) -> None:
        (account,) = await store.accounts()
        await store.learn(account.id, Learned(connections=2, max_size=35_882_577))

    in_store(tmp_path, taught)

    told = json.loads(say("account", "limits", "anna@gmail.com", "--json"))
    text = say("account", "limits", "anna@gmail.com")

    assert told["limits"]["connections"] == 2 and told["learned"] == {"connections": 2, "max_size": 35_882_577}
    assert (told["used"], told["cloud"]) == (None, None)
    assert "2, learned from the server instead of 100" in text
    assert "35.9 MB, as the server said" in text
    assert "no limit" in text


def test_limits_are_set_and_lifted_and_given_back_to_the_provider(say: Callable[..., str]) -> None:
    words = ("account", "limits", "anna@gmail.com", "--json")
    asked = (
        "--per-minute",
        "20",
        "--daily-messages",
        "2000",
        "--daily-recipients",
        "3000",
        "--connections",
        "3",
        "--recipients",
        "7",
    )

    changed = json.loads(say(*words, *asked))["limits"]
    lifted = json.loads(say(*words, "--per-minute", "none", "--daily-messages", "none"))["limits"]
    given_back = json.loads(say(*words, "--reset", "--per-minute", "5"))["limits"]

    assert {name: changed[name] for name in ("per_minute", "daily_messages", "daily_recipients")} == {
        "per_minute": 20, "daily_messages": 2000, "daily_recipients": 3000,
    }  # fmt: skip
    assert (changed["connections"], changed["recipients_per_envelope"]) == (3, 7)
    assert (lifted["per_minute"], lifted["daily_messages"], lifted["daily_recipients"]) == (None, None, 3000)
    assert (given_back["per_minute"], given_back["daily_recipients"], given_back["connections"]) == (5, None, 100)


def test_a_reset_forgets_what_the_server_taught(say: Callable[..., str], tmp_path: Path) -> None:
    async def taught(store: SqliteStore) -> None:
        (account,) = await store.accounts()
        await store.learn(account.id, Learned(messages_per_connection=2))

    in_store(tmp_path, taught)
    answers = [json.loads(say("account", "limits", "anna@gmail.com", *more, "--json")) for more in ((), ("--reset",), ())]

    assert [answer["learned"] for answer in answers] == [{"messages_per_connection": 2}, {}, {}]


def test_as_many_recipients_as_a_message_has_may_go_at_once(say: Callable[..., str]) -> None:
    told = json.loads(say("account", "limits", "anna@gmail.com", "--recipients", "none", "--json"))

    assert told["limits"]["recipients_per_envelope"] == 10_000
    told = json.loads(say("account", "limits", "anna@gmail.com", "--connections", "none", "--json"))
    assert told["limits"]["connections"] == 100
    assert "at most 100" in say("account", "limits", "anna@gmail.com", "--connections", "101", code=2)
    assert "nightmail account pause" in say("account", "limits", "anna@gmail.com", "--recipients", "0", code=2)


@pytest.mark.parametrize("word", ["many", "-1", "0", "1.5", "1000001", ""])
def test_a_limit_that_is_no_number_is_refused(say: Callable[..., str], word: str) -> None:
    code = 0 if word == "" else 2

    say("account", "limits", "anna@gmail.com", f"--per-minute={word}", code=code)

    assert json.loads(say("account", "limits", "anna@gmail.com", "--json"))["limits"]["per_minute"] is None


# ------------------------------------------------------------------------------------- what waits


def schedule(say: Callable[..., str], *more: str) -> str:
    words = ("schedule", "--account", "anna@gmail.com", "--to", "bob@example.net", "--subject", "s", "--text", "t", "--json")
    return str(json.loads(say(*words, *more))["id"])


def test_a_recipient_in_two_spellings_is_one_and_said_to_be(say: Callable[..., str]) -> None:
    words = ("schedule", "--account", "anna@gmail.com", "--subject", "s", "--text", "t", "--in", "1h")

    said = say(*words, "--to", "Bob@Example.NET, cid@example.net", "--bcc", "Bob <bob@example.net>")
    id = json.loads(say("outbox", "list", "--json"))["id"]

    assert "\nbob@example.net is named 2 times and gets one mail.\n" in f"{said}\n" and "cid" not in said
    assert [each["address"] for each in json.loads(say("outbox", "show", id, "--json"))["recipients"]] == [
        "Bob@example.net",
        "cid@example.net",
    ]


def test_a_message_behind_a_server_that_does_not_answer_says_why_and_until_when(say: Callable[..., str], tmp_path: Path) -> None:
    now, later = schedule(say), schedule(say, "--in", "1h")
    hold_back(tmp_path)

    rows = {row["id"]: row for row in map(json.loads, say("outbox", "list", "--json").splitlines())}
    shown = json.loads(say("outbox", "show", now, "--json"))
    text = say("outbox", "show", now)

    assert rows[later]["waits"] is None, "its own time comes later than the next try"
    assert rows[now]["waits"] == shown["waits"]
    assert (shown["state"], shown["waits"]["kind"], shown["waits"]["host"]) == ("scheduled", "failing", "127.0.0.1")
    assert shown["waits"]["reason"] == "421 4.3.2 Try again later."
    assert text.startswith("Waiting until ")
    assert "127.0.0.1 is not answering; 1 message waits, next try " in text
    assert "127.0.0.1 is not answering; 1 message waits" in say("outbox", "list")


def test_a_message_of_a_paused_account_says_so_to_scripts_too(say: Callable[..., str]) -> None:
    id = schedule(say)
    say("account", "pause", "anna@gmail.com", "--reason", "on leave")

    waits = json.loads(say("outbox", "show", id, "--json"))["waits"]

    assert "paused        anna@gmail.com on leave" in say("queue", "stats")
    assert json.loads(say("queue", "stats", "--json"))["paused"][0]["reason"] == "on leave"
    assert waits == {"kind": "paused", "until": None, "reason": "on leave", "host": None}


def test_the_accounts_and_the_queue_tell_of_what_is_held_back(say: Callable[..., str], tmp_path: Path) -> None:
    schedule(say)
    hold_back(tmp_path, kind=BreakerKind.SLOW)

    row = json.loads(say("account", "list", "--json"))
    stats = json.loads(say("queue", "stats", "--json"))

    assert {**row["hold"], "until": ""} == {
        "kind": "slow", "until": "", "reason": "421 4.3.2 Try again later.", "waiting": 1, "host": None,
    }  # fmt: skip
    assert stats["holds"] == [{"account_id": row["id"], **row["hold"]}]
    assert "anna@gmail.com asked to slow down; 1 message waits, next try" in say("account", "list")
    assert "anna@gmail.com asked to slow down; 1 message waits, next try" in say("queue", "stats")


def test_resuming_an_account_lets_it_try_at_once(say: Callable[..., str], tmp_path: Path) -> None:
    hold_back(tmp_path, kind=BreakerKind.SLOW)

    say("account", "resume", "anna@gmail.com")

    assert json.loads(say("account", "list", "--json"))["hold"] is None


# ------------------------------------------------------------------------------------- what leaves first


def test_what_leaves_first_is_said_when_scheduling_and_shown(say: Callable[..., str]) -> None:
    id = schedule(say, "--priority", "bulk")

    assert json.loads(say("outbox", "show", id, "--json"))["priority"] == "bulk"
    assert "priority  bulk" in say("outbox", "show", id)
    assert "priority" not in say("outbox", "show", schedule(say))
    assert "urgent" in say("schedule", "--account", "anna@gmail.com", "--to", "b@example.net", "--priority", "soon", code=2)
