from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from postgrest import APIError
from supabase import AsyncClient, AuthApiError, AuthWeakPasswordError

from tests.supabase_stack.fixture import NO_TLS, Stack
from tests.unit.stack.conftest import PASSWORD, SignIn

EMAIL = "anna@stack.example"
Connect = Callable[..., Awaitable[AsyncClient]]


async def code_of(act: Awaitable[Any]) -> str | None:
    with pytest.raises(AuthApiError) as caught:
        await act
    return caught.value.code


def refresh(client: AsyncClient, token: str) -> Awaitable[Any]:
    return client.auth.refresh_session(token)


async def test_a_person_signs_up_and_is_signed_in(client: AsyncClient) -> None:
    signed_up = await client.auth.sign_up({"email": EMAIL, "password": PASSWORD, "options": {"data": {"name": "Anna"}}})
    who = await client.auth.get_user()

    assert signed_up.session is not None
    assert who is not None
    assert (who.user.email, who.user.user_metadata) == (EMAIL, {"name": "Anna"})
    assert who.user.app_metadata == {"provider": "email", "providers": ["email"]}


async def test_a_weak_password_and_a_taken_address_are_refused(client: AsyncClient) -> None:
    with pytest.raises(AuthWeakPasswordError) as weak:
        await client.auth.sign_up({"email": EMAIL, "password": "short"})
    await client.auth.sign_up({"email": EMAIL, "password": PASSWORD})

    assert weak.value.reasons == ["length"]
    assert await code_of(client.auth.sign_up({"email": EMAIL, "password": PASSWORD})) == "user_already_exists"


async def test_a_wrong_password_and_an_unknown_address_are_told_alike(client: AsyncClient, sign_in: SignIn) -> None:
    await sign_in("anna")

    wrong = await code_of(client.auth.sign_in_with_password({"email": EMAIL, "password": "wrong"}))
    unknown = await code_of(client.auth.sign_in_with_password({"email": "nobody@stack.example", "password": PASSWORD}))

    assert (wrong, unknown) == ("invalid_credentials", "invalid_credentials")


async def test_a_banned_person_can_not_sign_in(project: Stack, client: AsyncClient, connect: Connect) -> None:
    operator = await connect(project.secret_key)
    id = project.create_user(EMAIL, PASSWORD)
    await operator.auth.admin.update_user_by_id(id, {"ban_duration": "1h"})

    assert await code_of(client.auth.sign_in_with_password({"email": EMAIL, "password": PASSWORD})) == "user_banned"


async def test_only_the_secret_key_administers_people(project: Stack, sign_in: SignIn, connect: Connect) -> None:
    anna, operator = await sign_in("anna"), await connect(project.secret_key)

    made = await operator.auth.admin.create_user({"email": "ben@stack.example", "password": PASSWORD, "email_confirm": True})
    await operator.auth.admin.delete_user(made.user.id)

    assert await code_of(anna.auth.admin.list_users()) == "not_admin"
    assert "ben@stack.example" not in [person.email for person in await operator.auth.admin.list_users()]


async def test_each_refresh_gives_a_new_token_and_a_lost_answer_can_be_asked_for_again(sign_in: SignIn) -> None:
    anna = await sign_in("anna")
    first = await anna.auth.get_session()
    assert first is not None

    second = (await refresh(anna, first.refresh_token)).session
    again = (await refresh(anna, first.refresh_token)).session

    assert first.refresh_token != second.refresh_token == again.refresh_token


async def test_an_old_refresh_token_used_late_ends_the_whole_family(project: Stack, sign_in: SignIn) -> None:
    anna = await sign_in("anna")
    first = await anna.auth.get_session()
    assert first is not None
    second = (await refresh(anna, first.refresh_token)).session
    third = (await refresh(anna, second.refresh_token)).session

    within = (await refresh(anna, first.refresh_token)).session
    project.fault(reuse_seconds=0)
    late = await code_of(refresh(anna, second.refresh_token))

    assert within.refresh_token not in (second.refresh_token, third.refresh_token)
    assert late == "refresh_token_already_used"
    assert await code_of(refresh(anna, within.refresh_token)) == "refresh_token_already_used"


async def test_signing_out_here_leaves_other_devices_signed_in(connect: Connect, sign_in: SignIn) -> None:
    here, there = await sign_in("anna"), await connect()
    await there.auth.sign_in_with_password({"email": EMAIL, "password": PASSWORD})
    session, other = await here.auth.get_session(), await there.auth.get_session()
    assert session is not None and other is not None

    await here.auth.sign_out({"scope": "local"})

    assert await code_of(refresh(here, session.refresh_token)) == "refresh_token_not_found"
    assert (await refresh(there, other.refresh_token)).session is not None


@pytest.mark.parametrize(("scope", "ended"), [("others", ["there"]), ("global", ["here", "there"])])
async def test_signing_out_elsewhere_ends_what_it_names(connect: Connect, sign_in: SignIn, scope: Any, ended: list[str]) -> None:
    devices = {"here": await sign_in("anna"), "there": await connect()}
    await devices["there"].auth.sign_in_with_password({"email": EMAIL, "password": PASSWORD})
    tokens = {name: session.access_token for name, each in devices.items() if (session := await each.auth.get_session())}

    await devices["here"].auth.sign_out({"scope": scope})

    for name in tokens:
        if name in ended:
            assert await code_of(devices[name].auth.get_user(tokens[name])) == "session_not_found"
        else:
            assert await devices[name].auth.get_user(tokens[name]) is not None


async def test_a_forgotten_password_is_replaced_with_the_code_of_the_mail(
    project: Stack, client: AsyncClient, connect: Connect
) -> None:
    project.create_user(EMAIL, PASSWORD)
    await client.auth.reset_password_for_email(EMAIL)
    await client.auth.reset_password_for_email("nobody@stack.example")
    (letter,) = project.mail(EMAIL)

    wrong = await code_of(client.auth.verify_otp({"email": EMAIL, "token": "xxxxxx", "type": "recovery"}))
    await client.auth.verify_otp({"email": EMAIL, "token": letter["code"], "type": "recovery"})
    same = await code_of(client.auth.update_user({"password": PASSWORD}))
    await client.auth.update_user({"password": "a new one"})

    assert re.fullmatch(r"\d{6}", letter["code"])
    assert (wrong, same) == ("otp_expired", "same_password")
    assert await code_of(client.auth.verify_otp({"email": EMAIL, "token": letter["code"], "type": "recovery"})) == "otp_expired"
    assert (await (await connect()).auth.sign_in_with_password({"email": EMAIL, "password": "a new one"})).session is not None


async def test_the_link_of_a_mail_leads_back_to_the_client_that_asked(project: Stack, client: AsyncClient) -> None:
    project.create_user(EMAIL, PASSWORD)
    await client.auth.reset_password_for_email(EMAIL)
    link = project.mail(EMAIL)[-1]["link"]

    async with httpx.AsyncClient(trust_env=False, verify=NO_TLS) as browser:
        redirect = await browser.get(link)
    code = parse_qs(urlsplit(redirect.headers["location"]).query)["code"][0]
    exchanged = await client.auth.exchange_code_for_session({"auth_code": code, "code_verifier": "", "redirect_to": ""})

    assert redirect.status_code == 303
    assert exchanged.user is not None and exchanged.user.email == EMAIL


async def test_with_confirmation_on_an_address_is_proved_before_the_first_sign_in(project: Stack, client: AsyncClient) -> None:
    project.fault(confirm_emails=True)
    signed_up = await client.auth.sign_up({"email": EMAIL, "password": PASSWORD})

    early = await code_of(client.auth.sign_in_with_password({"email": EMAIL, "password": PASSWORD}))
    await client.auth.resend({"type": "signup", "email": EMAIL})
    code = project.mail(EMAIL)[-1]["code"]
    verified = await client.auth.verify_otp({"email": EMAIL, "token": code, "type": "email"})

    assert (signed_up.session, early) == (None, "email_not_confirmed")
    assert verified.session is not None


async def test_too_many_requests_are_told_as_such(project: Stack, client: AsyncClient) -> None:
    project.fault(rate_limited=True)

    assert await code_of(client.auth.sign_in_with_password({"email": EMAIL, "password": "x"})) == "over_request_rate_limit"


async def test_tokens_are_verified_with_the_published_key_alone(sign_in: SignIn) -> None:
    anna = await sign_in("anna")

    claims = await anna.auth.get_claims()

    assert claims is not None
    assert claims["headers"]["alg"] == "ES256"
    assert claims["claims"]["role"] == "authenticated"


def forged(kind: str, real: str) -> str:
    claims = {**jwt.decode(real, options={"verify_signature": False}), "role": "service_role"}
    match kind:
        case "by another key":
            return jwt.encode(claims, ec.generate_private_key(ec.SECP256R1()), "ES256")
        case "with the publishable key as secret":
            return jwt.encode(claims, "sb_publishable_and_long_enough_for_a_secret", "HS256")
        case "unsigned":
            return jwt.encode(claims, "", "none")
        case _:
            head, _, signature = real.split(".")
            body = jwt.encode(claims, "", "none").split(".")[1]
            return f"{head}.{body}.{signature}"


@pytest.mark.parametrize("kind", ["by another key", "with the publishable key as secret", "unsigned", "with other claims"])
async def test_a_forged_token_opens_no_service(project: Stack, sign_in: SignIn, kind: str) -> None:
    session = await (await sign_in("anna")).auth.get_session()
    assert session is not None
    headers = {"apikey": project.publishable_key, "authorization": f"Bearer {forged(kind, session.access_token)}"}

    async with httpx.AsyncClient(base_url=project.url, headers=headers, trust_env=False, verify=NO_TLS) as http:
        rest, auth = await http.get("/rest/v1/notes"), await http.get("/auth/v1/user")

    assert (rest.status_code, rest.json()["code"]) == (401, "PGRST301")
    assert (auth.status_code, auth.json()["code"]) == (403, "bad_jwt")


async def test_a_token_from_the_future_is_told_from_an_expired_one(project: Stack, sign_in: SignIn) -> None:
    anna = await sign_in("anna")
    project.expire_tokens()
    with pytest.raises(APIError) as expired:
        await anna.table("notes").select("*").execute()
    project.fault(skew_seconds=120)
    await anna.auth.refresh_session()
    with pytest.raises(APIError) as early:
        await anna.table("notes").select("*").execute()

    assert (expired.value.code, expired.value.message) == ("PGRST303", "JWT expired")
    assert (early.value.code, early.value.message) == ("PGRST303", "JWT issued at future")
