"""What operators see and do in the schema `ops`: each act is right, told in the audit trail, and theirs alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from nightmail.ids import new_id
from nightmail.store.postgres import PostgresStore
from nightmail.verify import verify_all
from tests.guards.cast import ANNAS, Cast, account_json, brought_to, work
from tests.guards.project import Project


def rows(project: Project, query: str, *values: object) -> list[dict[str, Any]]:
    with project.connect() as owner:
        cursor = owner.execute(query.encode(), values)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def refusal(project: Project, query: str, *values: object) -> str:
    with pytest.raises(psycopg.Error) as refused:
        project.one(query, *values)
    return refused.value.diag.message_detail or str(refused.value)


def last_entry(project: Project, id: UUID) -> dict[str, Any]:
    return rows(project, "select event, actor, detail::jsonb from public.audit_entries where message_id = %s order by seq", id)[
        -1
    ]


def test_the_queue_shows_what_is_still_to_go_and_no_content_but_the_subject(cast: Cast) -> None:
    queue = rows(cast.project, "select * from ops.ops_queue where owner = 'anna@example.net'")

    assert {row["state"] for row in queue} == {"scheduled", "held", "claimed", "transmitting"}
    assert [row["due_at"] for row in queue] == sorted(row["due_at"] for row in queue)
    assert queue[-1]["due"].startswith("in 23 h")
    assert queue[0]["due"].endswith(" late")
    assert {row["still_to_go"] for row in queue} == {"1 of 1"}
    assert list(queue[0])[:5] == ["due", "state", "owner", "account", "subject"]
    assert "text_body" not in queue[0]


def test_failures_say_why_and_what_can_be_done(cast: Cast) -> None:
    failures = rows(cast.project, "select * from ops.ops_failures where owner = 'anna@example.net'")

    assert {row["state"] for row in failures} == {"failed", "in_doubt"}
    assert all(row["first_recipient"] == f"{ANNAS}@example.net: 550 no" for row in failures)
    assert all(row["next_step"] for row in failures)


def test_workers_lateness_and_the_audit_log_are_shown_latest_first(cast: Cast) -> None:
    cast.project.ask(cast.ben.caller, "revoke_secret", account_id=cast.ben.account)
    workers = rows(cast.project, "select * from ops.ops_workers")
    lateness = rows(cast.project, "select * from ops.ops_lateness")
    returned = rows(cast.project, "select * from ops.ops_suppressions where owner = 'anna@example.net'")
    told = rows(cast.project, "select * from ops.ops_audit_recent")

    assert workers[0]["is_alive"]
    assert workers[0]["seen"].endswith(" ago")
    assert lateness[0]["sent"] >= 2
    assert len(told) <= 500
    assert [row["at"] for row in told] == sorted((row["at"] for row in told), reverse=True)
    assert {"account revoked"} <= {row["event"] for row in told}
    assert [row["reason"] for row in returned] == [f"{ANNAS}: no such mailbox"]


def test_what_should_have_left_is_shown_with_what_keeps_it(cast: Cast) -> None:
    id = cast.anna.messages["scheduled"]
    pauses = "update public.accounts set state = 'paused', pause_reason = 'On holiday.' where id = %s"
    asked = "select why, late > interval '9 minutes' from ops.ops_stuck where id = %s"
    with cast.project.connect() as owner, owner.transaction(force_rollback=True):
        assert owner.execute(asked, (id,)).fetchall() == []
        owner.execute("update public.deliveries set due_at = now() - interval '10 minutes' where id = %s", (id,))
        unknown = owner.execute(asked, (id,)).fetchone()
        owner.execute(pauses, (cast.anna.account,))
        paused = owner.execute(asked, (id,)).fetchone()
        owner.execute("update public.workers set lease_expires_at = now() - interval '1 hour' where true")
        nobody = owner.execute(asked, (id,)).fetchone()

    assert unknown == ("not known: look into the worker's log", True)
    assert paused == ("the account is paused: On holiday.", True)
    assert nobody == ("no worker is running", True)


@pytest.mark.parametrize(
    ("span", "said"),
    [("0.25 s", "250 ms"), ("59 s", "59 s"), ("90 s", "1 min 30 s"), ("59 min", "59 min"), ("3 h 5 min", "3 h 5 min"),
     ("2 days", "2 d"), ("4 days 2 h", "4 d 2 h"), ("-5 s", "0 ms")],
)  # fmt: skip
def test_spans_of_time_are_written_for_people(project: Project, span: str, said: str) -> None:
    assert project.one("select private.spoken(%s::interval)", span) == said


def test_health_names_each_fault_with_the_one_thing_to_do(cast: Cast) -> None:
    found = {row["about"]: row for row in rows(cast.project, "select * from ops.health()")}

    assert found["workers"]["is_good"]
    assert not found["in doubt"]["is_good"] and found["in doubt"]["next"]
    assert not found["failed in 24 hours"]["is_good"]
    assert found["worker keys"]["is_good"]
    assert found["held by dead workers"]["is_good"]
    assert found["missing attachments"]["found"] == "0"
    assert all(bool(row["next"]) != row["is_good"] for row in found.values() if row["about"] != "settings")


def test_health_sees_dead_workers_retired_keys_and_lost_files(cast: Cast) -> None:
    with cast.project.connect() as owner, owner.transaction(force_rollback=True):
        owner.execute("update public.workers set lease_expires_at = now() - interval '1 hour'")
        owner.execute("update public.worker_keys set state = 'retired', retired_at = now()")
        owner.execute("delete from storage.objects where name like %s", (f"{cast.anna.caller.id}/%",))
        owner.execute("update public.deliveries set due_at = now() - interval '1 hour' where state = 'scheduled'")
        found = {row[1]: row[0] for row in owner.execute("select * from ops.health()").fetchall()}

    bad = {about for about, is_good in found.items() if not is_good}
    assert bad >= {"workers", "due mail", "held by dead workers", "worker keys", "sealed to retired keys", "missing attachments"}


async def test_what_failed_is_tried_again_for_those_still_missing_and_the_trail_stays_whole(cast: Cast) -> None:
    project, ben = cast.project, cast.ben
    id = brought_to(project, ben.caller, ben.account, "failed", cast.worker)

    said = project.one("select ops.retry(%s)", id)
    entry = last_entry(project, id)

    assert said == "Scheduled now for 1 recipient."
    assert (entry["event"], entry["actor"]) == ("redriven", "operator:postgres")
    assert entry["detail"]["results"] == [[0, "pending", ""]]
    work(project, cast.worker, id, "sent")
    store = PostgresStore(project.url())
    report = await verify_all(store, UUID(ben.caller.id))
    await store.close()
    broken = [found for found in report.broken if found.message_id == id]
    assert broken == []


def test_what_waits_for_its_next_try_is_tried_now_but_never_before_its_owner_wants(cast: Cast) -> None:
    project, ben = cast.project, cast.ben
    early = brought_to(project, ben.caller, ben.account, "scheduled", cast.worker)
    deferred = brought_to(project, ben.caller, ben.account, "scheduled", cast.worker)
    with project.connect() as owner:
        owner.execute(
            "update public.deliveries set wanted_at = now() - interval '1 h', due_at = now() + interval '1 h' where id = %s",
            (deferred,),
        )

    assert refusal(project, "select ops.retry(%s)", early) == "not-due"
    assert project.one("select ops.retry(%s)", deferred) == "Scheduled now for 1 recipient."
    assert project.one("select due_at <= now() from public.deliveries where id = %s", deferred)
    project.one("select ops.cancel(%s)", deferred)


@pytest.mark.parametrize("state", ["held", "cancelled", "claimed", "transmitting", "sent", "in_doubt", "gone"])
def test_nothing_else_can_be_tried_again(cast: Cast, state: str) -> None:
    """Above all not what is in doubt: the server may already have it."""
    assert refusal(cast.project, "select ops.retry(%s)", cast.ben.messages[state]) == "not-failed"


def test_an_operator_cancels_with_a_reason_that_its_owner_reads(cast: Cast) -> None:
    project, ben = cast.project, cast.ben
    id = brought_to(project, ben.caller, ben.account, "scheduled", cast.worker)

    assert project.one("select ops.cancel(%s, 'Asked for by telephone.')", id) == "Cancelled."
    assert project.one("select ops.cancel(%s)", id) == "Nothing to do: it was cancelled before."

    entry = last_entry(project, id)
    assert (entry["event"], entry["actor"]) == ("cancelled", "operator:postgres")
    assert project.ask(ben.caller, "show_message", id=id)["delivery"]["reason"] == "Asked for by telephone."


@pytest.mark.parametrize("state", ["transmitting", "sent", "failed", "in_doubt"])
def test_what_may_have_been_sent_is_not_cancelled(cast: Cast, state: str) -> None:
    assert refusal(cast.project, "select ops.cancel(%s)", cast.ben.messages[state]) == "too-late"
    assert refusal(cast.project, "select ops.cancel(%s)", new_id()) == "no-such-message"


def test_an_account_that_an_operator_paused_only_an_operator_resumes(cast: Cast) -> None:
    project, ben = cast.project, cast.ben

    project.one("select ops.pause_account('BEN@example.org', 'Bounces.')")
    with pytest.raises(psycopg.Error) as refused:
        project.ask(ben.caller, "set_account_state", id=ben.account, state="active")
    with project.connect("nightmail_worker") as line, pytest.raises(psycopg.Error):
        line.execute("update public.accounts set state = 'active' where id = %s", (ben.account,))
    paused = project.one("select state || ': ' || pause_reason from public.accounts where id = %s", ben.account)
    again = project.one("select ops.pause_account(%s)", str(ben.account))
    said = project.one("select ops.resume_account(%s)", str(ben.account))

    assert refused.value.diag.message_detail == "stopped-by-operator"
    assert paused == "paused: Bounces."
    assert again.startswith("Nothing to do")
    assert said == "Resumed: ben@example.org sends again."
    told = rows(project, "select event, actor from public.account_entries where account_id = %s order by seq", ben.account)
    assert told[-2:] == [{"event": e, "actor": "operator:postgres"} for e in ("paused", "resumed")]


def test_what_its_owner_paused_an_operator_can_stop_as_well(cast: Cast) -> None:
    project, ben = cast.project, cast.ben
    project.ask(ben.caller, "set_account_state", id=ben.account, state="paused", reason="On holiday.")

    project.one("select ops.pause_account(%s, 'Bounces.')", str(ben.account))

    with pytest.raises(psycopg.Error):
        project.ask(ben.caller, "set_account_state", id=ben.account, state="active")
    project.one("select ops.resume_account(%s)", str(ben.account))
    project.ask(ben.caller, "set_account_state", id=ben.account, state="paused")
    project.ask(ben.caller, "set_account_state", id=ben.account, state="active")


def test_an_address_that_several_people_have_is_not_guessed_at(cast: Cast) -> None:
    project = cast.project
    project.ask(cast.ben.caller, "save_account", account=account_json(new_id(), "shared@example.org"))
    project.ask(cast.anna.caller, "save_account", account=account_json(new_id(), "shared@example.org"))

    assert refusal(project, "select ops.pause_account('shared@example.org')") == "ambiguous-account"
    assert refusal(project, "select ops.pause_account('nobody@example.org')") == "no-such-account"
    assert refusal(project, "select ops.pause_account('')") == "no-such-account"


def test_broadcast_rings_once_an_operator_wants_it_and_is_told(cast: Cast) -> None:
    project, ben = cast.project, cast.ben
    silent = project.one("select count(*) from realtime.messages")
    project.one("select ops.set_broadcast(true)")

    brought_to(project, ben.caller, ben.account, "scheduled", cast.worker)
    project.one("select ops.set_broadcast(false)")
    brought_to(project, ben.caller, ben.account, "scheduled", cast.worker)

    rung = rows(project, "select topic, event, payload, private from realtime.messages")
    assert silent == 0
    assert [row["topic"] for row in rung] == [f"nightmail:{ben.caller.id}"]
    assert (rung[0]["event"], rung[0]["payload"], rung[0]["private"]) == ("changed", {"changed": True}, True)
    told = rows(project, "select event, actor, detail from private.operator_entries order by id")
    assert told[-1] == {"event": "broadcast set", "actor": "operator:postgres", "detail": '{"is_on": false}'}
    with pytest.raises(psycopg.Error), project.connect() as owner:
        owner.execute("alter table private.operator_entries owner to postgres; delete from private.operator_entries")


def test_who_listens_hears_only_of_their_own(cast: Cast) -> None:
    project = cast.project
    with project.connect() as owner:
        owner.execute(
            "insert into realtime.messages (topic, extension, event, private) values (%s, 'broadcast', 'changed', true)",
            (f"nightmail:{cast.anna.caller.id}",),
        )
    heard = {}
    for name, caller in (("anna", cast.anna.caller), ("eve", cast.eve), ("admin", cast.admin)):
        with project.speaking(caller) as line:
            line.execute("select set_config('realtime.topic', %s, true)", (f"nightmail:{cast.anna.caller.id}",))
            heard[name] = len(line.execute("select * from realtime.messages where topic = realtime.topic()").fetchall())
    with project.connect() as owner:
        owner.execute("delete from realtime.messages where true")

    assert heard == {"anna": 1, "eve": 0, "admin": 0}


def test_the_takeover_of_other_regions_is_set_and_told(cast: Cast) -> None:
    project = cast.project

    project.one("select ops.set_takeover('2 minutes')")
    assert project.one("select takeover from private.settings") == timedelta(minutes=2)
    assert refusal(project, "select ops.set_takeover('0 s')") == "bad-setting"
    project.one("select ops.set_takeover('30 seconds')")


def test_operators_are_nobody_but_the_owner_of_the_database(cast: Cast) -> None:
    for role in ("anon", "authenticated", "service_role", "authenticator", "nightmail_worker"):
        assert not cast.project.one("select has_schema_privilege(%s, 'ops', 'usage')", role)


def test_a_named_operator_is_named(cast: Cast) -> None:
    project, ben = cast.project, cast.ben
    id = brought_to(project, ben.caller, ben.account, "scheduled", cast.worker)

    with project.connect() as owner, owner.transaction():
        owner.execute("""select set_config('request.jwt.claims', '{"email": "olga@example.net"}', true)""")
        owner.execute("select ops.cancel(%s)", (id,))

    assert last_entry(project, id)["actor"] == "operator:olga@example.net"
