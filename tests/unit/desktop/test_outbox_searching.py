"""Searching while the list changes under the search: what was typed is answered first, and nothing old is shown over it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from typing import Any

import pytest

from desktop.running import Errand, T
from desktop.screens.outbox.presenter import OutboxPresenter
from desktop.screens.outbox.state import Act, Folder, OutboxState
from nightmail.delivery.model import DeliveryState
from tests.unit.desktop.fakes import ZONE, AtOnce, item_of, message
from tests.unit.desktop.test_outbox_presenter import Desk


class Held:
    """An answer that waits to be let go; None once it was given up."""

    def __init__(self, answer: Callable[[], object] | None = None) -> None:
        self.answer = answer

    def cancel(self) -> None:
        self.answer = None


class Slow(AtOnce):
    """While it `holds`, answers wait until they are let go."""

    def __init__(self) -> None:
        super().__init__()
        self.holds = False
        self.held: list[Held] = []

    def run(
        self,
        work: Coroutine[Any, Any, T],
        *,
        done: Callable[[T], object] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> Errand:
        errand = Held()

        def answer(found: T) -> None:
            if done is not None and self.holds:
                errand.answer = lambda: done(found)
                self.held.append(errand)
            elif done is not None:
                done(found)

        super().run(work, done=answer, failed=failed)
        return errand

    def let_go(self) -> None:
        self.holds = False
        held, self.held = self.held, []
        for each in held:
            if each.answer is not None:
                each.answer()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "drafts")


@pytest.fixture
def runner(desk: Desk) -> Slow:
    runner = Slow()
    desk.outbox = OutboxPresenter(desk.gateway, desk.cloud, desk.drafts, runner, desk.clock, desk.screen, zone=ZONE)
    desk.gateway.add(item_of(message("Invoice")))
    desk.gateway.add(item_of(message("Party")))
    desk.outbox.refresh()
    return runner


def subjects(desk: Desk) -> list[str]:
    return [row.subject for row in desk.state.rows]


def test_a_word_is_found_while_the_whole_screen_is_still_being_read(desk: Desk, runner: Slow) -> None:
    runner.holds = True
    desk.outbox.changed()
    desk.outbox.changed()
    runner.holds = False

    desk.outbox.search("invo")

    assert subjects(desk) == ["Invoice"]


def test_what_was_asked_for_before_the_search_is_not_shown_over_its_hits(desk: Desk, runner: Slow) -> None:
    runner.holds = True
    desk.outbox.changed()
    runner.holds = False
    desk.outbox.search("invo")
    desk.gateway.add(item_of(message("Invoices"), state=DeliveryState.SCHEDULED))

    runner.let_go()

    assert sorted(subjects(desk)) == ["Invoice", "Invoices"]


def test_hits_that_are_older_than_what_stands_are_not_shown(desk: Desk, runner: Slow) -> None:
    runner.holds = True
    desk.outbox.search("invo")
    runner.holds = False
    desk.gateway.add(item_of(message("Invoices"), state=DeliveryState.SCHEDULED))
    desk.outbox.refresh()

    runner.let_go()

    assert sorted(subjects(desk)) == ["Invoice", "Invoices"]


def test_of_words_typed_one_after_the_other_the_last_ones_hits_stand(desk: Desk, runner: Slow) -> None:
    runner.holds = True
    desk.outbox.search("p")
    desk.outbox.search("i")

    runner.let_go()

    assert subjects(desk) == ["Invoice"]


def test_a_word_that_was_typed_on_is_no_longer_looked_for(desk: Desk, runner: Slow) -> None:
    runner.holds = True
    desk.outbox.search("p")
    desk.outbox.search("pa")
    desk.outbox.search("party")

    assert [each.answer is None for each in runner.held] == [True, True, False]


def test_hits_on_their_way_are_not_asked_for_once_more_when_all_else_arrives(desk: Desk, runner: Slow) -> None:
    runner.holds = True
    desk.outbox.changed()
    desk.outbox.search("invo")
    (whole, hits) = runner.held

    assert whole.answer is not None
    whole.answer()

    assert hits.answer is not None
    assert runner.held == [whole, hits]
    hits.answer()
    assert subjects(desk) == ["Invoice"]


def test_what_else_was_read_before_the_search_is_shown_with_its_hits_and_not_asked_for_again(
    desk: Desk, runner: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.gateway.add(item_of(message("Late")))
    runner.holds = True
    desk.outbox.changed()
    desk.outbox.search("invo")

    async def never() -> Mapping[DeliveryState, int]:
        raise AssertionError

    monkeypatch.setattr(desk.gateway, "counts", never)
    runner.let_go()

    assert desk.count(Folder.SCHEDULED) == 3
    assert subjects(desk) == ["Invoice"]
    assert runner.troubles == []


def test_hits_that_come_after_a_newer_count_keep_it(desk: Desk, runner: Slow) -> None:
    runner.holds = True
    desk.outbox.search("invo")
    desk.gateway.add(item_of(message("Late")))
    desk.outbox.changed()
    desk.outbox.search("party")
    runner.let_go()

    assert subjects(desk) == ["Party"]
    assert desk.count(Folder.SCHEDULED) == 3


def test_of_a_word_that_nobody_answered_yet_it_is_not_said_that_nothing_matches(
    desk: Desk, runner: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[OutboxState] = []
    monkeypatch.setattr(desk.screen, "render", seen.append)
    desk.outbox.search("nowhere")
    runner.holds = True
    desk.outbox.changed()
    desk.outbox.search("invo")

    runner.let_go()

    said = [state.empty.sentence for state in seen if state.empty is not None]
    assert any("nowhere" in sentence for sentence in said)
    assert not any("invo" in sentence for sentence in said)
    assert subjects(desk) == ["Invoice"]


def test_what_was_acted_on_before_the_search_is_still_passed_on_from(desk: Desk, runner: Slow) -> None:
    first = next(row.id for row in desk.state.rows if row.subject == "Invoice")
    desk.outbox.select(first)
    runner.holds = True
    desk.outbox.act(first, Act.CANCEL)
    desk.outbox.changed()
    desk.outbox.search("part")

    runner.let_go()

    assert subjects(desk) == ["Party"]
    assert desk.state.selected == desk.state.rows[0].id


def test_what_stands_beside_the_rows_is_read_after_them(desk: Desk, runner: Slow) -> None:
    chosen = next(row.id for row in desk.state.rows if row.subject == "Invoice")
    runner.holds = True
    desk.outbox.search("invo")

    desk.outbox.select(chosen)

    assert len(runner.held) == 1 and desk.state.detail is None
    runner.let_go()
    assert subjects(desk) == ["Invoice"] and desk.state.detail is not None


def test_a_message_that_was_being_read_as_a_word_was_typed_is_shown_in_the_end(desk: Desk, runner: Slow) -> None:
    chosen = next(row.id for row in desk.state.rows if row.subject == "Invoice")
    runner.holds = True
    desk.outbox.select(chosen)
    desk.outbox.search("invo")

    runner.let_go()

    assert subjects(desk) == ["Invoice"] and desk.state.detail is not None
