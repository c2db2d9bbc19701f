"""What comes from outside the windows, and what stands above them: links, files, the tray, the pause, the palette."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.look.theme import look
from desktop.look.tokens import Density, Theme
from desktop.screens.outbox.state import Folder
from desktop.screens.palette.view import Palette
from nightmail.account.model import AccountState
from nightmail.delivery.model import DeliveryState
from tests.unit.desktop.fakes import item_of, message
from tests.unit.desktop.test_shell import Desk, open_windows, waiting

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, dressed: QApplication) -> Iterator[Desk]:
    made = Desk(qtbot, tmp_path)
    yield made
    made.background.stop()
    look.wear(dressed, Theme.LIGHT, Density.COMFORTABLE, reduces_motion=False)


def test_a_link_from_the_browser_opens_a_composer_with_its_words(desk: Desk) -> None:
    shell = desk.shell()

    shell.open_words(["mailto:tom@example.net?subject=Plan"])

    desk.qtbot.waitUntil(lambda: bool(shell.composers))
    state = shell.composers[0].presenter.state
    assert (state.subject, [entry.typed for entry in state.to]) == ("Plan", ["tom@example.net"])


def test_a_mail_given_to_a_running_instance_opens_and_what_is_none_is_said(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "plan.eml").write_bytes(b"From: a@example.org\r\nTo: tom@example.net\r\nSubject: Plan\r\n\r\nHello\r\n")
    (tmp_path / "noise.eml").write_bytes(b"\x00")
    shell = desk.shell()

    shell.open_words([str(tmp_path / "plan.eml"), str(tmp_path / "noise.eml")])

    desk.qtbot.waitUntil(lambda: bool(shell.composers))
    assert shell.composers[0].presenter.state.subject == "Plan"
    assert shell.main.view.toast.sentence.startswith("“noise.eml” was not opened:")


def test_a_start_out_of_sight_stays_there_where_a_tray_can_bring_it_back(desk: Desk) -> None:
    shell = desk.shell()
    shell.main.view.hide()

    shell.open_words(["hidden"])
    assert not shell.main.view.isVisible()
    shell.open_words([])

    assert shell.main.view.isVisible()


def test_pausing_all_sending_stands_above_everything_until_it_is_resumed(desk: Desk) -> None:
    shell = desk.shell()

    shell.pause_all()
    desk.qtbot.waitUntil(shell.main.strip.isVisible)
    assert desk.tray.standing.is_paused
    assert all(each.state is AccountState.PAUSED for each in desk.gateway.known)
    shell.resume_all()

    desk.qtbot.waitUntil(lambda: not shell.main.strip.isVisible())
    assert not desk.tray.standing.is_paused


def test_a_click_on_what_needs_attention_leads_there(desk: Desk) -> None:
    shell = desk.shell()
    shell.main.view.hide()
    desk.gateway.add(item_of(message("x"), state=DeliveryState.FAILED))

    shell.changed()
    desk.qtbot.waitUntil(lambda: desk.tray.then is not None)
    assert desk.tray.then is not None
    desk.tray.then()

    assert shell.main.presenter.state.folder is Folder.ATTENTION
    assert shell.main.view.isVisible()
    assert desk.tray.standing.attention == 1


@pytest.mark.parametrize(("wishes", "said"), [(False, []), (True, ["1 message was sent."])])
def test_success_is_quiet_unless_the_person_wishes_to_hear_of_it(desk: Desk, wishes: bool, said: list[str]) -> None:
    desk.gateway.add(item_of(message("before"), state=DeliveryState.SENT))
    shell = desk.shell()
    shell.open_settings().view.changed.emit("notifies_sent", wishes)
    shell.open_settings().view.close()
    shell.main.view.hide()

    desk.gateway.add(item_of(message("now"), state=DeliveryState.SENT))
    shell.changed()
    desk.qtbot.waitUntil(lambda: shell.main.presenter.state.sent == 2)

    assert desk.tray.said == said


def test_the_palette_opens_by_keys_and_goes_where_it_is_told(desk: Desk) -> None:
    waiting(desk, 1)
    shell = desk.shell()
    view = shell.main.view
    with desk.qtbot.waitActive(view):
        view.activateWindow()

    desk.qtbot.keyClick(view.list, Qt.Key.Key_P, CTRL | SHIFT)
    palette = open_windows(Palette)[0]
    desk.qtbot.keyClicks(palette.typing, "on hold")
    desk.qtbot.keyClick(palette.typing, Qt.Key.Key_Return)

    assert shell.main.presenter.state.folder is Folder.HELD


def test_the_palette_leads_to_a_page_of_the_settings(desk: Desk) -> None:
    shell = desk.shell()
    palette = shell.open_palette(shell.main.view)

    desk.qtbot.keyClicks(palette.typing, "settings appear")
    desk.qtbot.keyClick(palette.typing, Qt.Key.Key_Return)

    assert shell.settings is not None
    assert shell.settings.view.pages.currentItem().text() == "Appearance"
    shell.settings.view.close()


def test_what_is_liked_holds_at_once_in_all_windows_and_at_the_next_start(desk: Desk) -> None:
    shell = desk.shell()
    view = shell.open_settings("appearance").view

    view.changed.emit("theme", Theme.DARK)

    assert look.theme is Theme.DARK
    view.close()
    shell.leave()
    look.wear(QApplication.instance(), Theme.LIGHT, Density.COMFORTABLE, reduces_motion=False)  # type: ignore[arg-type]
    desk.shell()
    assert look.theme is Theme.DARK
