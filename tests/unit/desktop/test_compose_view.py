from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from desktop.screens.compose.checks import Check, Finding, Remedy
from desktop.screens.compose.state import ComposeState
from desktop.screens.compose.view import ComposeView
from desktop.widgets.entry import Entry
from desktop.widgets.pills import PillField

pytestmark = pytest.mark.usefixtures("dressed")


@pytest.fixture
def view(qtbot: QtBot) -> ComposeView:
    made = ComposeView()
    qtbot.addWidget(made)
    made.render_state(ComposeState())
    made.show()
    made.activateWindow()
    made.place_cursor()
    qtbot.waitUntil(lambda: focused() == "To")
    return made


def focused() -> str:
    now = QApplication.focusWidget()
    return now.accessibleName() if now is not None else ""


def tabs(qtbot: QtBot, count: int, *, back: bool = False) -> list[str]:
    met = []
    for _ in range(count):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab)
        met.append(focused())
    return met


def test_tab_goes_from_to_by_the_subject_to_the_text(qtbot: QtBot, view: ComposeView) -> None:
    assert tabs(qtbot, 2) == ["Subject", "Message text"]


def test_tab_goes_the_same_way_once_recipients_stand_there(qtbot: QtBot, view: ComposeView) -> None:
    people = (Entry("tom@example.net", "tom@example.net"), Entry("lena@example.net", "lena@example.net"))
    view.render_state(ComposeState(to=people[:1]))
    view.render_state(ComposeState(to=people, cc=people, bcc=people[:1]))

    assert tabs(qtbot, 2) == ["Subject", "Message text"]


def test_tab_meets_cc_and_bcc_where_they_are_shown(qtbot: QtBot, view: ComposeView) -> None:
    people = (Entry("tom@example.net", "tom@example.net"),)
    view.render_state(ComposeState(to=people, cc=people, shows_cc=True, shows_bcc=True))

    assert tabs(qtbot, 4) == ["Cc", "Bcc", "Subject", "Message text"]


def test_tab_leads_from_a_recipient_to_the_next_field(qtbot: QtBot, view: ComposeView) -> None:
    people = (Entry("tom@example.net", "tom@example.net"), Entry("lena@example.net", "lena@example.net"))
    view.render_state(ComposeState(to=people, cc=people, shows_cc=True))
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backspace)
    assert focused().startswith("lena@example.net, To 2 of 2")

    assert tabs(qtbot, 3) == ["Cc", "Subject", "Message text"]


def test_the_way_back_meets_the_buttons_for_cc_and_bcc_and_then_the_sender(qtbot: QtBot, view: ComposeView) -> None:
    assert tabs(qtbot, 3, back=True) == ["Show Bcc", "Show Cc", "From"]


def test_a_draft_is_opened_again_at_the_end_of_its_text(qtbot: QtBot) -> None:
    made = ComposeView()
    qtbot.addWidget(made)
    made.render_state(ComposeState(subject="Hello", text="Dear Tom"))
    made.show()

    made.place_cursor()
    qtbot.keyClicks(made.editor, "!")

    assert made.editor.toPlainText() == "Dear Tom!"


@pytest.mark.parametrize("caret", [0, 4])
def test_a_message_without_a_subject_is_taken_up_again_where_its_caret_stood(qtbot: QtBot, caret: int) -> None:
    made = ComposeView()
    qtbot.addWidget(made)
    people = (Entry("tom@example.net", "tom@example.net"),)
    made.render_state(ComposeState(to=people, text="Dear Tom", caret=caret))
    made.show()
    made.activateWindow()
    made.place_cursor()
    qtbot.waitUntil(lambda: focused() == "Message text")

    qtbot.keyClicks(made.editor, "!")

    assert made.editor.toPlainText() == "Dear Tom"[:caret] + "!" + "Dear Tom"[caret:]


def test_while_it_is_handed_over_nothing_can_be_typed_and_afterwards_the_keyboard_is_where_it_was(
    qtbot: QtBot, view: ComposeView
) -> None:
    people = (Entry("tom@example.net", "tom@example.net"),)
    subject = view.findChild(QLineEdit, "subject")
    assert isinstance(subject, QLineEdit)
    busy = ComposeState(to=people, is_busy=True, is_scheduling=True, upload="Scheduling…")

    view.render_state(busy)
    qtbot.keyClicks(view.editor, "lost")
    qtbot.keyClicks(subject, "lost")
    texts = (view.send_button.text(), view.schedule_button.text())
    view.render_state(ComposeState(to=people, is_scheduling=True, notice="Stopped. Nothing was scheduled."))

    assert view.editor.toPlainText() == ""
    assert subject.text() == ""
    assert texts == ("Send", "Scheduling…")
    assert focused() == "Schedule"


def _asked() -> ComposeState:
    finding = Finding(Check.ATTACHMENT, "The text speaks of an attachment.", (Remedy.ATTACH,))
    empty = Finding(Check.SUBJECT, "The subject is empty.", (Remedy.SUBJECT,))
    return ComposeState(findings=(finding, empty))


def test_tab_walks_through_the_bar_that_asks_down_to_its_answers(qtbot: QtBot, view: ComposeView) -> None:
    view.render_state(_asked())
    assert focused() == "Attach a file…"

    met = tabs(qtbot, 5)

    assert met == ["Don’t warn again", "Write a subject", "Don’t warn again", "Go back", "Send anyway"]


def test_the_bar_keeps_its_order_when_other_lines_come_into_it(qtbot: QtBot, view: ComposeView) -> None:
    view.render_state(_asked())
    view.render_state(ComposeState())
    view.render_state(ComposeState(findings=_asked().findings[1:]))
    assert focused() == "Write a subject"

    assert tabs(qtbot, 3) == ["Don’t warn again", "Go back", "Send anyway"]


def test_the_answers_stand_in_one_order_in_both_bars_that_ask(qtbot: QtBot, view: ComposeView) -> None:
    view.render_state(ComposeState(warning="The message you edited was sent meanwhile."))
    there = [each for each in view.findChildren(QPushButton) if each.text() in ("Go back", "Send anyway") and each.isVisible()]

    assert [each.text() for each in sorted(there, key=lambda each: each.mapTo(view, QPoint()).x())] == ["Go back", "Send anyway"]


def test_escape_takes_back_what_is_asked_and_leaves_the_window_open(qtbot: QtBot, view: ComposeView) -> None:
    view.render_state(_asked())

    with qtbot.waitSignal(view.back_pressed):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert view.isVisible()

    view.render_state(ComposeState())
    qtbot.keyClick(view.editor, Qt.Key.Key_Escape)
    assert not view.isVisible()


def test_an_odd_address_is_asked_about_at_once_and_one_click_mends_it(qtbot: QtBot, view: ComposeView) -> None:
    odd = Entry("carl@gmial.com", "carl@gmial.com", note="Did you mean carl@gmail.com?", mended="carl@gmail.com")
    view.render_state(ComposeState(to=(odd,)))
    press = next(each for each in view.findChildren(QPushButton) if each.text() == "Correct it" and each.isVisible())

    with qtbot.waitSignal(view.remedy_chosen) as chosen:
        qtbot.mouseClick(press, Qt.MouseButton.LeftButton)

    assert chosen.args == [Remedy.MEND]
    assert press.accessibleDescription() == "Did you mean carl@gmail.com?"


def test_the_marks_are_lit_where_a_restored_draft_has_its_caret(qtbot: QtBot) -> None:
    made = ComposeView()
    qtbot.addWidget(made)
    made.render_state(ComposeState(subject="List", html="<ul><li>one</li><li>two</li></ul>", caret=0))
    made.show()
    made.place_cursor()

    bullets = next(each for each in made.findChildren(QToolButton) if each.accessibleName() == "Bulleted list")

    assert bullets.isChecked()


def test_behind_the_last_recipient_no_empty_row_is_kept_and_the_line_comes_back_for_typing(qtbot: QtBot) -> None:
    field = PillField("To")
    qtbot.addWidget(field)
    field.resize(360, 200)
    field.show()
    field.activateWindow()
    field.render_pills([Entry("lena.vogt@example.net", "lena.vogt.the.second@example.net")])
    rest = field.heightForWidth(360)

    field.typing.setFocus()
    qtbot.waitUntil(field.typing.hasFocus)
    typing = field.heightForWidth(360)

    assert rest <= 34 < typing
    field.typing.clearFocus()
    assert field.heightForWidth(360) == rest
