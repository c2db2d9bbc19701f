"""What a line of a bulk file means, and what keeps it from meaning anything."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from nightmail.cli.bulk import _naming_the_line, parse_line
from nightmail.delivery.model import Priority
from nightmail.delivery.retry import DEFAULT_LIFETIME
from nightmail.errors import Invalid, OutsideError, PersonError
from nightmail.schedule.model import NOW, After, WallTime
from tests.letters import account

ANNA = account()
ACCOUNTS = {ANNA.address: ANNA}
WHOLE = {"account": "Anna@Example.org", "to": ["ben@example.org"], "subject": "s", "text": "t", "in": "0s"}


def line(**fields: object) -> bytes:
    return json.dumps({**WHOLE, **fields}).encode()


def test_a_line_says_everything_a_message_needs(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("a")
    more = {
        "cc": ["c@example.org"],
        "bcc": ["d@example.org"],
        "html": "<p>t",
        "attach": [str(file)],
        "metadata": {"n": 1, "k": "v"},
    }

    request = parse_line(line(**more, deadline="2h", idempotency_key="k1"), ACCOUNTS)

    draft = request.draft
    assert (draft.to, draft.cc, draft.bcc) == (("ben@example.org",), ("c@example.org",), ("d@example.org",))
    assert (draft.subject, draft.text, draft.html, draft.files[0].path) == ("s", "t", "<p>t", file)
    assert draft.metadata == {"n": "1", "k": "v"}
    assert (request.account, request.schedule) == (ANNA, NOW)
    assert (request.lifetime, request.idempotency_key) == (timedelta(hours=2), "k1")


def test_a_time_is_a_wall_time_or_a_wait() -> None:
    at = parse_line(line(**{"in": None}, at="2026-12-01 09:00", zone="Europe/Berlin"), ACCOUNTS)
    wait = parse_line(line(**{"in": "90s"}), ACCOUNTS)

    assert at.schedule == WallTime(datetime(2026, 12, 1, 9), "Europe/Berlin")
    assert wait.schedule == After(timedelta(seconds=90))
    assert wait.lifetime == DEFAULT_LIFETIME


@pytest.mark.parametrize(("said", "meant"), [("urgent", Priority.URGENT), ("bulk", Priority.BULK), (None, Priority.NORMAL)])
def test_a_line_says_what_leaves_first(said: str | None, meant: Priority) -> None:
    assert parse_line(line(priority=said), ACCOUNTS).priority is meant


@pytest.mark.parametrize("said", ["soon", "", 0, "URGENT "])
def test_a_priority_that_is_none_fails_its_line(said: object) -> None:
    with pytest.raises(Invalid) as caught:
        parse_line(line(priority=said), ACCOUNTS)

    assert [problem.field for problem in caught.value.problems] == ["priority"]


def test_everything_wrong_with_a_line_is_told_at_once() -> None:
    with pytest.raises(Invalid) as caught:
        parse_line(line(to=["no address"], subject=["s"], deadline="soon", account="x@y.org", att="a", attach=["/no"]), ACCOUNTS)

    fields = [problem.field for problem in caught.value.problems]
    assert fields == ["att", "subject", "attach", "account", "deadline", "to"]


@pytest.mark.parametrize(
    ("first", "words"),
    [(None, "Full. Nothing was scheduled."), (501, "Full. The lines before 501 are done; from there on nothing was scheduled.")],
)
def test_a_disk_that_is_full_says_from_where_to_go_on(first: int | None, words: str) -> None:
    with pytest.raises(OutsideError) as caught, _naming_the_line(first):
        raise OutsideError("disk-full", "Full.")

    assert caught.value.message == words


def test_the_account_may_be_given_for_all_lines() -> None:
    assert parse_line(line(account=None), ACCOUNTS, default_account=ANNA.address).account == ANNA


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "bad-line"),
        (b"not json", "bad-line"),
        (b"[]", "bad-line"),
        (b'"text"', "bad-line"),
        (b"[" * 100_000, "bad-line"),
        (b"\xff\xfe", "bad-line"),
        (line(att="2026-12-01 09:00"), "bad-line"),
        (line(**{"in": None}), "bad-line"),
        (line(at="2026-12-01 09:00"), "bad-line"),
        (line(zone="Europe/Berlin"), "bad-line"),
        (line(**{"in": None}, at="2026-12-01 09:00", zone=""), "bad-line"),
        (line(to=[1]), "bad-line"),
        (line(subject=["s"]), "bad-line"),
        (line(metadata="k"), "bad-line"),
        (line(account=None), "bad-line"),
        (line(idempotency_key="a\0b"), "bad-line"),
        (line(text="a\0b"), "bad-line"),
        (line(metadata={"\ud800": "x"}), "bad-line"),
        (line(metadata={"x": "\0"}), "bad-line"),
        (line(to=["\ud800@example.org"]), "bad-line"),
        (line(account="nobody@example.org"), "no-such-account"),
        (line(attach=["/nowhere/at/all"]), "file-vanished"),
        (line(deadline="soon"), "bad-wait"),
        (line(**{"in": None}, at="2026-12-01 09:00", zone="Europe/Berlinn"), "unknown-zone"),
    ],
)
def test_a_line_that_is_no_message_says_why(text: bytes, code: str) -> None:
    with pytest.raises(PersonError) as caught:
        parse_line(text, ACCOUNTS)

    assert caught.value.code == code
    assert caught.value.message
