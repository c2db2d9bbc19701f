from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from desktop.drafts import Drafts, SavedDraft
from desktop.gateway.port import Progress, unheard
from desktop.preferences import PreferenceBook
from desktop.running import Runner
from desktop.screens.compose.checks import Check
from desktop.screens.compose.presenter import ComposePresenter, Sent
from desktop.screens.compose.restoring import bring_back, put_back
from desktop.screens.compose.state import Change, ComposeState
from desktop.signature_block import part_text, words_of
from desktop.signatures import Signature, Signatures
from desktop.templates import Template
from nightmail.account.model import Account, AccountState
from nightmail.delivery.model import DeliveryState, Priority
from nightmail.delivery.retry import DEFAULT_LIFETIME
from nightmail.errors import Invalid, OutsideError, PersonError, Problem
from nightmail.ids import new_id
from nightmail.message.draft import Draft
from nightmail.message.eml import draft_from_eml
from nightmail.message.model import Address
from nightmail.ports import Scheduled
from nightmail.schedule.model import After, Schedule, WallTime
from tests.unit.desktop.fakes import (
    ACCOUNTS,
    ANNA,
    NOW_AT,
    WORK,
    ZONE,
    AtOnce,
    FakeGateway,
    Later,
    Paper,
    StillClock,
    item_of,
    message,
)

MORNING = WallTime(datetime(2026, 11, 12, 8), ZONE)


class Screen:
    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self.is_closed = False
        self.said: list[str] = []
        self.thrown: list[SavedDraft] = []
        self.shown: list[ComposeState] = []

    def render(self, state: ComposeState) -> None:
        self.shown.append(state)

    def scheduled(self, sent: Sent) -> None:
        self.sent.append(sent)

    def discarded(self, saved: SavedDraft) -> None:
        self.thrown.append(saved)

    def say(self, sentence: str) -> None:
        self.said.append(sentence)

    def close(self) -> None:
        self.is_closed = True


UNDO = timedelta(seconds=10)


class Desk:
    """A composer over an outbox in memory and a folder of drafts."""

    def __init__(self, folder: Path) -> None:
        self.gateway = FakeGateway()
        self.drafts = Drafts(folder / "drafts")
        self.screen = Screen()
        self.accounts: tuple[Account, ...] = ACCOUNTS
        self.preferences = PreferenceBook(Paper())

    def composer(self, saved: SavedDraft | None = None, *, runner: Runner | None = None, long: float = 60.0) -> ComposePresenter:
        return ComposePresenter(
            self.gateway,
            self.drafts,
            runner or AtOnce(),
            StillClock(),
            self.screen,
            zone=ZONE,
            undo=UNDO,
            accounts=self.accounts,
            saved=saved,
            long=long,
            preferences=self.preferences,
        )

    def written(self) -> ComposePresenter:
        composer = self.composer()
        composer.set_recipients("to", ["tom@example.net"])
        composer.set_subject("Hello")
        composer.set_body(None, "Dear Tom")
        return composer


class SlowUpload(FakeGateway):
    """Schedules nothing before a file is there, and it never is. `first`: the octets that went at once."""

    def __init__(self, first: int | None = 4_200_000) -> None:
        super().__init__()
        self._first = first

    async def schedule(
        self,
        draft: Draft,
        account: Account,
        schedule: Schedule,
        *,
        id: UUID,
        replaces: UUID | None = None,
        priority: Priority | None = None,
        lifetime: timedelta = DEFAULT_LIFETIME,
        progress: Progress = unheard,
    ) -> Scheduled:
        if self._first is not None:
            progress(self._first, 42_000_000)
        return await asyncio.Future[Scheduled]()


@pytest.fixture
def runner() -> Iterator[Later]:
    made = Later()
    yield made
    made.close()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "drafts")


def test_a_pasted_list_becomes_one_entry_each(desk: Desk) -> None:
    composer = desk.composer()

    composer.set_recipients("to", ['Anna <anna@example.org>, "Doe, Jane" <jane@example.org>\ntom@example.net'])

    assert [entry.label for entry in composer.state.to] == ["Anna", "Doe, Jane", "tom@example.net"]
    assert not [entry for entry in composer.state.to if entry.problem]


def test_an_address_that_can_not_be_used_stays_and_says_why(desk: Desk) -> None:
    composer = desk.composer()

    composer.set_recipients("to", ["anna@@example.org"])

    assert composer.state.to[0].typed == "anna@@example.org"
    assert "more than one @" in composer.state.to[0].problem


def test_scheduling_hands_over_exactly_what_was_written(desk: Desk) -> None:
    composer = desk.written()
    composer.set_recipients("bcc", ["boss@example.org"])
    composer.choose_sender(WORK)

    composer.schedule(MORNING)

    ((draft, address, schedule, _),) = desk.gateway.asked("schedule")
    assert draft == Draft(to=("tom@example.net",), bcc=("boss@example.org",), subject="Hello", text="Dear Tom")
    assert address == "anna.example@studio-nord.example"
    assert schedule == MORNING


def test_sending_leaves_a_moment_to_take_it_back(desk: Desk) -> None:
    desk.written().send()

    assert [call[2] for call in desk.gateway.asked("schedule")] == [After(timedelta(seconds=13))]
    assert desk.screen.sent[0].is_undoable


def test_every_problem_is_shown_at_once_and_nothing_is_lost(desk: Desk) -> None:
    desk.accounts = (replace(ACCOUNTS[0], state=AccountState.PAUSED, pause_reason="535 wrong password"),)
    composer = desk.written()
    composer.set_recipients("to", ["nobody@"])

    composer.schedule(MORNING)

    assert set(composer.state.problems) == {"to", "from"}
    assert composer.state.subject == "Hello"
    assert desk.gateway.calls == []


def test_mending_a_field_takes_its_problem_away(desk: Desk) -> None:
    composer = desk.written()
    composer.set_recipients("to", [])
    composer.schedule(MORNING)
    assert "to" in composer.state.problems

    composer.set_recipients("to", ["tom@example.net"])

    assert composer.state.problems == {}


def test_a_forgotten_attachment_is_asked_about_once(desk: Desk) -> None:
    composer = desk.written()
    composer.set_body(None, "Please see the attached file.")

    composer.schedule(MORNING)
    asked = composer.state.findings
    composer.send_anyway()

    assert [finding.check for finding in asked] == [Check.ATTACHMENT]
    assert composer.state.findings == ()
    assert [call[2] for call in desk.gateway.asked("schedule")] == [MORNING]


def test_going_back_sends_nothing(desk: Desk) -> None:
    composer = desk.written()
    composer.set_subject(" ")
    composer.schedule(MORNING)

    composer.go_back()
    composer.send_anyway()

    assert desk.gateway.calls == []


def test_what_the_outbox_refuses_is_shown_at_its_field_and_the_draft_stays(desk: Desk) -> None:
    desk.gateway.refuses["schedule"] = Invalid([Problem("too-large", "attach", "It is too large.")])
    composer = desk.written()
    composer.save()

    composer.schedule(MORNING)

    assert composer.state.problems == {"attach": "It is too large."}
    assert not composer.state.is_busy
    assert len(desk.drafts.all()) == 1


def test_trying_again_after_a_failure_is_the_same_message_and_after_a_change_another(desk: Desk) -> None:
    desk.gateway.refuses["schedule"] = OutsideError("database-unreachable", "The database does not answer.")
    composer = desk.written()
    composer.schedule(MORNING)
    composer.schedule(MORNING)
    composer.set_subject("Hello again")
    composer.schedule(MORNING)

    first, second, third = [call[3] for call in desk.gateway.asked("schedule")]
    assert first == second != third


def test_a_draft_is_saved_once_per_change_and_goes_when_it_is_scheduled(desk: Desk) -> None:
    composer = desk.written()
    composer.save()
    assert not composer.is_dirty
    assert [each.draft.subject for each in desk.drafts.all()] == ["Hello"]
    assert composer.state.saved == "Saved 18:03"

    composer.schedule(MORNING)
    composer.keep()

    assert desk.drafts.all() == ()


def test_closing_the_window_keeps_the_last_words(desk: Desk) -> None:
    desk.written().keep()

    assert [each.draft.text for each in desk.drafts.all()] == ["Dear Tom"]


def test_closing_an_untouched_window_leaves_no_draft(desk: Desk) -> None:
    desk.composer().keep()

    assert desk.drafts.all() == ()


def test_discarding_throws_away_the_draft_and_closes(desk: Desk) -> None:
    composer = desk.written()
    composer.save()

    composer.discard()
    composer.keep()

    assert desk.drafts.all() == ()
    assert desk.screen.is_closed


def test_a_discarded_draft_can_be_brought_back_but_nobody_asks_about_a_blank_one(desk: Desk) -> None:
    desk.composer().discard()
    desk.composer(SavedDraft(new_id(), ANNA, Draft(subject="Old"), NOW_AT, replaces=new_id(), is_unchanged=True)).discard()
    assert desk.screen.thrown == []
    composer = desk.written()

    composer.discard()

    kept = asyncio.run(bring_back(desk.screen.thrown[0], desk.gateway, desk.drafts))
    assert desk.drafts.all() == (kept,)
    assert kept.draft.subject == composer.state.subject


def test_a_discarded_edit_holds_its_original_again_or_stands_alone_where_that_left(desk: Desk) -> None:
    held = desk.gateway.add(item_of(message("Old")))
    saved = SavedDraft(new_id(), ANNA, Draft(subject="New"), NOW_AT, replaces=held)

    assert asyncio.run(bring_back(saved, desk.gateway, desk.drafts)).replaces == held
    desk.gateway.refuses["hold"] = PersonError("too-late", "It is on its way.")
    assert asyncio.run(bring_back(saved, desk.gateway, desk.drafts)).replaces is None
    assert desk.gateway.asked("hold") == [held, held]


def test_an_edited_message_replaces_the_one_on_hold_in_the_same_request(desk: Desk) -> None:
    held = desk.gateway.add(item_of(message("Old")))
    composer = desk.composer(
        SavedDraft(new_id(), ANNA, Draft(to=("tom@example.net",), subject="New", text="x"), NOW_AT, replaces=held)
    )

    composer.schedule(MORNING)

    assert [name for name, _ in desk.gateway.calls] == ["schedule", "replace"]
    assert desk.gateway.asked("replace") == [held]


def test_an_edit_that_comes_too_late_keeps_the_draft_and_asks_before_a_second_message_goes(desk: Desk) -> None:
    held = desk.gateway.add(item_of(message("Old")))
    saved = SavedDraft(new_id(), ANNA, Draft(to=("tom@example.net",), subject="New", text="x"), NOW_AT, replaces=held)
    desk.drafts.save(saved)
    desk.gateway.refuses["replace"] = PersonError("edited-elsewhere", "It was sent.", next="Compare.")
    composer = desk.composer(saved)

    composer.schedule(MORNING)
    assert "Your draft is kept." in composer.state.warning
    assert [each.id for each in desk.drafts.all()] == [saved.id]
    assert composer.state.replaces == ""
    assert not desk.screen.sent
    composer.send_anyway()

    assert len(desk.gateway.asked("replace")) == 1
    assert len(desk.screen.sent) == 1
    assert composer.state.replaces == ""


def test_whoever_discards_after_a_conflict_leaves_alone_what_others_did_to_the_original(desk: Desk) -> None:
    held = desk.gateway.add(item_of(message("Old"), state=DeliveryState.HELD))
    saved = SavedDraft(new_id(), ANNA, Draft(to=("tom@example.net",), subject="Old", text="new words"), NOW_AT, held)
    desk.gateway.refuses["replace"] = PersonError("edited-elsewhere", "It was sent.")
    composer = desk.composer(saved)
    composer.schedule(MORNING)

    composer.go_back()
    composer.discard()

    assert not desk.gateway.asked("resume")


def test_a_long_upload_is_shown_and_can_be_stopped_without_a_trace(desk: Desk, runner: Later) -> None:
    slow = SlowUpload()
    desk.gateway = slow
    composer = desk.composer(runner=runner)
    composer.set_recipients("to", ["tom@example.net"])
    composer.set_subject("Plans")
    composer.set_body(None, "Dear Tom")

    composer.schedule(MORNING)
    runner.turn()
    assert (composer.state.upload, composer.state.upload_share) == ("Taking the files along: 4.2 MB of 42.0 MB", 10)
    composer.stop()
    runner.turn()

    assert not composer.state.is_busy
    assert composer.state.upload == ""
    assert composer.state.problems == {}
    assert composer.state.notice == "Stopped. Nothing was scheduled."
    assert slow.items == {}
    assert not desk.screen.sent


def test_what_takes_long_shows_itself_and_a_way_out_before_the_first_octet(desk: Desk, runner: Later) -> None:
    desk.gateway = SlowUpload(first=None)
    composer = desk.composer(runner=runner, long=0)
    composer.set_recipients("to", ["tom@example.net"])
    composer.set_subject("Plans")
    composer.set_body(None, "Dear Tom")

    composer.schedule(MORNING)
    assert (composer.state.is_scheduling, composer.state.upload) == (True, "")
    runner.turn()
    assert (composer.state.upload, composer.state.upload_share) == ("Scheduling…", 0)
    composer.stop()
    runner.turn()
    composer.send()
    runner.turn()

    assert (composer.state.is_scheduling, composer.state.upload) == (False, "Sending…")


def test_the_last_words_stay_where_earlier_ones_are_still_being_written_as_the_window_goes(desk: Desk, runner: Later) -> None:
    composer = desk.composer(runner=runner)
    composer.set_body(None, "Dear")
    composer.save()
    composer.set_body(None, "Dear Tom, and all that I had to say")

    composer.keep()
    runner.turn()

    assert [each.draft.text for each in desk.drafts.all()] == ["Dear Tom, and all that I had to say"]


def test_a_draft_thrown_away_while_it_is_being_written_does_not_come_back(desk: Desk, runner: Later) -> None:
    composer = desk.composer(runner=runner)
    composer.set_body(None, "Dear Tom")
    composer.save()

    composer.discard()
    runner.turn()

    assert desk.drafts.all() == ()


def test_words_changed_while_it_is_handed_over_are_kept_as_a_draft_and_said(desk: Desk, runner: Later) -> None:
    composer = desk.composer(runner=runner)
    composer.set_recipients("to", ["tom@example.net"])
    composer.set_subject("Hello")
    composer.set_body(None, "Dear Tom")

    composer.schedule(MORNING)
    composer.set_body(None, "Dear Tom, and one more thing")
    runner.turn()

    assert len(desk.screen.sent) == 1
    (kept,) = desk.drafts.all()
    assert (kept.draft.text, kept.replaces) == ("Dear Tom, and one more thing", None)
    assert "kept in Drafts" in desk.screen.said[0]


def test_a_window_closed_while_it_is_handed_over_loses_nothing_either_way(desk: Desk, runner: Later) -> None:
    desk.gateway = SlowUpload()
    composer = desk.composer(runner=runner)
    composer.set_recipients("to", ["tom@example.net"])
    composer.set_subject("Hello")
    composer.set_body(None, "Dear Tom")
    composer.schedule(MORNING)
    runner.turn()
    composer.set_body(None, "Dear Tom, and one more thing")

    composer.keep()

    assert [each.draft.text for each in desk.drafts.all()] == ["Dear Tom, and one more thing"]
    assert desk.screen.said == ["It is still being scheduled. Should that fail, it stays in Drafts."]


def test_what_is_being_handed_over_can_not_be_discarded(desk: Desk, runner: Later) -> None:
    desk.gateway = SlowUpload()
    composer = desk.composer(runner=runner)
    composer.set_recipients("to", ["tom@example.net"])
    composer.set_subject("Hello")
    composer.set_body(None, "Dear Tom")
    composer.schedule(MORNING)

    composer.discard()
    runner.turn()

    assert not desk.screen.is_closed
    assert not desk.screen.thrown


def test_what_was_scheduled_a_moment_before_the_stop_is_cancelled_and_a_new_try_is_a_new_message(
    desk: Desk, runner: Later
) -> None:
    composer = desk.composer(runner=runner)
    composer.set_recipients("to", ["tom@example.net"])
    composer.set_subject("Hello")
    composer.set_body(None, "Dear Tom")
    composer.schedule(MORNING)
    runner.turn(answers=False)
    (first,) = (asked[3] for asked in desk.gateway.asked("schedule"))

    composer.stop()
    runner.turn()
    composer.schedule(MORNING)
    runner.turn()

    assert desk.gateway.asked("cancel") == [first]
    assert desk.gateway.items[first].delivery.state is DeliveryState.CANCELLED
    assert [sent.receipt.id for sent in desk.screen.sent] != [first]
    assert len(desk.screen.sent) == 1


def test_discarding_an_edit_lets_the_original_go_as_planned(desk: Desk) -> None:
    held = desk.gateway.add(item_of(message("Old")))
    composer = desk.composer(SavedDraft(new_id(), ANNA, Draft(subject="New"), NOW_AT, replaces=held))

    composer.discard()

    assert desk.gateway.calls == [("resume", held)]


def test_closing_an_edit_without_a_change_lets_the_original_go_as_planned(desk: Desk) -> None:
    held = desk.gateway.add(item_of(message("Old")))
    composer = desk.composer(SavedDraft(new_id(), ANNA, Draft(subject="Old"), NOW_AT, replaces=held, is_unchanged=True))

    composer.keep()

    assert desk.gateway.calls == [("resume", held)]
    assert desk.drafts.all() == ()


def test_closing_a_changed_edit_keeps_both_and_says_so(desk: Desk) -> None:
    held = desk.gateway.add(item_of(message("Old")))
    composer = desk.composer(SavedDraft(new_id(), ANNA, Draft(subject="Old"), NOW_AT, replaces=held))
    composer.set_subject("New")

    composer.keep()

    assert desk.gateway.calls == []
    assert [each.replaces for each in desk.drafts.all()] == [held]
    assert desk.screen.said == ["Kept in Drafts. The original stays on hold."]


def test_a_formatted_message_gets_its_plain_alternative(desk: Desk) -> None:
    composer = desk.written()
    composer.set_body("<p>Hello <b>Tom</b></p><ul><li>one</li><li>two</li></ul>", "ignored")

    composer.schedule(MORNING)

    draft = desk.gateway.asked("schedule")[0][0]
    assert "- one" in draft.text
    assert draft.html == "<p>Hello <b>Tom</b></p><ul><li>one</li><li>two</li></ul>"


def test_files_are_attached_with_their_sizes_and_a_missing_one_is_named(desk: Desk, tmp_path: Path) -> None:
    there = tmp_path / "plan.pdf"
    there.write_bytes(b"x" * 2000)
    composer = desk.written()

    composer.attach([there, tmp_path / "gone.pdf"])

    assert [(file.name, file.size) for file in composer.state.files] == [("plan.pdf", "2.0 kB")]
    assert "gone.pdf" in composer.state.problems["attach"]
    composer.detach(0)
    assert composer.state.files == ()


def test_a_draft_whose_file_vanished_says_so(desk: Desk, tmp_path: Path) -> None:
    there = tmp_path / "plan.pdf"
    there.write_bytes(b"x")
    composer = desk.written()
    composer.attach([there])
    composer.keep()
    there.unlink()

    again = desk.composer(desk.drafts.all()[0])

    assert again.state.files[0].is_missing


# -------------------------------------------------------------------------------------------- signatures


def signed(desk: Desk, **signatures: Signature) -> None:
    book = Signatures(desk.drafts.folder.parent / "signatures.json")
    for name, signature in signatures.items():
        book.keep({"anna": ANNA, "work": WORK}[name], signature)


def sign(composer: ComposePresenter) -> None:
    """What the editor does when it is told to exchange the signature."""
    order = composer.state.order
    assert order is not None and order.change is Change.SIGN
    parted = part_text(composer.state.text if composer._draft.text == "" else composer._draft.text)
    before = parted.before if parted else composer._draft.text + "\n"
    composer.set_body(None, f"{before}\n-- \n{words_of(order.html)}" if order.html else before)


def test_a_new_message_bears_the_signature_of_its_account_and_is_still_blank(desk: Desk) -> None:
    signed(desk, anna=Signature("<div>Anna</div>"))

    composer = desk.composer()
    text = composer.state.text
    composer.keep()

    assert text == "\n\n-- \nAnna"
    assert desk.drafts.all() == ()


def test_a_formatted_signature_makes_the_message_html(desk: Desk) -> None:
    signed(desk, anna=Signature("<div><b>Anna</b></div>"))

    html = desk.composer().state.html

    assert html.endswith('<div class="nightmail-signature"><div><b>Anna</b></div></div>')


def test_an_answer_bears_the_signature_for_answers(desk: Desk) -> None:
    signed(desk, anna=Signature("<div>Anna Example</div>", "<div>A.</div>"))

    composer = desk.composer(SavedDraft(new_id(), ANNA, Draft(in_reply_to="<x@example.org>"), NOW_AT))

    assert composer.state.text.endswith("-- \nA.")


def test_changing_the_account_exchanges_the_signature(desk: Desk) -> None:
    signed(desk, anna=Signature("<div>Anna</div>"), work=Signature("<div>Studio Nord</div>"))
    composer = desk.composer()

    composer.choose_sender(WORK)

    assert composer.state.order is not None
    assert composer.state.order.html == "<div>Studio Nord</div>"
    assert composer.state.question is None


def test_a_signature_that_was_edited_is_exchanged_only_after_asking(desk: Desk) -> None:
    signed(desk, anna=Signature("<div>Anna</div>"), work=Signature("<div>Studio Nord</div>"))
    composer = desk.composer()
    composer.set_body(None, "Dear Tom\n\n-- \nAnna, on holiday until Monday")

    composer.choose_sender(WORK)
    asked = composer.state.question
    composer.answer(False)
    kept = composer.state.order
    composer.choose_sender(ANNA)
    composer.answer(True)

    assert asked is not None and "signature" in asked.words
    assert kept is None
    assert composer.state.order is not None and composer.state.order.html == "<div>Anna</div>"


def test_a_signature_that_was_taken_out_stays_out(desk: Desk) -> None:
    signed(desk, anna=Signature("<div>Anna</div>"), work=Signature("<div>Studio Nord</div>"))
    composer = desk.composer()
    composer.set_body(None, "Dear Tom")

    composer.choose_sender(WORK)

    assert composer.state.order is None and composer.state.question is None


def test_an_account_without_a_signature_gets_the_next_ones(desk: Desk) -> None:
    signed(desk, work=Signature("<div>Studio Nord</div>"))
    composer = desk.composer()
    composer.set_body(None, "Dear Tom")

    composer.choose_sender(WORK)
    placed = composer.state.order
    sign(composer)
    composer.choose_sender(ANNA)

    assert placed is not None and placed.html == "<div>Studio Nord</div>"
    assert composer.state.order is not None and composer.state.order.html == ""


def test_a_signature_that_was_edited_in_the_settings_is_exchanged_in_an_open_message(desk: Desk) -> None:
    signed(desk, anna=Signature("<div>Anna</div>"))
    composer = desk.composer()
    signed(desk, anna=Signature("<div>Anna Example</div>"))

    composer.sign_anew()

    assert composer.state.order is not None and composer.state.order.html == "<div>Anna Example</div>"


# -------------------------------------------------------------------------------------------- recipients


def test_a_recipient_is_moved_to_another_field(desk: Desk) -> None:
    composer = desk.composer()
    composer.set_recipients("to", ["tom@example.net, lena@example.net"])

    composer.move_recipient("lena@example.net", "to", "bcc")
    composer.move_recipient("nobody@example.net", "to", "cc")

    assert [each.typed for each in composer.state.to] == ["tom@example.net"]
    assert [each.typed for each in composer.state.bcc] == ["lena@example.net"]
    assert composer.state.shows_bcc
    assert composer.state.cc == ()


def test_a_recipient_who_stands_in_to_and_in_cc_is_marked_where_they_come_second(desk: Desk) -> None:
    composer = desk.composer()
    composer.set_recipients("cc", ["Tom@example.net", "lena@example.net"])
    composer.set_recipients("to", ["tom@example.net"])
    composer.set_recipients("bcc", ["LENA@example.net"])

    state = composer.state
    assert [[bool(each.note) for each in part] for part in (state.to, state.cc, state.bcc)] == [[False], [True, False], [True]]
    composer.set_recipients("to", [])
    assert [bool(each.note) for each in composer.state.cc] == [False, False]


def test_a_recipient_that_stands_there_twice_is_marked(desk: Desk) -> None:
    composer = desk.composer()
    composer.set_recipients("to", ["tom@example.net", "Tom <TOM@example.net>", "bad"])

    assert [bool(each.note) for each in composer.state.to] == [False, True, False]
    assert [bool(each.problem) for each in composer.state.to] == [False, False, True]


def test_all_go_into_bcc_and_what_was_about_to_happen_goes_on(desk: Desk) -> None:
    composer = desk.written()
    composer.set_recipients("to", [f"p{number}@example.net" for number in range(12)])
    composer.set_recipients("cc", ["p1@example.net", "boss@example.net"])
    composer.schedule(MORNING)
    assert [finding.check for finding in composer.state.findings] == [Check.CROWD, Check.TWICE]

    composer.use_bcc()

    draft = desk.gateway.asked("schedule")[0][0]
    assert (draft.to, draft.cc, len(draft.bcc)) == ((), (), 13)


def test_somebody_named_twice_is_kept_once_and_what_was_about_to_happen_goes_on(desk: Desk) -> None:
    composer = desk.written()
    composer.set_recipients("cc", ["TOM@example.net", "lena@example.net"])
    composer.send()

    composer.keep_once()

    draft = desk.gateway.asked("schedule")[0][0]
    assert (draft.to, draft.cc) == (("tom@example.net",), ("lena@example.net",))


def test_what_is_mended_meanwhile_is_no_longer_asked_about(desk: Desk) -> None:
    composer = desk.written()
    composer.set_subject("")
    composer.set_body(None, "Hello {{name}}")
    composer.schedule(MORNING)
    assert [finding.check for finding in composer.state.findings] == [Check.FIELD, Check.SUBJECT]

    composer.set_subject("Offer")
    assert [finding.check for finding in composer.state.findings] == [Check.FIELD]
    composer.set_body(None, "Hello Tom, see the attachment")

    assert composer.state.findings == ()
    assert desk.gateway.asked("schedule") == []


def test_a_check_that_is_silenced_is_silent_in_every_window(desk: Desk) -> None:
    composer = desk.written()
    composer.set_subject("")
    composer.send()

    composer.silence(Check.SUBJECT)
    assert composer.state.findings == ()
    other = desk.written()
    other.set_subject("")
    other.send()

    assert len(desk.gateway.asked("schedule")) == 1
    assert desk.preferences.now.silenced_checks == {"subject"}


def test_a_second_copy_of_what_waits_is_asked_about(desk: Desk) -> None:
    desk.gateway.add(item_of(message("Hello", Address("tom@example.net"))))
    composer = desk.written()

    composer.send()

    assert [finding.check for finding in composer.state.findings] == [Check.TWIN]


def test_a_quiet_day_is_asked_about_for_a_chosen_time_and_not_at_once(desk: Desk) -> None:
    composer = desk.written()
    composer.schedule(WallTime(datetime(2026, 11, 14, 9), ZONE))
    assert [finding.check for finding in composer.state.findings] == [Check.QUIET_DAY]
    assert composer.state.is_asked_for_later

    composer.go_back()
    desk.preferences.change(quiet_days=frozenset({2}))
    composer.send()

    assert len(desk.gateway.asked("schedule")) == 1


def test_how_late_it_may_go_survives_a_question(desk: Desk) -> None:
    composer = desk.written()
    composer.set_subject("")
    composer.schedule(MORNING, timedelta(minutes=15))

    composer.send_anyway()

    assert list(desk.gateway.lifetimes.values()) == [timedelta(minutes=15)]


def test_people_written_to_before_are_offered(desk: Desk) -> None:
    desk.gateway.add(item_of(message("Hi", Address("tom@example.net", "Tom Hansen"))))
    composer = desk.composer()

    composer.suggest("cc", "han")
    offered = composer.state.suggestions
    composer.set_recipients("cc", [offered[0].typed])
    composer.suggest("to", "tom")

    assert [(each.name, each.address) for each in offered] == [("Tom Hansen", "tom@example.net")]
    assert composer.state.suggestions == ()


def test_somebody_can_be_forgotten(desk: Desk) -> None:
    desk.gateway.add(item_of(message("Hi", Address("tom@example.net", "Tom Hansen"))))
    composer = desk.composer()

    composer.forget_person("tom@example.net")
    composer.suggest("to", "tom")

    assert composer.state.suggestions == ()
    assert desk.composer().state.suggestions == ()


# -------------------------------------------------------------------------------------------- the body


def test_plain_text_is_asked_for_only_where_marks_would_be_lost(desk: Desk) -> None:
    composer = desk.written()
    composer.write_plain(True)
    at_once = composer.state.is_plain
    composer.write_plain(False)
    composer.set_body("<div>Dear <b>Tom</b></div>", "")
    composer.write_plain(True)
    asked, still = composer.state.question, composer.state.is_plain
    composer.answer(True)

    assert at_once and not still
    assert asked is not None
    assert composer.state.is_plain
    assert composer.state.order is not None
    assert (composer.state.order.change, composer.state.order.text) == (Change.REPLACE, "Dear Tom")


def test_a_plain_message_stays_plain_after_a_restart(desk: Desk) -> None:
    composer = desk.written()
    composer.write_plain(True)
    composer.keep()

    assert desk.composer(desk.drafts.all()[0]).state.is_plain


def test_a_picture_goes_with_the_text_that_shows_it_and_comes_back_with_undo(desk: Desk) -> None:
    composer = desk.written()
    shown = '<div><img src="cid:1@n" alt="image.png"></div>'
    composer.add_picture("1@n", "image.png", "image/png", b"png")
    composer.set_body(shown, "")
    with_it = composer._draft.files
    composer.set_body(None, "gone")
    without = composer._draft.files
    composer.set_body(shown, "")

    assert [file.content_id for file in with_it] == ["1@n"]
    assert without == ()
    assert composer._draft.files == with_it
    assert composer.state.files == ()


def test_removing_a_file_leaves_the_pictures_and_the_right_files(desk: Desk, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(b"x")
    composer = desk.written()
    composer.add_picture("1@n", "image.png", "image/png", b"png")
    composer.set_body('<div><img src="cid:1@n"></div>', "")
    composer.attach([tmp_path / "a.txt", tmp_path / "b.txt"])

    composer.detach(0)

    assert [file.name for file in composer.state.files] == ["b.txt"]
    assert {file.filename for file in composer._draft.files} == {"b.txt", "image.png"}


def test_a_template_goes_to_the_editor_and_its_subject_where_there_is_none(desk: Desk) -> None:
    template = Template(new_id(), "Offer", "Offer {{number}}", "{{name}}", "<b>{{name}}</b>")
    blank, written = desk.composer(), desk.written()

    blank.insert(template)
    written.insert(template)

    assert blank.state.subject == "Offer {{number}}"
    assert written.state.subject == "Hello"
    assert blank.state.order is not None
    assert (blank.state.order.change, blank.state.order.html) == (Change.INSERT, "<b>{{name}}</b>")
    assert written.as_template(" Mine ").name == "Mine"


# -------------------------------------------------------------------------------------------- files and limits


def test_too_much_is_said_when_it_is_attached_and_forgotten_when_it_is_removed(desk: Desk, tmp_path: Path) -> None:
    large = tmp_path / "film.mp4"
    with large.open("wb") as file:
        file.truncate(30_000_000)
    composer = desk.written()

    composer.attach([large])
    said, share, icon = composer.state.problems["attach"], composer.state.files_share, composer.state.files[0].icon
    composer.detach(0)

    assert "Too large" in said and "25.0 MB" in said
    assert share > 100
    assert icon == "film"
    assert "attach" not in composer.state.problems


def test_how_much_of_the_limit_is_used_is_shown(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"x" * 1_000_000)
    composer = desk.written()

    composer.attach([tmp_path / "a.zip"])

    assert composer.state.files_total == "1 file, 1.4 MB as mail of at most 25.0 MB"
    assert composer.state.files_share == 5


# -------------------------------------------------------------------------------------------- accounts that change


def test_an_open_message_follows_its_accounts(desk: Desk) -> None:
    composer = desk.written()
    desk.gateway.known = (replace(ACCOUNTS[0], name="Anna E."), *ACCOUNTS[1:])
    composer.follow_accounts()
    renamed = composer.state.senders[0].label
    desk.gateway.known = ACCOUNTS[1:]
    composer.follow_accounts()

    assert renamed == "Anna E. <anna@example.org>"
    assert composer.state.sender_id == WORK
    assert composer.state.notice == "anna@example.org was removed. The message is sent from another account now."


def test_an_account_that_was_resumed_can_send_from_the_open_message(desk: Desk) -> None:
    paused = replace(ACCOUNTS[0], state=AccountState.PAUSED, pause_reason="535")
    desk.accounts = (paused,)
    composer = desk.written()
    composer.schedule(MORNING)
    assert "from" in composer.state.problems

    desk.gateway.known = ACCOUNTS[:1]
    composer.follow_accounts()
    assert "from" not in composer.state.problems
    composer.schedule(MORNING)

    assert len(desk.gateway.asked("schedule")) == 1


def test_the_last_account_may_go_and_another_come(desk: Desk) -> None:
    composer = desk.written()
    desk.gateway.known = ()
    composer.follow_accounts()
    none = composer.state.sender_id
    desk.gateway.known = ACCOUNTS[1:]
    composer.follow_accounts()

    assert none is None
    assert composer.state.sender_id == WORK


# -------------------------------------------------------------------------------------------- scheduled messages, crashes


def edited(desk: Desk, held: UUID, **more: object) -> SavedDraft:
    return SavedDraft(
        new_id(),
        ANNA,
        Draft(to=("tom@example.net",), subject="Old", text="words"),
        NOW_AT,
        replaces=held,
        is_unchanged=True,
        **more,  # type: ignore[arg-type]
    )


def test_a_scheduled_message_keeps_its_time(desk: Desk) -> None:
    item = item_of(message("Old"))
    late = replace(item.delivery, deadline_at=item.delivery.wanted_at + timedelta(hours=2))
    held = desk.gateway.add(replace(item, delivery=late))
    composer = desk.composer(edited(desk, held, schedule=MORNING))
    shown = composer.state.kept_time
    composer.set_subject("New")

    composer.keep_time()

    assert shown == "Thu 12 Nov, 08:00 (Berlin)"
    assert desk.gateway.asked("schedule")[0][2] == MORNING
    assert desk.gateway.asked("replace") == [held]
    assert set(desk.gateway.lifetimes.values()) == {timedelta(hours=2)}


def test_a_time_that_has_passed_is_not_kept(desk: Desk) -> None:
    past = WallTime(datetime(2026, 11, 11, 8), ZONE)
    composer = desk.composer(edited(desk, new_id(), schedule=past))

    composer.keep_time()

    assert composer.state.kept_time == ""
    assert "passed" in composer.state.notice
    assert desk.gateway.asked("schedule") == []


def test_what_somebody_held_stays_on_hold_after_a_look(desk: Desk) -> None:
    held = desk.gateway.add(item_of(message("Old"), state=DeliveryState.HELD))
    composer = desk.composer(edited(desk, held, was_held=True))

    composer.keep()

    assert desk.gateway.asked("resume") == []
    assert desk.drafts.all() == ()


def test_an_edit_that_a_crash_ended_is_put_back_when_it_is_closed_unchanged(desk: Desk) -> None:
    held = desk.gateway.add(item_of(message("Old")))
    desk.composer(edited(desk, held, schedule=MORNING))
    (left,) = desk.drafts.all()

    again = desk.composer(left)
    kept = again.state.kept_time
    again.keep()

    assert kept == "Thu 12 Nov, 08:00 (Berlin)"
    assert desk.gateway.calls == [("resume", held)]
    assert desk.drafts.all() == ()


def test_an_edit_with_changes_that_a_crash_ended_is_not_thrown_away_when_it_is_closed(desk: Desk) -> None:
    held = desk.gateway.add(item_of(message("Old")))
    first = desk.composer(edited(desk, held))
    first.set_subject("New")
    first.save()
    (left,) = desk.drafts.all()

    desk.composer(left).keep()

    assert [each.draft.subject for each in desk.drafts.all()] == ["New"]
    assert desk.gateway.calls == []


def test_the_caret_is_kept_with_the_draft(desk: Desk) -> None:
    composer = desk.written()
    composer.place_caret(5)
    composer.save()

    assert desk.composer(desk.drafts.all()[0]).state.caret == 5


# -------------------------------------------------------------------------------------------- export and paper


def test_a_draft_is_exported_as_a_mail_that_can_be_opened_again(desk: Desk, tmp_path: Path) -> None:
    composer = desk.written()
    composer.set_recipients("bcc", ["hidden@example.net", "not an address"])
    composer.set_body("<div>Dear <b>Tom</b></div>", "")

    composer.export(tmp_path / "mail.eml")
    again = draft_from_eml((tmp_path / "mail.eml").read_bytes())

    assert composer.state.notice == "Exported to mail.eml."
    assert (again.to, again.bcc, again.subject) == (("tom@example.net",), ("hidden@example.net",), "Hello")
    assert again.html is not None and "<b>Tom</b>" in again.html


def test_what_can_not_be_exported_is_said(desk: Desk, tmp_path: Path) -> None:
    composer = desk.written()

    composer.export(tmp_path / "no" / "mail.eml")

    assert "mail.eml could not be written" in composer.state.problems[""]


def test_paper_has_who_and_what(desk: Desk) -> None:
    composer = desk.written()

    printed = composer.printed()

    assert printed.title == "Hello"
    assert printed.lines == (("From", "Anna Example <anna@example.org>"), ("To", "tom@example.net"))
    assert printed.text == "Dear Tom"


async def test_what_was_opened_and_not_changed_is_put_back_at_the_next_start(desk: Desk) -> None:
    ids = [desk.gateway.add(item_of(message("Old"), state=DeliveryState.HELD)) for _ in range(4)]
    opened = [edited(desk, ids[0]), edited(desk, ids[1], was_held=True), edited(desk, ids[2])]
    changed = replace(edited(desk, ids[3]), is_unchanged=False)
    for saved in (*opened, changed):
        desk.drafts.save(saved)

    await put_back(desk.gateway, desk.drafts, but={opened[2].id}, now=NOW_AT, undo=UNDO)

    assert desk.gateway.calls == [("resume", ids[0])]
    assert {each.id for each in desk.drafts.all()} == {opened[2].id, changed.id}


def overdue(desk: Desk, by: timedelta) -> UUID:
    item = item_of(message("Old"), state=DeliveryState.HELD)
    return desk.gateway.add(replace(item, delivery=replace(item.delivery, wanted_at=NOW_AT - by, due_at=NOW_AT - by)))


@pytest.mark.parametrize("by", [timedelta(minutes=5), timedelta(0), -UNDO])
@pytest.mark.parametrize("way", ["discard", "keep"])
def test_an_edit_given_up_after_its_time_stays_on_hold_and_says_so(desk: Desk, way: str, by: timedelta) -> None:
    held = overdue(desk, by)

    planned = WallTime((NOW_AT - by).astimezone(ZoneInfo(ZONE)).replace(tzinfo=None), ZONE)

    getattr(desk.composer(edited(desk, held, schedule=planned)), way)()

    assert desk.gateway.asked("resume") == []
    assert desk.gateway.items[held].delivery.state is DeliveryState.HELD
    assert "stays on hold" in desk.screen.said[-1]


async def test_what_a_crash_left_on_hold_past_its_time_does_not_leave_at_the_next_start(desk: Desk) -> None:
    held = overdue(desk, timedelta(minutes=5))
    desk.drafts.save(edited(desk, held))

    await put_back(desk.gateway, desk.drafts, but=(), now=NOW_AT, undo=UNDO)

    assert desk.gateway.items[held].delivery.state is DeliveryState.HELD


def test_an_editor_past_the_time_of_its_message_says_that_it_stays_on_hold(desk: Desk) -> None:
    composer = desk.composer(edited(desk, new_id(), schedule=WallTime(datetime(2026, 11, 11, 8), ZONE)))

    assert composer.state.replaces == "The time of the original has passed. Discarding this keeps it on hold."


async def test_what_was_sent_elsewhere_meanwhile_is_only_forgotten(desk: Desk) -> None:
    desk.drafts.save(edited(desk, new_id()))
    desk.gateway.refuses["resume"] = PersonError("no-such-message", "There is no such message.")

    await put_back(desk.gateway, desk.drafts, but=(), now=NOW_AT, undo=UNDO)

    assert desk.drafts.all() == ()


def test_a_restored_draft_says_at_once_that_its_file_is_too_large(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_bytes(b"")
    os.truncate(tmp_path / "film.mp4", 30_000_000)
    first = desk.written()
    first.attach([tmp_path / "film.mp4"])
    first.save()

    again = desk.composer(desk.drafts.all()[0])

    assert "Too large" in again.state.problems["attach"]
    assert again.state.problems == first.state.problems


def test_a_slip_in_a_recipients_domain_is_marked_at_once_and_mended_in_one_step(desk: Desk) -> None:
    composer = desk.written()
    composer.set_recipients("to", ["Carl Blum <carl@gmial.com>", "tom@example.net"])
    assert [entry.note for entry in composer.state.to] == ["Did you mean carl@gmail.com?", ""]
    composer.send()
    assert [finding.check for finding in composer.state.findings] == [Check.MISSPELT]

    composer.mend_recipients()

    assert [entry.typed for entry in composer.state.to] == ["Carl Blum <carl@gmail.com>", "tom@example.net"]
    assert composer.state.findings == ()
    assert desk.gateway.asked("schedule") == []
