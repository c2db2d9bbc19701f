from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QTextLayout
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from desktop.screens.compose.state import ComposeState, Sender
from desktop.screens.compose.view import ComposeView
from desktop.widgets.entry import Entry
from desktop.widgets.own_order import as_it_reads, in_own_order
from desktop.widgets.pill import PillWidget
from nightmail.ids import new_id

TYPED = "Anna Example <anna@example.org>"
APART = f"\u2066{TYPED}\u2069"
WRITTEN = ComposeState(senders=(Sender(new_id(), TYPED, 0, "anna@example.org"),), to=(Entry(TYPED, "Anna Example"),))


@pytest.fixture
def leftwards(dressed: QApplication) -> Iterator[QApplication]:
    dressed.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield dressed
    dressed.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def shown(qtbot: QtBot) -> tuple[str, str]:
    """The From menu's line, and the tip of the recipient."""
    view = ComposeView()
    qtbot.addWidget(view)
    view.render_state(WRITTEN)
    sender = next(each for each in view.findChildren(QComboBox) if each.accessibleName() == "From")
    return sender.itemText(0), view.findChildren(PillWidget)[0].toolTip()


def test_where_sentences_run_leftwards_an_address_keeps_its_own_order(qtbot: QtBot, leftwards: QApplication) -> None:
    assert shown(qtbot) == (APART, APART)


@pytest.mark.usefixtures("dressed")
def test_elsewhere_an_address_bears_no_marks(qtbot: QtBot) -> None:
    assert shown(qtbot) == (TYPED, TYPED)


def test_nothing_stays_nothing(leftwards: QApplication) -> None:
    assert in_own_order("") == as_it_reads("") == ""


def test_a_subject_is_cut_and_ends_as_its_own_language_reads(leftwards: QApplication) -> None:
    subject = as_it_reads("Happy birthday to all of you!")
    line = QTextLayout(subject)
    line.beginLayout()
    first = line.createLine()
    line.endLayout()

    # The sign at the end stands to the right of the first letter, as where lines run rightwards.
    last, begins = subject.index("!"), subject.index("H")
    assert first.cursorToX(last)[0] > first.cursorToX(begins)[0]  # type: ignore[index]
    assert QFontMetrics(QFont()).elidedText(subject, Qt.TextElideMode.ElideRight, 90).startswith("\u2068Ha")


@pytest.mark.usefixtures("dressed")
def test_where_lines_run_rightwards_a_subject_bears_no_marks() -> None:
    assert as_it_reads("Hello!") == "Hello!"
