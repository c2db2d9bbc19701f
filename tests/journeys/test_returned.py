"""What comes back, what goes again, what is kept as files, and what does not move: from the command line."""

from __future__ import annotations

import email
import json
import mailbox
import zipfile
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import dkim
import pytest
from imapclient import IMAPClient

from tests.journeys.commands import Nightmail
from tests.journeys.test_move_cli import in_words
from tests.unit.message import reports

ANNA = "anna@example.org"
BOB, CID = "bob@example.net", "cid@example.net"
LETTER = ("--account", ANNA, "--subject", "Minutes", "--text", "Dear Bob,\n.\nhere they are.")


@pytest.fixture
def nightmail(tmp_path: Path) -> Nightmail:
    return Nightmail({"NIGHTMAIL_PROFILE": str(tmp_path / "profile"), "NIGHTMAIL_LOG": "json"})


def put(imap: str, mail: bytes) -> None:
    place = urlsplit(imap)
    with IMAPClient(place.hostname, place.port, ssl=False) as client:
        client.login("anna", "x")
        client.append("INBOX", mail.replace(b"\n", b"\r\n"))


def states(nightmail: Nightmail, id: str) -> list[str]:
    return [recipient["state"] for recipient in nightmail.ok("outbox", "show", id).json["recipients"]]


def test_mail_that_comes_back_is_marked_warned_of_and_sent_again_by_force_only(nightmail: Nightmail) -> None:
    with nightmail.provider() as (smtp, imap):
        nightmail.ok("account", "add", "--address", ANNA, "--smtp", smtp, "--imap", imap)
        id = nightmail.ok("schedule", *LETTER, "--to", BOB, "--to", CID, "--now").json["id"]
        put(imap, reports.postfix(UUID(id)))
        put(imap, reports.absence(UUID(id)))
        nightmail.ok("agent", "--until-idle")

        shown = nightmail.ok("outbox", "show", id).json
        assert (shown["state"], states(nightmail, id)) == ("sent", ["bounced", "accepted"])
        assert [entry["event"] for entry in shown["audit"]][-2:] == ["sent", "bounced"]
        (known,) = nightmail.ok("suppression", "list").lines
        assert known["address"] == BOB and "does not exist" in known["reason"]

        receipt = nightmail.ok("schedule", *LETTER, "--to", "Bob <BOB@example.net>", "--in", "1h").json
        assert [one["address"] for one in receipt["warnings"]] == [BOB]
        line = json.dumps({"account": ANNA, "to": [BOB, CID], "subject": "x", "text": "y", "in": "1h"})
        assert nightmail.ok("schedule", "--jsonl", "-", stdin=line).json["warnings"][0]["address"] == BOB

        nobody = nightmail("outbox", "redrive", id).error
        assert nobody["code"] == "nobody-missing" and nobody["next"].endswith("--force")
        assert nightmail.ok("outbox", "redrive", id, "--force").json["recipients"] == [BOB]
        nightmail.ok("agent", "--until-idle")
        assert states(nightmail, id) == ["accepted", "accepted"]

        nightmail.ok("suppression", "remove", BOB)
        assert nightmail("suppression", "remove", BOB).error["code"] == "not-suppressed"
        assert nightmail.ok("audit", "verify").json["intact"]


def test_what_failed_goes_again_to_the_missing_and_only_once(nightmail: Nightmail, tmp_path: Path) -> None:
    maildir = tmp_path / "received"
    with nightmail.sandbox("--fault", "rcpt-550:1", maildir=maildir) as smtp:
        nightmail.ok("account", "add", "--address", ANNA, "--smtp", smtp)
        id = nightmail.ok("schedule", *LETTER, "--to", BOB, "--to", CID, "--now").json["id"]
        nightmail.ok("agent", "--until-idle")
        assert [row["id"] for row in nightmail.ok("outbox", "list", "--state", "failed").lines] == [id]
        assert states(nightmail, id) == ["refused", "accepted"]

        nobody = nightmail("outbox", "redrive", "--all", "--account", "nobody@example.org", "--since", "24h")
        assert nobody.error["code"] == "no-such-account"
        assert nightmail.ok("outbox", "redrive", "--all", "--since", "2099-01-01").lines == []
        (again,) = nightmail.ok("outbox", "redrive", "--all", "--account", ANNA, "--since", "24h").lines
        assert (again["id"], again["state"], again["recipients"]) == (id, "scheduled", [BOB])
        nightmail.ok("agent", "--until-idle")

    assert states(nightmail, id) == ["accepted", "accepted"]
    assert len(mailbox.Maildir(maildir, create=False)) == 2
    assert nightmail.ok("outbox", "redrive", "--all").lines == []
    told = nightmail("outbox", "redrive", id).error
    assert told["code"] == "nobody-missing" and "--force" not in told.get("next", "")
    assert nightmail("outbox", "redrive", str(UUID(int=7))).error["code"] == "no-such-message"
    assert nightmail("outbox", "redrive").code == nightmail("outbox", "redrive", id, "--all").code == 2
    assert nightmail.ok("audit", "verify").json["intact"]


def test_failed_messages_are_kept_as_lines_and_as_mails(nightmail: Nightmail, tmp_path: Path) -> None:
    file = tmp_path / "plan.pdf"
    file.write_bytes(b"%PDF" + bytes(range(256)))
    with nightmail.sandbox("--fault", "rcpt-550") as smtp:
        nightmail.ok("account", "add", "--address", ANNA, "--smtp", smtp)
        id = nightmail.ok("schedule", *LETTER, "--to", BOB, "--bcc", CID, "--attach", str(file), "--now").json["id"]
        nightmail.ok("schedule", *LETTER, "--to", BOB, "--in", "1h")
        nightmail.ok("agent", "--until-idle")

    lines, folder, archive = tmp_path / "failed.jsonl", tmp_path / "mails", tmp_path / "mails.zip"
    for out, format in ((lines, "jsonl"), (folder, "eml"), (archive, "eml")):
        told = nightmail.ok("outbox", "export", "--state", "failed", "--format", format, "--out", str(out)).json
        assert (told["messages"], told["missing"]) == (1, 0)

    (kept,) = [json.loads(line) for line in lines.read_text().splitlines()]
    assert (kept["id"], kept["state"], kept["account"]) == (id, "failed", ANNA)
    assert kept["text"] == "Dear Bob,\n.\nhere they are."
    assert [recipient["state"] for recipient in kept["recipients"]] == ["refused", "refused"]
    (path,) = folder.iterdir()
    with zipfile.ZipFile(archive) as mails:
        assert mails.read(path.name) == path.read_bytes()
    mail = email.message_from_bytes(path.read_bytes())
    assert (mail["Subject"], mail["To"], mail["Bcc"]) == ("Minutes", BOB, CID)
    parts = {part.get_filename(): part.get_payload(decode=True) for part in mail.walk() if not part.is_multipart()}
    assert parts["plan.pdf"] == file.read_bytes()
    assert parts[None] == b"Dear Bob,\r\n.\r\nhere they are."
    assert nightmail("outbox", "export", "--out", str(lines)).error["code"] == "file-exists"
    assert nightmail("outbox", "export", "--format", "eml", "--out", str(folder)).error["code"] == "file-exists"


def test_the_list_tells_a_servers_reply_in_the_words_that_show_has(nightmail: Nightmail) -> None:
    with nightmail.sandbox("--fault", "reject-dot-554") as smtp:
        nightmail.ok("account", "add", "--address", ANNA, "--smtp", smtp)
        id = nightmail.ok("schedule", *LETTER, "--to", BOB, "--now").json["id"]
        nightmail.ok("agent", "--until-idle")

    listed, shown = in_words(nightmail, "outbox", "list").out, in_words(nightmail, "outbox", "show", id).out

    (reason,) = [line.removeprefix("  reason").strip() for line in shown.splitlines() if line.startswith("  reason")]
    assert "(The server said: 554" in reason
    assert reason[:50] in listed and len(max(listed.splitlines(), key=len)) < 200


def test_an_agent_says_how_many_recipients_got_a_message_that_failed_for_one(nightmail: Nightmail) -> None:
    with nightmail.sandbox("--fault", "rcpt-550:2") as smtp:
        nightmail.ok("account", "add", "--address", ANNA, "--smtp", smtp)
        ids = [nightmail.ok("schedule", *LETTER, "--to", BOB, "--to", CID, "--now").json["id"] for _ in range(2)]
        said = in_words(nightmail, "agent", "--until-idle").out

    (failed,) = [id for id in ids if nightmail.ok("outbox", "show", id).json["state"] == "failed"]
    assert said.startswith("Ended (idle): 1 sent in part (1 of 2 recipients), 1 sent.\n")
    assert f"nightmail outbox redrive {failed}" in said


def test_a_refusal_of_the_sender_is_told_with_its_reply_the_pause_and_the_next_step(nightmail: Nightmail) -> None:
    with nightmail.sandbox("--fault", "reject-sender") as smtp:
        nightmail.ok("account", "add", "--address", ANNA, "--smtp", smtp)
        id = nightmail.ok("schedule", *LETTER, "--to", BOB, "--now").json["id"]
        nightmail.ok("agent", "--until-idle")

    shown = in_words(nightmail, "outbox", "show", id).out

    assert f"{BOB}  pending  waits: the account is paused" in shown
    assert "The server said: 553 5.7.1 Sender address rejected" in shown.partition("What happened")[2]
    assert "With that the account was paused" in shown
    assert f"next      Let it send again: nightmail account resume {ANNA}" in shown


def exported_mails(nightmail: Nightmail, out: Path) -> list[bytes]:
    assert nightmail.ok("outbox", "export", "--format", "eml", "--out", str(out)).json["not_as_sent"] == []
    with zipfile.ZipFile(out) as archive:
        return [archive.read(name) for name in archive.namelist()]


def test_an_account_that_signs_sends_mail_a_stranger_can_verify(nightmail: Nightmail, tmp_path: Path) -> None:
    maildir = tmp_path / "received"
    nightmail = Nightmail({**nightmail.environment, "NIGHTMAIL_KEYRING": "file", "NIGHTMAIL_MASTER_KEY": "a" * 43})
    with nightmail.sandbox(maildir=maildir) as smtp:
        nightmail.ok("account", "add", "--address", ANNA, "--smtp", smtp)
        refused = nightmail("account", "dkim", ANNA, "--selector", "night", "--domain", "example.net")
        told = nightmail.ok("account", "dkim", ANNA, "--selector", "night").json
        assert nightmail.ok("account", "dkim", ANNA, "--selector", "night").json == told
        nightmail.ok("schedule", *LETTER, "--to", BOB, "--now")
        nightmail.ok("agent", "--until-idle")
        exported = exported_mails(nightmail, tmp_path / "signed.zip")
        nightmail.ok("account", "dkim", ANNA, "--off")
        told_after = in_words(nightmail, "outbox", "export", "--format", "eml", "--out", str(tmp_path / "unsigned.zip")).out
        nightmail.ok("schedule", *LETTER, "--to", CID, "--now")
        nightmail.ok("agent", "--until-idle")

    assert (refused.code, refused.error["code"]) == (3, "dkim-not-aligned")
    record = told["record"]
    assert (record["name"], record["type"]) == ("night._domainkey.example.org", "TXT")
    kept = {mail["To"]: mail.as_bytes() for mail in mailbox.Maildir(maildir, create=False)}
    signed = [path.read_bytes() for path in (maildir / "new").iterdir() if b"DKIM-Signature" in path.read_bytes()]
    assert set(kept) == {BOB, CID} and len(signed) == 1
    as_sent = signed[0].replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    assert dkim.verify(as_sent[as_sent.index(b"DKIM-Signature") :], dnsfunc=lambda name, timeout=5: record["value"].encode())
    assert as_sent.endswith(exported[0]) and exported[0].startswith(b"DKIM-Signature")
    assert "1 of them is without the signature (DKIM) sent with it" in told_after


def test_mail_that_does_not_move_is_counted_with_the_reason(nightmail: Nightmail) -> None:
    nightmail = Nightmail({**nightmail.environment, "NIGHTMAIL_WATCHDOG": "1s"})
    nightmail.ok("account", "add", "--address", ANNA, "--smtp", "smtp://127.0.0.1:2525")
    line = json.dumps({"account": ANNA, "to": BOB, "subject": "x", "text": "y", "in": "0s"})
    nightmail.ok("schedule", "--jsonl", "-", stdin=line)

    assert nightmail.ok("queue", "stats").json["stuck"] == {"count": 0, "oldest_due": None, "reasons": {}}
