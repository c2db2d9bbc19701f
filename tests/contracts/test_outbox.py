"""The person's side over every store: what may be scheduled, what is refused and in which words, and changing one's mind."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from nightmail.account.model import Account, Learned, Limits
from nightmail.delivery.model import DeliveryState, Priority
from nightmail.errors import Invalid, OutsideError, PersonError
from nightmail.ids import new_id
from nightmail.message.attach import file_for
from nightmail.message.draft import Draft, DraftFile
from nightmail.outbox import Outbox, Request
from nightmail.ports import OutboxQuery, Scheduled, Store
from nightmail.schedule.model import NOW, After, WallTime
from nightmail.store.blobs import FolderBlobs
from tests.letters import OWNER, account
from tests.patience import PATIENCE

HOUR = After(timedelta(hours=1))
DRAFT = Draft(to=("bob@example.net",), subject="Minutes", text="here they are")


@pytest.fixture
async def sender(store: Store) -> Account:
    anna = account()
    await store.save_account(anna)
    return anna


@pytest.fixture
def outbox(store: Store, tmp_path: Path) -> Outbox:
    return Outbox(store, FolderBlobs(tmp_path / "blobs"), owner_id=OWNER)


async def refusal(outbox: Outbox, sender: Account, draft: Draft, schedule=HOUR, **options) -> PersonError:
    with pytest.raises(PersonError) as refused:
        await outbox.schedule(draft, sender, schedule, **options)
    assert await outbox.list(OutboxQuery()) == ()
    return refused.value


async def test_a_wall_time_is_kept_with_its_zone_and_read_by_its_rules(outbox: Outbox, sender: Account):
    # The night the clocks in Berlin go forward: 02:30 does not exist (RFC 5545 3.3.5).
    receipt = await outbox.schedule(DRAFT, sender, WallTime(datetime.fromisoformat("2031-03-30T02:30"), "Europe/Berlin"))

    assert receipt.due_at == datetime(2031, 3, 30, 1, 30, tzinfo=UTC)
    item = await outbox.show(receipt.id)
    assert item.wall_time == WallTime(datetime.fromisoformat("2031-03-30T02:30"), "Europe/Berlin")


async def test_a_time_that_has_passed_is_asked_about_and_nothing_is_scheduled(outbox: Outbox, sender: Account):
    past = WallTime(datetime.fromisoformat("2020-01-01T09:00"), "Europe/Berlin")

    refused = await refusal(outbox, sender, DRAFT, past)

    assert refused.code == "past-time"
    assert "Send it now" in refused.next


async def test_every_problem_of_a_draft_is_told_at_once(outbox: Outbox, sender: Account):
    draft = Draft(to=("nobody",), cc=("also nobody",), subject="a\r\nBcc: evil@example.org", text="x")

    with pytest.raises(Invalid) as refused:
        await outbox.schedule(draft, sender, NOW)

    assert {problem.field for problem in refused.value.problems} == {"to", "cc", "subject"}
    assert await outbox.list(OutboxQuery()) == ()


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"lifetime": timedelta(0)}, "bad-deadline"),
        ({"lifetime": timedelta(hours=73)}, "bad-deadline"),
        ({"idempotency_key": ""}, "bad-key"),
        ({"idempotency_key": "k" * 256}, "bad-key"),
    ],
)
async def test_impossible_options_are_refused(outbox: Outbox, sender: Account, options: dict[str, object], code: str):
    assert (await refusal(outbox, sender, DRAFT, **options)).code == code


async def test_an_unknown_zone_is_refused_with_what_was_meant(outbox: Outbox, sender: Account):
    refused = await refusal(outbox, sender, DRAFT, WallTime(datetime.fromisoformat("2031-01-01T09:00"), "Europe/Berln"))

    assert refused.code == "unknown-zone"
    assert "Europe/Berlin" in refused.next + refused.message


async def test_a_file_that_vanished_since_it_was_attached_is_told(outbox: Outbox, sender: Account, tmp_path: Path):
    path = tmp_path / "plan.txt"
    path.write_text("x")
    draft = replace(DRAFT, files=(file_for(path),))
    path.unlink()

    assert (await refusal(outbox, sender, draft)).code == "file-vanished"


async def test_two_gigabytes_are_refused_before_a_byte_is_read(outbox: Outbox, store: Store, tmp_path: Path):
    huge = DraftFile("film.mkv", "video/x-matroska", 2 * 10**9, tmp_path / "not even there")
    small = account(address="small@example.org", limits=Limits(1, 100, 50, max_size=10_000_000))
    await store.save_account(small)

    refused = await refusal(outbox, small, replace(DRAFT, files=(huge,)))

    assert refused.code == "too-large"
    assert "2.0 GB" in refused.message
    assert "10.0 MB" in refused.message


async def test_the_size_that_the_server_named_counts_before_the_tables(outbox: Outbox, store: Store):
    learned = account(address="small@example.org", limits=Limits(1, 100, 50, 10_000_000), learned=Learned(max_size=500_000))
    await store.save_account(learned)

    refused = await refusal(outbox, learned, replace(DRAFT, text="x" * 600_000))

    assert refused.code == "too-large"
    assert "500.0 kB" in refused.message


async def test_a_message_leaves_as_soon_as_its_priority_says(outbox: Outbox, sender: Account):
    receipt = await outbox.schedule(DRAFT, sender, HOUR, priority=Priority.BULK)

    assert (await outbox.show(receipt.id)).delivery.priority is Priority.BULK
    assert [row.delivery.priority for row in await outbox.list(OutboxQuery())] == [Priority.BULK]


async def test_an_edited_message_keeps_its_priority_unless_another_is_given(outbox: Outbox, sender: Account):
    first = await outbox.schedule(DRAFT, sender, HOUR, priority=Priority.URGENT)

    second = await outbox.schedule(DRAFT, sender, HOUR, replaces=first.id)
    third = await outbox.schedule(DRAFT, sender, HOUR, replaces=second.id, priority=Priority.NORMAL)

    assert (await outbox.show(second.id)).delivery.priority is Priority.URGENT
    assert (await outbox.show(third.id)).delivery.priority is Priority.NORMAL


async def test_attached_bytes_are_kept_by_their_content(outbox: Outbox, sender: Account, tmp_path: Path):
    path = tmp_path / "plan.txt"
    path.write_bytes(b"the plan")

    receipt = await outbox.schedule(replace(DRAFT, files=(file_for(path),)), sender, HOUR)
    path.write_bytes(b"changed since")

    (kept,) = (await outbox.show(receipt.id)).message.attachments
    assert b"".join(FolderBlobs(tmp_path / "blobs").read(kept.sha256)) == b"the plan"
    assert (kept.filename, kept.size) == ("plan.txt", 8)


async def test_in_bulk_a_bad_one_fails_alone(outbox: Outbox, sender: Account):
    good, bad = Request(DRAFT, sender, HOUR), Request(replace(DRAFT, to=()), sender, HOUR)

    first, second, third = await outbox.schedule_many([good, bad, good])

    assert isinstance(first, Scheduled)
    assert isinstance(second, Invalid)
    assert isinstance(third, Scheduled)
    assert len(await outbox.list(OutboxQuery())) == 2


async def test_a_mind_changed_in_time_wins_and_afterwards_is_told_so(outbox: Outbox, sender: Account):
    receipt = await outbox.schedule(DRAFT, sender, HOUR)

    await outbox.cancel(receipt.id)
    await outbox.cancel(receipt.id)
    with pytest.raises(PersonError, match="cancelled") as late:
        await outbox.resume(receipt.id)
    assert late.value.code == "too-late"

    due_at = await outbox.reschedule(receipt.id, After(timedelta(hours=2)))
    item = await outbox.show(receipt.id)
    assert (item.delivery.state, item.delivery.due_at) == (DeliveryState.SCHEDULED, due_at)
    assert item.delivery.deadline_at - item.delivery.due_at == timedelta(hours=24)

    await outbox.hold(receipt.id)
    await outbox.resume(receipt.id)
    await outbox.send_now(receipt.id)
    assert (await outbox.show(receipt.id)).delivery.wanted_at < due_at


async def test_what_does_not_exist_is_said_not_to(outbox: Outbox):
    for ask in (outbox.cancel, outbox.show, outbox.send_now, outbox.hold, outbox.resume):
        with pytest.raises(PersonError) as missing:
            await ask(new_id())
        assert missing.value.code == "no-such-message"


async def test_a_message_that_is_not_in_doubt_has_nothing_to_decide(outbox: Outbox, sender: Account):
    receipt = await outbox.schedule(DRAFT, sender, HOUR)

    with pytest.raises(PersonError) as refused:
        await outbox.resolve(receipt.id, arrived=True)

    assert refused.value.code == "not-in-doubt"


async def test_waiting_ends_with_a_sentence_when_nobody_sends(outbox: Outbox, sender: Account):
    receipt = await outbox.schedule(DRAFT, sender, HOUR)

    with pytest.raises(OutsideError) as late:
        await outbox.wait([receipt.id], timeout=timedelta(milliseconds=120))
    assert late.value.code == "timeout"

    await outbox.cancel(receipt.id)
    assert await outbox.wait([receipt.id], timeout=timedelta(seconds=PATIENCE)) == {receipt.id: DeliveryState.CANCELLED}
