"""What is read out of reports, and what is not."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightmail.ids import new_id
from nightmail.message.dsn import MOST_OCTETS, Fate, is_worth_reading, read_report
from tests.unit.message import reports

ID = new_id()


@pytest.mark.parametrize(
    ("octets", "address", "status", "code"),
    [
        (reports.postfix(ID), "bob@example.net", "5.1.1", 550),
        (reports.exchange(ID), "bob@example.net", "5.1.10", 550),
        (reports.international(ID), "bøb@example.net", "5.1.1", 550),
        (reports.international(ID, encoding="base64"), "bøb@example.net", "5.1.1", 550),
        (reports.international(ID, r"b\x{F8}b@example.net"), "bøb@example.net", "5.1.1", 550),
        (reports.exim(ID), "bob@example.net", "5.1.1", 550),
        (reports.qmail(ID), "bob@example.net", "5.2.1", 550),
        (reports.with_footer(reports.postfix(ID)), "bob@example.net", "5.1.1", 550),
    ],
    ids=["postfix", "exchange", "utf-8", "utf-8 in base64", "utf-8 in escapes", "exim", "qmail", "wrapped"],
)
def test_a_report_names_the_message_the_recipient_and_the_reason(octets: bytes, address: str, status: str, code: int) -> None:
    report = read_report(octets)

    assert report is not None and report.ids == {ID}
    (one,) = report.recipients
    assert (one.addresses[0], one.fate, one.status, one.code) == (address, Fate.FAILED, status, code)
    assert one.is_permanent
    assert "550" in one.words and "\n" not in one.words


@pytest.mark.parametrize("octets", [reports.postfix(ID), reports.exim(ID), reports.exchange(ID), reports.qmail(ID)])
def test_a_report_is_found_by_its_head_alone(octets: bytes) -> None:
    assert is_worth_reading(octets.partition(b"\n\n")[0])


@pytest.mark.parametrize(
    "octets",
    [reports.absence(ID), reports.receipt(ID), reports.forwarded(reports.postfix(ID)), b"", b"\xff\xfe\0", b"Subject: hi\n\nhi"],
    ids=["absence", "read receipt", "forwarded", "empty", "noise", "mail"],
)
def test_what_is_no_report_reports_nothing(octets: bytes) -> None:
    assert read_report(octets) is None


def test_a_delay_is_told_apart_from_a_failure() -> None:
    report = read_report(reports.postfix(ID, action="delayed", status="4.4.1", diagnostic="smtp; 451 4.4.1 timed out"))

    assert report is not None
    assert [(one.fate, one.is_permanent) for one in report.recipients] == [(Fate.DELAYED, False)]


def test_giving_up_after_many_tries_is_a_failure_but_no_word_on_the_address() -> None:
    report = read_report(reports.postfix(ID, status="4.4.7", diagnostic="smtp; 451 4.4.1 timed out"))

    assert report is not None
    assert [(one.fate, one.is_permanent) for one in report.recipients] == [(Fate.FAILED, False)]


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded", "", "lost"])
def test_other_actions_are_nobodys_trouble(action: str) -> None:
    assert read_report(reports.postfix(ID, action=action)) is None


@pytest.mark.parametrize("octets", [reports.postfix(None), reports.exim(None)])
def test_a_report_without_our_id_proves_nothing(octets: bytes) -> None:
    report = read_report(octets)

    assert report is not None and report.ids == frozenset()


def test_the_id_of_another_program_is_none_of_ours() -> None:
    octets = reports.postfix(ID).replace(ID.hex.encode(), b"CAJ+x9").replace(str(ID).encode(), b"none")
    report = read_report(octets)

    assert report is not None and report.ids == frozenset()


def test_a_report_that_answers_our_message_carries_its_id_too() -> None:
    report = read_report(reports.postfix(None, headers=f"In-Reply-To: <{ID.hex}@example.org>\n"))

    assert report is not None and report.ids == {ID}


def test_several_recipients_each_have_their_own_fate() -> None:
    second = b"\nFinal-Recipient: rfc822; carl@example.net\nAction: delayed\nStatus: 4.2.2\n"
    octets = reports.postfix(ID).replace(b"User unknown\n\n--", b"User unknown\n" + second + b"\n--")
    report = read_report(octets)

    assert report is not None
    assert {one.addresses[0]: one.fate for one in report.recipients} == {
        "bob@example.net": Fate.FAILED,
        "carl@example.net": Fate.DELAYED,
    }


def test_the_address_that_was_written_to_comes_before_the_one_it_was_forwarded_to() -> None:
    octets = reports.postfix(ID).replace(b"Final-Recipient: rfc822; bob@example.net", b"Final-Recipient: rfc822; b@home.example")
    report = read_report(octets)

    assert report is not None
    assert report.recipients[0].addresses == ("bob@example.net", "b@home.example")


def test_a_long_report_is_read_as_far_as_it_goes() -> None:
    report = read_report(reports.postfix(ID) + b"x" * (MOST_OCTETS * 2))

    assert report is not None and report.ids == {ID}


@given(st.binary(max_size=2000), st.integers(0, 2000))
def test_no_octets_make_the_reading_raise(noise: bytes, cut: int) -> None:
    for octets in (
        noise,
        reports.postfix(ID)[:cut] + noise,
        reports.exim(ID)[:cut] + noise,
        reports.international(ID)[:cut] + noise,
    ):
        read_report(octets)
        is_worth_reading(octets)


@given(st.uuids())
def test_every_id_comes_back(id: UUID) -> None:
    report = read_report(reports.postfix(id))

    assert report is not None and report.ids == {id}
