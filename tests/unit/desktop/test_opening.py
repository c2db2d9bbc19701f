from __future__ import annotations

from pathlib import Path

import pytest

from desktop.opening import draft_from_mailto, read_opening, whole_words
from nightmail.message.draft import Draft

EML = b"From: a@example.org\r\nTo: Tom <tom@example.net>\r\nSubject: Plan\r\n\r\nHello\r\n"


def test_a_link_fills_recipients_subject_and_text() -> None:
    draft = draft_from_mailto(
        "mailto:tom@example.net,lena%40example.net?subject=The%20plan&cc=a+b@example.org&bcc=c@example.org&body=One%0D%0ATwo"
    )

    assert draft == Draft(
        to=("tom@example.net", "lena@example.net"),
        cc=("a+b@example.org",),
        bcc=("c@example.org",),
        subject="The plan",
        text="One\nTwo",
    )


def test_a_link_cannot_attach_a_file_or_break_a_header() -> None:
    draft = draft_from_mailto("mailto:tom@example.net?attach=/etc/passwd&subject=a%0D%0ABcc:%20x@example.org&from=b@example.org")

    assert draft == Draft(to=("tom@example.net",), subject="a Bcc: x@example.org")


def test_a_link_brings_no_sign_that_nobody_sees() -> None:
    draft = draft_from_mailto(
        "mailto:%00tom@example.net?subject=Plan%00%1B[31m%E2%80%AE&body=One%08%0D%0A%09Two%E2%81%A6&cc=a%7F@b.example"
    )

    assert (draft.to, draft.cc) == (("tom@example.net",), ("a@b.example",))
    assert (draft.subject, draft.text) == ("Plan[31m", "One\n\tTwo")


def test_a_link_written_like_the_address_of_a_server_is_read_too() -> None:
    assert draft_from_mailto("mailto://tom@example.net?subject=Plan").to == ("tom@example.net",)


def test_a_link_whose_recipients_stand_in_the_query_is_read_too() -> None:
    assert draft_from_mailto("mailto:?to=tom@example.net&To=lena@example.net").to == ("tom@example.net", "lena@example.net")


def test_what_was_asked_for_becomes_drafts_and_what_cannot_be_read_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "plan.eml").write_bytes(EML)
    (tmp_path / "noise.eml").write_bytes(b"\x00\x01")

    opening = read_opening(
        ["write", "MAILTO:tom@example.net", str(tmp_path / "plan.eml"), str(tmp_path / "noise.eml"), str(tmp_path / "gone.eml")]
    )

    assert [draft.to for draft in opening.drafts] == [(), ("tom@example.net",), ("Tom <tom@example.net>",)]
    assert [sentence.split("”")[0] for sentence in opening.refusals] == ["“noise.eml", "“gone.eml"]
    assert not opening.is_hidden


@pytest.mark.parametrize("link", ["mailto:", "mailto:?", "mailto:?subject", "mailto:%FF%00", "mailto:[", "mailto://[::1"])
def test_a_broken_link_never_raises(link: str) -> None:
    opening = read_opening([link])

    assert len(opening.drafts) + len(opening.refusals) == 1


def test_a_start_out_of_sight_asks_for_nothing_else() -> None:
    assert read_opening(["hidden"]).is_hidden
    assert not read_opening(["hidden", "write"]).is_hidden


def test_files_are_named_whole_for_a_process_that_stands_elsewhere(tmp_path: Path) -> None:
    url = (tmp_path / "a b.eml").as_uri()

    assert whole_words(["write", "mailto:x@y.z", "plan.eml", url, "/abs.eml"], tmp_path) == (
        "write",
        "mailto:x@y.z",
        str(tmp_path / "plan.eml"),
        str(tmp_path / "a b.eml"),
        "/abs.eml",
    )


def test_a_folder_is_no_mail(tmp_path: Path) -> None:
    assert "There is no such file." in read_opening([str(tmp_path)]).refusals[0]
