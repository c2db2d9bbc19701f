"""What is asked before a message goes: each slip alone, in English and German, and what must not be taken for one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop.screens.compose.check_bar import CheckBar
from desktop.screens.compose.checks import Check, Circumstances, Remedy, Waiting, kept_once, look_over
from nightmail.message.draft import Draft, DraftFile

LETTER = Draft(to=("Tom Hansen <tom@example.net>",), subject="Invoice", text="Hello Tom,\n\nall is well.")


def file(size: int = 1000) -> DraftFile:
    return DraftFile("plan.pdf", "application/pdf", size, content=b"")


def found(draft: Draft, **around: object) -> list[Check]:
    return [finding.check for finding in look_over(draft, Circumstances(**around))]  # type: ignore[arg-type]  # by name


def said(draft: Draft, **around: object) -> str:
    (finding,) = look_over(draft, Circumstances(**around))  # type: ignore[arg-type]  # by name
    return finding.sentence


def test_an_ordinary_letter_is_not_asked_about() -> None:
    assert found(LETTER, due=datetime(2026, 11, 12, 8, tzinfo=UTC), quiet_days=frozenset({5, 6})) == []


@pytest.mark.parametrize(
    "text",
    [
        "Hello Tom, the plan is attached.",
        "Please see the ATTACHMENT.",
        "I am attaching the plan.",
        "Enclosed you find the plan.",
        "Hallo Tom, anbei der Plan.",
        "Den Plan finden Sie im Anhang.",
        "Der Plan ist beigefügt.",
        "Ich habe den Plan angehängt.",
        "Siehe beiliegende Rechnung.",
        "Le plan est en pièce jointe.",
    ],
)
def test_a_text_that_speaks_of_a_file_is_asked_for_it(text: str) -> None:
    assert found(replace(LETTER, text=text)) == [Check.ATTACHMENT]
    assert found(replace(LETTER, text=text, files=(file(),))) == []


@pytest.mark.parametrize(
    "text",
    [
        "Hello Tom,\n> see the attachment\nThanks.",
        "Hello Tom, this comes without an attachment.",
        "Diese Mail kommt ohne Anhang.",
        "It has no attachments.",
        "Hello Tom,\n\nbye\n\n-- \nAnna, head of attachments",
        "We are very attachmentless.",
    ],
)
def test_what_is_quoted_denied_or_in_the_signature_speaks_of_no_file(text: str) -> None:
    assert found(replace(LETTER, text=text)) == []


def test_the_persons_own_words_for_a_file_count_too() -> None:
    letter = replace(LETTER, text="Hello Tom, see the drawing (v2).")

    assert found(letter) == []
    assert found(letter, attachment_words=("drawing", "  ")) == [Check.ATTACHMENT]
    assert found(replace(letter, text="Hello Tom, drawings!"), attachment_words=("drawing",)) == []


def test_a_field_that_nobody_filled_in_is_named() -> None:
    letter = replace(LETTER, subject="Offer for {{ company }}", text="Hello {{first_name}}, {{first_name}}!")

    assert said(letter) == "Fields like {{company}}, {{first_name}} are not filled in."
    assert said(replace(LETTER, text="Dear {{}}")) == "The field {{}} is not filled in."


def test_an_empty_subject_and_an_empty_text_are_two_questions() -> None:
    assert found(replace(LETTER, subject="  ", text=" \n")) == [Check.SUBJECT, Check.TEXT]
    assert found(replace(LETTER, text="-- \nAnna")) == [Check.TEXT]
    assert found(replace(LETTER, text="", files=(file(),))) == []


def test_a_crowd_in_sight_of_each_other_is_offered_bcc() -> None:
    crowd = replace(LETTER, text="Hello all,", to=tuple(f"p{n}@example.net" for n in range(12)))
    (finding,) = look_over(crowd, Circumstances())

    assert finding.sentence == "The 12 recipients in To and Cc can see the address of each other."
    assert finding.remedies == (Remedy.USE_BCC,)
    assert found(replace(crowd, to=(), bcc=crowd.to)) == []


def test_somebody_named_twice_is_kept_once_where_they_stood_first() -> None:
    letter = replace(LETTER, cc=("TOM@example.net", "lena@example.net"), bcc=("Lena <lena@example.net>", "not an address"))

    assert said(letter) == "tom@example.net, lena@example.net are named twice."
    assert kept_once(letter) == (("Tom Hansen <tom@example.net>",), ("lena@example.net",), ("not an address",))


def test_a_reply_to_oneself_is_asked_about_and_a_note_to_oneself_is_not() -> None:
    own = frozenset({"anna@example.org"})
    note = replace(LETTER, to=("Anna@example.org",), text="Remember the milk")

    assert found(note, own=own) == []
    assert found(replace(note, in_reply_to="<1@example.org>"), own=own) == [Check.OWN_ADDRESS]


@pytest.mark.parametrize(
    ("text", "is_odd"),
    [
        ("Dear Lena,\nthank you", True),
        ("Sehr geehrte Frau Vogt,", True),
        ("Hallo Thomas,", True),
        ("Hello Tommy!", False),
        ("Hi Hansen", False),
        ("Hello all,", False),
        ("Liebe Kollegen,", False),
        ("hello there", False),
        ("Dear customer,", False),
        ("Thanks, Lena is here", False),
    ],
)
def test_a_greeting_of_somebody_else_is_asked_about(text: str, is_odd: bool) -> None:
    assert (found(replace(LETTER, text=text)) == [Check.GREETING]) is is_odd


@pytest.mark.parametrize(
    ("address", "is_odd"),
    [
        ("bob@example.net", True),
        ("bob.miller@example.net", True),
        ("miller.bob2@example.net", True),
        ("anna@example.net", False),
        ("anna-lena.vogt@example.net", False),
        ("info@example.net", False),
        ("tmiller@example.net", False),
        ("studio.nord@example.net", False),
        ("kx7@example.net", False),
    ],
)
def test_an_address_that_is_clearly_a_name_counts_as_one_and_others_say_nothing(address: str, is_odd: bool) -> None:
    assert (found(replace(LETTER, to=(address,), text="Hi Anna,")) == [Check.GREETING]) is is_odd


def test_short_names_and_long_ones_are_one_person() -> None:
    assert found(replace(LETTER, to=("robert.miller@example.net",), text="Hi Bob,")) == []
    assert found(replace(LETTER, to=("bob@example.net",), text="Dear Robert,")) == []


def test_whoever_has_no_name_may_be_called_so() -> None:
    assert found(replace(LETTER, to=("x17@example.net",), text="Dear Lena,")) == []


def test_the_same_message_a_second_time_is_asked_about() -> None:
    waiting = (Waiting("invoice ", ("Tom Hansen",)),)

    assert found(LETTER, waiting=waiting) == [Check.TWIN]
    assert found(replace(LETTER, subject="Invoice 2"), waiting=waiting) == []
    assert found(replace(LETTER, to=(*LETTER.to, "lena@example.net")), waiting=waiting) == []


def test_what_many_servers_refuse_is_said_before_it_is_scheduled() -> None:
    assert "19.0 MB" in said(replace(LETTER, files=(file(10_000_000), file(9_000_000))))


@pytest.mark.parametrize(
    ("due", "checks"),
    [
        (datetime(2026, 11, 14, 9, tzinfo=UTC), [Check.QUIET_DAY]),
        (datetime(2026, 11, 12, 2, tzinfo=UTC), [Check.NIGHT]),
        (datetime(2026, 11, 12, 21, tzinfo=UTC), [Check.NIGHT]),
        (datetime(2026, 11, 14, 23, tzinfo=UTC), [Check.QUIET_DAY, Check.NIGHT]),
        (datetime(2026, 11, 12, 5, tzinfo=UTC), []),
        (None, []),
    ],
)
def test_nights_and_quiet_days_are_asked_about_in_the_zone_of_the_schedule(due: datetime | None, checks: list[Check]) -> None:
    assert found(LETTER, due=due, zone="Europe/Berlin", quiet_days=frozenset({5, 6})) == checks


def test_whoever_means_today_or_soon_is_not_asked_about_the_day_or_the_night() -> None:
    sunday_night = datetime(2026, 11, 15, 21, 30, tzinfo=UTC)
    quiet = frozenset({5, 6})

    assert found(LETTER, due=sunday_night, now=sunday_night - timedelta(hours=1), zone="Europe/Berlin", quiet_days=quiet) == []
    assert found(LETTER, due=sunday_night, now=sunday_night - timedelta(hours=9), zone="Europe/Berlin", quiet_days=quiet) == [
        Check.NIGHT
    ]
    assert found(LETTER, due=sunday_night, now=sunday_night - timedelta(days=1), zone="Europe/Berlin", quiet_days=quiet) == [
        Check.QUIET_DAY,
        Check.NIGHT,
    ]


def test_what_was_silenced_is_not_asked_again() -> None:
    letter = replace(LETTER, subject="", text="")

    assert found(letter, silenced=frozenset({"subject", "unknown"})) == [Check.TEXT]


# --------------------------------------------------------------------------------------------- the bar


@pytest.fixture
def bar(qtbot: QtBot, dressed: QApplication) -> CheckBar:
    made = CheckBar()
    qtbot.addWidget(made)
    return made


def pressed(bar: CheckBar, words: str) -> None:
    next(each for each in bar.findChildren(QPushButton) if each.text() == words).click()


def test_each_finding_has_its_remedies_and_can_be_silenced(bar: CheckBar) -> None:
    remedies: list[Remedy] = []
    silenced: list[Check] = []
    bar.remedy_pressed.connect(remedies.append)
    bar.silence_pressed.connect(silenced.append)

    bar.render_findings(look_over(replace(LETTER, subject=""), Circumstances()))
    pressed(bar, "Write a subject")
    pressed(bar, "Don’t warn again")

    assert remedies == [Remedy.SUBJECT]
    assert silenced == [Check.SUBJECT]
    assert all(each.accessibleName() for each in bar.findChildren(QPushButton))


def test_the_bar_asks_with_the_first_remedy_under_the_fingers_and_goes_when_nothing_is_left(bar: CheckBar, qtbot: QtBot) -> None:
    bar.render_findings(look_over(replace(LETTER, subject=""), Circumstances()), is_for_later=True)
    focused = bar.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.text() == "Write a subject"
    answered: list[str] = []
    bar.anyway_pressed.connect(lambda: answered.append("anyway"))
    bar.back_pressed.connect(lambda: answered.append("back"))

    pressed(bar, "Schedule anyway")
    pressed(bar, "Go back")
    qtbot.keyClick(focused, Qt.Key.Key_Tab)
    bar.render_findings(())

    assert answered == ["anyway", "back"]
    assert bar.isHidden()


def test_an_address_with_a_slip_in_a_well_known_domain_is_asked_about() -> None:
    assert found(replace(LETTER, to=("Tom <tom@gmial.com>",))) == [Check.MISSPELT]
    assert said(replace(LETTER, to=("tom@gmial.com",))) == "It goes to tom@gmial.com. Did you mean tom@gmail.com?"
