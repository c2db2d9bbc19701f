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


class Slow(AtOnce):
    """While it `holds`, answers wait until they are let go."""

    def __init__(self) -> None:
        super().__init__()
        self.holds = False
        self._held: list[Callable[[], object]] = []

    def run(
        self,
        work: Coroutine[Any, Any, T],
        *,
        done: Callable[[T], object] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> Errand:
        def answer(found: T) -> None:
            if done is not None and self.holds:
                self._held.append(lambda: done(found))
            elif done is not None:
                done(found)

        return super().run(work, done=answer, failed=failed)

    def let_go(self) -> None:
        self.holds = False
        held, self._held = self._held, []
        for each in held:
            each()


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
