"""The faults of the standard library's mail writer, by their numbers there: none of them is ours."""

from __future__ import annotations

import re
from email.utils import getaddresses

from nightmail.message.model import Address
from tests.unit.message.mails import head_of, header_lines, mail, readable, sent


def test_gh_79986_long_message_ids_are_never_encoded() -> None:
    long_id = f"<{'CAF' * 60}+{'x' * 90}@mail.gmail.example.com>"
    lines = header_lines(sent(mail(in_reply_to=long_id, references=(long_id,) * 4)))

    assert lines["In-Reply-To"] == long_id
    assert lines["References"].split(" ") == [long_id] * 4


def test_gh_80222_a_folded_quoted_name_with_a_comma_stays_one_recipient() -> None:
    name = "Doe, " + "Maximilian Alexander " * 6 + "evil@x.org"
    found = getaddresses([header_lines(sent(mail(to=(Address("to@example.org", name),))))["To"]])

    assert [(readable(shown), spec) for shown, spec in found] == [(name, "to@example.org")]


def test_gh_100884_the_comma_of_a_folded_list_is_never_encoded() -> None:
    people = tuple(Address(f"person{n}@example.org", f"Jürgen Müller {n}") for n in range(12))
    line = header_lines(sent(mail(to=people)))["To"]

    assert "=2C" not in line and line.count(",") == 11


def test_cve_2024_6923_an_encoded_line_end_in_a_subject_stays_text() -> None:
    subject = "x =?UTF-8?Q?=0A?=Bcc: e@x.org"
    lines = header_lines(sent(mail(subject=subject)))

    assert "Bcc" not in lines
    assert readable(lines["Subject"]) == subject
    assert "=?UTF-8?Q?=0A?=" not in lines["Subject"]


def test_cve_2026_1299_no_written_header_can_be_cut_in_two() -> None:
    head = head_of(sent(mail(subject="a\nX-Evil: 1\r\n\r\nbody", to=(Address("a@x.org", "b\rX-Evil: 1"),))))

    assert not re.search(r"(?mi)^X-Evil", head)


def test_pr_122540_an_encoded_word_never_stands_inside_an_address() -> None:
    content = sent(mail(to=(Address("jürgen@example.org"),)), is_utf8=True)

    assert header_lines(content)["To"] == "jürgen@example.org"


def test_gh_136052_no_encoded_word_is_empty() -> None:
    for length in range(20, 120):
        head = head_of(sent(mail(subject="x" * length + " Übergrößenträger äöü " + "y" * length)))
        assert "?q??=" not in head and "?b??=" not in head


def test_a_nul_and_a_lone_carriage_return_never_reach_the_wire_raw() -> None:
    content = sent(mail(text="a\0b\rc\u0085d\n", html="<p>a\0b\rc</p>"))

    assert b"a=00b\r\nc=C2=85d" in content
