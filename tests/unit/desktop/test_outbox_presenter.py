from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from desktop.drafts import Drafts, SavedDraft
from desktop.gateway.port import AgentKind, AgentStatus
from desktop.screens.outbox.detail import schedule_again
from desktop.screens.outbox.presenter import OutboxPresenter
from desktop.screens.outbox.state import AccountAct, AccountLine, Act, BannerAct, Card, Folder, OutboxState, Step
from desktop.screens.outbox.window import PAGE
from desktop.words import Tone, local
from nightmail.account.model import Account, AccountState
from nightmail.accounts import PAUSED_BY_PERSON
from nightmail.delivery.breaker import BreakerKind, Hold
from nightmail.delivery.model import DeliveryState, RecipientState
from nightmail.errors import OutsideError, PersonError
from nightmail.ids import new_id
from nightmail.message.draft import Draft
from nightmail.message.model import Address
from nightmail.ports import Place
from nightmail.schedule.due import due_at
from nightmail.schedule.model import NOW, WallTime
from tests.unit.desktop.fakes import (
    ACCOUNTS,
    ANNA,
    NOW_AT,
    WORK,
    ZONE,
    AtOnce,
    FakeCloud,
    FakeGateway,
    StillClock,
    item_of,
    message,
)

WORK_ADDRESS = ACCOUNTS[1].address


class Screen:
    def __init__(self) -> None:
        self.said: list[str] = []
        self.undo: Callable[[], None] | None = None
        self.written: list[SavedDraft | None] = []
        self.again: list[tuple[Draft, UUID, UUID | None]] = []
        self.planned: list[WallTime | None] = []
        self.picking: list[tuple[UUID, WallTime | None]] = []

    def render(self, state: OutboxState) -> None: ...

    def say(self, sentence: str, undo: Callable[[], None] | None = None) -> None:
        self.said.append(sentence)
        self.undo = undo

    def write(self, saved: SavedDraft | None) -> None:
        self.written.append(saved)

    def write_again(
        self, draft: Draft, *, account_id: UUID, replaces: UUID | None, planned: WallTime | None = None, was_held: bool = False
    ) -> None:
        self.again.append((draft, account_id, replaces))
        self.planned.append(planned)

    def report(self, title: str, words: str) -> None:
        self.said.append(f"{title}\n{words}")

    def press_card(self, card: Card, step: Step) -> None:
        self.said.append(f"({step.door}: {card.title})")

    def pick_time(self, id: UUID, start: WallTime | None) -> None:
        self.picking.append((id, start))

    def open_cloud(self) -> None:
        self.said.append("(the cloud dialog)")

    def mend(self, account: AccountLine) -> None:
        self.said.append(f"(mending {account.address})")


class Desk:
    def __init__(self, folder: Path) -> None:
        self.gateway = FakeGateway()
        self.cloud = FakeCloud()
        self.drafts = Drafts(folder)
        self.screen = Screen()
        self.clock = StillClock()
        self.outbox = OutboxPresenter(self.gateway, self.cloud, self.drafts, AtOnce(), self.clock, self.screen, zone=ZONE)

    @property
    def state(self) -> OutboxState:
        return self.outbox.state

    def count(self, folder: Folder) -> int:
        return next(line.count for line in self.state.folders if line.folder is folder)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "drafts")


def test_the_next_to_go_stands_first_under_its_day(desk: Desk) -> None:
    desk.gateway.add(item_of(message("later"), due=NOW_AT + timedelta(hours=14)))
    desk.gateway.add(item_of(message("sooner"), due=NOW_AT + timedelta(hours=2)))

    desk.outbox.refresh()

    assert [(row.subject, row.group, row.when, row.wait) for row in desk.state.rows] == [
        ("sooner", "Today", "20:03", "in 2 h"),
        ("later", "Tomorrow", "Thu 08:03", "in 14 h"),
    ]
    assert desk.state.agent.sentence == "This PC sends · next: 20:03, sooner"
    assert desk.state.queue == "2 messages to go"


def test_folders_count_what_waits_and_raise_the_alarm_only_where_needed(desk: Desk) -> None:
    desk.drafts.save(SavedDraft(new_id(), None, Draft(subject="x"), NOW_AT))
    for state in (DeliveryState.FAILED, DeliveryState.IN_DOUBT, DeliveryState.HELD, DeliveryState.TRANSMITTING):
        desk.gateway.add(item_of(message("x"), state=state))

    desk.outbox.refresh()

    assert {line.folder: line.count for line in desk.state.folders} == {
        Folder.DRAFTS: 1,
        Folder.SCHEDULED: 0,
        Folder.SENDING: 1,
        Folder.ATTENTION: 2,
        Folder.SENT: 0,
        Folder.HELD: 1,
        Folder.CANCELLED: 0,
    }
    assert [line.folder for line in desk.state.folders if line.is_alarming] == [Folder.ATTENTION]


def test_an_account_and_a_search_narrow_the_list(desk: Desk) -> None:
    desk.gateway.add(item_of(message("Invoice")))
    desk.gateway.add(item_of(message("Party", account_id=WORK)))
    desk.outbox.refresh()

    desk.outbox.choose_account(WORK)
    by_account = [row.subject for row in desk.state.rows]
    desk.outbox.choose_account(None)
    desk.outbox.search("invo")

    assert by_account == ["Party"]
    assert [row.subject for row in desk.state.rows] == ["Invoice"]
    desk.outbox.search("nothing like it")
    assert desk.state.empty is not None
    assert desk.state.empty.button == "Clear search"
    desk.outbox.press_empty()
    assert len(desk.state.rows) == 2


def test_a_long_list_comes_page_by_page(desk: Desk) -> None:
    for _ in range(PAGE + 5):
        desk.gateway.add(item_of(message("x")))
    desk.outbox.refresh()
    assert (len(desk.state.rows), desk.state.has_more) == (PAGE, True)

    desk.outbox.want_more()

    assert (len(desk.state.rows), desk.state.has_more) == (PAGE + 5, False)


def test_a_scheduled_message_says_when_from_whom_and_by_whom_it_goes(desk: Desk) -> None:
    id = desk.gateway.add(item_of(message("Invoice"), due=NOW_AT + timedelta(hours=13, minutes=57)))
    desk.outbox.refresh()

    desk.outbox.select(id)

    detail = desk.state.detail
    assert detail is not None
    assert detail.headline == "Goes Thu 12 Nov, 08:00 (Berlin) from anna@example.org · by this PC"
    assert [button.act for button in detail.acts] == [Act.SEND_NOW, Act.RESCHEDULE, Act.EDIT, Act.HOLD, Act.CANCEL]
    assert [file.name for file in detail.files] == ["invoice-2026-11.pdf"]


def test_a_message_in_doubt_offers_the_two_answers_and_nothing_else(desk: Desk) -> None:
    id = desk.gateway.add(item_of(message("x"), state=DeliveryState.IN_DOUBT))
    desk.outbox.choose_folder(Folder.ATTENTION)

    desk.outbox.select(id)
    assert desk.state.detail is not None
    labels = [button.label for button in desk.state.detail.acts]
    desk.outbox.act(id, Act.ARRIVED)
    desk.outbox.act(id, Act.SEND_AGAIN)

    assert labels == ["It arrived", "Send again"]
    assert desk.gateway.asked("resolve") == [(id, True), (id, False)]


def test_a_partly_failed_message_says_who_got_it(desk: Desk) -> None:
    outcomes = (("a@example.org", RecipientState.ACCEPTED, ""), ("b@example.org", RecipientState.REFUSED, "550 5.1.1 unknown"))
    id = desk.gateway.add(item_of(message("x"), state=DeliveryState.FAILED, reason="550 5.1.1 unknown", outcomes=outcomes))
    desk.outbox.choose_folder(Folder.ATTENTION)

    desk.outbox.select(id)

    detail = desk.state.detail
    assert detail is not None
    assert [(line.address, line.word) for line in detail.ledger] == [("a@example.org", "Accepted"), ("b@example.org", "Refused")]
    assert detail.headline == "Not sent to everyone · b@example.org"


def test_correcting_a_partly_failed_message_never_writes_to_those_who_have_it(desk: Desk) -> None:
    both = replace(message("x", "got@example.org"), to=(Address("got@example.org"), Address("missed@example.org", "Missed")))
    outcomes = (("got@example.org", RecipientState.ACCEPTED, ""), ("missed@example.org", RecipientState.REFUSED, "550"))
    id = desk.gateway.add(item_of(both, state=DeliveryState.FAILED, outcomes=outcomes))
    desk.outbox.choose_folder(Folder.ATTENTION)

    desk.outbox.act(id, Act.WRITE_ANOTHER)

    assert desk.screen.again[0][0].to == ("missed@example.org",)


def test_cancelling_moves_the_message_and_says_so(desk: Desk) -> None:
    id = desk.gateway.add(item_of(message("x")))
    desk.outbox.refresh()

    desk.outbox.act(id, Act.CANCEL)

    assert desk.screen.said == ["Cancelled. It will not be sent."]
    assert desk.state.rows == ()


def test_a_cancel_that_came_too_late_is_told_in_its_own_words(desk: Desk) -> None:
    id = desk.gateway.add(item_of(message("x")))
    desk.gateway.refuses["cancel"] = PersonError("too-late", "This message is already being sent.")
    desk.outbox.refresh()

    desk.outbox.act(id, Act.CANCEL)

    assert desk.screen.said == ["This message is already being sent. Its timeline shows what happened."]
    assert len(desk.state.rows) == 1


def test_editing_holds_the_message_before_its_text_can_be_changed(desk: Desk) -> None:
    id = desk.gateway.add(item_of(message("Invoice")))
    desk.outbox.refresh()

    desk.outbox.act(id, Act.EDIT)

    assert desk.gateway.asked("hold") == [id]
    ((draft, account_id, replaces),) = desk.screen.again
    assert (draft.subject, account_id, replaces) == ("Invoice", ANNA, id)


def test_editing_what_is_already_being_sent_opens_nothing(desk: Desk) -> None:
    id = desk.gateway.add(item_of(message("x")))
    desk.gateway.refuses["hold"] = PersonError("too-late", "Too late.")
    desk.outbox.refresh()

    desk.outbox.act(id, Act.EDIT)

    assert desk.screen.again == []
    assert desk.screen.said == ["Too late. Its timeline shows what happened."]


def test_rescheduling_asks_for_a_time_first(desk: Desk) -> None:
    planned = WallTime(datetime(2026, 11, 12, 8), ZONE)
    id = desk.gateway.add(item_of(message("x"), wall_time=planned))
    desk.outbox.select(id)
    desk.outbox.act(id, Act.RESCHEDULE)
    assert desk.screen.picking == [(id, planned)]
    assert desk.gateway.calls == []


def test_rescheduling_what_was_scheduled_by_a_wait_begins_at_its_present_time(desk: Desk) -> None:
    id = desk.gateway.add(item_of(message("x"), due=NOW_AT + timedelta(hours=2, seconds=7)))
    desk.outbox.select(id)

    desk.outbox.act(id, Act.RESCHEDULE)

    assert desk.screen.picking == [(id, WallTime(datetime(2026, 11, 11, 20, 3, 7), ZONE))]

    desk.outbox.reschedule(id, NOW)

    assert desk.gateway.asked("reschedule") == [(id, NOW)]


def test_a_paused_account_shows_a_banner_until_it_sends_again(desk: Desk) -> None:
    why = "The server refused the user name or password. (smtp.example.org said: 535 no) Enter the password again."
    desk.gateway.known = (replace(ACCOUNTS[0], state=AccountState.PAUSED, pause_reason=why),)
    desk.outbox.refresh()
    assert desk.state.banner.sentence == "The server refused the user name or password of anna@example.org. Nothing was sent."

    assert desk.state.banner.button == "Mend it"

    desk.gateway.known = ACCOUNTS
    desk.outbox.refresh()

    assert desk.state.banner.sentence == ""
    assert desk.state.banner.button == ""


def test_what_waits_for_a_paused_account_does_not_look_as_if_it_went_any_moment(desk: Desk) -> None:
    desk.gateway.known = (replace(ACCOUNTS[0], state=AccountState.PAUSED, pause_reason="535"), ACCOUNTS[1])
    id = desk.gateway.add(item_of(message("late"), due=NOW_AT - timedelta(minutes=5)))
    desk.gateway.add(item_of(message("other", account_id=WORK), due=NOW_AT - timedelta(minutes=5)))
    desk.outbox.refresh()
    desk.outbox.select(id)

    rows = {row.subject: row for row in desk.state.rows}
    assert (rows["late"].state.word, rows["late"].state.tone, rows["late"].wait) == ("Waits: account paused", Tone.WARN, "")
    assert (rows["other"].state.word, rows["other"].wait) == ("Scheduled", "now")
    assert desk.state.detail is not None
    assert desk.state.detail.headline.endswith("it goes once anna@example.org is resumed")


def test_nobody_sending_is_never_hidden(desk: Desk) -> None:
    desk.gateway.status = AgentStatus(AgentKind.STOPPED, "The disk is full.")

    desk.outbox.refresh()

    assert desk.state.agent.sentence == "Nothing is being sent from this PC"
    assert desk.state.banner.sentence == "This PC sends nothing. The disk is full."


def test_a_store_that_does_not_answer_is_said_and_asked_again_later(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(_: object) -> tuple[()]:
        raise OutsideError("database-locked", "The profile is in use.", next="Close the other program.")

    with monkeypatch.context() as broken:
        broken.setattr(desk.gateway, "list", fail)
        desk.outbox.refresh()
    assert desk.state.banner.sentence == "The profile is in use. Close the other program."

    desk.outbox.refresh()

    assert desk.state.banner.sentence == ""


def test_without_an_account_the_first_screen_is_the_welcome(desk: Desk) -> None:
    desk.gateway.known = ()

    desk.outbox.refresh()

    assert desk.state.is_welcome


def test_time_alone_changes_the_words(desk: Desk) -> None:
    desk.gateway.add(item_of(message("x"), due=NOW_AT + timedelta(hours=2)))
    desk.outbox.refresh()

    desk.clock.at = NOW_AT + timedelta(hours=1, minutes=59, seconds=30)
    desk.outbox.tick()

    assert desk.state.rows[0].wait == "in 30 s"


def test_a_message_that_is_gone_leaves_the_pane_empty(desk: Desk) -> None:
    desk.outbox.refresh()

    desk.outbox.select(new_id())

    assert desk.state.detail is None
    assert desk.state.selected is None


def test_a_draft_opens_in_a_composer_and_can_be_discarded(desk: Desk) -> None:
    saved = SavedDraft(new_id(), ANNA, Draft(to=("tom@example.net",), subject="Half"), NOW_AT)
    desk.drafts.save(saved)
    desk.outbox.choose_folder(Folder.DRAFTS)
    assert [(row.subject, row.people, row.state.word) for row in desk.state.rows] == [("Half", "tom@example.net", "Draft")]

    desk.outbox.open_row(saved.id)
    desk.outbox.discard_draft(saved.id)

    assert desk.screen.written == [saved]
    assert desk.state.rows == ()
    assert desk.count(Folder.DRAFTS) == 0


def test_a_draft_discarded_from_the_list_comes_back_by_undo(desk: Desk) -> None:
    saved = SavedDraft(new_id(), ANNA, Draft(to=("tom@example.net",), subject="Half"), NOW_AT)
    desk.drafts.save(saved)
    desk.outbox.choose_folder(Folder.DRAFTS)
    desk.outbox.discard_draft(saved.id)
    assert desk.screen.said == ["Draft discarded."]
    assert desk.screen.undo is not None

    desk.screen.undo()

    assert desk.drafts.all() == (saved,)
    assert [row.subject for row in desk.state.rows] == ["Half"]


def test_a_message_edited_a_minute_before_its_time_keeps_the_time_that_was_chosen(desk: Desk) -> None:
    due = NOW_AT + timedelta(minutes=1)
    chosen = WallTime(local(due, ZONE).replace(tzinfo=None), ZONE)
    id = desk.gateway.add(item_of(message("x"), due=due, wall_time=chosen))
    desk.outbox.refresh()

    desk.outbox.act(id, Act.EDIT)

    assert desk.screen.planned == [chosen]


def test_a_message_edited_while_its_sending_can_be_undone_has_no_time_of_its_own(desk: Desk) -> None:
    id = desk.gateway.add(item_of(message("x"), due=NOW_AT + timedelta(seconds=12)))
    desk.outbox.refresh()

    desk.outbox.act(id, Act.EDIT)

    assert desk.screen.planned == [None]


def test_a_cancelled_message_can_be_put_back_where_it_was(desk: Desk) -> None:
    planned = WallTime(datetime(2026, 11, 12, 8), ZONE)
    id = desk.gateway.add(item_of(message("x"), due=due_at(planned, now=NOW_AT), wall_time=planned))
    desk.outbox.refresh()
    desk.outbox.act(id, Act.CANCEL)
    assert desk.screen.undo is not None

    desk.screen.undo()

    assert desk.gateway.asked("reschedule") == [(id, planned)]
    assert desk.gateway.asked("hold") == []


def test_what_was_on_hold_is_on_hold_again_after_the_way_back(desk: Desk) -> None:
    id = desk.gateway.add(item_of(message("x"), state=DeliveryState.HELD, due=NOW_AT + timedelta(hours=3)))
    desk.outbox.choose_folder(Folder.HELD)
    desk.outbox.act(id, Act.CANCEL)
    assert desk.screen.undo is not None

    desk.screen.undo()

    assert desk.gateway.asked("reschedule") == [(id, WallTime(datetime(2026, 11, 11, 21, 3), ZONE))]
    assert desk.gateway.asked("hold") == [id]


def test_a_message_whose_time_has_come_has_no_way_back(desk: Desk) -> None:
    id = desk.gateway.add(item_of(message("x"), due=NOW_AT))
    desk.outbox.refresh()

    desk.outbox.act(id, Act.CANCEL)

    assert desk.screen.said == ["Cancelled. It will not be sent."]
    assert desk.screen.undo is None


def test_an_hour_that_occurs_twice_is_named_so_that_the_message_returns_to_the_same_instant() -> None:
    second_half_past_two = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    delivery = item_of(message("x"), due=second_half_past_two).delivery
    now = second_half_past_two - timedelta(hours=5)

    back = schedule_again(delivery, None, now=now, zone=ZONE)

    assert back is not None
    assert due_at(back, now=now) == second_half_past_two


def test_sealed_passwords_are_said_above_the_list_with_the_way_to_open_them(desk: Desk) -> None:
    desk.gateway.status = AgentStatus(AgentKind.LOCKED)

    desk.outbox.refresh()

    assert desk.state.is_locked
    assert desk.state.banner.button == "Unlock"
    assert desk.state.agent.sentence.startswith("Nothing is being sent")


def test_a_row_offers_what_its_state_allows(desk: Desk) -> None:
    desk.gateway.add(item_of(message("x")))
    desk.outbox.refresh()
    waiting = [each.act for each in desk.state.rows[0].acts]
    desk.gateway.add(item_of(message("y"), state=DeliveryState.HELD))
    desk.outbox.choose_folder(Folder.HELD)

    assert waiting == [Act.SEND_NOW, Act.RESCHEDULE, Act.EDIT, Act.HOLD, Act.CANCEL]
    assert [each.act for each in desk.state.rows[0].acts] == [Act.RESUME, Act.RESCHEDULE, Act.EDIT, Act.CANCEL]


def test_an_account_offers_a_password_only_where_it_has_one(desk: Desk) -> None:
    local = replace(ACCOUNTS[1], smtp=replace(ACCOUNTS[1].smtp, username=None))
    desk.gateway.known = (ACCOUNTS[0], local)

    desk.outbox.refresh()

    assert [line.acts for line in desk.state.accounts] == [
        (AccountAct.PASSWORD, AccountAct.PAUSE, AccountAct.SERVERS, AccountAct.SETTINGS, AccountAct.REMOVE),
        (AccountAct.PAUSE, AccountAct.SERVERS, AccountAct.SETTINGS, AccountAct.REMOVE),
    ]


def paused(why: str = "535 5.7.8 no") -> Account:
    return replace(ACCOUNTS[0], state=AccountState.PAUSED, pause_reason=why)


def hold(account_id: UUID = ANNA, **changes: object) -> Hold:
    usual = Hold(account_id, "smtp.example.org", BreakerKind.FAILING, NOW_AT + timedelta(minutes=2), "", 3)
    return replace(usual, **changes)  # type: ignore[arg-type]


def test_mail_behind_a_paused_account_needs_attention_once_its_time_has_come(desk: Desk) -> None:
    desk.gateway.add(item_of(message("late"), due=NOW_AT - timedelta(minutes=5)))
    desk.gateway.add(item_of(message("not yet"), due=NOW_AT + timedelta(hours=1)))
    desk.gateway.add(item_of(message("of another", account_id=WORK), due=NOW_AT - timedelta(minutes=5)))
    desk.gateway.add(item_of(message("failed"), state=DeliveryState.FAILED))
    desk.gateway.known = (paused(), *ACCOUNTS[1:])

    desk.outbox.choose_folder(Folder.ATTENTION)

    assert desk.count(Folder.ATTENTION) == 2
    assert [(row.subject, row.state.word) for row in desk.state.rows] == [
        ("late", "Waits: account paused"),
        ("failed", "Failed"),
    ]
    assert desk.state.cards[0].count == "1 message waits"
    desk.outbox.search("fail")
    assert [row.subject for row in desk.state.rows] == ["failed"]
    assert desk.count(Folder.ATTENTION) == 2


def test_scheduled_counts_as_many_as_it_lists_when_an_account_is_paused(desk: Desk) -> None:
    desk.gateway.add(item_of(message("late"), due=NOW_AT - timedelta(minutes=5)))
    desk.gateway.add(item_of(message("not yet"), due=NOW_AT + timedelta(hours=1)))
    desk.gateway.known = (paused(), *ACCOUNTS[1:])

    desk.outbox.choose_folder(Folder.SCHEDULED)

    assert desk.count(Folder.SCHEDULED) == len(desk.state.rows) == 2


def test_a_server_that_does_not_answer_is_one_notice_however_many_accounts_and_messages_wait(desk: Desk) -> None:
    desk.gateway.add(item_of(message("due"), due=NOW_AT - timedelta(minutes=1)))
    desk.gateway.add(item_of(message("later"), due=NOW_AT + timedelta(minutes=5)))
    desk.gateway.held = {Place.LOCAL: (hold(), hold(WORK, waiting=9))}

    desk.outbox.refresh()

    assert desk.state.banner.sentence == "smtp.example.org is not answering; 12 messages wait, next try 18:05."
    assert (desk.state.banner.button, desk.state.banner.act, desk.state.notices) == ("Try now", BannerAct.TRY, ())
    rows = {row.subject: row for row in desk.state.rows}
    assert (rows["due"].state.word, rows["due"].wait) == ("Waits: no answer", "next try 18:05")
    assert rows["later"].state.word == "Scheduled"


def test_a_message_that_waits_for_its_server_says_so_in_the_reading_pane(desk: Desk) -> None:
    id = desk.gateway.add(item_of(message("due"), due=NOW_AT - timedelta(minutes=1)))
    desk.gateway.held = {Place.LOCAL: (hold(host="", kind=BreakerKind.QUOTA, waiting=1),)}
    desk.outbox.refresh()

    desk.outbox.select(id)

    assert desk.state.detail is not None
    assert desk.state.detail.state.word == "Waits: provider's limit"
    assert desk.state.detail.headline.startswith("anna@example.org has used up what its provider lets it send; 1 message waits")


def test_what_is_held_in_the_cloud_says_nothing_of_mail_on_this_pc(desk: Desk) -> None:
    desk.gateway.add(item_of(message("here"), due=NOW_AT - timedelta(minutes=1)))
    desk.gateway.held = {Place.CLOUD: (hold(waiting=2),)}

    desk.outbox.refresh()

    assert desk.state.banner.sentence.startswith("In the cloud: smtp.example.org is not answering; 2 messages wait")
    assert desk.state.rows[0].state.word == "Scheduled"


def test_what_keeps_nothing_waiting_or_is_over_is_no_notice(desk: Desk) -> None:
    desk.gateway.held = {Place.LOCAL: (hold(waiting=0), hold(WORK, host="", until=NOW_AT - timedelta(seconds=1)))}

    desk.outbox.refresh()

    assert (desk.state.banner.sentence, desk.state.notices) == ("", ())


def test_keeping_within_a_limit_is_told_calmly_and_leads_to_the_limits(desk: Desk) -> None:
    desk.gateway.held = {Place.LOCAL: (hold(host="", kind=BreakerKind.RATE),)}

    desk.outbox.refresh()

    banner = desk.state.banner
    assert (banner.button, banner.act, banner.is_calm) == ("Limits…", BannerAct.ACCOUNT, True)
    assert banner.sentence == "anna@example.org keeps within its sending limit; 3 messages wait, next at 18:05."


def test_there_is_a_notice_for_every_cause_and_room_for_two_of_them_beside_the_list(desk: Desk) -> None:
    desk.gateway.known = (paused(), *ACCOUNTS[1:])
    own = hold(WORK, host="", kind=BreakerKind.SLOW)
    desk.gateway.held = {Place.LOCAL: (hold(WORK), own, replace(own, account_id=ANNA))}

    desk.outbox.refresh()
    beside = (desk.state.notices, desk.state.more_notices)
    desk.outbox.choose_folder(Folder.ATTENTION)

    assert (len(beside[0]), beside[1]) == (1, 1)
    assert desk.state.banner.sentence == ""
    assert [card.title.partition(" ")[0] for card in desk.state.cards] == ["anna@example.org", "smtp.example.org", WORK_ADDRESS]


def test_what_waits_for_a_paused_account_offers_to_mend_that_before_anything(desk: Desk) -> None:
    desk.gateway.known = (paused(), *ACCOUNTS[1:])
    late = item_of(message("late"), due=NOW_AT - timedelta(minutes=5))
    desk.gateway.add(late)
    desk.outbox.refresh()
    desk.outbox.choose_folder(Folder.SCHEDULED)

    (row,) = desk.state.rows
    assert row.acts[0].act is Act.MEND
    assert Act.SEND_NOW not in [each.act for each in row.acts]
    desk.outbox.act(late.delivery.id, Act.MEND)
    assert desk.screen.said[-1] == "(mending anna@example.org)"


def test_an_account_that_something_stopped_is_spoken_of_before_one_its_person_paused(desk: Desk) -> None:
    desk.gateway.known = (
        replace(ACCOUNTS[0], state=AccountState.PAUSED, pause_reason=PAUSED_BY_PERSON),
        replace(ACCOUNTS[1], state=AccountState.PAUSED, pause_reason="535 wrong password"),
    )
    desk.outbox.refresh()
    assert desk.state.banner.account is not None
    first = desk.state.banner.account.id, desk.state.banner.button

    desk.gateway.known = desk.gateway.known[:1]
    desk.outbox.refresh()

    assert first == (WORK, "Mend it")
    assert desk.state.banner.sentence == "You paused anna@example.org."
    assert desk.state.banner.button == "Resume"
