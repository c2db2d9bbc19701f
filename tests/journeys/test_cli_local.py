"""The command line over a local profile: from adding an account to proving what was sent."""

from __future__ import annotations

import json
import mailbox
import os
import signal
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.journeys.commands import Nightmail, event
from tests.patience import PATIENCE

ANNA = "anna@example.org"
LETTER = ("--account", ANNA, "--to", "Ben <ben@example.org>", "--subject", "Minutes", "--text", "Here they are.")


@pytest.fixture
def nightmail(tmp_path: Path) -> Nightmail:
    return Nightmail({"NIGHTMAIL_PROFILE": str(tmp_path / "profile"), "NIGHTMAIL_LOG": "json"})


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    return tmp_path / "received"


@pytest.fixture
def smtp(nightmail: Nightmail, maildir: Path) -> Iterator[str]:
    with nightmail.sandbox(maildir=maildir) as url:
        nightmail.ok("account", "add", "--address", ANNA, "--smtp", url)
        yield url


@pytest.mark.usefixtures("smtp")
def test_a_message_is_scheduled_sent_shown_and_proved(nightmail: Nightmail, maildir: Path, tmp_path: Path) -> None:
    nightmail = nightmail.apart()
    attachment = tmp_path / "plan.pdf"
    attachment.write_bytes(b"%PDF" + bytes(range(256)))

    receipt = nightmail.ok("schedule", *LETTER, "--bcc", "eve@example.org", "--attach", str(attachment), "--in", "1s").json
    assert receipt.keys() == {"id", "state", "due_at", "message_id"}
    assert receipt["state"] == "scheduled"
    ended = nightmail.ok("agent", "--until-idle").json
    shown = nightmail.ok("outbox", "show", receipt["id"]).json

    assert ended == {"ended": "idle", "outcomes": {"sent": 1}}
    assert (shown["state"], shown["attempts"], shown["message_id"]) == ("sent", 1, receipt["message_id"])
    assert [recipient["address"] for recipient in shown["recipients"]] == ["ben@example.org", "eve@example.org"]
    assert all(recipient["reply"].startswith("250") for recipient in shown["recipients"])
    assert shown["lateness_ms"] >= 0
    assert [entry["event"] for entry in shown["audit"]] == ["scheduled", "claimed", "transmitting", "sent"]
    assert datetime.fromisoformat(shown["due_at"]).utcoffset() is not None

    (kept,) = mailbox.Maildir(maildir, create=False)
    assert (kept["Message-ID"], kept["Subject"], kept["Bcc"]) == (receipt["message_id"], "Minutes", None)
    files = [part.get_payload(decode=True) for part in kept.walk() if part.get_filename() == "plan.pdf"]
    assert files == [attachment.read_bytes()]

    assert nightmail.ok("audit", "verify").json == {
        "intact": True,
        "checked": 1,
        "broken": [],
        "accounts": {"checked": 0, "broken": []},
    }
    assert nightmail.ok("queue", "stats").json["states"]["sent"] == 1
    assert nightmail.ok("outbox", "wait", receipt["id"]).json == {"id": receipt["id"], "state": "sent", "place": "local"}


@pytest.mark.usefixtures("smtp")
def test_a_changed_audit_entry_is_named_in_the_database_and_in_an_export(nightmail: Nightmail, tmp_path: Path) -> None:
    id = nightmail.ok("schedule", *LETTER, "--now").json["id"]
    nightmail.ok("agent", "--until-idle")
    export = tmp_path / "audit.jsonl"
    nightmail.ok("audit", "export", id, "--out", str(export))
    assert nightmail.ok("audit", "verify", "--file", str(export)).json["intact"]

    with sqlite3.connect(tmp_path / "profile" / "nightmail.sqlite3") as database:
        for (trigger,) in database.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            database.execute(f'drop trigger "{trigger}"')
        database.execute("update audit_entries set actor = 'nobody' where seq = 3")
    export.write_text(export.read_text().replace('"event": "claimed"', '"event": "cancelled"'))

    verified = nightmail("audit", "verify")
    assert verified.code == 3
    assert verified.json["broken"] == [{"id": id, "seq": 3, "reason": "entry 3 (transmitting) was changed"}]
    assert (verified.error["code"], verified.error["blame"]) == ("audit-broken", "person")
    assert "entry 3 (transmitting) was changed" in verified.error["message"]
    exported = nightmail("audit", "verify", "--file", str(export))
    assert exported.code == 3
    assert "entry 2 (cancelled) was changed" in exported.error["message"]


@pytest.mark.usefixtures("smtp")
def test_a_person_can_change_their_mind_until_it_is_too_late(nightmail: Nightmail) -> None:
    receipt = nightmail.ok("schedule", *LETTER, "--in", "2h", "--idempotency-key", "k1", "--deadline", "48h").json
    id = receipt["id"]

    assert nightmail.ok("schedule", *LETTER, "--in", "2h", "--idempotency-key", "k1").json["id"] == id
    assert nightmail.ok("outbox", "hold", id).json["state"] == "held"
    assert nightmail.ok("outbox", "resume", id).json["state"] == "scheduled"
    assert nightmail.ok("outbox", "cancel", id).json == {"id": id, "state": "cancelled", "place": "local"}
    moved = nightmail.ok("outbox", "reschedule", id, "--at", "2027-03-28 02:30", "--zone", "Europe/Berlin").json
    # RFC 5545 3.3.5: a time that the gap skips is read with the offset before it, so 02:30 becomes 03:30 summer time.
    assert (moved["state"], moved["due_at"]) == ("scheduled", "2027-03-28T01:30:00.000000Z")
    nightmail.ok("outbox", "send-now", id)
    nightmail.ok("agent", "--until-idle")

    (row,) = nightmail.ok("outbox", "list", "--state", "sent").lines
    assert row["id"] == id
    assert nightmail.ok("outbox", "list", "--state", "scheduled").out == ""
    late = nightmail("outbox", "cancel", id)
    assert (late.code, late.out, late.error["code"]) == (3, "", "too-late")


def test_a_lost_reply_waits_for_the_persons_word(nightmail: Nightmail) -> None:
    with nightmail.sandbox("--fault", "lose-reply*2") as url:
        nightmail.ok("account", "add", "--address", ANNA, "--smtp", url)
        ids = [nightmail.ok("schedule", *LETTER, "--now").json["id"] for _ in range(2)]
        nightmail.ok("agent", "--until-idle")
        assert [row["state"] for row in nightmail.ok("outbox", "list").lines] == ["in_doubt", "in_doubt"]
        in_use = nightmail("account", "remove", ANNA).error
        assert in_use["message"] == "2 messages of this account wait for your word on whether they arrived."
        assert "nightmail outbox resolve" in in_use["next"]

        assert nightmail.ok("outbox", "resolve", ids[0], "--arrived").json["state"] == "sent"
        assert nightmail.ok("outbox", "resolve", ids[1], "--send-again").json["state"] == "scheduled"
        nightmail.ok("agent", "--until-idle")

    assert nightmail.ok("outbox", "show", ids[1]).json["state"] == "sent"
    assert nightmail("outbox", "resolve", ids[1], "--arrived").error["code"] == "not-in-doubt"


@pytest.mark.usefixtures("smtp")
def test_mail_of_a_paused_account_says_what_it_waits_for(nightmail: Nightmail) -> None:
    id = nightmail.ok("schedule", *LETTER, "--now").json["id"]
    nightmail.ok("account", "pause", ANNA, "--reason", "on leave")

    ended = nightmail.ok("agent", "--until-idle").json

    resume = f"Let it send again: nightmail account resume {ANNA}"
    assert ended == {"ended": "idle", "outcomes": {}, "waiting_for_account": 1, "next": resume}
    assert nightmail.ok("outbox", "show", id).json["next"] == resume


@pytest.mark.usefixtures("smtp")
def test_a_second_agent_is_told_who_sends_and_the_first_drains_on_sigterm(nightmail: Nightmail) -> None:
    with nightmail.running("agent", "--json") as first:
        event(first, "dispatcher.started")

        second = nightmail("agent")
        first.terminate()
        out, _ = first.communicate(timeout=PATIENCE)

    assert (second.code, second.error["code"]) == (3, "agent-running")
    assert str(first.pid) in second.error["message"]
    assert first.returncode == 0
    assert '"ended": "drained"' in out


def test_testing_an_account_says_what_is_wrong(nightmail: Nightmail) -> None:
    secrets = Nightmail({**nightmail.environment, "NIGHTMAIL_KEYRING": "file", "NIGHTMAIL_MASTER_KEY": "master"})
    with nightmail.sandbox("--fault", "reject-auth:2*9") as url:
        with_user = url.replace("smtp://", "smtp://anna@")
        secrets.ok("account", "add", "--address", ANNA, "--smtp", with_user, "--password-stdin", stdin="hunter2\n")
        good = secrets.ok("account", "test", ANNA).json
        bad = secrets("account", "test", ANNA, "--password-stdin", stdin="wrong\n")
    gone = secrets("account", "test", ANNA)
    locked = Nightmail({**secrets.environment, "NIGHTMAIL_MASTER_KEY": "other"})("account", "test", ANNA)

    assert good["is_authenticated"]
    assert (bad.code, bad.error["blame"]) == (3, "person")
    assert (gone.code, gone.error["blame"]) == (4, "outside")
    assert (locked.code, locked.error["code"]) == (3, "wrong-master-key")
    kept = b"".join(path.read_bytes() for path in Path(nightmail.environment["NIGHTMAIL_PROFILE"]).rglob("*") if path.is_file())
    assert b"hunter2" not in kept


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("certificate-expired", "certificate has expired"),
        ("certificate-wrong-host", "not valid for '127.0.0.1'."),
        ("starttls-injected", "just before encryption began"),
    ],
)
def test_whoever_trusts_the_sandbox_can_tell_what_is_wrong_with_its_tls(nightmail: Nightmail, fault: str, words: str) -> None:
    with nightmail.running("sandbox", "--fault", fault) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        assert process.stderr is not None and f"SSL_CERT_FILE={told['ca']}" in process.stderr.readline()
        trusting = Nightmail({**nightmail.environment, "SSL_CERT_FILE": told["ca"]})
        trusting.ok("account", "add", "--address", "ben@example.org", "--smtp", f"smtp+starttls://127.0.0.1:{told['smtp_port']}")

        assert words in trusting("account", "test", "ben@example.org").error["message"]


@pytest.mark.usefixtures("smtp")
def test_many_lines_are_scheduled_in_order_and_bad_ones_fail_alone(nightmail: Nightmail) -> None:
    good = '{"account": "anna@example.org", "to": ["ben@example.org"], "subject": "s", "text": "t", "in": "1h"}'
    lines = [good, "not json", good.replace('"in": "1h"', '"at": "2027-01-01 09:00", "zone": "Europe/Berlin"'), "", good]

    done = nightmail("schedule", "--jsonl", "-", stdin="\n".join(lines))

    assert done.code == 3
    assert [line["line"] for line in done.lines] == [1, 2, 3, 5]
    assert ["error" in line for line in done.lines] == [False, True, False, False]
    assert done.lines[2]["due_at"] == "2027-01-01T08:00:00.000000Z"
    assert done.error["code"] == "lines-failed"
    assert len(nightmail.ok("outbox", "list").lines) == 3


@pytest.mark.usefixtures("smtp")
def test_interrupting_a_command_is_quiet(nightmail: Nightmail) -> None:
    id = nightmail.ok("schedule", *LETTER, "--in", "2h").json["id"]

    with nightmail.running("outbox", "wait", id, "--timeout", "50s") as waiting:
        # Its database is open once it reads from it.
        _wait_until_it_reads(waiting.pid)
        waiting.send_signal(signal.SIGINT)
        out, err = waiting.communicate(timeout=PATIENCE)

    assert (waiting.returncode, out, err) == (130, "", "")


def test_a_closed_pipe_is_quiet(nightmail: Nightmail) -> None:
    with nightmail.running("doctor") as process:
        assert process.stdout is not None
        process.stdout.close()
        _, err = process.communicate(timeout=PATIENCE)

    assert (process.returncode, err) == (141, "")


def _wait_until_it_reads(pid: int) -> None:
    """Until the process has the profile's database open."""
    folder = Path(f"/proc/{pid}/fd")
    while not any(name.endswith(".sqlite3") for name in _open_files(folder)):
        os.sched_yield()


def _open_files(folder: Path) -> Iterator[str]:
    for file in folder.iterdir():
        try:
            yield os.readlink(file)
        except FileNotFoundError:
            continue
