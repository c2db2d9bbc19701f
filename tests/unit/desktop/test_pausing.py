from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop.background import Background
from desktop.notifier import Doors, Standing, TrayNotifier, standing_lines, tray_icon
from desktop.pausing import AllSending
from desktop.screens.outbox.state import AccountLine
from nightmail.account.model import AccountState
from nightmail.errors import OutsideError
from tests.unit.desktop.fakes import WORK, FakeGateway


class Pausing:
    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.folder = folder
        self.gateway = FakeGateway()
        self.background = Background(trouble=lambda problem: pytest.fail(str(problem)))
        self.said: list[str] = []
        self.changes = 0
        self.sending = self.again()

    def again(self) -> AllSending:
        shelf = QSettings(str(self.folder / "desktop.ini"), QSettings.Format.IniFormat)
        return AllSending(self.gateway, self.background, shelf, say=self.said.append, changed=self._changed)

    def until_changed(self, act: Callable[[], None]) -> None:
        before = self.changes
        act()
        self.qtbot.waitUntil(lambda: self.changes > before)

    def lines(self) -> tuple[AccountLine, ...]:
        return tuple(
            AccountLine(
                each.id, each.address, each.address, 0, each.pause_reason, is_paused_by_person=each.state is AccountState.PAUSED
            )
            for each in self.gateway.known
        )

    def _changed(self) -> None:
        self.changes += 1


@pytest.fixture
def pausing(qtbot: QtBot, tmp_path: Path) -> Iterator[Pausing]:
    made = Pausing(qtbot, tmp_path)
    yield made
    made.background.stop()


def test_all_accounts_pause_and_only_those_resume(pausing: Pausing) -> None:
    first, *_ = pausing.gateway.known
    pausing.gateway.known = tuple(
        replace(each, state=AccountState.PAUSED, pause_reason="The password is wrong.") if each.id == first.id else each
        for each in pausing.gateway.known
    )

    pausing.until_changed(pausing.sending.pause)
    assert pausing.sending.is_paused
    assert pausing.sending.banner(pausing.lines()) == "All sending is paused. Nothing leaves until you resume it."
    pausing.until_changed(pausing.sending.resume)

    assert pausing.sending.banner(pausing.lines()) == ""
    assert [each.id for each in pausing.gateway.known if each.state is AccountState.PAUSED] == [first.id]


def test_the_pause_is_known_after_a_restart(pausing: Pausing) -> None:
    pausing.until_changed(pausing.sending.pause)

    again = pausing.again()
    assert again.is_paused
    again.follow(())
    assert again.is_paused
    pausing.until_changed(again.resume)

    assert all(each.state is AccountState.ACTIVE for each in pausing.gateway.known)
    assert not pausing.again().is_paused


def test_an_account_resumed_by_itself_is_no_longer_said_to_be_paused(pausing: Pausing) -> None:
    pausing.until_changed(pausing.sending.pause)
    pausing.gateway.known = tuple(
        replace(each, state=AccountState.ACTIVE, pause_reason="") if each.id == WORK else each for each in pausing.gateway.known
    )

    pausing.sending.follow(pausing.lines())

    others = len(pausing.gateway.known) - 1
    assert pausing.sending.banner(pausing.lines()).startswith(f"Sending from {others} account")


def test_what_could_not_be_paused_is_said_and_not_counted(pausing: Pausing) -> None:
    pausing.gateway.refuses["pause_account"] = OutsideError("cloud-offline", "The cloud does not answer.")

    pausing.until_changed(pausing.sending.pause)

    assert not pausing.sending.is_paused
    assert "still sends: The cloud does not answer." in pausing.said[0]


def test_a_note_that_cannot_be_read_means_that_nothing_is_paused(pausing: Pausing) -> None:
    shelf = QSettings(str(pausing.folder / "desktop.ini"), QSettings.Format.IniFormat)
    for kept in ("{", "[1]", '"x"', '["no-uuid"]'):
        shelf.setValue("sending/paused", kept)
        shelf.sync()
        assert not pausing.again().is_paused


# ------------------------------------------------------------------------------------------ the tray


def doors(pressed: list[str]) -> Doors:
    def door(name: str) -> Callable[[], None]:
        return lambda: pressed.append(name)

    return Doors(door("open"), door("write"), door("pause"), door("resume"), door("settings"), door("quit"))


def entries(tray: TrayNotifier) -> list[str]:
    menu = tray._menu
    assert isinstance(menu, QMenu)
    return [action.text() for action in menu.actions() if action.isVisible() and not action.isSeparator()]


def test_the_menu_says_what_is_next_and_what_needs_attention_and_pauses_or_resumes(qapp: QApplication) -> None:
    pressed: list[str] = []
    tray = TrayNotifier(doors(pressed))

    tray.show(Standing("Thu 08:00, Invoice", 2))
    assert entries(tray)[:2] == ["Next: Thu 08:00, Invoice", "2 messages need your attention"]
    next(action for action in tray._menu.actions() if action.text() == "Pause all sending").trigger()
    tray.show(Standing("Thu 08:00, Invoice", 0, is_paused=True))
    assert entries(tray)[0] == "All sending is paused"
    next(action for action in tray._menu.actions() if action.text() == "Resume all sending").trigger()

    assert pressed == ["pause", "resume"]
    tray.close()


def test_a_click_on_a_notification_leads_to_what_it_was_about(qapp: QApplication) -> None:
    pressed: list[str] = []
    tray = TrayNotifier(doors(pressed))

    tray.say("Nightmail", "1 message needs your attention.", lambda: pressed.append("attention"))
    tray._tray.messageClicked.emit()
    tray.say("Nightmail", "Something.")
    tray._tray.messageClicked.emit()

    assert pressed == ["attention", "open"]
    tray.close()


def test_the_badge_is_drawn_and_always_stands_in_words_too(qapp: QApplication) -> None:
    def octets(icon: QIcon) -> object:
        return icon.pixmap(32, 32).toImage()

    calm, alarmed, paused = (tray_icon(each) for each in (Standing(), Standing(attention=12), Standing(is_paused=True)))

    assert octets(calm) != octets(alarmed) != octets(paused)
    assert standing_lines(Standing("", 12)) == ("Nothing is scheduled", "12 messages need your attention")
