from __future__ import annotations

from typing import Any

import httpx
import psycopg
import pytest
from postgrest import APIError
from postgrest.types import CountMethod, ReturnMethod
from supabase import AsyncClient

from tests.supabase_stack.fixture import NO_TLS, Stack
from tests.unit.stack.conftest import SignIn


def fill(project: Stack, email: str, count: int) -> None:
    with psycopg.connect(project.database_url, autocommit=True) as connection:
        connection.execute(
            "insert into public.notes (owner_id, words, n) select u.id, 'note ' || n, n from auth.users u,"
            " generate_series(1, %s) n where u.email = %s",
            (count, email),
        )


def data(answer: Any) -> Any:
    return answer.data


async def test_a_person_reads_and_writes_rows_of_their_own(sign_in: SignIn) -> None:
    anna = await sign_in("anna")

    added = data(await anna.table("notes").insert({"words": "mine", "n": 3}).execute())
    changed = data(await anna.table("notes").update({"n": 4}).eq("id", added[0]["id"]).execute())
    read = data(await anna.table("notes").select("words,n").execute())
    await anna.table("notes").delete().eq("n", 4).execute()

    assert (added[0]["words"], changed[0]["n"], read) == ("mine", 4, [{"words": "mine", "n": 4}])
    assert data(await anna.table("notes").select("*").execute()) == []


async def test_another_persons_rows_are_neither_seen_nor_changed(project: Stack, sign_in: SignIn) -> None:
    anna, ben = await sign_in("anna"), await sign_in("ben")
    await anna.table("notes").insert({"words": "anna's"}).execute()

    seen = data(await ben.table("notes").select("*").execute())
    changed = data(await ben.table("notes").update({"words": "ben's"}).eq("words", "anna's").execute())

    assert (seen, changed) == ([], [])


async def test_a_row_for_another_person_is_refused_by_the_policy(sign_in: SignIn) -> None:
    anna = await sign_in("anna")

    with pytest.raises(APIError) as caught:
        await anna.table("notes").insert({"owner_id": "00000000-0000-7000-8000-000000000001"}).execute()

    assert caught.value.code == "42501"
    assert "row-level security" in str(caught.value.message)


async def test_a_stranger_with_the_publishable_key_may_nothing(client: AsyncClient) -> None:
    with pytest.raises(APIError) as caught:
        await client.table("notes").select("*").execute()

    assert caught.value.code == "42501"


async def test_the_secret_key_reads_past_every_policy(project: Stack, sign_in: SignIn, connect: Any) -> None:
    await sign_in("anna")
    fill(project, "anna@stack.example", 2)
    operator = await connect(project.secret_key)

    assert len(data(await operator.table("notes").select("*").execute())) == 2


async def test_no_answer_holds_more_than_a_thousand_rows_and_nothing_says_so(project: Stack, sign_in: SignIn) -> None:
    anna = await sign_in("anna")
    fill(project, "anna@stack.example", 1500)

    first = await anna.table("notes").select("n", count=CountMethod.exact).order("n").execute()
    rest = await anna.table("notes").select("n").order("n").range(1000, 2999).execute()
    called = await anna.rpc("my_notes").execute()

    assert (len(first.data), first.count) == (1000, 1500)
    assert [row["n"] for row in data(rest)] == list(range(1001, 1501))
    assert len(data(called)) == 1000


async def test_filters_orders_and_groups_say_what_they_say_to_postgrest(project: Stack, sign_in: SignIn) -> None:
    anna = await sign_in("anna")
    fill(project, "anna@stack.example", 9)
    notes = anna.table("notes")

    async def numbers(query: Any) -> list[int]:
        return [row["n"] for row in data(await query.order("n", desc=True).execute())]

    assert await numbers(notes.select("n").gt("n", 7)) == [9, 8]
    assert await numbers(notes.select("n").in_("words", ["note 1", "note 3", 'no"te, 9'])) == [3, 1]
    assert await numbers(notes.select("n").or_("n.eq.1,and(n.gt.4,n.lt.6)")) == [5, 1]
    assert await numbers(notes.select("n").not_.lte("n", 8)) == [9]
    assert await numbers(notes.select("n").ilike("words", "%E 2")) == [2]
    assert await numbers(notes.select("n").is_("more->missing", "null").eq("n", 6)) == [6]
    assert await numbers(notes.select("n").limit(2)) == [9, 8]


async def test_asking_for_one_row_where_there_is_none_is_an_answer_of_its_own(sign_in: SignIn) -> None:
    anna = await sign_in("anna")

    with pytest.raises(APIError) as caught:
        await anna.table("notes").select("*").eq("n", 1).single().execute()

    assert caught.value.code == "PGRST116"
    assert await anna.table("notes").select("*").eq("n", 1).maybe_single().execute() is None


async def test_an_upsert_leaves_one_row_and_a_repeated_insert_is_a_conflict(sign_in: SignIn) -> None:
    anna = await sign_in("anna")
    id = data(await anna.table("notes").insert({"words": "first"}).execute())[0]["id"]

    merged = data(await anna.table("notes").upsert({"id": id, "words": "second"}).execute())
    ignored = data(await anna.table("notes").upsert({"id": id, "words": "third"}, ignore_duplicates=True).execute())
    with pytest.raises(APIError) as caught:
        await anna.table("notes").insert({"id": id}).execute()

    assert ([row["words"] for row in merged], ignored, caught.value.code) == (["second"], [], "23505")


async def test_many_rows_may_each_leave_out_what_has_a_default(sign_in: SignIn) -> None:
    anna = await sign_in("anna")
    rows: list[dict[str, object]] = [{"words": "a"}, {"n": 5}]

    added = await anna.table("notes").insert(rows, default_to_null=False).execute()

    assert [(row["words"], row["n"]) for row in data(added)] == [("a", 0), ("", 5)]


async def test_a_change_without_a_filter_is_refused(sign_in: SignIn) -> None:
    anna = await sign_in("anna")

    with pytest.raises(APIError) as caught:
        await anna.table("notes").delete().execute()

    assert (caught.value.code, caught.value.message) == ("21000", "DELETE requires a WHERE clause")


async def test_a_change_of_more_rows_than_allowed_changes_none(project: Stack, sign_in: SignIn) -> None:
    anna = await sign_in("anna")
    fill(project, "anna@stack.example", 3)

    with pytest.raises(APIError) as caught:
        await anna.table("notes").update({"words": "x"}).gt("n", 0).max_affected(1).execute()

    assert caught.value.code == "PGRST124"
    assert data(await anna.table("notes").select("*").eq("words", "x").execute()) == []


async def test_an_insert_without_an_answer_needs_no_right_to_read(sign_in: SignIn) -> None:
    anna = await sign_in("anna")

    assert data(await anna.table("notes").insert({"n": 1}, returning=ReturnMethod.minimal).execute()) == []


async def test_a_function_answers_a_row_a_set_a_value_or_nothing(sign_in: SignIn) -> None:
    anna = await sign_in("anna")

    row = data(await anna.rpc("add_note", {"words": "by call", "more": {"a": [1, 2]}, "tags": ["x", 'y"']}).execute())
    rows = data(await anna.rpc("my_notes").eq("n", 7).execute())
    value = data(await anna.rpc("double", {"n": 21}, get=True).execute())
    nothing = data(await anna.rpc("forget").execute())

    assert (row["words"], row["n"], row["more"]) == ("by call", 7, {"a": [1, 2], "tags": ["x", 'y"'], "role": "authenticated"})
    assert [each["id"] for each in rows] == [row["id"]]
    assert (value, nothing) == (42, [])
    assert data(await anna.rpc("my_notes").execute()) == []


async def test_a_function_chooses_its_own_status_and_words(project: Stack, sign_in: SignIn) -> None:
    anna = await sign_in("anna")
    session = await anna.auth.get_session()
    assert session is not None

    with pytest.raises(APIError) as caught:
        await anna.rpc("conflict").execute()
    async with httpx.AsyncClient(trust_env=False, verify=NO_TLS) as http:
        headers = {"apikey": project.publishable_key, "authorization": f"Bearer {session.access_token}"}
        answer = await http.post(f"{project.url}/rest/v1/rpc/conflict", headers=headers, json={})

    refused = caught.value
    assert (refused.code, refused.message) == ("PT409", "Somebody was faster.")
    assert (refused.details, refused.hint) == ("version 2", "Read it again.")
    assert (answer.status_code, answer.headers["proxy-status"]) == (409, "PostgREST; error=PT409")


@pytest.mark.parametrize(
    ("function", "given", "code"),
    [("nowhere", {}, "PGRST202"), ("double", {"m": 1}, "PGRST202"), ("double", {"n": "x"}, "22P02"), ("double", {}, "PGRST202")],
)
async def test_a_call_that_fits_no_function_is_refused(sign_in: SignIn, function: str, given: dict[str, Any], code: str) -> None:
    anna = await sign_in("anna")

    with pytest.raises(APIError) as caught:
        await anna.rpc(function, given).execute()

    assert caught.value.code == code


async def test_a_changing_function_can_not_be_called_by_a_reading_request(sign_in: SignIn) -> None:
    anna = await sign_in("anna")

    with pytest.raises(APIError) as caught:
        await anna.rpc("forget", get=True).execute()

    assert caught.value.code == "25006"


async def test_a_table_or_schema_nobody_exposed_does_not_exist(project: Stack, sign_in: SignIn) -> None:
    anna = await sign_in("anna")

    with pytest.raises(APIError) as unknown:
        await anna.table("nothing_here").select("*").execute()
    with pytest.raises(APIError) as hidden:
        await anna.schema("auth").table("users").select("*").execute()
    with pytest.raises(APIError) as column:
        await anna.table("notes").insert({"colour": "red"}).execute()

    assert [caught.value.code for caught in (unknown, hidden, column)] == ["PGRST205", "PGRST106", "PGRST204"]


async def test_the_roles_own_time_limit_holds(project: Stack, sign_in: SignIn) -> None:
    anna = await sign_in("anna")
    with psycopg.connect(project.database_url, autocommit=True) as connection:
        connection.execute("alter role authenticated set statement_timeout = '50ms'")
        try:
            with pytest.raises(APIError) as caught:
                await anna.rpc("tardy").execute()
        finally:
            connection.execute("alter role authenticated set statement_timeout = '8s'")

    assert caught.value.code == "57014"


async def test_what_the_operator_wrote_about_a_person_is_in_their_claims(sign_in: SignIn) -> None:
    admin = await sign_in("anna", kind="admin")

    assert data(await admin.rpc("app_role").execute()) == "admin"


@pytest.mark.parametrize(("key", "words"), [(None, "No API key found"), ("sb_publishable_wrong", "Invalid API key")])
async def test_without_the_projects_key_nothing_is_answered(project: Stack, key: str | None, words: str) -> None:
    async with httpx.AsyncClient(trust_env=False, verify=NO_TLS) as http:
        answer = await http.get(f"{project.url}/rest/v1/notes", headers={"apikey": key} if key else {})

    assert answer.status_code == 401
    assert words in answer.json()["message"]
