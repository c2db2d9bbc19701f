"""What a person may ask of a message in each state, asked by the Data API: the database decides, however often it is asked."""

from __future__ import annotations

import threading
from typing import Any
from uuid import UUID

import psycopg
import pytest

from nightmail.ids import new_id
from tests.guards.cast import STATES, Cast, account_json, brought_to, message_json
from tests.guards.project import Caller, Project, person
from tests.patience import PATIENCE

REQUESTS: dict[str, dict[str, object]] = {
    "cancel_message": {},
    "hold_message": {},
    "release_message": {},
    "reschedule_message": {"wait": 3600},
    "send_message_now": {},
    "resolve_in_doubt": {"arrived": True},
    "redrive_message": {"forced": True},
    "give_message": {"transfer": 2, "device": "Ben's other PC"},
}
# Where each request leads from each state; what is not here stays as it is.
LEADS = {
    "cancel_message": dict.fromkeys(("scheduled", "held", "claimed"), "cancelled"),
    "hold_message": dict.fromkeys(("scheduled", "claimed"), "held"),
    "release_message": {"held": "scheduled"},
    "reschedule_message": dict.fromkeys(("scheduled", "held", "claimed", "cancelled"), "scheduled"),
    "send_message_now": dict.fromkeys(("scheduled", "held", "claimed", "cancelled"), "scheduled"),
    "resolve_in_doubt": {"in_doubt": "sent"},
    "redrive_message": {"failed": "scheduled"},
    "give_message": dict.fromkeys(("scheduled", "held", "claimed"), "cancelled"),
}


@pytest.fixture(scope="module")
def dora(project: Project) -> tuple[Caller, UUID]:
    """Somebody of one's own, whose messages come and go."""
    caller, account = person(new_id(), email="dora@example.net"), new_id()
    with project.connect() as owner:
        owner.execute("insert into auth.users (id, email) values (%s, 'dora@example.net')", (caller.id,))
        owner.execute("insert into storage.objects (bucket_id, name) values ('attachments', %s)", (f"{caller.id}/{'ab' * 32}",))
    project.ask(caller, "save_account", account=account_json(account, "dora@example.org"))
    return caller, account


def standing(project: Project, id: UUID) -> tuple[str, int]:
    """The state, and how long the audit trail is."""
    with project.connect() as owner:
        row = owner.execute("select state::text, audit_seq from public.deliveries where id = %s", (id,)).fetchone()
    assert row is not None
    return row[0], row[1]


def asked(project: Project, caller: Caller, function: str, **arguments: object) -> tuple[Any, str]:
    try:
        return project.ask(caller, function, **arguments), ""
    except psycopg.Error as error:
        return None, error.diag.message_detail or str(error)


@pytest.mark.parametrize("function", REQUESTS)
def test_a_request_leads_where_the_diagram_says_and_nowhere_else(cast: Cast, dora: tuple[Caller, UUID], function: str) -> None:
    project, (caller, account) = cast.project, dora
    for state in STATES:
        id = brought_to(project, caller, account, state, cast.worker)
        before = standing(project, id)

        answer, refusal = asked(project, caller, function, id=id, **REQUESTS[function])

        after = standing(project, id)
        leads = LEADS[function].get(state)
        assert after[0] == (leads or before[0]), (function, state)
        # A transition is told once; what was no transition is not told.
        assert after[1] == before[1] + (1 if leads else 0), (function, state)
        if not refusal:
            assert answer["state"] == after[0]
        with project.connect() as owner:
            owner.execute("update public.deliveries set state = 'cancelled' where id = %s and state <> 'cancelled'", (id,))


@pytest.mark.parametrize("function", [name for name in REQUESTS if name not in ("reschedule_message", "send_message_now")])
def test_a_repeated_request_changes_nothing_more(cast: Cast, dora: tuple[Caller, UUID], function: str) -> None:
    project, (caller, account) = cast.project, dora
    state = next(iter(LEADS[function]))
    id = brought_to(project, caller, account, state, cast.worker)

    first = asked(project, caller, function, id=id, **REQUESTS[function])[0]
    told = standing(project, id)
    again = asked(project, caller, function, id=id, **REQUESTS[function])[0]

    assert standing(project, id) == told
    assert (first["state"], first.get("transfer")) == (again["state"], again.get("transfer"))


def test_scheduling_again_answers_the_first_receipt_and_adds_nothing(cast: Cast, dora: tuple[Caller, UUID]) -> None:
    project, (caller, account) = cast.project, dora
    message = message_json(account, "dora@example.org", wait=3600, idempotency_key="once")
    other = message_json(account, "dora@example.org", wait=60, idempotency_key="once")

    first = project.ask(caller, "schedule_message", message=message)
    again = project.ask(caller, "schedule_message", message=message)
    changed = project.ask(caller, "schedule_message", message={**message, "subject": "Other", "wait": 0})
    by_key = project.ask(caller, "schedule_message", message=other)

    assert first["is_new"]
    assert [again, changed, by_key] == [{**first, "is_new": False}] * 3
    assert project.one("select count(*) from public.messages where idempotency_key = 'once'") == 1
    assert project.one("select subject from public.messages where id = %s", message["id"]) == "Minutes"


def test_the_key_of_somebody_else_is_another_key(cast: Cast, dora: tuple[Caller, UUID]) -> None:
    project, (caller, account) = cast.project, dora
    project.ask(caller, "schedule_message", message=message_json(account, "dora@example.org", wait=3600, idempotency_key="same"))
    mine = message_json(cast.ben.account, "ben@example.org", wait=3600, idempotency_key="same")

    assert project.ask(cast.ben.caller, "schedule_message", message=mine)["is_new"]


def test_of_two_edits_of_one_message_the_second_is_refused_and_keeps_nothing(cast: Cast, dora: tuple[Caller, UUID]) -> None:
    project, (caller, account) = cast.project, dora
    id = brought_to(project, caller, account, "scheduled", cast.worker)
    edits = [message_json(account, "dora@example.org", wait=3600, replaces=str(id)) for _ in range(2)]

    project.ask(caller, "schedule_message", message=edits[0])
    refused = asked(project, caller, "schedule_message", message=edits[1])[1]

    assert refused == "edited-elsewhere"
    assert standing(project, id)[0] == "cancelled"
    assert project.ask(caller, "show_message", id=edits[1]["id"]) is None


@pytest.mark.parametrize("transfer", [None, 0, -1])
def test_a_move_needs_its_count(cast: Cast, dora: tuple[Caller, UUID], transfer: object) -> None:
    project, (caller, account) = cast.project, dora
    id = brought_to(project, caller, account, "scheduled", cast.worker)

    assert asked(project, caller, "give_message", id=id, transfer=transfer, device="PC")[1] == "bad-transfer"
    assert standing(project, id)[0] == "scheduled"


def test_a_message_that_is_gone_comes_back_only_with_the_next_count(cast: Cast, dora: tuple[Caller, UUID]) -> None:
    project, (caller, account) = cast.project, dora
    message = message_json(account, "dora@example.org", wait=3600)
    project.ask(caller, "schedule_message", message=message)
    project.ask(caller, "give_message", id=message["id"], transfer=1, device="PC")

    old = asked(project, caller, "schedule_message", message={**message, "transfer": 1, "device": "PC"})[1]
    without = project.ask(caller, "schedule_message", message=message)
    new = project.ask(caller, "schedule_message", message={**message, "transfer": 2, "device": "PC"})

    assert old == "moved-on"
    assert without["state"] == "cancelled"
    assert new["state"] == "scheduled"


def test_a_move_that_was_called_off_does_not_arrive_late(cast: Cast, dora: tuple[Caller, UUID]) -> None:
    project, (caller, account) = cast.project, dora
    message = message_json(account, "dora@example.org", wait=3600, transfer=1, device="PC")

    called_off = project.ask(caller, "give_message", id=message["id"], transfer=1, device="PC")
    late = asked(project, caller, "schedule_message", message=message)[1]
    plain = asked(project, caller, "schedule_message", message={**message, "transfer": None})[1]

    assert (called_off["state"], called_off["transfer_step"]) == (None, "gone")
    assert late == "moved-on"
    assert plain != ""
    assert project.ask(caller, "show_message", id=message["id"]) is None


def test_nobody_calls_off_what_is_somebody_elses(cast: Cast, dora: tuple[Caller, UUID]) -> None:
    project, (caller, account) = cast.project, dora
    message = message_json(account, "dora@example.org", wait=3600, transfer=1, device="PC")
    project.ask(cast.eve, "give_message", id=message["id"], transfer=1000, device="PC")

    assert project.ask(caller, "schedule_message", message=message)["is_new"]
    with project.connect() as owner:
        owner.execute("delete from private.withdrawn where owner_id = %s", (cast.eve.id,))


def test_an_arrival_and_its_calling_off_at_the_same_moment_never_both_succeed(cast: Cast, dora: tuple[Caller, UUID]) -> None:
    project, (caller, account) = cast.project, dora
    for _ in range(10):
        message = message_json(account, "dora@example.org", wait=3600, transfer=1, device="PC")
        line_up = threading.Barrier(2)
        outcomes: dict[str, str] = {}

        def request(name: str, arguments: dict[str, object], start: threading.Barrier, said: dict[str, str]) -> None:
            other = Project(project.running, project.database)
            start.wait(PATIENCE)
            answer, refusal = asked(other, caller, name, **arguments)
            said[name] = refusal or str(answer["state"])
            other.hang_up()

        threads = [
            threading.Thread(target=request, args=("schedule_message", {"message": message}, line_up, outcomes)),
            threading.Thread(
                target=request,
                args=("give_message", {"id": message["id"], "transfer": 2, "device": "PC"}, line_up, outcomes),
            ),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)

        here = project.one("select state::text from public.deliveries where id = %s", UUID(message["id"]))
        # Either it never came, or it came and went: in no case is it here and withdrawn.
        assert here in (None, "cancelled"), outcomes


def test_ten_thousand_messages_are_all_listed_page_by_page(project: Project) -> None:
    caller, account = person(new_id(), email="many@example.net"), new_id()
    with project.connect() as owner:
        owner.execute("insert into auth.users (id, email) values (%s, 'many@example.net')", (caller.id,))
    project.ask(caller, "save_account", account=account_json(account, "many@example.org"))
    with project.connect() as owner:
        # Many at the same instant, so that only a total order keeps the pages apart.
        owner.execute(
            "with kept as (insert into public.messages"
            " (id, owner_id, account_id, rfc_message_id, sender_address, subject, text_body)"
            " select gen_random_uuid(), %(owner)s, %(account)s, '<a@example.org>', 'many@example.org', 'n', 'n'"
            " from generate_series(1, 10050) returning id, owner_id, account_id)"
            " insert into public.deliveries (id, owner_id, account_id, wanted_at, due_at, deadline_at)"
            " select id, owner_id, account_id, '2030-01-01', '2030-01-01', '2030-01-02' from kept",
            {"owner": caller.id, "account": account},
        )

    seen: list[str] = []
    while page := project.ask(caller, "list_messages", how_many=1_000_000, skip=len(seen)):
        assert len(page) <= 1000
        seen += [row["id"] for row in page]

    assert len(seen) == len(set(seen)) == 10_050
    assert project.ask(caller, "count_messages") == {"scheduled": 10_050}
    assert project.ask(caller, "list_messages", how_many=-5, skip=-5) == []


@pytest.mark.parametrize("cursor", ["x", "1", ".", "1.x", "1.1.1", "99999999999999999999.1", "-1.-1", "1.99999999999999999999"])
def test_a_made_up_cursor_is_refused_or_tells_only_ones_own(cast: Cast, cursor: str) -> None:
    answer, refusal = asked(cast.project, cast.eve, "changes_since", cursor=cursor)

    assert refusal == "bad-cursor" or answer["ids"] == []


def test_deleting_a_person_deletes_their_mail_and_leaves_the_trail(cast: Cast) -> None:
    """As the dashboard does it: by the role of Supabase's own sign-in service."""
    project, caller, account = cast.project, person(new_id(), email="gone@example.net"), new_id()
    with project.connect() as owner:
        owner.execute("insert into auth.users (id, email) values (%s, 'gone@example.net')", (caller.id,))
    project.ask(caller, "save_account", account=account_json(account, "gone@example.org"))
    id = brought_to(project, caller, account, "sent", cast.worker)
    brought_to(project, caller, account, "scheduled", cast.worker)

    with psycopg.connect(project.running.url(project.database), autocommit=True) as admin, admin.transaction():
        admin.execute("set local role supabase_auth_admin")
        admin.execute("delete from auth.users where id = %s", (caller.id,))

    for table in ("messages", "deliveries", "accounts", "recipients", "attachments"):
        assert project.one(f"select count(*) from public.{table} where owner_id = %s", caller.id) == 0
    assert project.one("select count(*) from public.audit_entries where message_id = %s", id) > 1
    assert (
        project.one("select event from public.account_entries where account_id = %s order by seq desc limit 1", account)
        == "removed"
    )
