from __future__ import annotations

import asyncio
import smtplib
from email.message import EmailMessage
from pathlib import Path

from nightmail.sandbox.caught import caught_in
from nightmail.sandbox.maildir import Caught, Maildir
from nightmail.sandbox.server import Sandbox
from tests.unit.desktop.fakes import NOW_AT


def letter(subject: str) -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "You <you@sandbox.test>", "Lena Vogt <lena@sandbox.test>", subject
    made.set_content("Dear Lena,\n\nhello.\n")
    made.add_alternative("<p>Dear Lena,</p>", subtype="html")
    made.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="plan.pdf")
    return made.as_bytes().replace(b"\n", b"\r\n")


async def keep(folder: Path, *subjects: str) -> None:
    maildir = Maildir(folder)
    for subject in subjects:
        await maildir.keep(Caught("you@sandbox.test", ("lena@sandbox.test",), letter(subject), NOW_AT, NOW_AT))
    await maildir.close()


async def test_what_was_caught_is_read_back_the_newest_first(tmp_path: Path) -> None:
    await keep(tmp_path, "One", "Zwei – ü")

    newest, oldest = caught_in(tmp_path)

    assert (newest.subject, oldest.subject) == ("Zwei – ü", "One")
    assert (newest.mail_from, newest.recipients) == ("you@sandbox.test", ("lena@sandbox.test",))
    assert newest.to == "Lena Vogt <lena@sandbox.test>"
    assert newest.text.strip().endswith("hello.") and "<p>" in newest.html
    assert newest.files == ("plan.pdf",)
    assert newest.source.startswith("From: You")


def test_where_nothing_was_caught_there_is_nothing(tmp_path: Path) -> None:
    assert caught_in(tmp_path) == ()


async def test_half_a_line_and_a_file_that_is_gone_hide_nothing_else(tmp_path: Path) -> None:
    await keep(tmp_path, "One", "Two")
    next((tmp_path / "new").iterdir()).unlink()
    with (tmp_path / "accepted.jsonl").open("a") as log:
        log.write('{"accepted_at": "2026')

    assert len(caught_in(tmp_path)) == 1


async def test_octets_that_are_no_message_are_shown_as_they_are(tmp_path: Path) -> None:
    maildir = Maildir(tmp_path)
    await maildir.keep(Caught("a@b.test", ("c@d.test",), b"\xff\xfe\r\n\r\nno headers", NOW_AT, NOW_AT))
    await maildir.close()

    (mail,) = caught_in(tmp_path)

    assert mail.subject == "" and "no headers" in mail.source


async def test_what_the_sandbox_takes_over_smtp_can_be_read_at_once(tmp_path: Path) -> None:
    async with Sandbox(tmp_path) as sandbox:

        def send() -> None:
            with smtplib.SMTP("127.0.0.1", sandbox.port) as client:
                client.sendmail("you@sandbox.test", ["lena@sandbox.test"], letter("Hello"))

        await asyncio.to_thread(send)

        assert [mail.subject for mail in caught_in(tmp_path)] == ["Hello"]
