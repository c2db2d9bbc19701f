"""How a message stands, why, and the one thing to do about it."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.resources import files

import pytest

from nightmail.account.model import Account, AccountState, Options, Security, Server
from nightmail.cli.shapes import due_of
from nightmail.cli.standing import let_it_send, next_step, reason, standing
from nightmail.delivery.audit import AuditEntry, AuditEvent, detail_text
from nightmail.delivery.doubt import LOOKS
from nightmail.delivery.model import Delivery, DeliveryState
from nightmail.ids import new_id
from nightmail.smtp.replies import advice, told_in
from tests.letters import account

AT = datetime(2026, 11, 12, 8, tzinfo=UTC)
ANNA = account(smtp=Server("smtp.example.org", 465, Security.TLS, "anna"))


def delivery(state: DeliveryState, words: str = "") -> Delivery:
    return Delivery(new_id(), ANNA.owner_id, ANNA.id, state, AT, AT, AT, reason=words)


def paused(words: str) -> Account:
    return account(smtp=ANNA.smtp, state=AccountState.PAUSED, pause_reason=words)


@pytest.mark.parametrize(
    ("words", "step"),
    [
        ("on leave", "nightmail account resume anna@example.org"),
        ("", "nightmail account resume anna@example.org"),
        ("535 5.7.8 Username and password not accepted", "nightmail account password anna@example.org"),
        ("454 4.7.0 5.7.8 no", "nightmail account password anna@example.org"),
        ("No password is stored for anna at smtp.example.org.", "nightmail account password anna@example.org"),
        ("The sealed password of this account can't be opened.", "nightmail account password anna@example.org"),
    ],
)
def test_mail_of_a_paused_account_waits_for_its_person(words: str, step: str) -> None:
    waiting = delivery(DeliveryState.SCHEDULED)

    assert standing(waiting, paused(words)) == "Waiting: the account is paused"
    assert reason(waiting, paused(words)) == words
    assert next_step(waiting, paused(words)).endswith(step)


def test_an_account_that_signs_in_with_its_provider_never_needs_a_password() -> None:
    withdrawn = replace(paused("535 5.7.8 Username and password not accepted"), options=Options(oauth="google"))

    step = next_step(delivery(DeliveryState.SCHEDULED), withdrawn)

    assert step == "Sign in again: nightmail account sign-in anna@example.org"
    assert let_it_send(replace(withdrawn, pause_reason="")).endswith("nightmail account resume anna@example.org")


def test_mail_that_the_cloud_may_not_send_is_sealed_for_it_again() -> None:
    step = next_step(delivery(DeliveryState.SCHEDULED), paused("You took it back."), in_cloud=True)

    assert step.endswith("nightmail cloud seal anna@example.org")


def test_what_a_pause_does_not_keep_waiting_stands_by_itself() -> None:
    failed = delivery(DeliveryState.FAILED, "550 no")

    assert (standing(failed, paused("on leave")), reason(failed, paused("on leave"))) == ("Failed", "550 no")


@pytest.mark.parametrize("state", DeliveryState)
def test_what_needs_a_person_says_its_next_step_and_the_rest_says_none(state: DeliveryState) -> None:
    needs = {DeliveryState.FAILED, DeliveryState.IN_DOUBT, DeliveryState.HELD}

    assert bool(next_step(delivery(state), ANNA)) == (state in needs)


def test_while_the_mailbox_is_still_looked_in_nobody_is_asked() -> None:
    with_mailbox = replace(ANNA, imap=Server("imap.example.org", 993, Security.TLS, "anna"))
    doubted = delivery(DeliveryState.IN_DOUBT)
    looked_for = replace(doubted, deferrals=len(LOOKS))

    assert next_step(doubted, with_mailbox).startswith("Nothing needs to be done yet")
    assert next_step(looked_for, with_mailbox).startswith("Ask whether it came")
    assert next_step(doubted, ANNA).startswith("Ask whether it came")


@pytest.mark.parametrize("key", tomllib.loads((files("nightmail.smtp") / "replies.toml").read_text("utf-8"))["advice"])
def test_nobody_is_told_to_wait_for_a_next_try_of_a_message_that_failed(key: str) -> None:
    failed = delivery(DeliveryState.FAILED, "No try was left before the deadline; the last answer was: 451 later")

    step = next_step(failed, ANNA, told=advice(key))

    assert f"nightmail outbox redrive {failed.id}" in step
    assert "by itself" not in step and "Nothing needs" not in step


def test_what_expired_is_not_explained_by_an_older_attempt() -> None:
    trail = [
        AuditEntry(new_id(), 1, AT, AuditEvent.RETRY, "worker:w", detail_text({"advice": "server-unreachable"}), b""),
        AuditEntry(new_id(), 2, AT, AuditEvent.EXPIRED, "system", detail_text({}), b""),
    ]

    assert told_in(trail) is None and told_in(trail[:1]) == advice("server-unreachable")


def test_a_reply_is_said_in_plain_words_before_the_servers_own() -> None:
    waiting = delivery(DeliveryState.SCHEDULED, "450 4.2.0 Greylisted")

    assert reason(waiting, ANNA, told=advice("grey")) == f"{advice('grey').says} (The server said: 450 4.2.0 Greylisted)"
    assert next_step(waiting, ANNA, told=advice("certificate-refused")) == advice("certificate-refused").next
    assert standing(waiting, ANNA) == "Waiting to retry"


@pytest.mark.parametrize("state", DeliveryState)
def test_what_is_not_tried_again_by_itself_names_no_next_try(state: DeliveryState) -> None:
    over = {DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.CANCELLED, DeliveryState.IN_DOUBT}
    later = replace(delivery(state), due_at=AT + timedelta(minutes=20))

    assert due_of(later) == (AT if state in over else AT + timedelta(minutes=20))


def test_a_message_that_is_to_be_changed_is_not_said_to_go_again_as_if_it_were() -> None:
    refused = delivery(DeliveryState.FAILED, "554 5.7.1 Message refused")

    step = next_step(refused, ANNA, told=advice("content"))

    assert "send the message again. Unchanged: nightmail outbox redrive" in step


def test_a_wrong_address_is_not_said_to_be_mended_by_the_same_message_again() -> None:
    refused = delivery(DeliveryState.FAILED, "550 5.1.1 No such mailbox here")

    step = next_step(refused, ANNA, told=advice("no-such-address"))

    assert step.startswith("Schedule it anew to the right address. If the address was right: nightmail outbox redrive")
