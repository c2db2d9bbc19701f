from __future__ import annotations

from datetime import datetime, timedelta, timezone
from email import message_from_bytes
from email.message import Message as Parsed
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightmail.errors import PersonError
from nightmail.message.draft import Draft, DraftFile
from nightmail.message.eml import draft_from_eml
from nightmail.message.eml_writing import eml_of

ID = UUID("018f0000-0000-7000-8000-000000000001")
DATE = datetime(2026, 11, 11, 18, 3, tzinfo=timezone(timedelta(hours=1)))
ANNA = ("anna@example.org", "Anna Example")


def eml(draft: Draft, sender: tuple[str, str] = ANNA) -> bytes:
    return eml_of(draft, sender=sender, id=ID, date=DATE)


def test_everything_that_can_be_written_down_comes_back() -> None:
    draft = Draft(
        to=("Tom Hansen <tom@example.net>",),
        cc=('"Doe, Jane" <jane@example.net>',),
        bcc=("hidden@example.net", "second@example.net"),
        subject="Grüße aus Köln",
        text="plain",
        html='<p>Hello <img src="cid:1@n"></p>',
        files=(
            DraftFile("p.png", "image/png", 3, content=b"png", content_id="1@n"),
            DraftFile("a.pdf", "application/pdf", 4, content=b"%PDF"),
        ),
        in_reply_to="<x@example.org>",
        references=("<w@example.org>", "<x@example.org>"),
    )

    again = draft_from_eml(eml(draft))

    assert (again.to, again.cc, again.bcc) == (draft.to, draft.cc, draft.bcc)
    assert (again.subject, again.text, again.html) == (draft.subject, draft.text, draft.html)
    assert {(file.filename, file.content, file.content_id) for file in again.files} == {
        ("p.png", b"png", "1@n"),
        ("a.pdf", b"%PDF", None),
    }
    assert (again.in_reply_to, again.references) == (draft.in_reply_to, draft.references)


def test_a_picture_in_the_text_is_related_to_its_html_beside_the_plain_text() -> None:
    picture = DraftFile("p.png", "image/png", 3, content=b"png", content_id="1@n")
    file = DraftFile("a.pdf", "application/pdf", 4, content=b"%PDF")
    mail = message_from_bytes(eml(Draft(html='<p><img src="cid:1@n"></p>', text="[p]", files=(picture, file))))

    assert shape(mail) == (
        "multipart/mixed",
        ("multipart/alternative", "text/plain", ("multipart/related", "text/html", "image/png")),
        "application/pdf",
    )


def shape(part: Parsed) -> object:
    children = part.get_payload()
    if not part.is_multipart() or not isinstance(children, list):
        return part.get_content_type()
    return (part.get_content_type(), *(shape(child) for child in children if isinstance(child, Parsed)))


def test_other_programs_are_told_that_it_is_a_draft_and_lines_begin_with_dots_as_written() -> None:
    mail = eml(Draft(to=("tom@example.net",), text=".one\n..two\n"))

    assert mail.startswith(b"X-Unsent: 1\r\n")
    assert b"\r\n.one\r\n..two" in mail


def test_what_is_wrong_is_left_out_and_the_rest_is_kept() -> None:
    draft = Draft(to=("nobody", "tom@example.net"), subject="two\nlines", text="x\ud800y\0", in_reply_to="broken")

    again = draft_from_eml(eml(draft, sender=("", "")))

    assert (again.to, again.subject, again.in_reply_to) == (("tom@example.net",), "two lines", None)
    assert again.text.startswith("x?y")


def test_a_file_that_vanished_is_said(tmp_path: Path) -> None:
    gone = DraftFile("a.pdf", "application/pdf", 4, path=tmp_path / "a.pdf")

    with pytest.raises(PersonError, match="There is no file"):
        eml(Draft(files=(gone,)))


@given(st.text(max_size=60), st.text(max_size=200), st.lists(st.text(max_size=30), max_size=3))
def test_any_draft_can_be_written_and_read_again(subject: str, text: str, to: list[str]) -> None:
    draft_from_eml(eml(Draft(to=tuple(to), subject=subject, text=text)))
