"""The Sent mailbox on the command line: learning how a provider treats sent mail, and settling what is in doubt by it."""

from __future__ import annotations

import imaplib
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.journeys.commands import Nightmail, event
from tests.patience import PATIENCE

ANNA = "anna@example.org"
LETTER = ("--account", ANNA, "--to", "bob@example.net", "--subject", "Minutes", "--text", "Here they are.")


@pytest.fixture
def nightmail(tmp_path: Path) -> Nightmail:
    return Nightmail({"NIGHTMAIL_PROFILE": str(tmp_path / "profile")})


@pytest.fixture
def looks_are_due(tmp_path: Path) -> Callable[[], None]:
    """Calling it lets the 20 seconds before the first look be over."""

    def make_due() -> None:
        with sqlite3.connect(tmp_path / "profile" / "nightmail.sqlite3") as database:
            database.execute("update deliveries set due_at = 0 where state = 'in_doubt'")
        database.close()

    return make_due


def sent_folder(url: str) -> list[bytes]:
    with imaplib.IMAP4("127.0.0.1", urlsplit(url).port or 0, timeout=PATIENCE) as client:
        client.login("any", "body")
        client.select("Sent", readonly=True)
        numbers = client.search(None, "ALL")[1][0].split()
        return [content(client.fetch(number, "(BODY.PEEK[])")[1]) for number in numbers]


def content(answer: list[Any]) -> bytes:
    found: bytes = answer[0][1]
    return found


def test_a_lost_reply_is_settled_by_the_mailbox(nightmail: Nightmail, looks_are_due: Callable[[], None]) -> None:
    with nightmail.provider("--fault", "lose-reply:2*1") as (smtp, imap):
        nightmail.ok("account", "add", "--address", ANNA, "--smtp", smtp, "--imap", imap)
        probed = nightmail.ok("account", "probe", ANNA).json
        assert (probed["saves_sent"], probed["keeps_id"], probed["sent_folder"]) == (True, True, "Sent")

        id = nightmail.ok("schedule", *LETTER, "--now").json["id"]
        with nightmail.running("agent", "--until-idle", "--json") as agent:
            assert event(agent, "delivery.settled")["state"] == "in_doubt"
        # The look is made early by this test, not before the server filed what it took.
        assert any(len(sent_folder(imap)) == 2 for _ in range(1000))
        looks_are_due()
        nightmail.ok("agent", "--until-idle")

        shown = nightmail.ok("outbox", "show", id).json
        assert shown["state"] == "sent"
        assert [entry["event"] for entry in shown["audit"]][-2:] == ["in_doubt", "found"]
        assert nightmail.ok("audit", "verify").code == 0
        # The probe's own message, and this one.
        assert len(sent_folder(imap)) == 2


def test_without_a_mailbox_the_person_is_asked(nightmail: Nightmail, looks_are_due: Callable[[], None]) -> None:
    with nightmail.sandbox("--fault", "lose-reply") as smtp:
        nightmail.ok("account", "add", "--address", ANNA, "--smtp", smtp)
        id = nightmail.ok("schedule", *LETTER, "--now").json["id"]
        nightmail.ok("agent", "--until-idle")
        looks_are_due()
        nightmail.ok("agent", "--until-idle")

    shown = nightmail.ok("outbox", "show", id).json
    assert shown["state"] == "in_doubt"
    assert shown["audit"][-1]["event"] == "asked"
    assert nightmail.ok("outbox", "resolve", id, "--arrived").json["state"] == "sent"
    assert nightmail.ok("audit", "verify").code == 0


def test_a_copy_is_filed_where_the_server_files_none(nightmail: Nightmail) -> None:
    with nightmail.provider("--no-save-sent") as (smtp, imap):
        nightmail.ok("account", "add", "--address", ANNA, "--smtp", smtp, "--imap", imap, "--save-sent", "--in-doubt", "resend")

        id = nightmail.ok("schedule", *LETTER, "--now").json["id"]
        nightmail.ok("agent", "--until-idle")

        (copy,) = sent_folder(imap)
        assert f"X-Nightmail-Id: {id}".encode() in copy


def test_what_an_account_does_in_doubt_can_be_changed(nightmail: Nightmail) -> None:
    nightmail.ok("account", "add", "--address", ANNA, "--smtp", "smtp://127.0.0.1:2525", "--in-doubt", "resend")

    changed = nightmail.ok("account", "options", ANNA, "--in-doubt", "ask", "--sent-folder", "Gesendet", "--save-sent").json

    assert changed["in_doubt"] == "ask" and changed["save_sent"] is True and changed["sent_folder"] == "Gesendet"
    assert nightmail("account", "options", ANNA).code == 2
    assert nightmail("account", "probe", ANNA).error["code"] == "no-mailbox"
