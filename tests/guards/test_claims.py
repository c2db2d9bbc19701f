"""Tokens of every odd shape: whatever a token says beyond its user's id and the operator's word, it opens nothing."""

from __future__ import annotations

import json

import psycopg
import pytest

from tests.guards.cast import Cast
from tests.guards.project import ANONYMOUS, Caller

READS = ("messages", "accounts", "recipients", "attachments", "deliveries", "audit_entries", "account_entries")


def forged(cast: Cast) -> dict[str, dict[str, object]]:
    anna, eve = cast.anna.caller.id, cast.eve.id
    return {
        "no sub": {"role": "authenticated"},
        "sub null": {"sub": None, "role": "authenticated"},
        "sub empty": {"sub": "", "role": "authenticated"},
        "sub of nobody": {"sub": "00000000-0000-0000-0000-000000000000"},
        "sub in a list": {"sub": [anna]},
        "sub in an object": {"sub": {"id": anna}},
        "sub and more": {"sub": f"{anna},{eve}"},
        "sub is no uuid": {"sub": "' or true --"},
        "anna in user_metadata": {"sub": eve, "user_metadata": {"sub": anna, "role": "service_role", "nightmail_role": "admin"}},
        "anna in app_metadata": {"sub": eve, "app_metadata": {"sub": anna, "role": "service_role", "owner_id": anna}},
        "role service_role": {"sub": eve, "role": "service_role", "user_role": "service_role"},
        "owner_id": {"sub": eve, "owner_id": anna, "user_id": anna, "id": anna, "email": "anna@example.net"},
        "an admin": {"sub": eve, "app_metadata": {"nightmail_role": "admin"}},
        "anonymous sign-in": {"sub": eve, "is_anonymous": True},
    }


def test_no_forged_claim_shows_a_row(cast: Cast) -> None:
    for shape, claims in forged(cast).items():
        for table in READS:
            with cast.project.speaking(Caller("authenticated", claims)) as line:
                try:
                    with line.transaction():
                        rows = line.execute(f"select * from public.{table}".encode()).fetchall()
                except psycopg.errors.InvalidTextRepresentation:
                    # The token's sub is no uuid: nothing is looked at.
                    continue
            assert rows == [], (shape, table)


@pytest.mark.parametrize("shape", ["no sub", "sub null", "sub empty"])
def test_a_token_of_nobody_may_ask_for_nothing(cast: Cast, shape: str) -> None:
    nobody = Caller("authenticated", forged(cast)[shape])
    for function, arguments in (
        ("schedule_message", {"message": {}}),
        ("cancel_message", {"id": cast.anna.messages["scheduled"]}),
        ("give_message", {"id": cast.anna.messages["scheduled"], "transfer": 9, "device": ""}),
        ("save_account", {"account": {}}),
        ("seal_secret", {"account_id": cast.anna.account, "key_id": "", "sealed": ""}),
        ("remove_account", {"id": cast.anna.account}),
        ("list_seals", {}),
        ("list_holds", {}),
        ("list_usage", {}),
    ):
        with pytest.raises(psycopg.Error) as refused:
            cast.project.ask(nobody, function, **arguments)
        assert (refused.value.sqlstate, refused.value.diag.message_detail) == ("PT401", "signed-out"), function
    assert cast.project.ask(nobody, "list_messages") == []
    assert cast.project.ask(nobody, "count_messages") == {}
    assert cast.project.ask(nobody, "changes_since", cursor="")["ids"] == []


def test_the_older_way_of_telling_claims_opens_nothing_more(cast: Cast) -> None:
    with cast.project.connect("authenticator") as line, line.transaction():
        line.execute("select set_config('request.jwt.claim.sub', %s, true)", (cast.eve.id,))
        line.execute("select set_config('request.jwt.claims', %s, true)", (json.dumps({"role": "authenticated"}),))
        line.execute("set local role authenticated")

        assert line.execute("select * from public.messages").fetchall() == []


def test_a_person_cannot_put_an_operators_name_under_their_own_doing(cast: Cast) -> None:
    with cast.project.speaking(cast.ben.caller) as line:
        line.execute("select set_config('nightmail.actor', 'operator:root', true)")
        line.execute("select public.set_account_state(%s, 'paused', 'mine')", (cast.ben.account,))
        line.execute("select public.set_account_state(%s, 'active')", (cast.ben.account,))
        actors = line.execute("select distinct actor from public.account_entries").fetchall()

    assert actors == [("person",)]


def test_the_login_of_the_data_api_may_do_nothing_by_itself(cast: Cast) -> None:
    with cast.project.connect("authenticator") as line:
        for table in READS:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                line.execute(f"select * from public.{table}".encode())


@pytest.mark.parametrize("role", ["postgres", "supabase_admin", "nightmail_worker", "supabase_auth_admin", "pg_read_all_data"])
def test_no_client_becomes_a_role_that_may_more(cast: Cast, role: str) -> None:
    for caller in (ANONYMOUS, cast.eve):
        with cast.project.speaking(caller) as line, pytest.raises(psycopg.errors.InsufficientPrivilege), line.transaction():
            line.execute(f"set local role {role}".encode())
