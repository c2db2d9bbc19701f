"""A message goes to the cloud, is seen and steered there, and comes home by the command line, before a stand-in project."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from nightmail.cli.embedded_postgres import PostgresServer
from nightmail.ids import new_id
from tests import databases
from tests.journeys.commands import PROGRAM, Answered, Nightmail
from tests.patience import PATIENCE
from tests.supabase_stack.fixture import Stack, stack

ANNA = "anna@example.org"
PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with databases.server(18) as running:
        yield running


@pytest.fixture
def project(server: PostgresServer) -> Iterator[Stack]:
    with stack(server) as running:
        running.create_user(ANNA, PASSWORD)
        yield running


def signed_in(folder: Path, project: Stack) -> Nightmail:
    """One of Anna's PCs."""
    settings = {"PROFILE": str(folder), "KEYRING": "file", "MASTER_KEY": "for tests only"}
    made = Nightmail({f"NIGHTMAIL_{name}": value for name, value in settings.items()})
    made.ok("cloud", "connect", "--url", project.url, "--key", project.publishable_key)
    made.ok("cloud", "sign-in", "--email", ANNA, "--password-stdin", stdin=PASSWORD)
    return made


@pytest.fixture
def nightmail(tmp_path: Path, project: Stack) -> Nightmail:
    made = signed_in(tmp_path / "profile", project)
    made.ok("account", "add", "--address", ANNA, "--smtp", "smtp://127.0.0.1:2525")
    return made


@pytest.fixture
def laptop(tmp_path: Path, project: Stack) -> Nightmail:
    """Another PC of hers; it has no account of its own."""
    return signed_in(tmp_path / "laptop", project)


def written(nightmail: Nightmail, *, wait: str, subject: str = "Plan") -> str:
    letter = ("--account", ANNA, "--to", "bob@example.net", "--subject", subject, "--text", "Here it is.")
    id: str = nightmail.ok("schedule", *letter, "--in", wait).json["id"]
    return id


def in_the_cloud(nightmail: Nightmail, *, wait: str, subject: str = "Plan") -> str:
    nightmail.ok("cloud", "seal", ANNA, "--yes")
    id = written(nightmail, wait=wait, subject=subject)
    nightmail.ok("outbox", "move", id, "--to", "cloud")
    return id


def in_words(nightmail: Nightmail, *words: str) -> Answered:
    """As people read it, without --json."""
    done = subprocess.run(
        [*PROGRAM, *words], env=nightmail.process_environment, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    return Answered(done.returncode, done.stdout, done.stderr)


def places(answered: Answered) -> list[tuple[str, str]]:
    return [(row["id"], row["place"]) for row in answered.lines]


def scheduled(nightmail: Nightmail, tmp_path: Path) -> str:
    plan = tmp_path / "plan.txt"
    plan.write_text("the plan", encoding="utf-8")
    letter = ("--account", ANNA, "--to", "bob@example.net", "--subject", "Plan", "--text", "Here it is.", "--attach", str(plan))
    id: str = nightmail.ok("schedule", *letter, "--in", "2h").json["id"]
    return id


def test_a_message_goes_to_the_cloud_and_comes_home_with_every_third_answer_lost(
    nightmail: Nightmail, project: Stack, tmp_path: Path
) -> None:
    id = scheduled(nightmail, tmp_path)
    refused = nightmail("outbox", "move", id, "--to", "cloud")
    assert (refused.code, refused.error["code"]) == (3, "account-not-in-cloud")
    nightmail.ok("cloud", "seal", ANNA, "--yes")
    project.fault(drop_after_commit={"every": 3, "only": "/rest/"})

    moved = nightmail.ok("outbox", "move", id, "--to", "cloud").json

    assert (moved["id"], moved["place"], moved["state"]) == (id, "cloud", "scheduled")
    assert places(nightmail.ok("outbox", "list")) == [(id, "cloud")]
    shown = nightmail.ok("outbox", "show", id).json
    assert (shown["place"], shown["is_moving"], shown["state"]) == ("cloud", False, "scheduled")

    home = nightmail.ok("outbox", "move", id, "--to", "local").json

    assert (home["place"], home["state"]) == ("local", "scheduled")
    (row,) = nightmail.ok("outbox", "list").lines
    assert (row["id"], row["place"]) == (id, "local")
    assert nightmail.ok("audit", "verify").json["broken"] == []


def test_nothing_moves_while_nobody_is_signed_in_and_nothing_is_frozen(nightmail: Nightmail, tmp_path: Path) -> None:
    id = scheduled(nightmail, tmp_path)
    nightmail.ok("cloud", "sign-out")

    refused = nightmail("outbox", "move", id, "--to", "cloud")

    assert (refused.code, refused.error["code"]) == (3, "signed-out")
    assert nightmail.ok("outbox", "show", id).json["state"] == "scheduled"


def test_both_of_a_persons_pcs_list_one_outbox_in_order_within_the_limit(nightmail: Nightmail, laptop: Nightmail) -> None:
    above = in_the_cloud(nightmail, wait="2h")
    sooner, later = written(nightmail, wait="1h"), written(nightmail, wait="3h", subject="Minutes")

    all_of_it = [(sooner, "local"), (above, "cloud"), (later, "local")]

    assert places(nightmail.ok("outbox", "list")) == all_of_it
    assert places(nightmail.ok("outbox", "list", "--limit", "2")) == all_of_it[:2]
    assert places(nightmail.ok("outbox", "list", "--search", "plan")) == all_of_it[:2]
    assert places(laptop.ok("outbox", "list")) == [(above, "cloud")]
    shown = laptop.ok("outbox", "show", above).json
    assert (shown["account"], shown["state"], shown["place"]) == (ANNA, "scheduled", "cloud")


@pytest.mark.parametrize("is_far", [False, True], ids=["from the PC it was moved from", "from another PC"])
def test_a_message_in_the_cloud_is_steered_from_any_of_the_persons_pcs(
    nightmail: Nightmail, laptop: Nightmail, is_far: bool
) -> None:
    id, pc = in_the_cloud(nightmail, wait="2h"), laptop if is_far else nightmail
    due = pc.ok("outbox", "show", id).json["due_at"]

    later = pc.ok("outbox", "reschedule", id, "--in", "5h").json
    held = pc.ok("outbox", "hold", id).json
    waited = pc.ok("outbox", "wait", id).json
    resumed = pc.ok("outbox", "resume", id).json
    sooner = pc.ok("outbox", "send-now", id).json
    undecided = pc("outbox", "resolve", id, "--arrived")
    unsettled = pc("outbox", "wait", id, "--timeout", "1s")
    cancelled = pc.ok("outbox", "cancel", id).json

    assert [one["state"] for one in (later, held, resumed, sooner)] == ["scheduled", "held", "scheduled", "scheduled"]
    assert sooner["due_at"] < due < later["due_at"]
    assert {one["place"] for one in (later, held, waited, resumed, sooner, cancelled)} == {"cloud"}
    assert (undecided.error["code"], unsettled.error["code"]) == ("not-in-doubt", "timeout")
    assert (waited["state"], cancelled["state"]) == ("held", "cancelled")
    assert pc.ok("outbox", "wait", id).json == {"id": id, "state": "cancelled", "place": "cloud"}
    assert [row["state"] for row in nightmail.ok("outbox", "list").lines] == ["cancelled"]


def test_waiting_sees_the_cloud_send_what_was_moved_there(nightmail: Nightmail, project: Stack, tmp_path: Path) -> None:
    settings = {"DATABASE_URL": project.worker_url, "PRIVATE_HOSTS": "allow", "LOG": "json"}
    worker = Nightmail({f"NIGHTMAIL_{name}": value for name, value in settings.items()}, is_apart=True)
    with nightmail.sandbox() as url:
        nightmail.ok("account", "add", "--address", "anna@example.com", "--smtp", url)
        nightmail.ok("cloud", "seal", "anna@example.com", "--yes")
        letter = ("--account", "anna@example.com", "--to", "bob@example.net", "--subject", "Plan", "--text", "Here it is.")
        id = nightmail.ok("schedule", *letter, "--in", "1h").json["id"]
        nightmail.ok("outbox", "move", id, "--to", "cloud")
        nightmail.ok("outbox", "send-now", id)
        worker.ok("worker", "--until-idle")

        assert nightmail.ok("outbox", "wait", id).json == {"id": id, "state": "sent", "place": "cloud"}
        (told,) = nightmail.ok("outbox", "show", id).json["recipients"]
        assert (told["address"], told["state"]) == ("bob@example.net", "accepted")


def test_a_project_that_does_not_answer_keeps_nobody_from_this_pcs_part(nightmail: Nightmail, project: Stack) -> None:
    above, here = in_the_cloud(nightmail, wait="2h"), written(nightmail, wait="1h")
    project.fault(paused=True)

    listed = nightmail.ok("outbox", "list")
    cancelled = nightmail.ok("outbox", "cancel", here).json

    assert places(listed) == [(here, "local")]
    (line,) = listed.err.splitlines()
    warning = json.loads(line)["warning"]
    assert warning["code"] == "project-paused"
    assert warning["message"].startswith("What is in the cloud is not shown: ")
    assert cancelled == {"id": here, "state": "cancelled", "place": "local"}
    for words in (("show", above), ("cancel", above), ("send-now", above), ("wait", above)):
        refused = nightmail("outbox", *words)
        assert (refused.code, refused.error["code"]) == (4, "project-paused")


def test_people_read_in_one_line_why_the_clouds_part_is_missing(nightmail: Nightmail, project: Stack) -> None:
    project.fault(unavailable={"every": 1})

    listed = in_words(nightmail, "outbox", "list")

    assert (listed.code, listed.out) == (0, "Nothing is here.\n")
    assert listed.err.startswith("What is in the cloud is not shown: The cloud at ")
    assert len(listed.err.splitlines()) == 1


def test_without_a_sign_in_the_record_here_says_where_a_message_went_and_nothing_is_asked_of_it(nightmail: Nightmail) -> None:
    id = in_the_cloud(nightmail, wait="2h")
    nightmail.ok("cloud", "sign-out")

    listed, shown = nightmail.ok("outbox", "list"), nightmail.ok("outbox", "show", id).json

    assert (listed.out, listed.err) == ("", "")
    assert (shown["place"], shown["next"]) == ("cloud", "Sign in to see how it stands: nightmail cloud sign-in")
    for words in (("cancel", id), ("wait", id), ("reschedule", id, "--in", "1h")):
        refused = nightmail("outbox", *words)
        assert (refused.code, refused.error["code"]) == (3, "signed-out")


def test_what_another_pc_took_home_is_neither_taken_for_cancelled_nor_waited_for(nightmail: Nightmail, laptop: Nightmail) -> None:
    id = in_the_cloud(nightmail, wait="2h")
    nightmail.ok("outbox", "move", id, "--to", "local")

    shown = in_words(laptop, "outbox", "show", id)
    refused = laptop("outbox", "wait", id)

    assert shown.out.startswith("On another PC: Plan")
    assert "another PC sends it" in shown.out
    assert (refused.code, refused.error["code"]) == (3, "elsewhere")


def test_what_got_stuck_on_its_way_up_is_not_taken_for_settled_and_can_be_cancelled(nightmail: Nightmail, project: Stack) -> None:
    nightmail.ok("cloud", "seal", ANNA, "--yes")
    id = written(nightmail, wait="2h")
    project.fault(drop_before_commit={"every": 1, "only": "/rest/v1/rpc/schedule_message"})
    assert nightmail("outbox", "move", id, "--to", "cloud").error["code"] == "cloud-unreachable"
    project.heal()

    unsettled = nightmail("outbox", "wait", id, "--timeout", "1s")
    cancelled = nightmail.ok("outbox", "cancel", id).json

    assert unsettled.error["code"] == "timeout"
    assert cancelled == {"id": id, "state": "cancelled", "place": "local"}
    assert [(row["state"], row["is_moving"]) for row in nightmail.ok("outbox", "list").lines] == [("cancelled", False)]


def test_an_id_that_nobody_knows_is_said_to_be_unknown(nightmail: Nightmail) -> None:
    refused = nightmail("outbox", "cancel", str(new_id()))

    assert (refused.code, refused.error["code"]) == (3, "no-such-message")


def test_people_read_who_sends_a_message_and_how_to_let_the_cloud(nightmail: Nightmail) -> None:
    letter = ("--account", ANNA, "--to", "bob@example.net", "--subject", "Plan", "--text", "Here it is.")
    scheduled = in_words(nightmail, "schedule", *letter, "--in", "1h").out
    id = in_the_cloud(nightmail, wait="2h")

    listed, home = in_words(nightmail, "outbox", "list").out, in_words(nightmail, "outbox", "move", id, "--to", "local").out

    assert "--to cloud" in scheduled.splitlines()[-1]
    assert all(words in listed for words in ("Sent by", "this PC", "the cloud"))
    assert home.startswith("This PC sends it. Scheduled, due ")
