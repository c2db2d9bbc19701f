"""The reading pane while the list beside it changes: what stands there is drawn anew only where it says something else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.screens.outbox.acts import acts_in
from desktop.screens.outbox.reading_pane import ReadingPane
from desktop.screens.outbox.state import Detail
from desktop.words import StateWords, Tone
from nightmail.delivery.model import DeliveryState
from nightmail.ids import new_id
from tests.unit.desktop.test_pictures import png


def detail(*, html: str | None = None, images: Mapping[str, bytes] | None = None) -> Detail:
    return Detail(
        id=new_id(),
        subject="Minutes",
        sender="Anna",
        to="bob@example.net",
        copies="",
        state=StateWords("Scheduled", "clock", Tone.CALM),
        headline="Goes tomorrow at 08:00",
        reason="",
        said="",
        acts=acts_in(DeliveryState.SCHEDULED),
        html=html,
        text="Dear Bob",
        files=(),
        ledger=(),
        timeline=(),
        message_id="<1@example.org>",
        images=images or {},
    )


class Layouts(QObject):
    """Counts how often a widget was told to lay out what is in it."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.count = 0
        for each in (watched, *watched.findChildren(QWidget)):
            each.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.LayoutRequest
        return False


@pytest.fixture
def pane(qtbot: QtBot) -> ReadingPane:
    made = ReadingPane()
    qtbot.addWidget(made)
    made.resize(500, 700)
    made.show()
    return made


def settled(pane: ReadingPane, shown: Detail) -> Layouts:
    pane.render_detail(shown)
    for _ in range(5):
        # What is laid out may have others laid out.
        QApplication.sendPostedEvents()
    return Layouts(pane)


def words(pane: ReadingPane) -> list[str]:
    return [each.text() for each in pane.findChildren(QLabel) if each.isVisibleTo(pane)]


def test_the_same_message_again_lays_nothing_out_anew(pane: ReadingPane) -> None:
    shown = detail()
    layouts = settled(pane, shown)

    pane.render_detail(replace(shown))
    QApplication.sendPostedEvents()

    assert layouts.count == 0


def test_what_is_new_of_the_same_message_shows(pane: ReadingPane) -> None:
    shown = detail()
    settled(pane, shown)

    pane.render_detail(replace(shown, headline="Goes in 3 min", state=StateWords("Waits", "hourglass", Tone.WARN)))

    assert {"Goes in 3 min", "Waits"} <= set(words(pane))
    assert "Goes tomorrow at 08:00" not in words(pane)


def test_pictures_that_came_for_the_same_message_show(pane: ReadingPane) -> None:
    shown = detail(html='<p>Look</p><img src="cid:logo@x">')
    settled(pane, shown)
    before = pane._body.document().size().height()

    pane.render_detail(replace(shown, images={"cid:logo@x": png(40, 300)}))

    assert pane._body.document().size().height() >= max(before, 300)


def test_a_message_after_another_shows(pane: ReadingPane) -> None:
    settled(pane, detail())

    pane.render_detail(replace(detail(), subject="Invoice"))

    assert "Invoice" in words(pane)
    assert "Minutes" not in words(pane)
