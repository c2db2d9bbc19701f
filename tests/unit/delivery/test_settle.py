"""What an attempt's outcome makes of a delivery: the laws that hold for every one of them."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightmail.delivery.model import Delivery, DeliveryState, Recipient, RecipientState
from nightmail.delivery.outcome import (
    Accepted,
    Advice,
    Deferred,
    Fenced,
    InDoubt,
    Outcome,
    Phase,
    RecipientResult,
    Refused,
    Reply,
    ReplyClass,
    Withheld,
)
from nightmail.delivery.retry import GAPS, RetryPolicy
from nightmail.delivery.settle import ACCOUNT_CLASSES, PATIENCE_CLASSES, Settled, settle, unsent
from nightmail.ids import new_id
from nightmail.message.model import RecipientKind

NOW = datetime(2026, 11, 12, 8, 0, tzinfo=UTC)
RETRY = RetryPolicy()
FINAL = (DeliveryState.SENT, DeliveryState.FAILED)


def delivery(*states: RecipientState, **changes: object) -> Delivery:
    ledger = tuple(
        Recipient(n, RecipientKind.TO, "", f"r{n}@example.net", state)
        for n, state in enumerate(states or (RecipientState.PENDING,))
    )
    fields: dict[str, object] = {
        "id": new_id(),
        "owner_id": new_id(),
        "account_id": new_id(),
        "state": DeliveryState.CLAIMED,
        "wanted_at": NOW,
        "due_at": NOW,
        "deadline_at": NOW + timedelta(hours=24),
        "run_lease": 1,
        "recipients": ledger,
    }
    return Delivery(**{**fields, **changes})  # type: ignore[arg-type]


def settled(one: Delivery, outcome: Outcome, *, spread: float = 0.5) -> Settled:
    return settle(one, outcome, retry=RETRY, now=NOW, spread=spread)


states = st.sampled_from(list(RecipientState))
open_states = st.sampled_from([RecipientState.PENDING, RecipientState.DEFERRED])
replies = st.builds(Reply, st.integers(200, 599), st.text(max_size=20))
classes = st.sampled_from(list(ReplyClass))
phases = st.sampled_from(list(Phase))


@st.composite
def attempts(draw: st.DrawFn) -> tuple[Delivery, Outcome]:
    """A delivery with at least one open recipient, and an outcome about some of the open ones."""
    ledger = draw(st.lists(states, min_size=1, max_size=6))
    ledger[draw(st.integers(0, len(ledger) - 1))] = draw(open_states)
    one = delivery(
        *ledger,
        attempts=draw(st.integers(0, 30)),
        deferrals=draw(st.integers(0, 30)),
        deadline_at=NOW + draw(st.timedeltas(timedelta(0), timedelta(hours=72))),
    )
    numbers = [recipient.n for recipient in one.recipients if recipient.is_open]
    tried = draw(st.lists(st.sampled_from(numbers), unique=True, min_size=1))
    results = tuple(
        RecipientResult(n, draw(st.sampled_from([RecipientState.ACCEPTED, RecipientState.DEFERRED, RecipientState.REFUSED])), "x")
        for n in tried
    )
    outcome: Outcome = draw(
        st.one_of(
            st.just(Accepted(Reply(250, "ok"), results)),
            st.builds(
                Deferred, replies, phases, classes, st.just(tuple(r for r in results if r.state is not RecipientState.ACCEPTED))
            ),
            st.builds(Refused, replies, phases, classes, st.just(tuple(r for r in results if r.state is RecipientState.REFUSED))),
            st.just(InDoubt("lost", tuple(RecipientResult(n, RecipientState.IN_DOUBT, "") for n in tried))),
        )
    )
    return one, outcome


def ledger_after(one: Delivery, result: Settled) -> list[RecipientState]:
    changed = {each.n: each.state for each in result.recipients}
    return [changed.get(recipient.n, recipient.state) for recipient in one.recipients]


@given(attempts(), st.floats(0, 0.999))
def test_nobody_who_was_accepted_is_ever_open_again(attempt: tuple[Delivery, Outcome], spread: float):
    one, outcome = attempt
    after = ledger_after(one, settled(one, outcome, spread=spread))

    for recipient, state in zip(one.recipients, after, strict=True):
        if not recipient.is_open:
            assert state is recipient.state


@given(attempts(), st.floats(0, 0.999))
def test_sent_means_that_the_server_took_it_for_everybody(attempt: tuple[Delivery, Outcome], spread: float):
    one, outcome = attempt
    result = settled(one, outcome, spread=spread)

    if result.state is DeliveryState.SENT:
        taken = {RecipientState.ACCEPTED, RecipientState.IN_DOUBT, RecipientState.BOUNCED}
        assert set(ledger_after(one, result)) <= taken
        assert isinstance(outcome, Accepted)


@given(attempts(), st.floats(0, 0.999))
def test_a_next_try_comes_only_where_somebody_still_waits_and_before_the_deadline(
    attempt: tuple[Delivery, Outcome], spread: float
):
    one, outcome = attempt
    result = settled(one, outcome, spread=spread)

    if result.state is DeliveryState.SCHEDULED:
        still_open = [state for state in ledger_after(one, result) if state in (RecipientState.PENDING, RecipientState.DEFERRED)]
        assert still_open
        waits_for_its_person = bool(result.pause_account)
        assert waits_for_its_person or NOW <= result.due_at < one.deadline_at


@given(attempts(), st.floats(0, 0.999))
def test_in_doubt_comes_of_doubt_alone_and_doubt_is_never_retried(attempt: tuple[Delivery, Outcome], spread: float):
    one, outcome = attempt
    result = settled(one, outcome, spread=spread)

    assert (result.state is DeliveryState.IN_DOUBT) == isinstance(outcome, InDoubt)


@given(attempts(), st.floats(0, 0.999))
def test_what_ends_says_why(attempt: tuple[Delivery, Outcome], spread: float):
    one, outcome = attempt
    result = settled(one, outcome, spread=spread)

    assert result.state in (*FINAL, DeliveryState.SCHEDULED, DeliveryState.IN_DOUBT)
    if result.state is DeliveryState.FAILED:
        assert result.reason


@pytest.mark.parametrize("reply_class", sorted(ACCOUNT_CLASSES))
def test_what_the_account_did_wrong_uses_up_nothing_of_the_message(reply_class: ReplyClass):
    one = delivery(attempts=3, deferrals=2)

    result = settled(one, Deferred(Reply(535, "5.7.8 no"), Phase.AUTH, reply_class))

    assert (result.state, result.attempts, result.deferrals, result.due_at) == (DeliveryState.SCHEDULED, 3, 2, NOW)
    assert result.pause_account == "535 5.7.8 no"


def test_a_pause_says_what_happened_in_whose_words_and_what_to_do():
    told = Advice("own-mailbox", "The mailbox is full.", "Nothing was sent.", "Make room in it.")
    replied = Deferred(Reply(554, "5.2.2 full"), Phase.DOT, ReplyClass.VERIFY, advice=told)
    silent = Deferred(Reply(0, "No password is stored."), Phase.AUTH, ReplyClass.AUTH, advice=replace(told, next="Enter it."))

    assert settled(delivery(), replied).pause_account == (
        "The mailbox is full. (The server said: 554 5.2.2 full) Make room in it."
    )
    assert settled(delivery(), silent).pause_account == "No password is stored. Enter it."


def test_the_audit_has_the_servers_octets_wherever_their_text_is_not_all_of_them():
    plain = Reply(451, "4.3.0 later", "4.3.0", b"451 4.3.0 later\r\n")
    broken = Reply(451, "4.3.0 l ter", "4.3.0", b"451 4.3.0 l\x00ter\n")

    kept = [settled(delivery(), Deferred(reply, Phase.DOT, ReplyClass.RETRY)).detail.get("raw") for reply in (plain, broken)]

    assert kept == [None, base64.b64encode(broken.raw).decode()]


@pytest.mark.parametrize("reply_class", sorted(PATIENCE_CLASSES))
def test_what_only_time_mends_leaves_the_message_as_it_was(reply_class: ReplyClass):
    one = delivery(attempts=3, deferrals=2)

    result = settled(one, Deferred(Reply(421, "4.7.0 Try again later"), Phase.MAIL, reply_class))

    assert (result.state, result.attempts, result.deferrals, result.due_at) == (DeliveryState.SCHEDULED, 3, 2, NOW)
    assert (result.pause_account, result.reason) == ("", "421 4.7.0 Try again later")


def test_a_refused_sender_makes_the_account_wait_for_its_person_and_uses_up_no_attempt():
    refusal = Deferred(Reply(553, "5.7.1 not owned by you"), Phase.MAIL, ReplyClass.SENDER)

    result = settled(delivery(), refusal)

    assert (result.state, result.due_at, result.attempts, result.deferrals) == (DeliveryState.SCHEDULED, NOW, 0, 0)
    assert result.pause_account == "553 5.7.1 not owned by you"


def test_a_server_that_was_not_reached_uses_up_no_attempt_but_waits_longer_each_time():
    one = delivery(deferrals=1)

    result = settled(one, Deferred(Reply(0, "refused"), Phase.CONNECT, ReplyClass.RETRY))

    assert (result.attempts, result.deferrals) == (0, 2)
    assert result.due_at == NOW + timedelta(seconds=60)


def test_recipients_beyond_the_envelope_are_tried_at_once():
    one = delivery(RecipientState.PENDING, RecipientState.PENDING)

    full = Reply(452, "too many", raw=b"452-too\r\n452 many\r\n")
    result = settled(one, Accepted(Reply(250, "ok"), (RecipientResult(0, RecipientState.ACCEPTED, "250 ok"),), surplus=full))

    assert (result.state, result.due_at) == (DeliveryState.SCHEDULED, NOW)
    assert (result.detail["surplus"], result.detail["surplus_raw"]) == ("452 too many", full.evidence)


def test_no_try_is_left_when_the_next_one_would_come_after_the_deadline():
    one = delivery(deadline_at=NOW + timedelta(seconds=5))

    result = settled(one, Deferred(Reply(451, "later"), Phase.MAIL, ReplyClass.RETRY))

    assert result.state is DeliveryState.FAILED
    assert "451 later" in result.reason


def test_a_refused_message_is_refused_for_everybody_still_open():
    one = delivery(RecipientState.ACCEPTED, RecipientState.PENDING, RecipientState.DEFERRED)

    result = settled(one, Refused(Reply(554, "spam"), Phase.DOT, ReplyClass.CONTENT))

    assert ledger_after(one, result) == [RecipientState.ACCEPTED, RecipientState.REFUSED, RecipientState.REFUSED]


def test_what_this_process_lacks_uses_up_nothing_and_holds_nothing_against_the_message():
    one = delivery(RecipientState.DEFERRED)

    result = settled(one, Withheld("The key is not here."))

    assert (result.state, result.due_at, result.reason) == (DeliveryState.SCHEDULED, one.due_at, "The key is not here.")
    assert (result.attempts, result.deferrals, result.recipients) == (one.attempts, one.deferrals, ())
    assert result.pause_account == ""


def test_what_the_fence_refused_belongs_to_somebody_else():
    with pytest.raises(ValueError, match="fenced"):
        settled(delivery(), Fenced())


def test_an_attempt_that_our_own_side_stopped_leaves_everything_as_it_was():
    one = delivery(attempts=1, deferrals=1)

    result = unsent(one, "The database does not answer.")

    assert (result.state, result.due_at, result.attempts, result.deferrals) == (DeliveryState.SCHEDULED, NOW, 1, 1)
    assert result.recipients == ()


@given(st.integers(0, 40), st.sampled_from(list(ReplyClass)), st.floats(0, 0.999999))
def test_waits_stay_within_their_spread_and_grow_to_an_hour(deferrals: int, reply_class: ReplyClass, spread: float):
    wait = RETRY.wait_after(deferrals, reply_class=reply_class, spread=spread)

    if reply_class is ReplyClass.GREY:
        assert timedelta(minutes=5) <= wait <= timedelta(minutes=75)
    elif reply_class is ReplyClass.TLS:
        assert timedelta(minutes=3) <= wait <= timedelta(minutes=75)
    else:
        gap = GAPS[min(deferrals, len(GAPS) - 1)]
        assert gap * 0.75 <= wait <= gap * 1.25


def test_a_settled_delivery_with_a_changed_ledger_keeps_its_own_order():
    one = replace(delivery(RecipientState.PENDING, RecipientState.PENDING), attempts=0)
    results = (RecipientResult(1, RecipientState.ACCEPTED, "250 ok"), RecipientResult(0, RecipientState.REFUSED, "550 no"))

    result = settled(one, Accepted(Reply(250, "ok"), results))

    assert result.state is DeliveryState.FAILED
    assert result.reason == "1 of 2 recipients was refused: 550 no"


@given(many=st.integers(2, 6), has_surplus=st.booleans())
def test_what_everybody_accepted_is_settled_alike_in_whatever_order_it_was_heard(many: int, has_surplus: bool):
    results = tuple(RecipientResult(n, RecipientState.ACCEPTED, "250 2.1.5 Ok") for n in range(many))
    one = delivery(*[RecipientState.PENDING] * many)
    surplus = Reply(452, "Too many") if has_surplus else None

    in_order = settled(one, Accepted(Reply(250, "queued"), results, surplus))
    backwards = settled(one, Accepted(Reply(250, "queued"), results[::-1], surplus))

    assert in_order == replace(backwards, recipients=results)
    assert (in_order.state, in_order.attempts, in_order.detail["accepted"]) == (DeliveryState.SENT, one.attempts + 1, many)
