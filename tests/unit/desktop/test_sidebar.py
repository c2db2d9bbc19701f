"""The left pane in a low window: the accounts scroll, and nothing else gives way."""

from __future__ import annotations

from uuid import UUID

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from desktop.screens.outbox.sidebar import AccountButton, FolderButton, Sidebar
from desktop.screens.outbox.state import AccountLine, Folder, FolderLine, OutboxState

pytestmark = pytest.mark.usefixtures("dressed")


def outbox(accounts: int, chosen: UUID | None = None) -> OutboxState:
    return OutboxState(
        folders=tuple(FolderLine(folder, folder.name, "clock", 0, is_alarming=False) for folder in Folder),
        accounts=tuple(AccountLine(UUID(int=n + 1), f"a{n}@example.org", f"a{n}", n, "") for n in range(accounts)),
        account_id=chosen,
    )


def sidebar(qtbot: QtBot, accounts: int, *, height: int) -> Sidebar:
    made = Sidebar()
    qtbot.addWidget(made)
    made.resize(236, height)
    made.show()
    made.render_state(outbox(accounts))
    # Twice: what was added is shown first, and then given its room.
    QApplication.processEvents()
    QApplication.processEvents()
    return made


def is_in_sight(bar: Sidebar, row: AccountButton) -> bool:
    port = bar.account_room.viewport()
    return port.rect().contains(QRect(row.mapTo(port, QPoint(0, 0)), row.size()))


@pytest.mark.parametrize("accounts", [10, 30])
@pytest.mark.parametrize("height", [600, 740])
def test_many_accounts_scroll_and_leave_the_folders_and_the_menu_their_height(qtbot: QtBot, height: int, accounts: int) -> None:
    few, many = sidebar(qtbot, 1, height=height), sidebar(qtbot, accounts, height=height)

    assert many.height() == height
    assert all(each.height() == 34 for each in (*many.findChildren(FolderButton), *many.findChildren(AccountButton)))
    assert [each.height() for each in many.findChildren(FolderButton)] == [
        each.height() for each in few.findChildren(FolderButton)
    ]
    menus = [next(each for each in bar.findChildren(QToolButton) if each.accessibleName() == "Menu") for bar in (few, many)]
    assert menus[0].height() == menus[1].height()
    assert many.account_room.verticalScrollBar().maximum() > 0


def test_few_accounts_take_no_more_than_their_own_room(qtbot: QtBot) -> None:
    bar = sidebar(qtbot, 2, height=740)

    assert bar.account_room.verticalScrollBar().maximum() == 0
    assert bar.account_room.height() == 2 * 34 + 1


def test_whoever_walks_through_many_accounts_by_keyboard_sees_each(qtbot: QtBot) -> None:
    bar = sidebar(qtbot, 30, height=600)
    rows = bar.findChildren(AccountButton)
    rows[0].setFocus()

    for row in rows:
        while bar.focusWidget() is not row:
            qtbot.keyClick(bar.focusWidget(), Qt.Key.Key_Tab)

        assert is_in_sight(bar, row)


def test_choosing_an_account_far_below_keeps_it_in_sight_and_under_the_keys(qtbot: QtBot) -> None:
    bar = sidebar(qtbot, 30, height=600)
    last = bar.findChildren(AccountButton)[-1]
    last.setFocus()
    bar.account_room.ensureWidgetVisible(last)
    chosen: list[object] = []
    bar.account_chosen.connect(chosen.append)

    qtbot.keyClick(last, Qt.Key.Key_Space)
    bar.render_state(outbox(30, chosen=UUID(int=30)))
    QApplication.processEvents()

    assert chosen == [UUID(int=30)]
    assert last.isChecked()
    assert bar.focusWidget() is last
    assert is_in_sight(bar, last)


def test_an_account_pressed_again_is_let_go(qtbot: QtBot) -> None:
    bar = sidebar(qtbot, 3, height=600)
    bar.render_state(outbox(3, chosen=UUID(int=2)))
    chosen: list[object] = []
    bar.account_chosen.connect(chosen.append)

    bar.findChildren(AccountButton)[1].click()

    assert chosen == [None]


def test_a_folder_without_a_number_tells_how_many_it_holds_when_asked(qtbot: QtBot) -> None:
    line = FolderLine(Folder.SENT, "Sent", "sent", 0, is_alarming=False, told="1200 messages")
    folder = FolderButton(line)
    qtbot.addWidget(folder)

    assert (folder.accessibleName(), folder.accessibleDescription(), folder.toolTip()) == (
        "Sent",
        "1200 messages",
        "1200 messages",
    )
