from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from desktop.reason_words import reason_words
from desktop.timeline_words import timeline, timeline_text
from desktop.words import (
    full_when,
    group_of,
    people_words,
    person_word,
    sentence_of,
    size_words,
    state_words,
    wait_words,
    when_words,
)
from nightmail.delivery.audit import AuditEvent
from nightmail.delivery.model import Delivery, DeliveryState, Recipient, RecipientState
from nightmail.errors import PersonError
from nightmail.message.model import RecipientKind
from nightmail.smtp.replies import told_in
from tests.unit.desktop.fakes import NOW_AT, ZONE, item_of, message, trail


def delivery(state: DeliveryState, **other: object) -> Delivery:
    made = item_of(message("Subject"), state=state).delivery
    return replace(made, **other)  # type: ignore[arg-type]


def test_every_state_has_the_word_people_know() -> None:
    words = {state: state_words(delivery(state)).word for state in DeliveryState}

    assert words == {
        DeliveryState.SCHEDULED: "Scheduled",
        DeliveryState.CLAIMED: "Sending",
        DeliveryState.TRANSMITTING: "Sending",
        DeliveryState.SENT: "Sent",
        DeliveryState.FAILED: "Failed",
        DeliveryState.IN_DOUBT: "Not confirmed",
        DeliveryState.CANCELLED: "Cancelled",
        DeliveryState.HELD: "On hold",
    }


def test_a_scheduled_message_that_was_deferred_waits_to_retry() -> None:
    assert state_words(delivery(DeliveryState.SCHEDULED, deferrals=2)).word == "Waiting to retry"


def test_no_word_of_the_desktop_claims_delivery() -> None:
    said = [state_words(delivery(state)).word + reason_words(delivery(state)) for state in DeliveryState]
    said += [line.words for line in timeline(trail(message("x").id, *((event, {}) for event in AuditEvent)), NOW_AT, ZONE)]

    assert not [words for words in said if "deliver" in words.lower()]


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (timedelta(hours=2), "20:03"),
        (timedelta(hours=14, minutes=57), "Thu 09:00"),
        (timedelta(days=12), "23 Nov 18:03"),
        (timedelta(days=60), "10 Jan 2027 18:03"),
    ],
)
def test_an_instant_is_told_as_shortly_as_its_distance_allows(ahead: timedelta, words: str) -> None:
    assert when_words(NOW_AT + ahead, NOW_AT, ZONE) == words


@pytest.mark.parametrize(
    ("wait", "words"),
    [
        (timedelta(seconds=-3), "now"),
        (timedelta(seconds=20), "in 20 s"),
        (timedelta(minutes=3), "in 3 min"),
        (timedelta(minutes=59, seconds=50), "in 1 h"),
        (timedelta(hours=13, minutes=57), "in 14 h"),
        (timedelta(days=3, hours=2), "in 3 days"),
    ],
)
def test_a_wait_is_told_in_its_largest_unit(wait: timedelta, words: str) -> None:
    assert wait_words(wait) == words


def test_the_button_names_day_time_and_zone() -> None:
    due = datetime(2026, 11, 12, 7, tzinfo=UTC)

    assert full_when(due, ZONE, now=NOW_AT) == "Thu 12 Nov, 08:00 (Berlin)"
    assert full_when(due, "America/New_York", now=NOW_AT) == "Thu 12 Nov, 02:00 (New York)"
    assert full_when(due + timedelta(days=365), ZONE, now=NOW_AT) == "Fri 12 Nov 2027, 08:00 (Berlin)"


def test_the_groups_follow_the_local_calendar_and_not_utc() -> None:
    just_after_midnight_in_berlin = datetime(2026, 11, 11, 23, 30, tzinfo=UTC)

    assert group_of(NOW_AT, NOW_AT, ZONE) == "Today"
    assert group_of(just_after_midnight_in_berlin, NOW_AT, ZONE) == "Tomorrow"
    assert group_of(NOW_AT - timedelta(days=1), NOW_AT, ZONE) == "Yesterday"
    assert group_of(NOW_AT - timedelta(days=3), NOW_AT, ZONE) == "Last 7 days"
    assert group_of(NOW_AT + timedelta(days=30), NOW_AT, ZONE) == "Later"


def test_many_recipients_are_named_by_the_first_and_counted() -> None:
    assert people_words(["Anna"]) == "Anna"
    assert people_words(["Anna", "Tom", "Lena", "Kemi", "Jo"]) == "Anna, Tom and 3 more"
    assert people_words([]) == "(no recipients)"
    assert person_word("Anna Example <anna@example.org>") == "Anna Example"
    assert person_word("anna@example.org") == "anna@example.org"


def test_sizes_and_counts_read_naturally() -> None:
    assert [size_words(size) for size in (0, 999, 1_000, 182_400, 8_734_112, 2_500_000_000)] == [
        "0 bytes",
        "999 bytes",
        "1.0 kB",
        "182 kB",
        "8.7 MB",
        "2.5 GB",
    ]


def test_a_failure_is_explained_before_its_code() -> None:
    refused = delivery(DeliveryState.FAILED, reason="550 5.1.1 User unknown")
    entries = trail(message("x").id, (AuditEvent.FAILED, {"results": [[0, "refused", "550 5.1.1 User unknown"]]}))

    assert reason_words(refused, told_in(entries)).startswith(
        "The server says that this address does not exist: tom@example.net. Nobody got it."
    )
    assert reason_words(refused) == "The server refused the message. Nothing more will be sent by itself."


def test_what_one_recipient_has_was_sent_though_not_to_everyone() -> None:
    failed = delivery(DeliveryState.FAILED, reason="1 recipient was refused.")
    had = Recipient(0, RecipientKind.TO, "", "bob@example.net", RecipientState.ACCEPTED)

    assert reason_words(failed).startswith("It could not be sent.")
    assert reason_words(replace(failed, recipients=(had,))).startswith("It could not be sent to everyone.")


def test_what_the_attempt_met_is_told_in_the_words_of_its_class() -> None:
    quota = trail(message("x").id, (AuditEvent.RETRY, {"advice": "quota"}))
    waiting = delivery(DeliveryState.SCHEDULED, reason="550 5.4.5 Daily user sending quota exceeded")

    assert reason_words(waiting, told_in(quota)).startswith("The provider's sending limit for this account is used up.")


def test_a_message_whose_time_ran_out_is_not_said_to_be_tried_again() -> None:
    late = delivery(DeliveryState.FAILED, reason="No try was left before the deadline; the last answer was: 451 later")
    busy = trail(message("x").id, (AuditEvent.FAILED, {"advice": "server-trouble"}))

    words = reason_words(late, told_in(busy))

    assert (
        words.startswith("It could not be sent before its deadline. The server has trouble of its own.")
        and "next try" not in words
    )


def test_the_timeline_tells_a_silent_server_from_a_sender_that_stopped() -> None:
    (doubt,) = trail(message("x").id, (AuditEvent.IN_DOUBT, {}))

    silent, stopped = timeline([replace(doubt, actor="worker:1"), replace(doubt, actor="system")], NOW_AT, ZONE)

    assert silent.words == "No answer after the last byte: not confirmed"
    assert stopped.words == "Nightmail stopped before the answer: not confirmed"


def test_the_timeline_says_of_a_refusal_that_it_paused_the_account() -> None:
    reply: dict[str, object] = {"reply": "553 5.7.1 Not owned"}
    refusals = [(AuditEvent.RETRY, {**reply, "class": each}) for each in ("sender", "retry")]

    paused, later = timeline(trail(message("x").id, *refusals), NOW_AT, ZONE)

    assert (paused.words, paused.said) == ("Not accepted, and the account was paused", "553 5.7.1 Not owned")
    assert later.words == "Not accepted this time, will try again"


def test_a_message_in_doubt_says_whether_it_is_still_looked_for() -> None:
    assert "looked into" in reason_words(delivery(DeliveryState.IN_DOUBT))
    assert "could not find it out" in reason_words(replace(delivery(DeliveryState.IN_DOUBT), deferrals=4))


def test_a_known_error_speaks_for_itself_and_a_bug_does_not_leak() -> None:
    known = PersonError("in-the-way", "It is already on its way.", next="Write to them again.")

    assert sentence_of(known) == "It is already on its way. Write to them again."
    assert "secret" not in sentence_of(RuntimeError("secret"))


def test_the_timeline_tells_who_when_and_what_the_server_said() -> None:
    entries = trail(message("x").id, (AuditEvent.SCHEDULED, {}), (AuditEvent.SENT, {"reply": "250 2.0.0 OK"}))

    lines = timeline(entries, NOW_AT, ZONE)

    assert [line.words for line in lines] == ["Scheduled by you", "Sent: the server accepted it"]
    assert lines[1].said == "250 2.0.0 OK"
    assert lines[0].time == "16:03:03"
    assert "2026-11-11 15:03:06.000000Z  Sent: the server accepted it  [250 2.0.0 OK]" in timeline_text(lines)


def test_every_event_of_the_audit_log_has_plain_words() -> None:
    entries = trail(message("x").id, *((event, {}) for event in AuditEvent))

    assert not [line.words for line in timeline(entries, NOW_AT, ZONE) if "_" in line.words or line.icon == "info"]


@pytest.mark.parametrize(
    ("reply", "begins"),
    [
        ("451 4.7.1 greylisted", "The server asked to try again later."),
        ("smtp.example.org refused the connection.", "The server did not answer."),
        ("smtp.example.org did not answer in time.", "The server did not answer."),
        ("A file is missing.", "It could not be sent this time."),
    ],
)
def test_only_what_the_server_said_is_put_into_its_mouth(reply: str, begins: str) -> None:
    words = reason_words(delivery(DeliveryState.SCHEDULED, deferrals=1, reason=reply))

    assert words == f"{begins} Nothing was sent; the next try comes by itself."


def test_the_timeline_tells_the_way_to_the_cloud_from_the_way_home() -> None:
    entries = trail(
        message("x").id,
        (AuditEvent.MOVING, {"from": "scheduled"}),
        (AuditEvent.MOVING, {"from": "scheduled", "called_off": True}),
        (AuditEvent.MOVING, {"from": "cancelled"}),
    )

    assert [line.words for line in timeline(entries, NOW_AT, ZONE)] == [
        "Sent on its way to the cloud",
        "Its move was called off",
        "Called home from the cloud",
    ]


def test_a_name_with_a_comma_stands_in_quotes_beside_others() -> None:
    assert people_words(["Doe, Jane", "Tom"]) == "“Doe, Jane”, Tom"
    assert people_words(["Doe, Jane"]) == "Doe, Jane"
    assert people_words(["Doe, Jane", "Roe, Rick", "c", "d"]) == "“Doe, Jane”, “Roe, Rick” and 2 more"
