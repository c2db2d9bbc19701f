"""The people of the guards' tests and what they keep: Anna and Ben have everything, Eve has nothing and tries everything."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from nightmail.ids import new_id
from tests.guards.project import Caller, Project, person

# In every text that Anna and Ben write, so that a leak is seen in whatever it comes out of.
ANNAS, BENS = "annas-own-words", "bens-own-words"
KEY = "k-TEST-0000-0000-0000-0000-0001"
STATES = ("scheduled", "held", "cancelled", "claimed", "transmitting", "sent", "failed", "in_doubt", "gone")


@dataclass(frozen=True, slots=True)
class Keeper:
    """Somebody with an account and a message in each state."""

    caller: Caller
    account: UUID
    messages: dict[str, UUID]
    words: str


@dataclass(frozen=True, slots=True)
class Cast:
    project: Project
    anna: Keeper
    ben: Keeper
    eve: Caller
    admin: Caller
    storage_worker: Caller
    worker: UUID


def seeded(project: Project) -> Cast:
    admin_id, storage_id = new_id(), new_id()
    eve, worker = person(new_id(), email="eve@example.net"), new_id()
    with project.connect() as owner:
        owner.execute("insert into public.worker_keys (id, public_key) values (%s, %s)", (KEY, b"k" * 32))
        for caller_id, name in ((eve.id, "eve"), (admin_id, "admin"), (storage_id, "storage")):
            owner.execute("insert into auth.users (id, email) values (%s, %s)", (caller_id, f"{name}@example.net"))
    start_worker(project, worker)
    return Cast(
        project=project,
        anna=_keeper(project, worker, "anna", ANNAS),
        ben=_keeper(project, worker, "ben", BENS),
        eve=eve,
        admin=person(admin_id, email="admin@example.net", app_metadata={"nightmail_role": "admin"}),
        storage_worker=person(storage_id, email="storage@example.net", app_metadata={"nightmail_role": "worker"}),
        worker=worker,
    )


def _keeper(project: Project, worker: UUID, name: str, words: str) -> Keeper:
    caller, account = person(new_id(), email=f"{name}@example.net"), new_id()
    with project.connect() as owner:
        owner.execute("insert into auth.users (id, email) values (%s, %s)", (caller.id, f"{name}@example.net"))
        owner.execute("insert into storage.objects (bucket_id, name) values ('attachments', %s)", (f"{caller.id}/{'ab' * 32}",))
    project.ask(caller, "save_account", account=account_json(account, f"{name}@example.org", name=words))
    project.ask(caller, "seal_secret", account_id=account, key_id=KEY, sealed="A" * 80)
    messages = {state: brought_to(project, caller, account, state, worker, words=words) for state in STATES}
    project.ask(caller, "give_message", id=new_id(), transfer=1, device=words)
    with project.connect("nightmail_worker") as line:
        line.execute(
            "insert into public.suppressions (owner_id, address, reason) values (%s, %s, %s)",
            (caller.id, f"{words}@example.net".lower(), f"{words}: no such mailbox"),
        )
    return Keeper(caller, account, messages, words)


def account_json(id: UUID, address: str, **changes: object) -> dict[str, Any]:
    return {
        "id": str(id),
        "address": address,
        "name": "",
        "smtp_host": "mail.example.org",
        "smtp_port": 465,
        "smtp_security": "tls",
        "smtp_username": address,
        "connections": 4,
        "recipients_per_envelope": 100,
        "messages_per_connection": 1000,
        **changes,
    }


def message_json(account: UUID, address: str, **changes: object) -> dict[str, Any]:
    id = str(changes.pop("id", None) or new_id())
    return {
        "id": id,
        "message_id": f"<{id}@example.org>",
        "account_id": str(account),
        "sender": [address, ""],
        "to": [["bob@example.net", "Bob"], ["cy@example.net", ""]],
        "cc": [],
        "bcc": [],
        "subject": "Minutes",
        "text": "Dear Bob,\n\nhere they are.\n",
        "html": None,
        "attachments": [],
        "lifetime": 86400,
        "wait": 0,
        **changes,
    }


def brought_to(project: Project, caller: Caller, account: UUID, state: str, worker: UUID, *, words: str = "Minutes") -> UUID:
    """A new message of the caller, in this state by the ways there are."""
    address = project.one("select address from public.accounts where id = %s", account)
    file = {"filename": f"{words}.pdf", "media_type": "application/pdf", "size": 3, "sha256": "ab" * 32, "content_id": None}
    wait = 0 if state in ("claimed", "transmitting", "sent", "failed", "in_doubt") else 86400
    message = message_json(
        account, address, subject=words, text=words, to=[[f"{words}@example.net", words]], attachments=[file], tags=[words],
        metadata={"words": words}, wait=wait,
    )  # fmt: skip
    id = UUID(message["id"])
    project.ask(caller, "schedule_message", message=message)
    match state:
        case "held":
            project.ask(caller, "hold_message", id=id)
        case "cancelled":
            project.ask(caller, "cancel_message", id=id)
        case "gone":
            project.ask(caller, "give_message", id=id, transfer=1, device="Anna's PC")
        case "scheduled":
            pass
        case _:
            work(project, worker, id, state)
    return id


def start_worker(project: Project, worker: UUID, *, region: str = "") -> None:
    with project.connect("nightmail_worker") as line:
        line.execute(
            "insert into public.workers (id, name, region, lease_expires_at) values (%s, 'test', %s, now() + interval '1 hour')",
            (worker, region),
        )


def work(project: Project, worker: UUID, id: UUID, state: str) -> None:
    """What the worker does with a due message until it is in this state."""
    with project.connect("nightmail_worker") as line:
        # What others of this database have due stays as it is.
        claimed = line.execute(
            "select id, run_lease from private.claim(%s, 100, array(select a.id from public.accounts a"
            " where a.id <> (select d.account_id from public.deliveries d where d.id = %s)))",
            (worker, id),
        ).fetchall()
        assert [row[0] for row in claimed] == [id]
        lease = claimed[0][1]
        if state == "claimed":
            return
        intent = {"id": str(id), "run_lease": lease, "dated_at": "2026-11-22T05:00:00+00:00", "detail": '{"recipients":[0]}'}
        line.execute("select private.transmitting(%s, %s::json)", (worker, json.dumps([intent])))
        if state == "transmitting":
            return
        outcome = {"sent": "accepted", "failed": "refused", "in_doubt": "in_doubt"}[state]
        settled = {
            "id": str(id), "run_lease": lease, "state": state, "due_at": "2026-11-22T05:00:00+00:00", "attempts": 1,
            "deferrals": 0, "reason": state, "event": state,
            "detail": json.dumps({"attempts": 1, "results": [[0, outcome, "550 no"]]}, separators=(",", ":")),
        }  # fmt: skip
        result = {"id": str(id), "n": 0, "state": outcome, "reply": "550 no"}
        line.execute("select private.settle(%s, %s::json, %s::json)", (worker, json.dumps([settled]), json.dumps([result])))
