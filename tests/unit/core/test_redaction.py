"""What a person sends as a report holds nothing of theirs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightmail.redaction import redacted

FRAME = '  File "~/nightmail/smtp/pool.py", line 12, in take\n    raise ValueError(f"no {word}")'


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("535 anna.b+x@mail.example.org refused", "anna"),
        ("login for grüße@bücher.example", "bücher"),
        ("smtps://anna:hunter2@smtp.example.org:465/in?box=me", "hunter2"),
        ("smtps://anna:hunter2@smtp.example.org:465/in?box=me", "box"),
        ("NIGHTMAIL_MASTER_KEY=swordfish here", "swordfish"),
        ("password: 'xylo phone'", "phone"),
        ('{"client_secret": "abc-def"}', "abc-def"),
        ("Authorization: Bearer abcdef", "abcdef"),
        ("AUTH PLAIN AGFubmEAaHVudGVyMg==", "AGFubmEA"),
        ("key nmk1_ABCDEF123456", "ABCDEF"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "eyJzdWIi"),
        ("sha 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "9f86d0"),
        ("ValueError: no such subject 'The divorce papers'", "divorce"),
        ('KeyError: "a \\"quoted\\" secret plan"', "plan"),
        ("The account “anna” is gone", "anna"),
        ("Das Konto „anna“ fehlt", "anna"),
        # Signs in a password that mean something in an address.
        ("postgresql://me:hun@ter2@db.example.org/x", "ter2"),
        ("postgresql://me:hun/ter2@db.example.org/x", "hun"),
        ("smtp://me:hunter2'@mail.example.org", "hunter2"),
        ("SMTP://me:hunter2@mail.example.org", "hunter2"),
        # What signs in, as a client or a log writes it.
        ("password: correct horse battery staple", "staple"),
        ("AUTH LOGIN YW5uYQ==", "YW5uYQ"),
        ("AUTHENTICATE PLAIN AGFubmEAaHVudGVy", "AGFubm"),
        ("C: aHVudGVyMg==", "aHVudGVy"),
        ("a1 LOGIN anna hunter2", "hunter2"),
        ("Cookie: sid=abc; theme=dark", "abc"),
        ("set-cookie: session=xyz; Path=/", "xyz"),
        ("Proxy-Authorization: Digest user=anna", "anna"),
        ("refresh ya29.a0AfH6SMBxyz", "a0AfH6"),
        ("client GOCSPX-abcdefghij", "abcdefghij"),
        # Folders of whoever built or lent this.
        ("open /home/berta/notes.txt", "berta"),
        ("open C:\\Users\\Berta\\notes.txt", "Berta"),
        # A message of more than one line, and one in a group of errors.
        ("1 validation error\n  Input should be short [input_value='my diary', input_type=str]", "diary"),
        ("  | ValueError: no such subject 'my diary'", "diary"),
        ("  File \"x.py\", line 1, in f\n    raise E(words)\nE: one\n    two 'my diary'", "diary"),
    ],
)
def test_it_is_taken_out(text: str, gone: str) -> None:
    assert gone in text
    assert gone not in redacted(text)


def test_the_name_of_the_home_folder_is_no_part_of_a_report() -> None:
    home = Path("/home/anna")

    assert redacted(f'  File "{home}/x.py", line 1', home=home) == '  File "~/x.py", line 1'


def test_what_helps_to_mend_it_stays() -> None:
    text = f"Traceback (most recent call last):\n{FRAME}\nValueError: 12 of 13 at smtp.example.org"

    assert redacted(text) == text


def test_a_group_of_errors_keeps_its_frames() -> None:
    text = '  + Exception Group Traceback (most recent call last):\n  |   File "x.py", line 1, in f\n  |     raise E("words")'

    assert redacted(text) == text


def test_where_an_address_of_the_internet_leads_stays() -> None:
    assert redacted("GET https://anna@api.example.org:8443/rest?apikey=x failed") == "GET https://api.example.org:8443 failed"


@given(st.text(), st.text())
def test_an_address_survives_in_no_text(before: str, after: str) -> None:
    assert "anna@example.org" not in redacted(f"{before}anna@example.org{after}")
