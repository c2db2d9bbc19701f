"""A message is one thing wherever it is shown: counted once, dealt with in one place, and found from any folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop import language
from desktop.drafts import Drafts, SavedDraft
from desktop.languages.loading import speak_language
from desktop.screens.outbox.state import Act, Folder
from desktop.shell import Shell
from nightmail.account.model import Account, AccountState, Security, Server
from nightmail.delivery.audit import AuditEvent
from nightmail.delivery.breaker import BreakerKind, Hold
from nightmail.delivery.model import DeliveryState, RecipientState
from nightmail.ids import new_id
from nightmail.message.draft import Draft
from nightmail.ports import Item, Place
from nightmail.smtp.replies import advice
from tests.unit.desktop.fakes import ACCOUNTS, ANNA, NOW_AT, item_of, message, trail
from tests.unit.desktop.test_shell import Desk

IMAP = Server("imap.example.org", 993, Security.TLS, "anna")


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, dressed: QApplication) -> Iterator[Desk]:
    made = Desk(qtbot, tmp_path)
    yield made
    made.background.stop()


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    speak_language(qapp, "de")
    yield
    speak_language(qapp, "en")
    language.speak(language.english)


def words_in(room: QWidget) -> list[str]:
    return [each.text() for each in room.findChildren(QLabel) if each.isVisibleTo(room) and each.text()]


def buttons_in(room: QWidget) -> list[str]:
    return [each.text() for each in room.findChildren(QPushButton) if each.isVisibleTo(room) and each.text()]


def go_to(desk: Desk, shell: Shell, folder: Folder) -> None:
    shell.main.view.folder_chosen.emit(folder)
    desk.qtbot.waitUntil(lambda: shell.main.presenter.state.is_loaded and shell.main.presenter.state.folder is folder)


def wait_for_nothing(desk: Desk, shell: Shell, search: str) -> None:
    def is_said() -> bool:
        state = shell.main.presenter.state
        return state.search == search and state.empty is not None and state.empty.icon == "search"

    desk.qtbot.waitUntil(is_said)


def read(desk: Desk, shell: Shell, id: object) -> None:
    shell.main.view.selected.emit(id)
    desk.qtbot.waitUntil(lambda: shell.main.presenter.state.detail is not None)


def counts(shell: Shell) -> dict[Folder, int]:
    return {line.folder: line.count for line in shell.main.presenter.state.folders}


# --------------------------------------------------------------------------------------------- drafts


def test_a_message_that_is_being_edited_counts_once_and_only_leads_to_its_draft(desk: Desk) -> None:
    id = desk.gateway.add(item_of(message("Zebra"), state=DeliveryState.HELD))
    draft = SavedDraft(new_id(), ANNA, Draft(subject="Zebra"), NOW_AT, replaces=id)
    desk.drafts.save(draft)
    shell = desk.shell()
    go_to(desk, shell, Folder.HELD)
    read(desk, shell, id)

    state = shell.main.presenter.state
    assert (counts(shell)[Folder.DRAFTS], counts(shell)[Folder.HELD]) == (1, 0)
    assert state.queue == "1 message is being edited"
    assert [(row.state.word, [act.act for act in row.acts]) for row in state.rows] == [("Being edited", [Act.SHOW_DRAFT])]
    assert "It stays back until its draft is sent or discarded." in words_in(shell.main.view.reading)
    assert [each for each in buttons_in(shell.main.view.reading) if each in ("Resume", "Edit", "Cancel", "Show the draft")] == [
        "Show the draft"
    ]

    shell.main.view.opened.emit(id)
    desk.qtbot.waitUntil(lambda: bool(shell.composers))
    assert [each.saved_id for each in shell.composers] == [draft.id]
    assert desk.gateway.asked("resume") == []


def test_what_was_taken_back_is_not_offered_a_second_time_while_its_draft_is_there(desk: Desk) -> None:
    id = desk.gateway.add(item_of(message("Zebra"), state=DeliveryState.CANCELLED))
    draft = SavedDraft(new_id(), ANNA, Draft(subject="Zebra"), NOW_AT, undoes=id)
    desk.drafts.save(draft)
    shell = desk.shell()
    go_to(desk, shell, Folder.CANCELLED)

    with_draft = [act.act for act in shell.main.presenter.state.rows[0].acts]
    desk.drafts.forget(draft.id)
    shell.main.presenter.refresh()
    desk.qtbot.waitUntil(lambda: counts(shell)[Folder.DRAFTS] == 0)

    assert with_draft == [Act.SHOW_DRAFT]
    assert Act.RESCHEDULE in [act.act for act in shell.main.presenter.state.rows[0].acts]


def test_what_a_draft_was_before_it_was_taken_back_is_kept_with_it(tmp_path: Path) -> None:
    drafts, id = Drafts(tmp_path), new_id()
    saved = SavedDraft(new_id(), ANNA, Draft(subject="Zebra"), NOW_AT, undoes=id)

    drafts.save(saved)

    assert drafts.find(saved.id) == saved


def test_what_waits_on_a_paused_account_is_counted_where_it_is_listed_and_where_its_person_mends_it(desk: Desk) -> None:
    desk.gateway.known = (replace(ACCOUNTS[0], state=AccountState.PAUSED, pause_reason="No."), ACCOUNTS[1])
    for minutes in (1, 2):
        desk.gateway.add(item_of(message("late"), due=NOW_AT - timedelta(minutes=minutes)))
    desk.gateway.add(item_of(message("ahead")))
    shell = desk.shell()

    assert (counts(shell)[Folder.SCHEDULED], counts(shell)[Folder.ATTENTION]) == (3, 2)


def test_folder_tray_and_window_say_the_same_number_and_forget_it_with_the_cause(desk: Desk) -> None:
    failed = [item_of(message("x"), state=DeliveryState.FAILED, reason="550 no") for _ in range(2)]
    for each in failed:
        desk.gateway.add(each)
    shell = desk.shell()
    go_to(desk, shell, Folder.ATTENTION)
    said = (counts(shell)[Folder.ATTENTION], desk.tray.standing.attention, shell.main.view.windowTitle())
    cards = shell.main.presenter.state.cards

    for each in failed:
        desk.gateway.items[each.delivery.id] = replace(each, delivery=replace(each.delivery, state=DeliveryState.SENT))
    shell.changed()
    desk.qtbot.waitUntil(lambda: not shell.main.presenter.state.cards)

    assert said == (2, 2, "2 messages need your attention – Nightmail")
    assert [card.count for card in cards] == ["2 messages"]
    assert counts(shell)[Folder.ATTENTION] == desk.tray.standing.attention == 0
    assert shell.main.view.windowTitle() == "Nightmail"
    assert "All is well" in words_in(shell.main.view)


def test_what_waits_by_itself_is_not_said_to_need_anybody(desk: Desk) -> None:
    hold = Hold(ANNA, "smtp.example.org", BreakerKind.FAILING, NOW_AT + timedelta(minutes=2), "", 12)
    desk.gateway.held = {Place.LOCAL: (hold,)}
    shell = desk.shell()
    go_to(desk, shell, Folder.ATTENTION)
    desk.qtbot.waitUntil(lambda: bool(shell.main.presenter.state.cards))

    assert {"Nothing needs you", "1 thing waits by itself"} <= set(words_in(shell.main.view))
    assert desk.tray.standing.attention == 0


# --------------------------------------------------------------------------------------------- searching


def test_what_is_not_here_is_shown_from_elsewhere_with_one_press(desk: Desk) -> None:
    for _ in range(4):
        desk.gateway.add(item_of(message("zebra lena")))
    desk.gateway.add(item_of(message("other"), state=DeliveryState.FAILED, reason="550 no"))
    shell = desk.shell()
    view = shell.main.view
    go_to(desk, shell, Folder.ATTENTION)
    desk.qtbot.keyClicks(view.search, "zebra")
    desk.qtbot.waitUntil(lambda: shell.main.presenter.state.empty is not None)

    press = next(each for each in view.findChildren(QPushButton) if each.text() == "Show 4 found elsewhere")
    assert view._right_stack.currentWidget() is not view.cards
    press.click()
    desk.qtbot.waitUntil(lambda: len(shell.main.presenter.state.rows) == 4)

    assert shell.main.presenter.state.title == "In all folders"
    assert view.search.text() == "zebra"


def test_a_draft_is_found_from_another_folder_opens_from_there_and_is_offered_to_be_discarded(desk: Desk) -> None:
    draft = SavedDraft(new_id(), ANNA, Draft(to=("lena@example.net",), subject="Zebra crossing"), NOW_AT)
    desk.drafts.save(draft)
    desk.gateway.add(item_of(message("zebra lena"), state=DeliveryState.SENT))
    shell = desk.shell()
    view, presenter = shell.main.view, shell.main.presenter
    go_to(desk, shell, Folder.HELD)
    desk.qtbot.keyClicks(view.search, "zebra")
    wait_for_nothing(desk, shell, "zebra")

    next(each for each in view.findChildren(QPushButton) if each.text() == "Show 2 found elsewhere").click()
    desk.qtbot.waitUntil(lambda: len(presenter.state.rows) == 2)
    rows = presenter.state.rows
    view.list.setCurrentIndex(view.model.place_of(draft.id))
    desk.qtbot.keyClick(view.list, Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: len(shell.composers) == 1)

    assert (rows[0].group, rows[0].subject, rows[0].is_draft) == ("Drafts", "Zebra crossing", True)
    assert presenter.state.selected == draft.id
    assert "Enter or a double click opens a draft." in words_in(view)
    assert shell.composers[0].saved_id == draft.id
    shell.composers[0].view.close()


def test_only_a_draft_that_matches_is_found_elsewhere(desk: Desk) -> None:
    desk.drafts.save(SavedDraft(new_id(), ANNA, Draft(subject="Lion"), NOW_AT))
    shell = desk.shell()
    view = shell.main.view
    desk.qtbot.keyClicks(view.search, "zebra")
    wait_for_nothing(desk, shell, "zebra")

    assert "Clear search" in buttons_in(view)
    assert not [each for each in buttons_in(view) if "elsewhere" in each]


def test_escape_empties_the_search_and_another_folder_does_too(desk: Desk) -> None:
    desk.gateway.add(item_of(message("zebra")))
    shell = desk.shell()
    search = shell.main.view.search
    search.setFocus()

    desk.qtbot.keyClicks(search, "lion")
    desk.qtbot.waitUntil(lambda: shell.main.presenter.state.search == "lion")
    desk.qtbot.keyClick(search, Qt.Key.Key_Escape)
    desk.qtbot.waitUntil(lambda: len(shell.main.presenter.state.rows) == 1)
    by_escape = search.text()
    desk.qtbot.keyClicks(search, "lion")
    desk.qtbot.waitUntil(lambda: shell.main.presenter.state.search == "lion")
    go_to(desk, shell, Folder.SENT)

    assert (by_escape, search.text(), shell.main.presenter.state.search) == ("", "", "")


# --------------------------------------------------------------------------------------------- what failed


def refused(*to: str, accepted: tuple[str, ...] = ()) -> tuple[tuple[str, RecipientState, str], ...]:
    return (
        *((each, RecipientState.REFUSED, "550 5.1.1 No such user") for each in to),
        *((each, RecipientState.ACCEPTED, "250 ok") for each in accepted),
    )


def test_addresses_that_do_not_exist_are_named_and_corrected_first(desk: Desk) -> None:
    ids = []
    for names in (("a@x.example", "b@x.example"), ("c@x.example",)):
        letter = message("Minutes", names[0])
        audit = trail(letter.id, (AuditEvent.FAILED, {"advice": "no-such-address"}))
        failed = item_of(
            letter, state=DeliveryState.FAILED, reason="550 5.1.1 No such user", outcomes=refused(*names), audit=audit
        )
        ids.append(desk.gateway.add(failed))
    shell = desk.shell()
    go_to(desk, shell, Folder.ATTENTION)

    cards = shell.main.presenter.state.cards
    assert len(cards) == 1
    assert all(each in cards[0].title for each in ("a@x.example", "b@x.example", "c@x.example"))
    assert (cards[0].safe, cards[0].step.label, cards[0].step.act) == ("Nobody got it.", "Correct the first", Act.WRITE_ANOTHER)

    read(desk, shell, ids[0])
    said = words_in(shell.main.view.reading)
    assert "Not sent to anybody · a@x.example, b@x.example" in said
    assert any("these addresses do not exist: a@x.example, b@x.example. Nobody got it." in each for each in said)
    assert any("Correct the addresses and send again." in each for each in said)


def unconfirmed(subject: str, *, next_look: timedelta) -> Item:
    letter = message(subject)
    handed = trail(letter.id, (AuditEvent.SCHEDULED, {}), (AuditEvent.TRANSMITTING, {}), (AuditEvent.IN_DOUBT, {}))
    item = item_of(letter, state=DeliveryState.IN_DOUBT, due=NOW_AT - timedelta(minutes=5), audit=handed)
    return replace(item, delivery=replace(item.delivery, due_at=NOW_AT + next_look))


@pytest.mark.parametrize(
    ("actor", "said"),
    [("worker:1", "no answer came"), ("system", "Nightmail stopped while handing it to the server")],
)
def test_of_a_sender_that_stopped_nobody_reads_that_the_server_was_silent(desk: Desk, actor: str, said: str) -> None:
    item = unconfirmed("The contract", next_look=timedelta(minutes=5))
    *before, doubt = item.audit
    id = desk.gateway.add(replace(item, audit=(*before, replace(doubt, actor=actor))))
    shell = desk.shell()
    go_to(desk, shell, Folder.ATTENTION)

    read(desk, shell, id)

    assert any(said in each for each in words_in(shell.main.view.reading))


@pytest.mark.parametrize(("imap", "said"), [(None, "has no mailbox (IMAP)"), (IMAP, "within half an hour")])
def test_a_look_into_the_mailbox_is_promised_only_where_there_is_one(desk: Desk, imap: Server | None, said: str) -> None:
    desk.gateway.known = tuple(replace(each, imap=imap) for each in ACCOUNTS)
    ids = [desk.gateway.add(unconfirmed(name, next_look=timedelta(0))) for name in ("One", "Two")]
    shell = desk.shell()
    go_to(desk, shell, Folder.ATTENTION)

    card = shell.main.presenter.state.cards[0]
    step = next(each for each in shell.main.view.cards.findChildren(QPushButton) if each.text() == card.step.label)
    step.click()
    desk.qtbot.waitUntil(lambda: shell.main.presenter.state.detail is not None)

    assert said in card.safe
    assert card.step.label == "Look at them one by one"
    assert desk.gateway.asked("resolve") == []
    assert shell.main.presenter.state.selected in ids
    assert said in " ".join(words_in(shell.main.view.reading))


def test_the_next_look_does_not_move_the_time_of_what_is_not_confirmed(desk: Desk) -> None:
    id = desk.gateway.add(unconfirmed("One", next_look=timedelta(minutes=3)))
    shell = desk.shell()
    go_to(desk, shell, Folder.ATTENTION)
    before = shell.main.presenter.state.rows[0].when
    item = desk.gateway.items[id]
    desk.gateway.items[id] = replace(item, delivery=replace(item.delivery, due_at=item.delivery.wanted_at))
    shell.main.presenter.refresh()
    desk.qtbot.waitUntil(lambda: shell.main.presenter.known(id) == shell.main.presenter._page.rows[0])  # type: ignore[union-attr]

    assert before == shell.main.presenter.state.rows[0].when == "17:58"


def wrong_password() -> Account:
    told = advice("auth")
    reason = f"{told.says} (smtp.example.org said: 535 5.7.8 Bad credentials) {told.next}"
    return replace(ACCOUNTS[0], state=AccountState.PAUSED, pause_reason=reason)


@pytest.mark.parametrize(("has_sent", "title"), [(False, "The server refused the user name"), (True, "Sign-in to anna@")])
def test_only_a_sign_in_that_ever_worked_can_have_expired(desk: Desk, has_sent: bool, title: str) -> None:
    desk.gateway.known = (wrong_password(), ACCOUNTS[1])
    if has_sent:
        desk.gateway.add(item_of(message("once"), state=DeliveryState.SENT, sent_at=NOW_AT))
    shell = desk.shell()
    go_to(desk, shell, Folder.ATTENTION)

    card = shell.main.presenter.state.cards[0]

    assert card.title.startswith(title)
    assert card.said == ("535 5.7.8 Bad credentials",)


def test_details_stand_under_the_words_of_their_card(desk: Desk) -> None:
    desk.gateway.known = (wrong_password(), ACCOUNTS[1])
    shell = desk.shell()
    go_to(desk, shell, Folder.ATTENTION)
    pane = shell.main.view.cards
    desk.qtbot.waitUntil(lambda: pane.isVisible())

    next(each for each in pane.findChildren(QPushButton) if each.text() == "Details").click()
    QApplication.processEvents()
    shown = {each.text(): each for each in pane.findChildren(QLabel) if each.isVisible()}
    left = {text: each.mapTo(pane, QPoint(0, 0)).x() for text, each in shown.items()}

    title = shell.main.presenter.state.cards[0].title
    assert left["535 5.7.8 Bad credentials"] == left[title]


def test_what_the_core_says_of_a_message_is_read_once_and_in_german(desk: Desk, german: None) -> None:
    letter = message("Held")
    held = desk.gateway.add(item_of(letter, state=DeliveryState.HELD, reason="On hold until you release it."))
    told = advice("auth")
    waits = message("Waits")
    audit = trail(waits.id, (AuditEvent.RETRY, {"advice": "auth"}))
    waiting = desk.gateway.add(item_of(waits, reason=str(told), deferrals=1, audit=audit))
    shell = desk.shell()

    go_to(desk, shell, Folder.HELD)
    read(desk, shell, held)
    of_held = words_in(shell.main.view.reading)
    go_to(desk, shell, Folder.SCHEDULED)
    read(desk, shell, waiting)
    of_waiting = words_in(shell.main.view.reading)

    assert "Angehalten, bis Sie sie fortsetzen." in of_held
    assert not any("The server refused" in each for each in of_waiting)
    assert sum("Der Server hat Benutzername oder Passwort abgelehnt." in each for each in of_waiting) == 1
