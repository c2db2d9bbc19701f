"""`nightmail import`, over a local profile."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.commands import Nightmail

ANNA = "anna@example.org"
LATER = "X-Send-Later-At: Thu, 12 Nov 2099 08:00:00 +0100\n"


@pytest.fixture
def nightmail(tmp_path: Path) -> Nightmail:
    made = Nightmail({"NIGHTMAIL_PROFILE": str(tmp_path / "profile")})
    made.ok("account", "add", "--address", ANNA, "--smtp", "smtp://127.0.0.1:9")
    return made


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    file = tmp_path / "Drafts"
    mails = [
        f"From: {ANNA}\nTo: tom@example.net\nSubject: {subject}\nMessage-ID: <{number}@x.example>\n{more}\nHello\n"
        for number, (subject, more) in enumerate((("Later", LATER), ("Someday", ""), ("Past", LATER.replace("2099", "2019"))))
    ]
    file.write_text("".join(f"From - Wed Nov 11 10:00:00 2026\n{mail}\n" for mail in mails), encoding="utf-8")
    return file


def test_a_dry_run_says_what_would_happen_and_changes_nothing(nightmail: Nightmail, drafts: Path) -> None:
    told = nightmail.ok("import", str(drafts), "--zone", "Europe/Berlin", "--dry-run").lines

    assert [(each["subject"], each["fate"], each["notes"]) for each in told] == [
        ("Later", "schedule", []),
        ("Someday", "draft", []),
        ("Past", "draft", ["past"]),
    ]
    assert told[0]["at"] == "2099-11-12T08:00:00"
    assert nightmail.ok("outbox", "list").lines == []


def test_what_was_to_go_later_is_scheduled_once(nightmail: Nightmail, drafts: Path) -> None:
    first = nightmail.ok("import", str(drafts)).lines
    again = nightmail.ok("import", str(drafts)).lines

    assert [each["fate"] for each in first] == ["schedule", "draft", "draft"]
    assert [each["fate"] for each in again] == ["skip", "draft", "draft"]
    assert again[0]["notes"] == ["known"]
    (row,) = nightmail.ok("outbox", "list").lines
    assert (row["id"], row["due_at"]) == (first[0]["id"], "2099-11-12T07:00:00.000000Z")


def test_a_mail_of_somebody_else_is_scheduled_only_from_the_account_that_is_named(nightmail: Nightmail, tmp_path: Path) -> None:
    box = tmp_path / "Drafts"
    box.write_text(
        f"From - Wed Nov 11 10:00:00 2026\nFrom: anna@acme.test\nTo: tom@example.net\nSubject: Later\n{LATER}\nHi\n",
        encoding="utf-8",
    )

    (dry,) = nightmail.ok("import", str(box), "--dry-run").lines
    (real,) = nightmail.ok("import", str(box)).lines
    before = nightmail.ok("outbox", "list").lines
    (named,) = nightmail.ok("import", str(box), "--account", ANNA).lines

    for each in (dry, real):
        assert (each["fate"], each["notes"], each["sender"], each["account"]) == (
            "draft",
            ["other-sender"],
            "anna@acme.test",
            None,
        )
    assert before == []
    assert (named["fate"], named["notes"], named["account"]) == ("schedule", ["sender-changed"], ANNA)


def test_what_can_not_be_read_fails_alone(nightmail: Nightmail, drafts: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.eml").write_bytes(b"no mail at all")

    answered = nightmail("import", str(tmp_path / "bad.eml"), str(drafts))

    assert answered.code == 3
    assert answered.error["code"] == "mails-failed"
    assert [each["fate"] for each in answered.lines] == ["skip", "schedule", "draft", "draft"]


def test_a_file_that_is_not_there_is_said(nightmail: Nightmail, tmp_path: Path) -> None:
    answered = nightmail("import", str(tmp_path / "nothing"))

    assert (answered.code, answered.error["code"]) == (3, "import-nothing-there")
