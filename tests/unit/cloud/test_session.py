"""Signing in and staying signed in, over the real client and everything that goes wrong with it."""

from __future__ import annotations

import asyncio
import json
import stat
from datetime import timedelta
from uuid import UUID

import pytest

from nightmail.account.secret import Secret
from nightmail.cloud.connection import CloudRoom
from nightmail.cloud.line import Line
from nightmail.cloud.settings import FILE, read_connection
from nightmail.errors import NightmailError, OutsideError, PersonError
from tests.supabase_stack.fixture import Stack
from tests.unit.cloud.desk import ANNA, AT_ONCE, PASSWORD, Desk, Keyring

HOUR = timedelta(hours=1)


def refreshes(project: Stack) -> int:
    """Requests to Auth since the figures were forgotten; in these tests all of them are refreshes."""
    return int(project.stats()["requests"].get("auth", 0))


async def test_who_signed_in_stays_signed_in_at_the_next_start(desk: Desk) -> None:
    async with desk.signed_in() as room:
        who = await room.session.who()
    async with desk.open() as room:
        assert await room.outbox.counts() == {}
        assert await room.session.who() == who
        assert who is not None and who.email == ANNA


async def test_only_the_refresh_token_is_kept_and_only_in_the_keyring(desk: Desk) -> None:
    async with desk.signed_in() as room:
        (kept,) = desk.keyring.kept.values()
        token = await room.session.fresh()

    settings = desk.folder / FILE
    assert stat.S_IMODE(settings.stat().st_mode) == 0o600
    assert json.loads(settings.read_text())["email"] == ANNA
    assert not any(word in settings.read_text() for word in (kept.reveal(), token, PASSWORD.reveal()))
    assert kept.reveal() != token


async def test_nobody_is_named_in_the_profile_before_the_keyring_has_their_session(desk: Desk) -> None:
    """A keyring may ask its person first, and other programs of the profile look into it once the file names somebody."""
    named: list[object] = []

    class Asking(Keyring):
        async def put(self, account_id: UUID, secret: Secret) -> None:
            named.append(read_connection(desk.folder))
            await super().put(account_id, secret)

    desk.keyring = Asking()

    async with desk.signed_in():
        assert named == [None]
        connection = read_connection(desk.folder)
        assert connection is not None and connection.email == ANNA


async def test_a_wrong_password_is_said_to_be_wrong(desk: Desk) -> None:
    desk.project.create_user(ANNA, PASSWORD.reveal())
    async with desk.open() as room:
        with pytest.raises(PersonError) as caught:
            await room.session.sign_in(ANNA, Secret("another"))
        assert caught.value.code == "wrong-password"


async def test_a_new_person_signs_up_and_may_have_to_confirm_the_address(desk: Desk) -> None:
    desk.project.fault(confirm_emails=True)
    async with desk.open() as room:
        assert await room.session.sign_up(ANNA, PASSWORD) is None
        with pytest.raises(PersonError) as caught:
            await room.session.sign_in(ANNA, PASSWORD)
        assert caught.value.code == "not-confirmed"

        who = await room.session.confirm(ANNA, desk.project.mail(ANNA)[-1]["code"])

        assert who.email == ANNA
        assert await room.outbox.counts() == {}


async def test_a_weak_password_and_a_known_address_are_named_at_sign_up(desk: Desk) -> None:
    desk.project.create_user(ANNA, PASSWORD.reveal())
    async with desk.open() as room:
        for address, password, code in ((ANNA, PASSWORD, "already-signed-up"), ("b@example.org", Secret("x"), "weak-password")):
            with pytest.raises(PersonError) as caught:
                await room.session.sign_up(address, password)
            assert caught.value.code == code


async def test_a_forgotten_password_is_replaced_by_a_mailed_code(desk: Desk) -> None:
    desk.project.create_user(ANNA, PASSWORD.reveal())
    new = Secret("a better password")
    async with desk.open() as room:
        await room.session.reset_password(ANNA)
        with pytest.raises(PersonError) as caught:
            await room.session.finish_reset(ANNA, "000000x", new)
        assert caught.value.code == "wrong-code"

        await room.session.finish_reset(ANNA, desk.project.mail(ANNA)[-1]["code"], new)

        assert (await room.session.sign_in(ANNA, new)).email == ANNA


async def test_a_refused_new_password_does_not_cost_the_code_and_signs_nobody_in(desk: Desk) -> None:
    desk.project.create_user(ANNA, PASSWORD.reveal())
    async with desk.open() as room:
        await room.session.reset_password(ANNA)
        code = desk.project.mail(ANNA)[-1]["code"]
        for password, refusal in ((PASSWORD, "same-password"), (Secret("x"), "weak-password")):
            with pytest.raises(PersonError) as caught:
                await room.session.finish_reset(ANNA, code, password)
            assert caught.value.code == refusal
        between = (await room.session.who(), dict(desk.keyring.kept))
        with pytest.raises(PersonError) as elsewhere:
            await room.outbox.counts()

        await room.session.finish_reset(ANNA, code, Secret("a better password"))

        assert between == (None, {})
        assert elsewhere.value.code == "signed-out"
        assert await room.outbox.counts() == {}
        with pytest.raises(PersonError) as spent:
            await room.session.finish_reset(ANNA, code, Secret("another one still"))
        assert spent.value.code == "wrong-code"


async def test_an_expired_token_is_renewed_once_and_the_call_repeated(desk: Desk, room: CloudRoom) -> None:
    desk.project.expire_tokens()
    desk.project.forget_stats()

    await asyncio.gather(*(room.outbox.counts() for _ in range(8)))

    assert refreshes(desk.project) == 1


async def test_many_calls_near_the_end_of_a_token_refresh_it_once(desk: Desk, room: CloudRoom) -> None:
    desk.clock.awake += HOUR - timedelta(seconds=59)
    desk.project.forget_stats()

    await asyncio.gather(*(room.outbox.counts() for _ in range(8)))

    assert refreshes(desk.project) == 1


async def test_a_token_that_ran_out_while_the_laptop_slept_is_renewed_before_it_is_used(desk: Desk, room: CloudRoom) -> None:
    before = await room.session.fresh()
    desk.clock.wall += HOUR

    assert await room.session.fresh() != before


async def test_a_clock_set_back_does_not_keep_a_dead_token(desk: Desk, room: CloudRoom) -> None:
    before = await room.session.fresh()
    desk.clock.wall -= timedelta(days=1)
    desk.clock.awake += HOUR

    assert await room.session.fresh() != before


async def test_two_processes_of_one_profile_refresh_at_once_and_neither_is_signed_out(desk: Desk, room: CloudRoom) -> None:
    desk.project.fault(reuse_seconds=0.0)
    async with desk.open() as other:
        for _ in range(3):
            desk.clock.awake += HOUR
            await asyncio.gather(*(one.outbox.counts() for one in (room, other) for _ in range(3)))

    assert await room.session.who() is not None


async def test_a_refresh_that_was_dropped_after_it_was_done_is_repeated_without_harm(desk: Desk, room: CloudRoom) -> None:
    desk.clock.awake += HOUR
    desk.project.fault(drop_after_commit={"next": 1, "only": "/auth/v1/token"})

    assert await room.outbox.counts() == {}
    desk.clock.awake += HOUR
    assert await room.outbox.counts() == {}


async def test_a_session_that_was_revoked_asks_to_sign_in_and_loses_nothing_here(desk: Desk, room: CloudRoom) -> None:
    await desk.blobs.put_bytes(b"kept")
    (id,) = desk.keyring.kept
    desk.keyring.kept[id] = Secret("worn-out")
    desk.clock.awake += HOUR

    with pytest.raises(PersonError) as caught:
        await room.outbox.counts()

    assert (caught.value.code, "sign-in" in caught.value.next) == ("signed-out", True)
    assert room.connection.email == ANNA and (desk.folder / "blobs").exists()
    assert await room.session.who() is None
    await room.session.sign_in(ANNA, PASSWORD)
    assert await room.outbox.counts() == {}


async def test_a_session_whose_token_was_used_by_somebody_else_has_ended(desk: Desk, room: CloudRoom) -> None:
    desk.project.fault(reuse_seconds=0.0)
    thief = Desk(desk.project, desk.folder / "thief", Keyring(dict(desk.keyring.kept)))
    async with thief.open() as theirs:
        await theirs.outbox.counts()
        thief.clock.awake += HOUR
        await theirs.outbox.counts()
    desk.clock.awake += HOUR

    with pytest.raises(PersonError) as caught:
        await room.outbox.counts()

    assert caught.value.code == "signed-out"
    assert not desk.keyring.kept


async def test_who_was_shut_out_is_told_so_and_comes_back_without_signing_in(desk: Desk, room: CloudRoom) -> None:
    door = f"{desk.project.url}/auth/v1/admin/users/{room.connection.user_id}"
    key = {"apikey": desk.project.secret_key, "Authorization": f"Bearer {desk.project.secret_key}"}
    (await room.line.http.put(door, headers=key, json={"ban_duration": "24h"})).raise_for_status()
    desk.clock.awake += HOUR

    with pytest.raises(PersonError) as caught:
        await room.outbox.counts()
    assert (caught.value.code, "shut out" in caught.value.message) == ("signed-out", True)

    (await room.line.http.put(door, headers=key, json={"ban_duration": "none"})).raise_for_status()
    assert await room.outbox.counts() == {}


async def test_signing_out_ends_the_session_here_even_when_the_project_can_not_be_told(desk: Desk, room: CloudRoom) -> None:
    assert await room.session.sign_out()
    assert not desk.keyring.kept
    with pytest.raises(PersonError):
        await room.outbox.counts()

    await room.session.sign_in(ANNA, PASSWORD)
    desk.project.fault(html_502={"every": 1})
    assert not await room.session.sign_out()
    assert not desk.keyring.kept


async def test_signing_out_here_leaves_the_other_pc_signed_in(desk: Desk, room: CloudRoom) -> None:
    elsewhere = Desk(desk.project, desk.folder / "elsewhere")
    async with elsewhere.open() as other:
        await other.session.sign_in(ANNA, PASSWORD)
        await room.session.sign_out()
        elsewhere.clock.awake += HOUR

        assert await other.outbox.counts() == {}


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ({"html_502": {"every": 1}}, "cloud-unreachable"),
        ({"unavailable": {"every": 1}}, "cloud-unreachable"),
        ({"drop_before_commit": {"every": 1}}, "cloud-unreachable"),
        ({"paused": True}, "project-paused"),
        ({"rate_limited": True}, "rate-limited"),
    ],
)
async def test_what_keeps_the_project_away_while_refreshing_is_told_as_what_it_is(
    desk: Desk, room: CloudRoom, fault: dict[str, object], code: str
) -> None:
    desk.clock.awake += HOUR
    desk.project.fault(**fault)

    with pytest.raises(OutsideError) as caught:
        await room.outbox.counts()
    assert (caught.value.code, bool(caught.value.next)) == (code, True)

    desk.project.heal()
    assert await room.outbox.counts() == {}


async def test_a_project_whose_clocks_differ_is_told_by_how_much(desk: Desk, room: CloudRoom) -> None:
    desk.clock.awake += HOUR
    desk.project.fault(skew_seconds=300)

    with pytest.raises(OutsideError) as caught:
        await room.outbox.counts()

    assert caught.value.code == "clock-skew"
    assert "about 5 minutes" in caught.value.message


async def test_a_pc_without_network_is_told_from_a_project_that_is_gone() -> None:
    async def nothing(host: str) -> bool:
        return False

    async def platform(host: str) -> bool:
        return host == "example.invalid"

    for has_name, code in ((nothing, "cloud-unreachable"), (platform, "project-paused")):
        line = Line("https://gone.example.invalid", "key", patience=AT_ONCE, has_name=has_name)
        with pytest.raises(NightmailError) as caught:
            await line.trying(lambda line=line: _unknown_name(line))  # type: ignore[misc]
        assert caught.value.code == code
        await line.close()


async def _unknown_name(line: Line) -> None:
    """What httpx raises where the name servers answer that there is no such host."""
    import socket

    import httpx

    try:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    except socket.gaierror as error:
        raise httpx.ConnectError("no such host") from error
