from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop.widgets.address_line import AddressLine
from desktop.widgets.entry import Entry, Suggestion
from desktop.widgets.pill import PILL_TYPE, PillWidget
from desktop.widgets.pills import PillField

pytestmark = pytest.mark.usefixtures("dressed")

TOM = Suggestion("Tom Hansen", "tom@example.net", "Tom Hansen <tom@example.net>")
TINA = Suggestion("", "tina@example.net", "tina@example.net")


class Desk:
    def __init__(self, qtbot: QtBot) -> None:
        self.field = PillField("To", key="to", others=(("cc", "Cc"), ("bcc", "Bcc")))
        qtbot.addWidget(self.field)
        self.changed: list[list[str]] = []
        self.moved: list[tuple[str, str, str]] = []
        self.wanted: list[str] = []
        self.field.changed.connect(self.changed.append)
        self.field.moved.connect(lambda *move: self.moved.append(move))
        self.field.wanted.connect(self.wanted.append)
        self.field.render_pills([Entry("a@example.org", "a@example.org"), Entry("Bo <b@example.org>", "Bo", note="Twice.")])
        self.field.resize(500, 60)
        self.field.show()
        self.field.activateWindow()
        self.line.setFocus()
        qtbot.waitUntil(self.line.hasFocus)

    @property
    def line(self) -> AddressLine:
        assert isinstance(self.field.typing, AddressLine)
        return self.field.typing

    def pill(self, place: int) -> PillWidget:
        return self.field.findChildren(PillWidget)[place]

    def offer(self, qtbot: QtBot, typed: str) -> None:
        qtbot.keyClicks(self.line, typed)
        self.field.show_suggestions((TOM, TINA))


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


def test_what_is_typed_asks_for_suggestions(qtbot: QtBot, desk: Desk) -> None:
    qtbot.keyClicks(desk.line, "to")

    assert desk.wanted == ["t", "to"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_enter_and_tab_take_the_first_suggestion(qtbot: QtBot, desk: Desk, key: Qt.Key) -> None:
    desk.offer(qtbot, "t")

    qtbot.keyClick(desk.line._list, key)

    assert desk.changed == [["a@example.org", "Bo <b@example.org>", TOM.typed]]
    assert desk.line.text() == ""
    assert not desk.line._list.isVisible()


def test_the_arrows_choose_another_one(qtbot: QtBot, desk: Desk) -> None:
    desk.offer(qtbot, "t")

    qtbot.keyClick(desk.line._list, Qt.Key.Key_Down)
    qtbot.keyClick(desk.line._list, Qt.Key.Key_Return)

    assert desk.changed[-1][-1] == TINA.typed


def test_whoever_types_an_address_means_that_one(qtbot: QtBot, desk: Desk) -> None:
    desk.offer(qtbot, "tom@example.ne")

    chosen = desk.line._list.currentIndex().isValid()
    qtbot.keyClick(desk.line, Qt.Key.Key_Return)

    assert not chosen
    assert desk.changed[-1][-1] == "tom@example.ne"


def test_shift_delete_forgets_a_suggestion(qtbot: QtBot, desk: Desk) -> None:
    forgotten: list[str] = []
    desk.field.forgotten.connect(forgotten.append)
    desk.offer(qtbot, "t")

    qtbot.keyClick(desk.line._list, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)

    assert forgotten == ["tom@example.net"]
    assert desk.wanted == ["t", "t"]


def test_nothing_is_offered_where_nothing_fits(qtbot: QtBot, desk: Desk) -> None:
    desk.offer(qtbot, "t")
    desk.field.show_suggestions(())

    assert not desk.line._list.isVisible()


def test_a_suggestion_tells_a_screen_reader_name_and_address(qtbot: QtBot, desk: Desk) -> None:
    desk.offer(qtbot, "t")

    said = desk.line._list.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)

    assert said == "Tom Hansen tom@example.net"


def drop(field: QWidget, carried: QMimeData) -> None:
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(5, 5), copy, carried, left, none)
    QApplication.sendEvent(field, entering)
    QApplication.sendEvent(field, QDropEvent(QPointF(5, 5), copy, carried, left, none))


def test_a_recipient_dropped_from_another_field_is_moved_and_one_of_its_own_is_not(desk: Desk) -> None:
    for origin in ("cc", "to"):
        carried = QMimeData()
        carried.setData(PILL_TYPE, f"{origin}\nTom <t@example.net>".encode())
        drop(desk.field, carried)

    assert desk.moved == [("Tom <t@example.net>", "cc", "to")]
    assert desk.changed == []


def test_dropped_words_become_recipients(desk: Desk) -> None:
    carried = QMimeData()
    carried.setText("x@example.org; y@example.org")

    drop(desk.field, carried)

    assert desk.changed == [["a@example.org", "Bo <b@example.org>", "x@example.org; y@example.org"]]


def test_the_menu_of_a_recipient_moves_copies_and_removes(qtbot: QtBot, desk: Desk) -> None:
    pill = desk.pill(0)
    QApplication.sendEvent(pill, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(5, 5)))
    (menu,) = pill.findChildren(QMenu)
    acts = {action.text(): action for action in menu.actions() if action.text()}

    acts["Move to Bcc"].trigger()
    acts["Copy address"].trigger()
    acts["Remove"].trigger()

    assert list(acts) == ["Edit", "Copy address", "Move to Cc", "Move to Bcc", "Remove"]
    assert desk.moved == [("a@example.org", "to", "bcc")]
    assert QApplication.clipboard().text() == "a@example.org"
    assert desk.changed == [["Bo <b@example.org>"]]


def test_the_arrows_lead_along_the_recipients(qtbot: QtBot, desk: Desk) -> None:
    qtbot.keyClick(desk.line, Qt.Key.Key_Left)
    assert desk.pill(1).hasFocus()
    qtbot.keyClick(desk.pill(1), Qt.Key.Key_Left)
    assert desk.pill(0).hasFocus()
    qtbot.keyClick(desk.pill(0), Qt.Key.Key_Right)
    qtbot.keyClick(desk.pill(1), Qt.Key.Key_Right)

    assert desk.line.hasFocus()


def test_what_is_odd_about_a_recipient_is_told(desk: Desk) -> None:
    assert desk.pill(1).accessibleDescription() == "Twice."
    assert desk.pill(1).toolTip() == "Twice."


def test_a_menu_above_the_line_does_not_end_what_is_typed(qtbot: QtBot, desk: Desk) -> None:
    qtbot.keyClicks(desk.line, "half")
    menu = QMenu(desk.field)
    menu.addAction("Paste")
    menu.popup(desk.field.mapToGlobal(QPoint(0, 0)))
    menu.close()

    assert desk.changed == []
    assert desk.line.text() == "half"
