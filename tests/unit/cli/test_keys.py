"""The operator's commands for worker keys, over a real database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from nightmail.account.sealing import WorkerKey
from nightmail.cli.embedded_postgres import PostgresServer
from tests import databases
from tests.journeys.commands import Nightmail

ADD = ("account", "add", "--smtp", "smtps://anna@smtp.example.org", "--password-stdin", "--address")


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with databases.server(18) as running:
        yield running


@pytest.fixture
def url(server: PostgresServer) -> Iterator[str]:
    with databases.fresh(server) as url:
        yield url


@pytest.fixture
def nightmail(url: str, tmp_path: Path) -> Nightmail:
    return Nightmail({"NIGHTMAIL_DATABASE_URL": url, "NIGHTMAIL_PROFILE": str(tmp_path / "hosted")})


def published(nightmail: Nightmail, *more: str) -> WorkerKey:
    key = WorkerKey.new()
    nightmail.ok("keys", "publish", str(key.public), *more)
    return key


def everything_in(url: str) -> str:
    """All rows of all tables as text."""
    with psycopg.connect(url) as connection:
        tables = connection.execute("select schemaname, tablename from pg_tables where schemaname in ('public', 'private')")
        return "".join(
            str(connection.execute(f'select row_to_json(t)::text from "{schema}"."{table}" t').fetchall())
            for schema, table in tables.fetchall()
        )


def test_a_new_key_is_printed_and_written_nowhere(nightmail: Nightmail, url: str, tmp_path: Path) -> None:
    made = nightmail.ok("keys", "new").json

    key = WorkerKey.parse(made["private_key"])
    assert (made["id"], made["public_key"]) == (key.fingerprint, str(key.public))
    assert nightmail.ok("keys", "new").json["private_key"] != made["private_key"]
    assert nightmail.ok("keys", "list").lines == []
    assert not (tmp_path / "hosted").exists()


def test_a_key_is_made_without_a_database(tmp_path: Path) -> None:
    nightmail = Nightmail({"NIGHTMAIL_PROFILE": str(tmp_path)})

    assert nightmail.ok("keys", "new").json["private_key"].startswith("nmk1_")
    refused = nightmail("keys", "list")
    assert (refused.code, refused.error["code"]) == (3, "no-database")


def test_a_published_key_is_listed_newest_first_and_publishing_it_again_changes_nothing(nightmail: Nightmail) -> None:
    old, young = published(nightmail, "--note", "Frankfurt"), published(nightmail)

    again = nightmail.ok("keys", "publish", str(old.public)).json
    rows = nightmail.ok("keys", "list").lines

    assert [row["id"] for row in rows] == [young.fingerprint, old.fingerprint]
    assert rows[1] == again
    assert (again["state"], again["accounts"], again["note"], again["retired_at"]) == ("active", 0, "Frankfurt", None)


def test_only_a_public_key_is_published_and_no_key_is_repeated(nightmail: Nightmail, url: str) -> None:
    private = WorkerKey.new().reveal()

    refused = nightmail("keys", "publish", private)

    assert (refused.code, refused.error["code"]) == (3, "bad-public-key")
    assert private[5:] not in refused.err
    assert nightmail.ok("keys", "list").lines == []


def test_a_hosted_password_is_sealed_to_the_newest_key_and_stands_nowhere_in_plain(nightmail: Nightmail, url: str) -> None:
    old, young = published(nightmail), published(nightmail)

    account = nightmail.ok(*ADD, "anna@example.org", stdin="hunter2\n").json

    assert {row["id"]: row["accounts"] for row in nightmail.ok("keys", "list").lines} == {
        old.fingerprint: 0,
        young.fingerprint: 1,
    }
    assert account["state"] == "active"
    assert "hunter2" not in everything_in(url)
    assert b"hunter2".hex() not in everything_in(url)


def test_without_a_key_an_account_with_a_password_is_refused_and_one_without_is_not(nightmail: Nightmail) -> None:
    refused = nightmail(*ADD, "anna@example.org", stdin="hunter2\n")

    assert (refused.code, refused.error["code"]) == (3, "no-worker-key")
    assert nightmail.ok("account", "list").lines == []
    nightmail.ok("account", "add", "--smtp", "smtp://127.0.0.1:2525", "--address", "anna@example.org")


def test_a_key_is_not_retired_while_passwords_are_sealed_to_it(nightmail: Nightmail) -> None:
    old = published(nightmail)
    for name in ("anna", "ben"):
        nightmail.ok(*ADD, f"{name}@example.org", stdin="hunter2\n")
    published(nightmail)

    refused = nightmail("keys", "retire", old.fingerprint)
    nightmail.ok("account", "password", "anna@example.org", "--password-stdin", stdin="new\n")
    refused_again = nightmail("keys", "retire", old.fingerprint)
    nightmail.ok("account", "password", "ben@example.org", "--password-stdin", stdin="new\n")
    retired = nightmail.ok("keys", "retire", old.fingerprint.lower()).json

    assert (refused.code, refused.error["code"]) == (3, "key-in-use")
    assert "2 accounts" in refused.error["message"]
    assert "1 account's" in refused_again.error["message"]
    assert retired == {"id": old.fingerprint, "state": "retired", "accounts": 0}


def test_a_key_that_is_lost_is_retired_by_force_and_does_not_come_back(nightmail: Nightmail) -> None:
    lost = published(nightmail)
    nightmail.ok(*ADD, "anna@example.org", stdin="hunter2\n")

    forced = nightmail.ok("keys", "retire", lost.fingerprint, "--force").json
    again = nightmail("keys", "publish", str(lost.public))
    unsealable = nightmail("account", "password", "anna@example.org", "--password-stdin", stdin="new\n")

    assert forced["accounts"] == 1
    assert nightmail.ok("keys", "list").lines[0]["retired_at"]
    assert (again.code, again.error["code"]) == (3, "key-retired")
    assert unsealable.error["code"] == "no-worker-key"


def test_a_key_nobody_published_is_not_retired(nightmail: Nightmail) -> None:
    unknown = nightmail("keys", "retire", "k-0000")

    assert (unknown.code, unknown.error["code"]) == (3, "no-such-key")


def test_removing_an_account_removes_its_sealed_password(nightmail: Nightmail) -> None:
    key = published(nightmail)
    nightmail.ok(*ADD, "anna@example.org", stdin="hunter2\n")

    nightmail.ok("account", "remove", "anna@example.org")

    assert nightmail.ok("keys", "retire", key.fingerprint).json["accounts"] == 0


def test_an_operator_without_the_private_key_cannot_open_a_password(nightmail: Nightmail) -> None:
    published(nightmail)
    nightmail.ok(*ADD, "anna@example.org", stdin="hunter2\n")

    tried = nightmail("account", "test", "anna@example.org")

    assert (tried.code, tried.error["code"]) == (4, "worker-key-missing")


def test_the_doctor_names_the_worker_keys_and_whether_the_database_knows_them(nightmail: Nightmail) -> None:
    known, unknown = published(nightmail), WorkerKey.new()
    nightmail.ok(*ADD, "anna@example.org", stdin="hunter2\n")
    worker = Nightmail({**nightmail.environment, "NIGHTMAIL_WORKER_PRIVATE_KEY": f"{known.reveal()} {unknown.reveal()}"})

    answered = worker("doctor")

    found = [check for check in answered.lines if check["check"] == "worker key"]
    assert [check["standing"] for check in found] == ["good", "note"]
    assert found[0]["found"] == f"{known.fingerprint} is set; active in the database, 1 sealed to it"
    assert unknown.fingerprint in found[1]["found"]
    assert "nightmail keys publish" in found[1]["mend"]
    assert "nmk1_" not in answered.out + answered.err


def test_the_worker_does_not_start_with_a_key_that_is_none_and_says_all_mistakes(nightmail: Nightmail) -> None:
    key = WorkerKey.new()
    wrong = {"NIGHTMAIL_WORKER_PRIVATE_KEY": f"hunter2,{key.reveal()},{key.public}", "NIGHTMAIL_BATCH": "0"}

    refused = Nightmail({**nightmail.environment, **wrong})("worker", "--until-idle")

    problems = refused.error["problems"]
    assert refused.code == 3
    assert [problem["field"] for problem in problems].count("NIGHTMAIL_WORKER_PRIVATE_KEY") == 2
    assert "NIGHTMAIL_BATCH" in [problem["field"] for problem in problems]
    assert "hunter2" not in refused.err


def test_the_worker_says_which_keys_it_holds_and_lacks_and_never_the_keys(nightmail: Nightmail) -> None:
    held, lacking = published(nightmail), published(nightmail)
    worker = Nightmail({**nightmail.environment, "NIGHTMAIL_WORKER_PRIVATE_KEY": held.reveal(), "NIGHTMAIL_LOG": "json"})

    ended = worker.apart()("worker", "--until-idle")

    said = [json.loads(line) for line in ended.err.splitlines()]
    assert ended.code == 0
    assert [line["held"] for line in said if line["event"] == "worker.keys"] == [[held.fingerprint]]
    assert [line["missing"] for line in said if line["event"] == "worker.key_missing"] == [[lacking.fingerprint]]
    assert "nmk1_" not in ended.err


def test_people_read_tables_and_steps(
    nightmail: Nightmail, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from nightmail.cli.main import run

    for name, value in nightmail.environment.items():
        monkeypatch.setenv(name, value)

    assert run(["keys", "list"]) == 0
    assert "nightmail keys new" in capsys.readouterr().out
    assert run(["keys", "new"]) == 0
    steps = capsys.readouterr().out
    key = published(nightmail)
    assert run(["keys", "list"]) == 0
    listed = capsys.readouterr().out

    assert "shown this once" in steps
    assert "nightmail keys publish nmp1_" in steps
    assert key.fingerprint in listed
