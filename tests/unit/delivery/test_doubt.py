"""What a look at the mailbox makes of a delivery in doubt. The law: nothing is sent again that may have arrived."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightmail.account.model import Options, WhenUnknown
from nightmail.delivery.doubt import (
    LOOKS,
    STOPPED,
    Arrived,
    Ask,
    Doubt,
    Look,
    LookLater,
    NoMailbox,
    NotAsked,
    NotSeen,
    Seen,
    SendAgain,
    Verdict,
    judge,
)
from nightmail.ids import new_id

BEGAN = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
DOUBT = Doubt(
    new_id(), new_id(), new_id(), "<1@example.org>", BEGAN, looks=0, resends=0, seq=4, why="The server did not confirm it."
)
ALL_LOOKED = replace(DOUBT, looks=len(LOOKS) - 1)
FILES = Options(saves_sent=True, keeps_id=True)
RESENDS = Options(when_unknown=WhenUnknown.RESEND)
SENT = NotSeen("Sent")
HALF_AN_HOUR = timedelta(minutes=30)


def after(
    wait: timedelta, doubt: Doubt = DOUBT, options: Options = FILES, look: Seen | NotSeen | NotAsked | NoMailbox = SENT
) -> Verdict:
    return judge(doubt, options, look, now=BEGAN + wait)


def test_what_stands_in_the_mailbox_was_accepted() -> None:
    verdict = after(timedelta(seconds=20), look=Seen("Sent", 7, "Message-ID", "<1@example.org>"))

    assert verdict == Arrived({"folder": "Sent", "uid": 7, "header": "Message-ID", "seen_as": "<1@example.org>", "looks": 1})


def test_it_is_looked_for_at_20_seconds_and_after_2_10_and_30_minutes() -> None:
    moments, doubt = [LOOKS[0]], DOUBT
    while isinstance(verdict := after(moments[-1], doubt), LookLater):
        moments.append(verdict.due_at - BEGAN)
        doubt = replace(doubt, looks=verdict.looks)

    assert moments == [timedelta(seconds=20), timedelta(minutes=2), timedelta(minutes=10), HALF_AN_HOUR]


def test_what_a_provider_that_files_everything_does_not_have_was_not_accepted() -> None:
    verdict = after(HALF_AN_HOUR, ALL_LOOKED)

    assert isinstance(verdict, SendAgain)
    assert verdict.is_proven
    assert verdict.evidence == {"sent_folder": "Sent", "looks": 4, "waited": 1800}


@pytest.mark.parametrize(
    "options",
    [Options(), Options(saves_sent=True), Options(saves_sent=False, keeps_id=True), Options(saves_sent=True, keeps_id=False)],
)
def test_where_absence_proves_nothing_its_person_is_asked(options: Options) -> None:
    assert isinstance(after(HALF_AN_HOUR, ALL_LOOKED, options), Ask)


def test_a_mailbox_without_a_sent_folder_proves_nothing() -> None:
    assert isinstance(after(HALF_AN_HOUR, ALL_LOOKED, look=NotSeen("")), Ask)


def test_however_many_looks_there_were_half_an_hour_has_to_pass() -> None:
    early = after(timedelta(minutes=29), ALL_LOOKED)

    assert isinstance(early, LookLater)
    assert early.due_at == BEGAN + HALF_AN_HOUR


def test_a_computer_that_slept_through_the_looks_takes_them_all_the_same() -> None:
    verdict = after(timedelta(hours=9))

    assert isinstance(verdict, LookLater)
    assert timedelta(0) < verdict.due_at - (BEGAN + timedelta(hours=9)) <= timedelta(minutes=1)


def test_a_mailbox_that_can_not_be_asked_says_nothing_and_is_tried_again() -> None:
    verdict = after(HALF_AN_HOUR, ALL_LOOKED, look=NotAsked("It does not answer."))

    assert isinstance(verdict, LookLater)
    assert verdict.looks == ALL_LOOKED.looks
    assert "It does not answer." in verdict.reason


@pytest.mark.parametrize("look", [SENT, NotAsked("It does not answer."), NoMailbox()])
@pytest.mark.parametrize("looked", [DOUBT, ALL_LOOKED, replace(ALL_LOOKED, resends=1), replace(DOUBT, is_single=False)])
def test_whatever_a_look_shows_the_reason_stays_the_one_the_doubt_began_with(looked: Doubt, look: Look) -> None:
    verdict = after(HALF_AN_HOUR, replace(looked, why=STOPPED), Options(), look)

    assert isinstance(verdict, Ask | LookLater)
    assert verdict.reason.startswith(STOPPED)
    assert "answer" not in verdict.reason.replace("It does not answer.", "")


def test_it_is_not_tried_for_ever() -> None:
    assert isinstance(after(timedelta(days=1), look=NotAsked("It does not answer.")), Ask)


def test_without_a_mailbox_its_person_is_asked_at_once() -> None:
    assert isinstance(after(timedelta(seconds=20), look=NoMailbox()), Ask)


@pytest.mark.parametrize("look", [SENT, NotAsked("It does not answer."), NoMailbox()])
def test_an_account_set_to_it_sends_again_after_half_an_hour(look: NotSeen | NotAsked | NoMailbox) -> None:
    doubt = ALL_LOOKED
    early, late = after(timedelta(minutes=29), doubt, RESENDS, look), after(HALF_AN_HOUR, doubt, RESENDS, look)

    assert isinstance(early, LookLater)
    assert isinstance(late, SendAgain) and not late.is_proven


@pytest.mark.parametrize("look", [SENT, NoMailbox()])
@pytest.mark.parametrize("options", [FILES, RESENDS, replace(FILES, when_unknown=WhenUnknown.RESEND)])
def test_without_a_persons_word_nothing_is_sent_again_twice(options: Options, look: NotSeen | NoMailbox) -> None:
    assert isinstance(after(timedelta(hours=2), replace(ALL_LOOKED, resends=1), options, look), Ask)


def test_where_others_had_it_before_a_copy_proves_nothing() -> None:
    verdict = after(timedelta(seconds=20), replace(DOUBT, is_single=False), look=Seen("Sent", 7, "Message-ID", ""))

    assert isinstance(verdict, Ask)


looks = st.one_of(
    st.builds(Seen, st.just("Sent"), st.integers(1), st.just("Message-ID"), st.text()),
    st.builds(NotSeen, st.sampled_from(["", "Sent"])),
    st.builds(NotAsked, st.text()),
    st.just(NoMailbox()),
)
options = st.builds(
    Options,
    when_unknown=st.sampled_from(WhenUnknown),
    saves_sent=st.sampled_from([None, True, False]),
    keeps_id=st.sampled_from([None, True, False]),
)


@given(looks, options, st.integers(0, 4), st.integers(0, 2), st.booleans(), st.timedeltas(timedelta(0), timedelta(days=3)))
def test_nothing_is_sent_again_but_once_after_half_an_hour_and_for_a_reason(
    look: Look, options: Options, taken: int, resends: int, is_single: bool, wait: timedelta
) -> None:
    doubt = replace(DOUBT, looks=taken, resends=resends, is_single=is_single)

    verdict = judge(doubt, options, look, now=BEGAN + wait)

    if isinstance(verdict, SendAgain):
        assert is_single and not resends and wait >= HALF_AN_HOUR and not isinstance(look, Seen)
        is_proven = isinstance(look, NotSeen) and bool(look.sent_folder and options.saves_sent and options.keeps_id)
        assert verdict.is_proven == is_proven
        assert is_proven or options.when_unknown is WhenUnknown.RESEND
    if isinstance(verdict, LookLater):
        assert verdict.due_at > BEGAN + wait
        assert verdict.looks < len(LOOKS)
