"""What people see of mail that came back, what they can do with what failed, and how they hear of mail that does not move."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from desktop.reason_words import reason_words
from desktop.screens.compose.checks import Circumstances, look_over
from desktop.screens.outbox.detail import to_the_missing
from desktop.screens.outbox.state import Act
from nightmail.delivery.model import DeliveryState, RecipientState
from nightmail.message.draft import Draft
from nightmail.ports import Item, Stuck, StuckReason, Suppression
from tests.unit.desktop.fakes import NOW_AT, item_of, message
from tests.unit.desktop.test_compose_presenter import Desk as ComposeDesk
from tests.unit.desktop.test_outbox_presenter import Desk

RETURNED = Suppression("bob@example.org", "The server says that this address does not exist.", NOW_AT, None)
MINUTE = timedelta(minutes=1)


def with_outcome(item: Item, state: RecipientState, reply: str) -> Item:
    first, *others = item.delivery.recipients
    ledger = (replace(first, state=state, reply=reply), *others)
    return replace(item, delivery=replace(item.delivery, recipients=ledger))


def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "drafts")


def test_what_failed_can_be_sent_again_to_the_missing(tmp_path: Path) -> None:
    seen = desk(tmp_path)
    item = item_of(message("Minutes"), state=DeliveryState.FAILED)
    seen.gateway.add(item)
    seen.outbox.refresh()
    seen.outbox.select(item.delivery.id)

    assert seen.state.detail is not None
    assert Act.REDRIVE in [each.act for each in seen.state.detail.acts]
    seen.outbox.act(item.delivery.id, Act.REDRIVE)

    assert ("redrive", item.delivery.id) in seen.gateway.calls
    assert seen.screen.said == ["It goes again to those who are missing."]


def test_who_got_it_under_one_spelling_is_not_missing_under_another() -> None:
    item = item_of(message("Minutes"), state=DeliveryState.FAILED)
    had, missing = (replace(item.delivery.recipients[0], address=each) for each in ("Bob@example.net", "cid@example.net"))
    ledger = (replace(had, state=RecipientState.ACCEPTED), replace(missing, n=1, state=RecipientState.REFUSED))
    item = replace(item, delivery=replace(item.delivery, recipients=ledger))
    draft = Draft(to=("Bob@example.net", "cid@example.net"), cc=("Bob <BOB@example.net>",), bcc=("CID@example.net",))

    rest = to_the_missing(draft, item)

    assert (rest.to, rest.cc, rest.bcc) == (("cid@example.net",), (), ("CID@example.net",))


def test_a_recipient_it_came_back_from_is_shown_with_the_servers_words(tmp_path: Path) -> None:
    seen = desk(tmp_path)
    item = with_outcome(item_of(message("Minutes"), state=DeliveryState.SENT), RecipientState.BOUNCED, "550 5.1.1 unknown")
    seen.gateway.add(item)
    seen.outbox.refresh()
    seen.outbox.select(item.delivery.id)

    assert seen.state.detail is not None
    assert [(line.word, line.said) for line in seen.state.detail.ledger][:1] == [("Came back", "550 5.1.1 unknown")]


def test_mail_that_does_not_move_is_told_with_the_reason(tmp_path: Path) -> None:
    seen = desk(tmp_path)
    seen.gateway.add(item_of(message("Minutes"), due=NOW_AT - 12 * MINUTE))
    seen.gateway.still = Stuck(3, NOW_AT - 12 * MINUTE, {StuckReason.NO_WORKER: 3})
    seen.outbox.refresh()

    assert seen.state.stuck.startswith("3 messages should have left 12 minutes ago: Nightmail is not running here")
    assert seen.state.banner.sentence == seen.state.stuck


def test_what_a_pause_or_a_rest_explains_is_not_told_twice(tmp_path: Path) -> None:
    seen = desk(tmp_path)
    seen.gateway.add(item_of(message("Minutes"), due=NOW_AT - 12 * MINUTE))
    seen.gateway.still = Stuck(3, NOW_AT - 12 * MINUTE, {StuckReason.PAUSED: 2, StuckReason.BREAKER: 1})
    seen.outbox.refresh()

    assert seen.state.stuck == ""


def test_nobody_is_asked_while_all_leaves_in_time(tmp_path: Path) -> None:
    seen = desk(tmp_path)
    seen.gateway.add(item_of(message("Minutes"), due=NOW_AT + MINUTE))
    seen.outbox.refresh()
    seen.outbox.tick()

    assert "stuck" not in [name for name, _ in seen.gateway.calls]


def test_mail_that_gets_stuck_while_nothing_happens_is_noticed_by_the_clock_alone(tmp_path: Path) -> None:
    seen = desk(tmp_path)
    seen.gateway.add(item_of(message("Minutes"), due=NOW_AT + MINUTE))
    seen.outbox.refresh()
    seen.gateway.still = Stuck(1, NOW_AT + MINUTE, {StuckReason.NO_WORKER: 1})
    seen.clock.at = NOW_AT + 7 * MINUTE
    seen.outbox.tick()
    seen.outbox.tick()

    assert seen.state.stuck.startswith("1 message should have left 6 minutes ago: Nightmail is not running here")
    assert [name for name, _ in seen.gateway.calls].count("stuck") == 1


def test_writing_to_somebody_whose_mail_came_back_asks_once_and_never_refuses(tmp_path: Path) -> None:
    seen = ComposeDesk(tmp_path / "drafts")
    seen.gateway.returned = (RETURNED,)
    composer = seen.written()
    composer.set_recipients("to", ["Bob <BOB@example.org>"])
    composer.send()

    finding = composer.state.findings[0]
    assert "does not exist" in finding.sentence and "bob@example.org" in finding.sentence
    assert seen.screen.sent == []
    composer.send_anyway()
    assert len(seen.screen.sent) == 1


def test_others_are_not_warned_of() -> None:
    draft = Draft(to=("cid@example.net", "no address"), subject="Minutes", text="Here.")

    assert look_over(draft, Circumstances(returned=(RETURNED,))) == ()


def test_a_sent_message_that_came_back_says_from_whom_and_that_nothing_goes_by_itself() -> None:
    item = with_outcome(item_of(message("Minutes"), state=DeliveryState.SENT), RecipientState.BOUNCED, "550 5.1.1 unknown")

    words = reason_words(item.delivery)

    assert item.delivery.recipients[0].address in words
    assert "not sent again" in words
    assert reason_words(item_of(message("Minutes"), state=DeliveryState.SENT).delivery) == ""
