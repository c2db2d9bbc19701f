"""What people read of everything that happened to a message."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from nightmail.cli.story import story
from nightmail.delivery.audit import AuditEntry, AuditEvent, detail_text
from nightmail.ids import new_id

_REPLY = "553 5.7.1 Sender address rejected: not owned by user"


def told(event: AuditEvent, **fields: object) -> list[str]:
    entry = AuditEntry(new_id(), 3, datetime(2026, 11, 12, 8, tzinfo=UTC), event, "worker:1", detail_text(fields), bytes(32))
    first, *below = story([entry])
    assert first.endswith(f"{event}  by worker:1")
    return [line.strip() for line in below]


@pytest.mark.parametrize("reply_class", ["sender", "auth", "verify"])
def test_a_refusal_that_paused_the_account_is_told_with_its_reply(reply_class: str) -> None:
    said, paused = told(AuditEvent.RETRY, **{"class": reply_class, "reply": _REPLY})

    assert said == f"The server said: {_REPLY}"
    assert paused.startswith("With that the account was paused")


def test_a_try_that_comes_again_by_itself_pauses_nothing() -> None:
    assert told(AuditEvent.RETRY, **{"class": "retry", "reply": "451 4.3.0 Try again"}) == [
        "The server said: 451 4.3.0 Try again"
    ]


def test_what_no_server_said_is_not_put_into_its_mouth() -> None:
    silent = "mail.example.org:587 does not answer (connection refused)."

    assert told(AuditEvent.RETRY, **{"class": "retry", "reply": silent}) == [silent]
    assert told(AuditEvent.IN_DOUBT, reason="Nightmail stopped.") == ["Nightmail stopped."]


def test_what_is_said_twice_is_told_once() -> None:
    assert told(AuditEvent.FAILED, reply="554 5.7.1 No", reason="554 5.7.1 No") == ["The server said: 554 5.7.1 No"]


def test_an_entry_with_nothing_to_tell_is_one_line() -> None:
    assert told(AuditEvent.CLAIMED, run_lease=1) == []


def test_a_servers_words_do_not_steer_the_terminal() -> None:
    assert told(AuditEvent.RETRY, reply="451 \x1b[31mred\n") == ["The server said: 451 ·[31mred·"]
