"""What is said aloud, and to whom: by the system's notices while nobody looks, else only to whoever hears the screen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.preferences import PreferenceBook
from desktop.screens.outbox.state import Folder, FolderLine, OutboxState
from desktop.widgets.announcing import announce
from desktop.windows.news import News
from tests.unit.desktop.test_shell import Tray


class Stage:
    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.tray = Tray()
        self.heard: list[tuple[str, bool]] = []
        self.book = PreferenceBook(QSettings(str(folder / "desktop.ini"), QSettings.Format.IniFormat))
        self.news = News(self.tray, self.window, self.book, show_folder=lambda _: None, announce=self._announce)
        self.state = OutboxState(is_loaded=True)
        self.news.follow(self.state)

    def in_front(self, qtbot: QtBot) -> None:
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    def happens(self, *, alarming: int = 0, sent: int = 0) -> None:
        line = FolderLine(Folder.ATTENTION, "Needs attention", "alert", alarming, alarming > 0)
        self.news.follow(replace(self.state, folders=(line,), sent=sent))

    def _announce(self, where: QWidget, sentence: str, *, is_urgent: bool = False) -> None:
        self.heard.append((sentence, is_urgent))


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path, dressed: QApplication) -> Stage:
    return Stage(qtbot, tmp_path)


def test_a_new_card_is_told_by_a_notice_while_nobody_looks_and_once(stage: Stage) -> None:
    stage.happens(alarming=2)
    stage.happens(alarming=2)
    stage.happens(alarming=1)

    assert (stage.tray.said, stage.heard) == (["2 messages need your attention."], [])


def test_a_new_card_is_announced_at_once_to_whoever_hears_the_window_in_front(stage: Stage, qtbot: QtBot) -> None:
    stage.in_front(qtbot)
    stage.happens(alarming=1)

    assert (stage.tray.said, stage.heard) == ([], [("1 message needs your attention.", True)])


def test_what_was_sent_is_announced_politely_and_told_by_a_notice_only_where_wished(stage: Stage, qtbot: QtBot) -> None:
    stage.happens(sent=1)
    unwished = list(stage.tray.said)
    stage.book.change(notifies_sent=True)
    stage.happens(sent=2)
    stage.in_front(qtbot)
    stage.happens(sent=4)

    assert unwished == []
    assert stage.tray.said == ["1 message was sent."]
    assert stage.heard == [("2 messages were sent.", False)]


def test_the_real_announcement_is_taken_by_qt(stage: Stage) -> None:
    QAccessible.setActive(True)
    try:
        announce(stage.window, "Sent.")
        announce(stage.window, "One message needs you.", is_urgent=True)
    finally:
        QAccessible.setActive(False)
