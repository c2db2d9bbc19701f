"""Access tokens that last, renewed once for all who wait, and never at the cost of the refresh token."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from nightmail.account.model import Options
from nightmail.account.secret import AccessToken, Secret
from nightmail.errors import OutsideError, PersonError
from nightmail.oauth.bundle import read
from nightmail.oauth.providers import Endpoints
from tests.authorization_server.app import Authority, authority
from tests.unit.oauth.stage import ADDRESS, Room, account_for, room_for, signed_in


async def test_a_token_that_lasts_is_handed_out_without_asking_anybody(tmp_path: Path) -> None:
    async with authority() as at:
        room = await room_for(at, tmp_path)
        token = await room.token()

        assert at.records.accepts(ADDRESS, token.reveal())
        assert at.refreshes == 0
    assert "AccessToken(…)" in repr(token) and token.reveal() not in repr(room.kept)


async def test_however_many_connections_wait_one_renewal_serves_them_all(tmp_path: Path) -> None:
    async with authority(rotates=True) as at:
        room = await room_for(at, tmp_path)
        room.clock.forward(hours=2)
        tokens = await asyncio.gather(*(room.token() for _ in range(20)))

        assert at.refreshes == 1
        assert len({token.reveal() for token in tokens}) == 1
        assert at.records.accepts(ADDRESS, tokens[0].reveal())


async def test_processes_over_the_same_profile_renew_in_turn(tmp_path: Path) -> None:
    async with authority(rotates=True) as at:
        room = await room_for(at, tmp_path)
        room.clock.forward(hours=2)
        processes = [room.tokens, room.another_process(), room.another_process()]
        tokens = await asyncio.gather(*(process.get(room.account) for process in processes))

        assert at.refreshes == 1
        assert len({token.reveal() for token in tokens if token}) == 1


async def test_a_refused_token_is_renewed_once_whoever_shows_it(tmp_path: Path) -> None:
    async with authority(rotates=True) as at:
        room = await room_for(at, tmp_path)
        refused = await room.token()
        renewed = await asyncio.gather(*(refused.renewed() for _ in range(5)))

        assert at.refreshes == 1
        assert {token.reveal() for token in renewed} == {room.kept.access_token} != {refused.reveal()}


@pytest.mark.parametrize("rotates", [True, False])
async def test_what_takes_the_refresh_tokens_place_is_kept(rotates: bool, tmp_path: Path) -> None:
    async with authority(rotates=rotates) as at:
        room = await room_for(at, tmp_path)
        before = room.kept.refresh_token
        room.clock.forward(hours=2)
        await room.token()
        room.clock.forward(hours=2)
        token = await room.token()

        assert (room.kept.refresh_token != before) is rotates
        assert at.records.accepts(ADDRESS, token.reveal())
        assert at.refreshes == 2


async def test_a_rotated_refresh_token_is_kept_before_anything_is_done_with_it(tmp_path: Path) -> None:
    async with authority(rotates=True) as at:
        room = await room_for(at, tmp_path)
        before = room.secrets.kept[room.account.id]
        room.clock.forward(hours=2)
        room.secrets.is_failing = True
        for _ in range(2):
            with pytest.raises(OutsideError):
                await room.token()

        assert room.secrets.kept[room.account.id] == before
        room.secrets.is_failing = False
        token = await room.token()

        assert at.refreshes == 1
        assert token.reveal() == room.kept.access_token
        assert at.records.accepts(ADDRESS, token.reveal())


async def test_an_attempt_that_is_broken_off_does_not_lose_the_new_refresh_token(tmp_path: Path) -> None:
    async with authority(rotates=True) as at:
        room = await room_for(at, tmp_path)
        room.clock.forward(hours=2)
        released = at.hold()
        attempt = asyncio.ensure_future(room.token())
        await at.reached.wait()
        attempt.cancel()
        released.set()
        token = await room.token()

        assert at.refreshes == 1
        assert at.records.accepts(ADDRESS, token.reveal())


async def test_a_sign_in_that_was_withdrawn_asks_the_person_to_sign_in_again(tmp_path: Path) -> None:
    async with authority() as at:
        room = await room_for(at, tmp_path)
        at.records.revoke_all()
        room.clock.forward(hours=2)
        with pytest.raises(PersonError) as raised:
            await room.token()

        assert (raised.value.code, raised.value.next) == ("sign-in-expired", "Sign in again.")
        await room.tokens.put(room.account, (await signed_in(at)).secret())
        room.clock.forward(hours=-2)
        assert at.records.accepts(ADDRESS, (await room.token()).reveal())


async def trouble(at: Authority, room: Room, status: int, body: bytes) -> OutsideError:
    at.trouble.status, at.trouble.body = status, body
    with pytest.raises(OutsideError) as raised:
        await room.token()
    at.trouble.status = 0
    return raised.value


async def test_a_provider_in_trouble_costs_nothing_but_time(tmp_path: Path) -> None:
    async with authority() as at:
        room = await room_for(at, tmp_path)
        room.clock.forward(hours=2)
        for status, body in (
            (500, b"{}"),
            (503, b"<html>"),
            (429, b'{"error": "slow_down"}'),
            (200, b"<html>a portal of a hotel</html>"),
            (200, b"[]"),
            (200, b'{"access_token": 7}'),
            (200, b"{" + b" " * 300_000),
            (400, b'{"error": "temporarily_unavailable"}'),
            (302, b""),
        ):
            assert (await trouble(at, room, status, body)).code == "sign-in-unreachable"

        assert at.records.accepts(ADDRESS, (await room.token()).reveal())


async def test_a_provider_that_is_gone_is_waited_for(tmp_path: Path) -> None:
    async with authority() as at:
        room = await room_for(at, tmp_path)
    room.clock.forward(hours=2)
    with pytest.raises(OutsideError) as raised:
        await room.token()

    assert raised.value.code == "sign-in-unreachable"


async def test_signing_in_again_during_a_renewal_counts_more_than_the_renewal(tmp_path: Path) -> None:
    async with authority(rotates=True) as at:
        room = await room_for(at, tmp_path)
        anew = (await signed_in(at)).secret()
        room.clock.forward(hours=2)
        released = at.hold()
        waiting = asyncio.ensure_future(room.token())
        await at.reached.wait()
        room.secrets.kept[room.account.id] = anew
        released.set()
        token = await waiting

        assert room.kept.refresh_token != read(anew).refresh_token
        assert at.records.accepts(ADDRESS, token.reveal())
        assert token.reveal() == room.kept.access_token


async def test_strangers_cannot_send_the_worker_to_its_own_network(tmp_path: Path) -> None:
    from nightmail.oauth.tokens import Tokens
    from nightmail.secrets.in_turn import InTurn

    async with authority() as at:
        room = await room_for(at, tmp_path, account=account_for(is_trusted=False))
        careful = Tokens(InTurn(room.secrets, tmp_path), clock=room.clock, private_hosts=False)
        room.clock.forward(hours=2)
        before = len(at.asked)
        for url in (at.endpoints.token, "https://127.0.0.1:9/token", "https://localhost/token", "https://[::1]/token"):
            led = replace(room.kept, endpoints=Endpoints(at.endpoints.authorize, url, ()))
            room.secrets.kept[room.account.id] = led.secret()
            with pytest.raises(PersonError) as raised:
                await careful.get(room.account)
            assert raised.value.code == "private-host"

        assert len(at.asked) == before


async def test_a_password_is_no_token_and_a_token_no_password(tmp_path: Path) -> None:
    async with authority() as at:
        room = await room_for(at, tmp_path)
        with_password = replace(room.account, options=Options())
        with pytest.raises(PersonError) as raised:
            await room.tokens.get(with_password)
        assert raised.value.code == "token-for-password"

        await room.tokens.put(with_password, Secret("pw"))
        assert await room.tokens.get(with_password) == Secret("pw")
        with pytest.raises(PersonError) as unreadable:
            await room.tokens.get(room.account)
        assert unreadable.value.code == "tokens-unreadable"

        await room.tokens.delete(room.account.id)
        with pytest.raises(PersonError) as missing:
            await room.tokens.get(room.account)
        assert missing.value.code == "sign-in-missing"


async def test_tokens_of_another_provider_than_the_accounts_are_not_used(tmp_path: Path) -> None:
    async with authority() as at:
        room = await room_for(at, tmp_path)
        with pytest.raises(PersonError):
            await room.tokens.get(replace(room.account, options=Options(oauth="google")))


async def test_a_provider_that_names_no_end_is_believed_until_a_server_refuses(tmp_path: Path) -> None:
    async with authority() as at:
        room = await room_for(at, tmp_path)
        room.secrets.kept[room.account.id] = replace(room.kept, expires_at=None).secret()
        room.clock.forward(days=30)

        assert isinstance(await room.token(), AccessToken) and at.refreshes == 0
