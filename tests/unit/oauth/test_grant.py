"""Signing in with a browser, against a real authorization server on loopback."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from nightmail.account.secret import Secret
from nightmail.environment import OauthClient
from nightmail.errors import NightmailError, OutsideError, PersonError
from nightmail.oauth.bundle import Bundle
from nightmail.oauth.grant import sign_in
from nightmail.oauth.providers import provider
from tests.authorization_server.app import CLIENT, SCOPES, Authority, authority
from tests.authorization_server.browser import browse
from tests.unit.oauth.stage import ADDRESS


class Person:
    """Follows the browser to the end and remembers the pages it saw."""

    def __init__(self) -> None:
        self.urls: list[str] = []
        self.pages: list[httpx.Response] = []

    async def show(self, url: str) -> None:
        self.urls.append(url)
        self.pages.append(await browse(url))

    @property
    def asked(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.urls[-1]).query)


async def signed(at: Authority, person: Person, *, client: OauthClient = CLIENT, patience: float = 10) -> Bundle:
    return await sign_in(at.provider, client, address=ADDRESS, show=person.show, patience=timedelta(seconds=patience))


async def refused(at: Authority, person: Person, *, client: OauthClient = CLIENT, patience: float = 10) -> NightmailError:
    with pytest.raises(NightmailError) as raised:
        await signed(at, person, client=client, patience=patience)
    assert raised.value.next
    return raised.value


async def test_a_sign_in_ends_with_tokens_that_the_server_accepts_and_a_page_that_may_be_closed() -> None:
    person = Person()
    async with authority() as at:
        bundle = await signed(at, person)

        assert at.records.accepts(ADDRESS, bundle.access_token)
    assert (bundle.provider, bundle.client, bundle.endpoints) == ("custom", CLIENT, at.endpoints)
    assert bundle.refresh_token and bundle.expires_at
    assert person.pages[0].status_code == 200
    assert "You can close this window" in person.pages[0].text
    assert person.pages[0].headers["cache-control"] == "no-store"


async def test_the_request_names_loopback_the_scopes_and_a_hashed_verifier() -> None:
    person = Person()
    async with authority() as at:
        await signed(at, person)

    asked = person.asked
    assert asked["redirect_uri"][0].startswith("http://127.0.0.1:")
    assert asked["scope"] == [" ".join(SCOPES)]
    assert (asked["code_challenge_method"], len(asked["code_challenge"][0])) == (["S256"], 43)
    assert asked["login_hint"] == [ADDRESS]


async def test_a_client_with_a_secret_proves_itself_by_it() -> None:
    client = OauthClient("registered", Secret("its secret"))
    async with authority(client=client) as at:
        bundle = await signed(at, Person(), client=client)

        assert at.records.accepts(ADDRESS, bundle.access_token)


async def test_an_unknown_client_secret_is_the_persons_to_mend() -> None:
    async with authority(client=OauthClient("registered", Secret("its secret"))) as at:
        error = await refused(at, Person(), client=OauthClient("registered", Secret("another")))

    assert (error.code, isinstance(error, PersonError)) == ("client-refused", True)


async def test_a_denial_is_said_on_the_page_and_to_the_person() -> None:
    person = Person()
    async with authority() as at:
        at.trouble.denies = True
        error = await refused(at, person)

    assert (error.code, isinstance(error, PersonError)) == ("sign-in-declined", True)
    assert "Nothing was allowed" in person.pages[0].text
    assert at.asked == []


async def test_an_answer_to_another_sign_in_is_sent_away_and_the_waiting_goes_on() -> None:
    person = Person()
    async with authority() as at:

        async def show(url: str) -> None:
            at.trouble.wrong_state = True
            await person.show(url)
            at.trouble.wrong_state = False
            await person.show(url)

        bundle = await sign_in(at.provider, CLIENT, address=ADDRESS, show=show)

    assert [page.status_code for page in person.pages] == [400, 200]
    assert bundle.access_token and at.asked == ["authorization_code"]


async def test_whoever_asks_for_something_else_is_sent_away() -> None:
    statuses = []
    async with authority() as at:

        async def show(url: str) -> None:
            back = parse_qs(urlsplit(url).query)["redirect_uri"][0]
            async with httpx.AsyncClient(trust_env=False) as line:
                statuses.extend(
                    [
                        (await line.get(f"{back}/favicon.ico")).status_code,
                        (await line.post(back)).status_code,
                        (await line.get(back, params={"code": "stolen"})).status_code,
                    ]
                )
            reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(back).port)
            writer.write(b"x" * 40_000)
            assert await reader.read() == b""
            writer.close()
            await browse(url)

        await sign_in(at.provider, CLIENT, address=ADDRESS, show=show)

    assert statuses == [404, 404, 400]


async def test_nobody_coming_back_ends_the_waiting_and_frees_the_port() -> None:
    ports = []

    async def show(url: str) -> None:
        ports.append(urlsplit(parse_qs(urlsplit(url).query)["redirect_uri"][0]).port)

    async with authority() as at:
        with pytest.raises(PersonError) as raised:
            await sign_in(at.provider, CLIENT, address=ADDRESS, show=show, patience=timedelta(milliseconds=20))

    assert raised.value.code == "sign-in-timeout"
    free = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", ports[0])
    free.close()


async def test_two_sign_ins_at_once_do_not_meet() -> None:
    one, other = Person(), Person()
    async with authority() as at:
        bundles = await asyncio.gather(signed(at, one), signed(at, other))

    assert bundles[0].access_token != bundles[1].access_token
    assert one.asked["redirect_uri"] != other.asked["redirect_uri"]


async def test_a_code_without_the_right_verifier_is_worth_nothing() -> None:
    person = Person()
    async with authority() as at:

        async def show(url: str) -> None:
            await person.show(url)
            for code in at.records.codes.values():
                code.code_challenge = "A" * 43

        with pytest.raises(PersonError) as raised:
            await sign_in(at.provider, CLIENT, address=ADDRESS, show=show)

    assert raised.value.code == "sign-in-expired"


async def test_a_provider_in_trouble_is_not_the_persons_fault() -> None:
    async with authority() as at:
        at.trouble.status = 503
        error = await refused(at, Person())

    assert (error.code, isinstance(error, OutsideError)) == ("sign-in-unreachable", True)


def test_microsofts_endpoints_name_the_organisation_and_nothing_else_that_is_typed() -> None:
    assert "/common/" in provider("microsoft").endpoints.token
    assert "/contoso.onmicrosoft.com/" in provider("microsoft", tenant="contoso.onmicrosoft.com").endpoints.token
    for typed in ("a/b", "../x", "evil.example#", "x@y"):
        with pytest.raises(PersonError):
            provider("microsoft", tenant=typed)
    with pytest.raises(PersonError):
        provider("google", tenant="contoso")
