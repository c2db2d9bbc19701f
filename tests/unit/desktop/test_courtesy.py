from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.courtesy import Courtesy, polite_loop, window
from desktop.screens.outbox.view import OutboxView
from tests.patience import PATIENCE


class Seen(Courtesy):
    """Tells when somebody came to the door, and who."""

    def __init__(self) -> None:
        super().__init__(most=PATIENCE)
        self.came = threading.Event()
        self.who: list[int] = []

    def give_way(self) -> None:
        self.who.append(threading.get_ident())
        self.came.set()
        super().give_way()


@pytest.fixture(autouse=True)
def pace_of_threads() -> Iterator[None]:
    before = sys.getswitchinterval()
    yield
    sys.setswitchinterval(before)


def beside(work: Callable[[], object]) -> threading.Thread:
    made = threading.Thread(target=work, daemon=True)
    made.start()
    return made


def test_who_works_beside_the_window_waits_until_its_turn_is_over() -> None:
    courtesy, passed = Seen(), threading.Event()

    def work() -> None:
        courtesy.give_way()
        passed.set()

    courtesy.begin()
    beside(work)
    assert courtesy.came.wait(PATIENCE)

    assert not passed.is_set()
    courtesy.end()

    assert passed.wait(PATIENCE)


def test_nobody_waits_where_the_window_has_no_turn() -> None:
    courtesy = Courtesy(most=PATIENCE)

    courtesy.give_way()
    with courtesy.turn():
        assert courtesy.is_on

    courtesy.give_way()
    assert not courtesy.is_on


def test_a_turn_that_never_ends_holds_nobody_for_longer_than_its_time() -> None:
    courtesy = Courtesy(most=0.01)
    courtesy.begin()

    courtesy.give_way()
    courtesy.begin()
    courtesy.give_way()

    assert courtesy.is_on


def test_a_turn_ends_also_where_it_fails() -> None:
    courtesy = Courtesy()

    with pytest.raises(ValueError, match="no"), courtesy.turn():
        raise ValueError("no")

    assert not courtesy.is_on


def test_the_window_is_let_in_sooner_than_it_is_asked_to_leave() -> None:
    courtesy = Courtesy()

    with courtesy.turn():
        within = sys.getswitchinterval()

    assert sys.getswitchinterval() < within


def test_a_loop_beside_the_window_begins_no_round_during_its_turn() -> None:
    courtesy, done = Seen(), threading.Event()
    loop = polite_loop(courtesy)
    courtesy.begin()
    loop.call_soon(done.set)
    running = beside(loop.run_forever)
    assert courtesy.came.wait(PATIENCE)

    assert not done.is_set()
    courtesy.end()

    assert done.wait(PATIENCE)
    loop.call_soon_threadsafe(loop.stop)
    running.join(PATIENCE)
    loop.close()


def test_what_a_loop_hands_to_another_thread_gives_way_there() -> None:
    courtesy = Seen()

    async def hand_over(words: str) -> tuple[str, int]:
        return await asyncio.to_thread(lambda: (words, threading.get_ident()))

    with asyncio.Runner(loop_factory=lambda: polite_loop(courtesy)) as runner:
        answer, thread = runner.run(hand_over("done"))

    assert answer == "done"
    assert thread in courtesy.who


def test_the_window_paints_in_its_turn(qtbot: QtBot, dressed: QApplication, tmp_path: object) -> None:
    turns: list[bool] = []

    class Sign(QWidget):
        def paintEvent(self, event: QPaintEvent) -> None:
            turns.append(window.is_on)

    view = OutboxView(QSettings(f"{tmp_path}/desktop.ini", QSettings.Format.IniFormat))
    qtbot.addWidget(view)
    sign = Sign(view)
    sign.resize(20, 20)
    view.show()
    qtbot.waitUntil(lambda: bool(turns))
    turns.clear()

    sign.update()

    qtbot.waitUntil(lambda: bool(turns))
    assert turns == [True]
    assert not window.is_on
