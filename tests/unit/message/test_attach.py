"""Looking at files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from nightmail.errors import PersonError
from nightmail.message.attach import file_for, media_type_of
from nightmail.message.draft import DraftFile


def test_a_file_is_seen_with_name_type_and_size(tmp_path: Path) -> None:
    path = tmp_path / "Übersicht 2026.pdf"
    path.write_bytes(b"12345")

    assert file_for(path) == DraftFile("Übersicht 2026.pdf", "application/pdf", 5, path)


@pytest.mark.parametrize(
    ("filename", "media_type"),
    [
        ("a.PDF", "application/pdf"),
        ("report.v1.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.tar.gz", "application/gzip"),
        ("photo.heic", "image/heic"),
        ("mail.eml", "message/rfc822"),
        ("meeting.ics", "text/calendar"),
        ("http://x.org/a.png", "image/png"),
        ("none", "application/octet-stream"),
        ("odd.xyzzy", "application/octet-stream"),
    ],
)
def test_the_type_follows_from_the_name(filename: str, media_type: str) -> None:
    assert media_type_of(filename) == media_type


def test_a_file_that_is_gone_a_folder_and_a_pipe_are_told_apart(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").write_bytes(b"")
    told = {}
    for path in (tmp_path / "gone.pdf", tmp_path / "file" / "below", tmp_path, tmp_path / "pipe", Path("a\0b"), Path("x" * 5000)):
        with pytest.raises(PersonError) as raised:
            file_for(path)
        told[path.name[:8]] = raised.value.code
        assert raised.value.next

    assert list(told.values()) == [
        "file-vanished",
        "file-vanished",
        "file-is-folder",
        "file-unreadable",
        "file-unreadable",
        "file-unreadable",
    ]


def test_a_name_that_is_no_text_is_made_visible(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"bad\xff\n.txt")
    path.write_bytes(b"x")

    assert file_for(path).filename == "bad\ufffd\ufffd.txt"
