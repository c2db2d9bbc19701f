"""Many messages at once, lists in other orders, and lists longer than the window over them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from desktop.screens.outbox.state import Act, Folder, OutboxState, Pictures
from desktop.screens.outbox.window import MOST, PAGE, Window
from nightmail.delivery.model import DeliveryState
from nightmail.errors import PersonError
from nightmail.ports import OutboxQuery, OutboxSort, Place
from tests.unit.desktop.fakes import NOW_AT, item_of, message, row_of
from tests.unit.desktop.test_outbox_presenter import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "drafts")


def waiting(desk: Desk, count: int) -> list[UUID]:
    ids = [desk.gateway.add(item_of(message(f"No. {n}"), due=NOW_AT + timedelta(hours=n + 1))) for n in range(count)]
    desk.outbox.refresh()
    return ids


def state(desk: Desk) -> OutboxState:
    return desk.outbox.state


def test_what_is_done_to_several_messages_is_done_to_each_and_told_once(desk: Desk) -> None:
    ids = waiting(desk, 5)

    desk.outbox.choose(ids[:4])
    chosen = state(desk).chosen
    desk.outbox.act_on_chosen(Act.CANCEL)

    assert chosen is not None and chosen.title == "4 messages chosen"
    assert {Act.CANCEL, Act.SEND_NOW, Act.HOLD, Act.RESCHEDULE} <= {each.act for each in chosen.acts}
    assert desk.gateway.asked("cancel") == ids[:4]
    assert desk.screen.said == ["4 of 4 cancelled."]
    assert state(desk).chosen is None
    assert [row.subject for row in state(desk).rows] == ["No. 4"]


def test_what_had_already_left_is_told_in_the_same_breath(desk: Desk) -> None:
    ids = waiting(desk, 3)
    desk.gateway.refuses["cancel"] = PersonError("too-late", "This message can't be cancelled any more.", next="")

    desk.outbox.choose(ids)
    desk.outbox.act_on_chosen(Act.CANCEL)

    assert desk.screen.said == ["0 of 3 cancelled; 3 had already left."]


def test_other_refusals_are_reported_with_their_reasons_each_once(desk: Desk) -> None:
    ids = waiting(desk, 6)
    desk.gateway.refuses["hold"] = PersonError("is-moving", "It is on its way.", next="Try again in a moment.")

    desk.outbox.choose(ids)
    desk.outbox.act_on_chosen(Act.HOLD)

    (report,) = desk.screen.said
    title, _, words = report.partition("\n")
    assert title == "0 of 6 put on hold"
    assert words.count("It is on its way.") == 1
    assert "“No. 0”" in words and "2 more" in words


def test_cancelling_several_can_be_taken_back_for_all_of_them(desk: Desk) -> None:
    ids = waiting(desk, 3)
    desk.outbox.choose(ids)
    desk.outbox.act_on_chosen(Act.CANCEL)

    assert desk.screen.undo is not None
    desk.screen.undo()

    assert [id for id, _ in desk.gateway.asked("reschedule")] == ids


def test_several_are_moved_to_the_cloud_at_once(desk: Desk) -> None:
    desk.cloud.sign_in_quietly()
    ids = waiting(desk, 3)

    desk.outbox.choose(ids)
    desk.outbox.act_on_chosen(Act.MOVE_UP)

    assert desk.cloud.asked("move") == [(id, Place.CLOUD) for id in ids]
    assert desk.screen.said == ["3 of 3 moved to the cloud."]


def test_one_message_chosen_is_no_choice_of_many(desk: Desk) -> None:
    ids = waiting(desk, 2)

    desk.outbox.choose(ids)
    desk.outbox.choose(ids[:1])

    assert state(desk).chosen is None


def test_after_a_cancel_the_next_message_is_chosen_and_at_the_end_the_one_before(desk: Desk) -> None:
    first, second, third = waiting(desk, 3)
    desk.outbox.select(second)

    desk.outbox.act(second, Act.CANCEL)
    after_one = state(desk).selected
    desk.outbox.act(third, Act.CANCEL)

    assert after_one == third
    assert state(desk).selected == first


def test_what_leaves_by_itself_stays_in_the_reading_pane(desk: Desk) -> None:
    first, _ = waiting(desk, 2)
    desk.outbox.select(first)

    desk.gateway._move(first, DeliveryState.SENT)
    desk.outbox.refresh()

    assert state(desk).selected == first
    assert state(desk).detail is not None


def test_another_order_asks_for_it_and_stands_under_no_days(desk: Desk) -> None:
    waiting(desk, 3)

    desk.outbox.sort_by(OutboxSort.SUBJECT)

    assert state(desk).sort is OutboxSort.SUBJECT
    assert {row.group for row in state(desk).rows} == {""}


def test_days_can_be_left_out(desk: Desk) -> None:
    waiting(desk, 3)

    desk.outbox.group(by_day=False)
    without = {row.group for row in state(desk).rows}
    desk.outbox.group(by_day=True)

    assert without == {""}
    assert "Today" in {row.group for row in state(desk).rows}


# ------------------------------------------------------------------------------------------- the window


def shown(desk: Desk) -> list[str]:
    return [row.subject for row in state(desk).rows]


def test_a_long_list_is_walked_to_its_end_and_back_through_a_window_that_never_grows_beyond_its_size(desk: Desk) -> None:
    count = MOST + 3 * PAGE + 7
    waiting(desk, count)
    seen = list(shown(desk))

    while state(desk).has_more:
        desk.outbox.want_more()
        assert len(shown(desk)) <= MOST
        seen += [subject for subject in shown(desk) if subject not in set(seen)]
    end = shown(desk)[-1]
    while state(desk).has_before:
        desk.outbox.want_before()
        assert len(shown(desk)) <= MOST

    assert seen == [f"No. {n}" for n in range(count)]
    assert end == f"No. {count - 1}"
    assert shown(desk)[0] == "No. 0"


def test_the_end_of_a_long_list_is_one_key_away_and_so_is_its_start(desk: Desk) -> None:
    waiting(desk, 5 * PAGE)

    desk.outbox.go_to_end()
    at_end = shown(desk)
    desk.outbox.go_to_start()

    assert at_end == [f"No. {n}" for n in range(3 * PAGE, 5 * PAGE)]
    assert shown(desk) == [f"No. {n}" for n in range(PAGE)]


def test_a_short_list_is_whole_at_its_end(desk: Desk) -> None:
    waiting(desk, 7)

    desk.outbox.go_to_end()

    assert len(shown(desk)) == 7
    assert not state(desk).has_before and not state(desk).has_more


def test_where_everything_behind_the_window_went_away_the_list_begins_anew(desk: Desk) -> None:
    ids = waiting(desk, 4 * PAGE)
    desk.outbox.go_to_end()

    for id in ids[PAGE:]:
        desk.gateway._move(id, DeliveryState.SENT)
    desk.outbox.refresh()

    assert shown(desk) == [f"No. {n}" for n in range(PAGE)]


def test_another_folder_begins_at_its_start(desk: Desk) -> None:
    waiting(desk, 3 * PAGE)
    desk.outbox.go_to_end()

    desk.outbox.choose_folder(Folder.SENT)
    desk.outbox.choose_folder(Folder.SCHEDULED)

    assert shown(desk)[0] == "No. 0"


def test_a_window_slides_only_once_it_is_full() -> None:
    rows = [row_of(item_of(message(f"No. {n}"), due=NOW_AT + timedelta(minutes=n))) for n in range(MOST)]
    wanted = OutboxQuery()
    window = Window()

    for _ in range(MOST // PAGE - 1):
        window = window.onwards(rows, wanted)
    full = window
    slid = window.onwards(rows, wanted)

    assert (full.start, full.size) == (None, MOST)
    assert (slid.start, slid.size) == (rows[PAGE - 1].mark(OutboxSort.DUE), MOST)


# ------------------------------------------------------------------------------------------- what is shown of a message


def with_html(desk: Desk, html: str) -> UUID:
    made = message("With pictures", html=html)
    id = desk.gateway.add(item_of(made, due=NOW_AT + timedelta(hours=1)))
    desk.outbox.refresh()
    desk.outbox.select(id)
    return id


def test_html_reaches_the_window_only_after_it_was_made_safe(desk: Desk) -> None:
    with_html(desk, '<p onclick="x()">Hello<script>alert(1)</script></p>')

    detail = state(desk).detail
    assert detail is not None and detail.html == "<p>Hello</p>"
    assert detail.pictures is Pictures.NONE


def test_pictures_of_other_servers_are_named_and_not_loaded(desk: Desk) -> None:
    with_html(desk, '<img src="https://tracker.example/a.png"><img src="https://cdn.example/b.png">')

    detail = state(desk).detail
    assert detail is not None and detail.pictures is Pictures.BLOCKED
    assert "tracker.example, cdn.example" in detail.pictures_words
    assert detail.images == {}


def test_the_record_of_a_message_can_be_taken_away_and_checked(desk: Desk) -> None:
    (id,) = waiting(desk, 1)
    desk.outbox.select(id)

    proof = desk.outbox.proof()

    assert proof is not None
    name, text = proof
    assert name == f"nightmail-{id}.jsonl"
    assert len(text.splitlines()) == len(desk.gateway.items[id].audit) + 1
