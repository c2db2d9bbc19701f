"""Every function there is: who may execute it, and what it gives to somebody who asks for another's rows."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from uuid import UUID

import psycopg
import pytest
from psycopg import sql
from psycopg.pq import TransactionStatus

from tests.guards.cast import ANNAS, KEY, Cast, account_json, message_json
from tests.guards.project import ANONYMOUS, Caller, Connection, Project
from tests.guards.test_tables import nothing_changes, outsiders

# What the Data API offers to people who are signed in. A function that is not here must not be executable.
OFFERED = {
    "schedule_message(jsonb)",
    "schedule_messages(jsonb)",
    "cancel_message(uuid)",
    "hold_message(uuid)",
    "release_message(uuid)",
    "reschedule_message(uuid,timestamp with time zone,double precision,double precision,text,text)",
    "send_message_now(uuid)",
    "resolve_in_doubt(uuid,boolean)",
    "give_message(uuid,integer,text)",
    "show_message(uuid)",
    "list_messages(delivery_state[],uuid,text,integer,integer,text,jsonb,boolean)",
    "count_messages()",
    "changes_since(text)",
    "save_account(jsonb)",
    "set_account_state(uuid,account_state,text)",
    "remove_account(uuid)",
    "seal_secret(uuid,text,text)",
    "revoke_secret(uuid)",
    "list_seals()",
    "redrive_message(uuid,boolean)",
    "remove_suppression(text)",
    "stuck_messages(double precision)",
    "list_holds()",
    "list_usage()",
    "admin_overview()",
}
# What those call in turn; not exposed, but a caller's rights reach them. Each asks who is calling, or only reads under the
# caller's own rights, or knows no rows at all.
BEHIND = {
    "private.my_schedule(jsonb)",
    "private.my_cancel(uuid)",
    "private.my_hold(uuid)",
    "private.my_release(uuid)",
    "private.my_reschedule(uuid,jsonb)",
    "private.my_resolve(uuid,boolean)",
    "private.my_give(uuid,integer,text)",
    "private.my_save_account(jsonb)",
    "private.my_account_state(uuid,account_state,text)",
    "private.my_remove_account(uuid)",
    "private.my_seal(uuid,text,text)",
    "private.my_revoke(uuid)",
    "private.my_seals()",
    "private.my_redrive(uuid,boolean)",
    "private.my_forgive(text)",
    "private.my_stuck(double precision)",
    "private.my_matches(text)",
    "private.my_holds()",
    "private.my_usage()",
    "private.admin_overview()",
    "private.item(uuid)",
    "private.changes_of(uuid,text)",
    "private.worker_life()",
    "private.is_needed(uuid,text)",
    "private.refuse(integer,text,text,text)",
}
SHAPES = {
    "private.is_clean(text)",
    "private.is_clean(jsonb)",
    "private.are_texts(jsonb,integer,integer)",
    "private.are_pairs(jsonb)",
    "private.are_words(jsonb)",
    "private.are_headers(jsonb)",
    "private.are_ids(jsonb)",
}
WORKERS = {
    "private.claim(uuid,integer,uuid[],interval,timestamp with time zone[],uuid[])",
    "private.transmitting(uuid,json)",
    "private.settle(uuid,json,json)",
    "private.may_be_overdue()",
    "private.next_due(uuid,uuid[],timestamp with time zone[],uuid[])",
    "private.watch(uuid,interval,uuid[],interval,integer,boolean)",
    "private.is_any_orphaned(uuid[])",
    "private.late(uuid,interval)",
    "private.matches(uuid,text)",
    "private.stuck(uuid,interval)",
    "private.take_token_turn(uuid,uuid,integer)",
    "private.end_token_turn(uuid,uuid)",
    "private.renew_secret(uuid,text,bytea,bytea)",
    "private.blocked(uuid[])",
    "private.park(uuid[],integer)",
    "private.unpark(uuid[],integer)",
    "private.within_limits(uuid[],uuid[])",
    "private.only_first(uuid[],uuid,integer,bigint,boolean)",
}


def executable(project: Project, role: str) -> set[str]:
    with project.connect() as owner:
        found = owner.execute(
            "select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
            " where n.nspname in ('public', 'private', 'ops') and has_function_privilege(%s, p.oid, 'execute')",
            (role,),
        ).fetchall()
    return {signature for (signature,) in found}


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("anon", set()),
        ("service_role", set()),
        ("authenticated", OFFERED | BEHIND | SHAPES),
        ("nightmail_worker", WORKERS | SHAPES),
    ],
)
def test_every_role_executes_what_it_was_given_and_nothing_else(project: Project, role: str, allowed: set[str]) -> None:
    assert executable(project, role) == allowed


def test_no_function_that_borrows_its_owners_rights_is_exposed(project: Project) -> None:
    with project.connect() as owner:
        exposed = owner.execute(
            "select p.oid::regprocedure::text from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef"
        ).fetchall()

    assert exposed == []


def test_no_function_can_be_led_astray_by_a_search_path(project: Project) -> None:
    with project.connect() as owner:
        led = owner.execute(
            "select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
            " where n.nspname in ('public', 'private', 'ops') and not coalesce('search_path=\"\"' = any (p.proconfig), false)"
        ).fetchall()

    assert led == []


def test_no_function_that_steers_its_plans_is_compiled_for_that(project: Project) -> None:
    """What a switched-off way of planning is reckoned to cost makes a server compile: half a second for each claim."""
    with project.connect() as owner:
        compiled = owner.execute(
            "select p.oid::regprocedure::text from pg_proc p where array_to_string(p.proconfig, ',') like '%enable_%'"
            " and not 'jit=off' = any (p.proconfig)"
        ).fetchall()

    assert compiled == []


def test_every_function_that_is_offered_says_what_it_is_for(project: Project) -> None:
    with project.connect() as owner:
        silent = owner.execute(
            "select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
            " where n.nspname in ('public', 'ops') and obj_description(p.oid, 'pg_proc') is null"
        ).fetchall()

    assert silent == []


def guesses(cast: Cast, kind: str) -> list[object]:
    """Arguments by which somebody might get at Anna's rows."""
    anna = cast.anna
    message = message_json(anna.account, "anna@example.org")
    stolen: list[object] = [
        message,
        {**message, "id": str(anna.messages["scheduled"])},
        {**message, "id": str(anna.messages["gone"]), "transfer": 2, "device": "x"},
        {**message, "owner_id": anna.caller.id, "replaces": str(anna.messages["scheduled"])},
        {**account_json(anna.account, "anna@example.org"), "owner_id": anna.caller.id},
        {"due_at": "2030-01-01T00:00:00Z", "wait": 0},
    ]
    ids = [*anna.messages.values(), anna.account, UUID(anna.caller.id)]
    batches: list[object] = [stolen, [[]], None]
    by_kind: dict[str, list[object]] = {
        "uuid": [str(id) for id in ids],
        "jsonb": [json.dumps(value) for value in (*stolen, *batches)],
        "text": ["", KEY, "0.0", "A" * 80, ANNAS, anna.caller.id],
        "integer": [1, 2, 409],
        "boolean": [True, False],
        "account_state": ["paused", "active"],
        "delivery_state[]": [None],
        "timestamp with time zone": ["2030-01-01T00:00:00Z"],
        "double precision": [0],
    }
    # A kind of argument that is new here has to be given guesses.
    return by_kind[kind]


def attempts(cast: Cast, signatures: set[str]) -> Iterator[tuple[str, tuple[object, ...]]]:
    for signature in sorted(signatures):
        kinds = [kind for kind in signature.partition("(")[2].rstrip(")").split(",") if kind]
        for arguments in itertools.islice(itertools.product(*(guesses(cast, kind) for kind in kinds)), 400):
            yield signature.partition("(")[0], arguments


def answer(line: Connection, name: str, arguments: tuple[object, ...]) -> str:
    """What comes back, as text: the value, or the whole error."""
    values = sql.SQL(", ").join(sql.Literal(None if value is None else str(value)) for value in arguments)
    asked = sql.SQL("select f::text from {}({}) as f").format(sql.SQL(name), values)
    try:
        if line.info.transaction_status is TransactionStatus.IDLE:
            # A transaction of its own, as it is without more words.
            return str(line.execute(asked).fetchall())
        with line.transaction():
            return str(line.execute(asked).fetchall())
    except psycopg.Error as error:
        return f"{error} {error.diag.message_detail} {error.diag.context}"


@pytest.mark.parametrize("who", ["anon", "the secret key", "eve", "an admin", "the storage worker", "ben"])
def test_no_function_gives_or_changes_a_row_of_anna_for_anybody_else(cast: Cast, who: str) -> None:
    caller = outsiders(cast)[who]
    leaks = []
    id = str(caller.claims.get("sub", "nobody"))
    with nothing_changes(cast.project, but=id), cast.project.connect("authenticator") as line:
        settle_in(line, caller)
        for name, arguments in attempts(cast, OFFERED | BEHIND):
            answered = answer(line, name, arguments)
            if ANNAS in answered and ANNAS not in arguments:
                leaks.append((name, arguments, answered))
    with cast.project.connect() as owner:
        owner.execute("delete from private.withdrawn where owner_id::text = %s and transfer > 1", (id,))

    assert leaks == []


def settle_in(line: Connection, caller: Caller) -> None:
    """For as long as the line lasts: saying it anew in thousands of transactions takes longer than what is asked in them."""
    line.execute("select set_config('request.jwt.claims', %s, false)", (json.dumps(dict(caller.claims)),))
    line.execute("select set_config('role', %s, false)", (caller.role,))


def test_somebody_who_is_not_signed_in_is_denied_before_anything_is_looked_at(cast: Cast) -> None:
    with cast.project.speaking(ANONYMOUS) as line:
        answers = {answer(line, name, arguments) for name, arguments in attempts(cast, OFFERED)}

    assert all("permission denied for function" in said for said in answers)


def test_an_admin_reads_counts_and_failures_and_no_content(cast: Cast) -> None:
    overview = cast.project.ask(cast.admin, "admin_overview")

    assert overview["states"]["failed"] >= 2 and overview["states"]["sent"] >= 2
    assert {failure["owner"] for failure in overview["failures"]} >= {"anna@example.net", "ben@example.net"}
    assert set(overview["failures"][0]) == {"id", "owner", "state", "reason", "due_at", "attempts"}
    assert ANNAS not in json.dumps(overview)


def test_only_an_operators_word_makes_an_admin(cast: Cast) -> None:
    """`user_metadata` is what people write themselves."""
    eve = cast.eve
    for claims in (
        {"user_metadata": {"nightmail_role": "admin"}},
        {"nightmail_role": "admin"},
        {"app_metadata": {"user_metadata": {"nightmail_role": "admin"}}},
        {"app_metadata": ["admin"]},
        {"app_metadata": "admin"},
        {"app_metadata": {"nightmail_role": ["admin"]}},
        {"app_metadata": None},
    ):
        with pytest.raises(psycopg.Error) as refused:
            cast.project.ask(Caller("authenticated", {**eve.claims, **claims}), "admin_overview")
        assert refused.value.sqlstate == "PT403"
        assert refused.value.diag.message_detail == "not-admin"
