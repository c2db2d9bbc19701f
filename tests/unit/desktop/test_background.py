from __future__ import annotations

import asyncio
import gc
import inspect
import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.background import Background
from desktop.courtesy import window
from nightmail.errors import PersonError
from tests.patience import PATIENCE


@pytest.fixture
def troubles() -> list[Exception]:
    return []


@pytest.fixture
def background(qapp: QApplication, troubles: list[Exception]) -> Iterator[Background]:
    made = Background(trouble=troubles.append)
    yield made
    made.stop()


async def where() -> str:
    return threading.current_thread().name


async def fail() -> None:
    raise ValueError("no")


def test_work_runs_elsewhere_and_its_answer_comes_home(qtbot: QtBot, background: Background) -> None:
    answers: list[tuple[str, bool]] = []

    background.run(where(), done=lambda name: answers.append((name, QThread.isMainThread())))

    qtbot.waitUntil(lambda: bool(answers))
    assert answers == [("nightmail-background", True)]


def test_a_failure_goes_to_who_asked(qtbot: QtBot, background: Background, troubles: list[Exception]) -> None:
    heard: list[Exception] = []

    background.run(fail(), failed=heard.append)

    qtbot.waitUntil(lambda: bool(heard))
    assert troubles == []


def test_a_failure_nobody_asked_about_is_still_heard(qtbot: QtBot, background: Background, troubles: list[Exception]) -> None:
    background.run(fail())

    qtbot.waitUntil(lambda: bool(troubles))
    assert str(troubles[0]) == "no"


def test_a_bug_is_logged_with_its_trace_and_a_refusal_is_not(
    qtbot: QtBot, background: Background, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[Exception] = []

    async def refuse() -> None:
        raise PersonError("too-late", "It is on its way.")

    with caplog.at_level("ERROR", logger="nightmail.desktop"):
        background.run(refuse(), failed=heard.append)
        background.run(fail(), failed=heard.append)
        qtbot.waitUntil(lambda: len(heard) == 2)

    assert [record.message for record in caplog.records] == ["desktop.errand-failed"]
    assert "ValueError: no" in caplog.text


def test_answers_to_a_closed_screen_are_dropped(qtbot: QtBot, background: Background) -> None:
    heard: list[str] = []
    scope = background.scope()
    gate = asyncio.Event()

    async def wait() -> str:
        await gate.wait()
        return "late"

    async def open_gate() -> None:
        gate.set()

    scope.run(wait(), done=heard.append)
    scope.close()
    background.run(open_gate(), done=lambda _: heard.append("marker"))

    qtbot.waitUntil(lambda: "marker" in heard)
    background.run(where(), done=lambda _: heard.append("end"))
    qtbot.waitUntil(lambda: "end" in heard)
    assert heard == ["marker", "end"]


def test_stopping_cancels_what_runs_and_lets_it_clean_up(qapp: QApplication) -> None:
    background = Background(trouble=lambda _: None)
    started, cleaned = threading.Event(), threading.Event()

    async def long() -> None:
        started.set()
        try:
            await asyncio.Event().wait()
        finally:
            cleaned.set()

    background.run(long())
    assert started.wait(PATIENCE)

    background.stop()
    background.stop()

    assert cleaned.is_set()


def test_work_handed_over_as_the_app_ends_leaves_nothing_behind(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    background = Background(trouble=lambda _: None)
    entered, go_on = threading.Event(), threading.Event()

    async def hold_up() -> None:
        entered.set()
        go_on.wait(PATIENCE)

    def end(patience: float) -> None:
        # By now the loop was told to stop, and what was handed over stands before that.
        go_on.set()
        join(patience)

    join = background._thread.join
    monkeypatch.setattr(background._thread, "join", end)
    background.run(hold_up())
    assert entered.wait(PATIENCE)
    late = where()
    background.run(late)

    background.stop()
    gc.collect()

    assert inspect.getcoroutinestate(late) == inspect.CORO_CLOSED


def test_an_answer_that_is_on_its_way_when_the_app_ends_is_dropped(qapp: QApplication) -> None:
    background = Background(trouble=lambda _: None)
    heard: list[str] = []
    background.tell(lambda: heard.append("too late"))

    background.stop()
    qapp.processEvents()

    assert heard == []


def test_the_qt_in_use_does_not_lose_references_to_none(qapp: QApplication) -> None:
    # PySide6 6.12.0 releases None once too often per call on Python 3.11, until the interpreter dies.
    before = sys.getrefcount(None)

    for _ in range(500):
        qapp.processEvents()

    assert sys.getrefcount(None) > before - 50


def test_any_number_of_knocks_before_the_window_comes_to_it_are_one(qtbot: QtBot, background: Background) -> None:
    looks: list[bool] = []
    knock = background.knock(lambda: looks.append(QThread.isMainThread()))

    async def knock_often() -> None:
        for _ in range(1_000):
            knock()

    # The window is kept waiting until all of them came.
    background.run(knock_often()).result(PATIENCE)
    qtbot.waitUntil(lambda: bool(looks))
    background.tell(lambda: looks.append(False))

    qtbot.waitUntil(lambda: False in looks)
    assert looks == [True, False]


def test_the_last_of_many_changes_is_always_looked_at(qtbot: QtBot, background: Background) -> None:
    changes: list[int] = []
    seen: list[int] = []
    knock = background.knock(lambda: seen.append(len(changes)))

    async def change_often() -> None:
        for number in range(500):
            changes.append(number)
            knock()
            await asyncio.sleep(0)

    background.run(change_often())

    qtbot.waitUntil(lambda: bool(seen) and seen[-1] == 500)


def test_an_answer_comes_home_in_the_turn_of_the_window_which_ends_after_it(qtbot: QtBot, background: Background) -> None:
    turns: list[bool] = []

    background.run(where(), done=lambda _: turns.append(window.is_on))

    qtbot.waitUntil(lambda: bool(turns))
    assert turns == [True]
    qtbot.waitUntil(lambda: not window.is_on)


def test_the_turn_ends_also_where_the_news_fail(qtbot: QtBot, background: Background) -> None:
    def fall() -> None:
        raise ValueError("no")

    with qtbot.captureExceptions() as caught:
        background.tell(fall)
        qtbot.waitUntil(lambda: bool(caught) and not window.is_on)

    assert [str(each[1]) for each in caught] == ["no"]
