from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QAccessible, QContextMenuEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QRadioButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.app import mishap
from desktop.background import Background
from desktop.drafts import Drafts, SavedDraft
from desktop.gateway.cloud_port import CloudKind, MoveReport, Sealed
from desktop.gateway.port import AgentKind, AgentStatus, NewAccount, PasswordHome
from desktop.look.icons import FOLDER, renderer
from desktop.look.theme import look
from desktop.look.tokens import DARK, LIGHT, Colours, Theme
from desktop.notifier import Doors, Notifier, NoTray, Standing
from desktop.pace import Pace
from desktop.screens.account.state import Step as AccountStep
from desktop.screens.cloud.state import Step
from desktop.screens.importing.view import ImportView
from desktop.screens.outbox.state import AccountAct, Act, Folder
from desktop.screens.passphrase.view import PassphraseView
from desktop.screens.seal.view import SealView
from desktop.shell import Shell
from desktop.widgets.question import Question
from desktop.widgets.secret_question import SecretQuestion
from desktop.windows.parts import Parts
from nightmail.account.model import Account, Security
from nightmail.account.secret import Secret
from nightmail.delivery.model import DeliveryState
from nightmail.errors import OutsideError
from nightmail.ids import new_id
from nightmail.message.draft import Draft
from nightmail.schedule.model import WallTime
from tests.unit.desktop.fakes import (
    ACCOUNTS,
    ANNA,
    NOW_AT,
    ZONE,
    FakeCloud,
    FakeGateway,
    FakeSetUp,
    FakeSignIns,
    StillClock,
    item_of,
    message,
)

W = TypeVar("W", bound=QWidget)


class Tray:
    """A tray that remembers what it was told."""

    is_resident = True

    def __init__(self) -> None:
        self.said: list[str] = []
        self.then: Callable[[], None] | None = None
        self.standing = Standing()

    def say(self, title: str, sentence: str, then: Callable[[], None] | None = None) -> None:
        self.said.append(sentence)
        self.then = then

    def show(self, standing: Standing) -> None:
        self.standing = standing

    def speak_anew(self) -> None: ...

    @property
    def next(self) -> str:
        return self.standing.next_up

    def close(self) -> None: ...


class Desk:
    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.gateway = FakeGateway()
        self.cloud = FakeCloud()
        self.background = Background(trouble=lambda problem: pytest.fail(str(problem)))
        self.quits: list[bool] = []
        self.tray = Tray()
        self.settings = QSettings(str(folder / "desktop.ini"), QSettings.Format.IniFormat)
        self.drafts = Drafts(folder / "drafts")

    def shell(self, tray: Notifier | None = None) -> Shell:
        parts = Parts(
            self.gateway,
            self.cloud,
            FakeSignIns(),
            self.background,
            self.drafts,
            StillClock(),
            self.settings,
            ZONE,
            Pace(StillClock()),
            FakeSetUp(),
        )
        make: Callable[[Doors], Notifier] = lambda _: tray or self.tray  # noqa: E731
        shell = Shell(parts, quit_app=lambda: self.quits.append(True), notifier=make)
        self.qtbot.addWidget(shell.main.view)
        shell.show()
        shell.main.presenter.refresh()
        self.qtbot.waitUntil(lambda: shell.main.presenter.state.is_loaded)
        return shell


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, dressed: QApplication) -> Iterator[Desk]:
    made = Desk(qtbot, tmp_path)
    yield made
    made.background.stop()


def waiting(desk: Desk, count: int = 3) -> None:
    for _ in range(count):
        desk.gateway.add(item_of(message("x")))


def open_windows(kind: type[W]) -> list[W]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()]


def question(qtbot: QtBot) -> Question:
    qtbot.waitUntil(lambda: bool(open_windows(Question)))
    return open_windows(Question)[0]


def answer(box: Question, label: str) -> None:
    next(button for button in box.findChildren(QPushButton) if button.text() == label).click()


# --------------------------------------------------------------------------------------------- closing


def test_closing_the_window_with_mail_to_go_asks_once_and_then_stays_in_the_tray(desk: Desk) -> None:
    waiting(desk)
    shell = desk.shell()

    shell.main.view.close()
    box = question(desk.qtbot)
    assert box.title == "Nightmail keeps running in the tray so 3 messages can be sent."
    answer(box, "OK")
    assert not shell.main.view.isVisible()
    desk.qtbot.waitUntil(lambda: not open_windows(Question))
    shell.show()
    shell.main.view.close()

    assert not open_windows(Question)
    assert not shell.main.view.isVisible()
    assert desk.quits == []


def test_who_does_not_want_the_tray_is_asked_at_every_close(desk: Desk) -> None:
    waiting(desk)
    shell = desk.shell()
    desk.settings.setValue("tray/explained", True)
    shell.open_settings().view.changed.emit("stays_in_tray", False)

    shell.main.view.close()

    answer(question(desk.qtbot), "Quit anyway")
    assert desk.quits == [True]


def test_closing_the_window_with_nothing_to_go_quits(desk: Desk) -> None:
    desk.shell().main.view.close()

    assert desk.quits == [True]


def test_quitting_with_mail_to_go_asks_first(desk: Desk) -> None:
    waiting(desk, 1)
    shell = desk.shell()

    shell.quit()
    box = question(desk.qtbot)
    assert box.title == "Nightmail keeps running in the tray so 1 message can be sent."
    assert "It goes out when you start it again" in box.words
    assert desk.quits == []
    answer(box, "Quit anyway")

    assert desk.quits == [True]


def test_quitting_while_another_agent_sends_does_not_claim_that_nothing_is_sent(desk: Desk) -> None:
    desk.gateway.status = AgentStatus(AgentKind.ELSEWHERE)
    waiting(desk, 2)
    shell = desk.shell()

    shell.quit()

    words = question(desk.qtbot).words
    assert words == "Another Nightmail on this PC sends them, so they go out on time while that one runs."


def test_without_a_tray_closing_asks_says_so_and_can_minimise(desk: Desk) -> None:
    waiting(desk)
    shell = desk.shell(NoTray())

    shell.main.view.close()
    box = question(desk.qtbot)
    assert "no tray" in box.words
    answer(box, "Keep running")

    assert shell.main.view.isMinimized()
    assert desk.quits == []


def test_leaving_keeps_what_stands_in_open_composers(desk: Desk) -> None:
    shell = desk.shell()
    composer = shell.compose(desk.gateway.known, None)
    desk.qtbot.keyClicks(composer.view.editor, "half a thought")

    shell.leave()

    assert [each.draft.text for each in desk.drafts.all()] == ["half a thought"]


def test_the_sizes_of_the_window_are_remembered(desk: Desk) -> None:
    first = desk.shell()
    first.main.view.resize(820, 641)
    first.main.view.panes.setSizes([250, 300, 300])
    wanted = first.main.view.panes.sizes()
    first.leave()

    second = desk.shell()

    assert second.main.view.height() == 641
    assert second.main.view.panes.sizes() == wanted


def test_the_tray_knows_what_goes_next_and_speaks_up_when_something_failed(desk: Desk) -> None:
    waiting(desk, 1)
    shell = desk.shell()
    desk.gateway.add(item_of(message("x"), state=DeliveryState.FAILED))

    shell.main.view.hide()
    shell.changed()

    desk.qtbot.waitUntil(lambda: bool(desk.tray.said))
    assert desk.tray.said == ["1 message needs your attention."]
    assert desk.tray.next == "Thu 08:03, x"


# --------------------------------------------------------------------------------------------- writing


def test_a_person_writes_and_schedules_by_keyboard_alone(desk: Desk) -> None:
    shell = desk.shell()
    composer = shell.compose(desk.gateway.known, None)
    view = composer.view

    to = next(
        each
        for each in view.findChildren(QWidget)
        if each.accessibleName() == "To" and each.metaObject().className() == "AddressLine"
    )
    desk.qtbot.keyClicks(to, "tom@example.net,")
    desk.qtbot.keyClicks(next(each for each in view.findChildren(QWidget) if each.objectName() == "subject"), "Hello")
    desk.qtbot.keyClicks(view.editor, "Dear Tom")
    desk.qtbot.mouseClick(view.schedule_button, Qt.MouseButton.LeftButton)
    assert view.picker.accept_button.text() == "Send Thu 12 Nov, 08:00 (Berlin)"
    desk.qtbot.mouseClick(view.picker.accept_button, Qt.MouseButton.LeftButton)

    desk.qtbot.waitUntil(lambda: shell.main.presenter.state.detail is not None)
    assert shell.main.view.toast.sentence == "Scheduled: goes Thu 12 Nov, 08:00 (Berlin)"
    assert shell.composers == []
    assert desk.drafts.all() == ()


def test_the_keys_people_know_send_and_schedule(desk: Desk) -> None:
    shell = desk.shell()
    composer = shell.compose(desk.gateway.known, None)
    composer.presenter.set_recipients("to", ["tom@example.net"])
    composer.presenter.set_subject("Hello")
    desk.qtbot.keyClicks(composer.view.editor, "Dear Tom")
    with desk.qtbot.waitActive(composer.view):
        composer.view.activateWindow()
    composer.view.editor.setFocus()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier

    desk.qtbot.keyClick(composer.view.editor, Qt.Key.Key_Return, both)
    assert composer.view.picker.isVisible()
    composer.view.picker.hide()
    desk.qtbot.keyClick(composer.view.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    desk.qtbot.waitUntil(lambda: len(desk.gateway.asked("schedule")) == 1)
    desk.qtbot.waitUntil(lambda: shell.composers == [])


def test_the_popover_closes_on_escape_and_takes_a_preset_by_number(desk: Desk) -> None:
    shell = desk.shell()
    composer = shell.compose(desk.gateway.known, None)
    picker = composer.view.picker
    composer.presenter.set_recipients("to", ["tom@example.net"])
    composer.presenter.set_subject("Hello")
    desk.qtbot.keyClicks(composer.view.editor, "Dear Tom")

    desk.qtbot.mouseClick(composer.view.schedule_button, Qt.MouseButton.LeftButton)
    desk.qtbot.keyClick(picker.accept_button, Qt.Key.Key_Escape)
    assert not picker.isVisible()
    desk.qtbot.mouseClick(composer.view.schedule_button, Qt.MouseButton.LeftButton)
    desk.qtbot.keyClick(picker.accept_button, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)

    desk.qtbot.waitUntil(lambda: shell.main.view.toast.sentence == "Scheduled: goes Thu 12 Nov, 08:00 (Berlin)")


def test_sending_can_be_undone_and_the_words_come_back(desk: Desk) -> None:
    shell = desk.shell()
    composer = shell.compose(desk.gateway.known, None)
    composer.presenter.set_recipients("to", ["tom@example.net"])
    composer.presenter.set_subject("Hello")
    desk.qtbot.keyClicks(composer.view.editor, "Dear Tom")
    desk.qtbot.mouseClick(composer.view.send_button, Qt.MouseButton.LeftButton)
    desk.qtbot.waitUntil(lambda: shell.main.view.toast.sentence == "Sending soon…")

    undo = next(each for each in shell.main.view.toast.findChildren(QPushButton) if each.text() == "Undo")
    desk.qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)

    desk.qtbot.waitUntil(lambda: bool(shell.composers))
    assert len(desk.gateway.asked("cancel")) == 1
    assert shell.composers[0].presenter.state.subject == "Hello"
    assert shell.composers[0].view.editor.toPlainText() == "Dear Tom"


def test_a_draft_discarded_while_writing_comes_back_by_undo(desk: Desk) -> None:
    shell = desk.shell()
    composer = shell.compose(desk.gateway.known, None)
    desk.qtbot.keyClicks(composer.view.editor, "Dear Tom")
    trash = next(each for each in composer.view.findChildren(QToolButton) if each.accessibleName() == "Discard draft")
    trash.click()
    assert shell.composers == []
    assert shell.main.view.toast.sentence == "Draft discarded."

    next(each for each in shell.main.view.toast.findChildren(QPushButton) if each.text() == "Undo").click()

    desk.qtbot.waitUntil(lambda: bool(shell.composers))
    assert shell.composers[0].view.editor.toPlainText() == "Dear Tom"
    assert [each.draft.text for each in desk.drafts.all()] == ["Dear Tom"]


def test_opening_a_draft_twice_brings_its_window_forward(desk: Desk) -> None:
    shell = desk.shell()
    composer = shell.compose(desk.gateway.known, None)
    composer.presenter.set_subject("Half")
    composer.view.close()
    (saved,) = desk.drafts.all()

    shell.write(saved)
    desk.qtbot.waitUntil(lambda: bool(shell.composers))
    shell.write(saved)

    assert len(shell.composers) == 1


def test_the_sandbox_is_one_click_from_the_first_screen(desk: Desk) -> None:
    desk.gateway.known = ()
    shell = desk.shell()
    assert shell.main.presenter.state.is_welcome

    shell.main.view.welcome.sandbox_wanted.emit()

    desk.qtbot.waitUntil(lambda: bool(shell.composers))
    assert [sender.label for sender in shell.composers[0].presenter.state.senders] == ["You <you@sandbox.test>"]


def test_a_second_press_while_the_sandbox_starts_opens_no_second_sample(desk: Desk) -> None:
    desk.gateway.known = ()
    shell = desk.shell()

    shell.main.view.welcome.sandbox_wanted.emit()
    shell.main.view.welcome.sandbox_wanted.emit()

    desk.qtbot.waitUntil(lambda: not shell.main.presenter.state.is_welcome)
    assert [name for name, _ in desk.gateway.calls if name == "add_sandbox"] == ["add_sandbox"]


def test_a_sandbox_that_did_not_start_can_be_tried_again(desk: Desk) -> None:
    desk.gateway.known = ()
    desk.gateway.refuses["add_sandbox"] = OutsideError("port-taken", "No port is free.")
    shell = desk.shell()
    said = shell.main.view.welcome
    said.sandbox_wanted.emit()
    desk.qtbot.waitUntil(lambda: any("No port is free." in each.text() for each in said.findChildren(QLabel)))

    desk.gateway.refuses.clear()
    said.sandbox_wanted.emit()

    desk.qtbot.waitUntil(lambda: bool(shell.composers))


def test_the_cloud_is_a_way_in_and_its_accounts_end_the_welcome(desk: Desk) -> None:
    known, desk.gateway.known = desk.gateway.known, ()
    shell = desk.shell()
    assert shell.main.presenter.state.is_welcome
    press = next(each for each in shell.main.view.welcome.findChildren(QPushButton) if each.text() == "Connect Supabase")

    desk.qtbot.mouseClick(press, Qt.MouseButton.LeftButton)
    assert shell.cloud is not None
    desk.gateway.known = known
    shell.cloud.signed_in("anna@example.org")

    desk.qtbot.waitUntil(lambda: not shell.main.presenter.state.is_welcome)


def test_a_bug_in_a_slot_is_logged_and_said_and_the_app_goes_on(
    desk: Desk, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.shell()
    bug = ZeroDivisionError("a slot divided by zero")

    with caplog.at_level("ERROR", logger="nightmail.desktop"):
        mishap(ZeroDivisionError, bug, None)
    box = question(desk.qtbot)
    answer(box, "Go on")

    assert box.title == "Something went wrong inside Nightmail."
    assert "desktop.mishap" in caplog.text
    assert "a slot divided by zero" in capsys.readouterr().err


# ---------------------------------------------------------------------------------------------- access


_FOCUSABLE_INNARDS = ("qt_", "ScrollLeft", "ScrollRight")


def nameless(window: QWidget) -> list[str]:
    """Widgets the keyboard can reach and a screen reader can't name."""
    found = []
    for widget in [window, *window.findChildren(QWidget)]:
        is_inner = widget.objectName().startswith(_FOCUSABLE_INNARDS) or widget.focusProxy() is not None
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or is_inner or not widget.isVisibleTo(window) or widget is window:
            continue
        said = QAccessible.queryAccessibleInterface(widget)
        if said is None or not said.text(QAccessible.Text.Name):
            found.append(f"{type(widget).__name__} {widget.objectName()}")
    return found


def test_everything_the_keyboard_reaches_has_a_name(desk: Desk) -> None:
    waiting(desk)
    shell = desk.shell()
    shell.main.presenter.select(shell.main.presenter.state.rows[0].id)
    desk.qtbot.waitUntil(lambda: shell.main.presenter.state.detail is not None)
    composer = shell.compose(desk.gateway.known, None)
    composer.presenter.reveal("cc")
    composer.presenter.reveal("bcc")
    composer.picker.open()
    composer.view.picker.open_above(composer.view.schedule_button)
    dialog = shell.add_account()
    dialog.presenter.change("address", "anna@gmail.com")
    dialog.presenter.next()
    desk.qtbot.waitUntil(lambda: dialog.presenter.state.step is AccountStep.SIGN_IN)
    every_page = [page for page in dialog.view.pages.values() if nameless(page)]
    sealing = PassphraseView(dialog.view, is_new=True)

    assert every_page == []
    windows = (shell.main.view, composer.view, composer.view.picker, dialog.view, shell.main.view.welcome, sealing)
    assert {type(window).__name__: nameless(window) for window in windows} == {type(window).__name__: [] for window in windows}


def test_the_smallest_promised_window_clips_no_button(desk: Desk) -> None:
    waiting(desk)
    shell = desk.shell()
    shell.main.view.resize(1000, 640)
    shell.main.presenter.select(shell.main.presenter.state.rows[0].id)
    desk.qtbot.waitUntil(lambda: shell.main.presenter.state.detail is not None)
    QApplication.processEvents()

    buttons = [each for each in shell.main.view.findChildren(QPushButton) if each.isVisible() and each.text()]
    assert [each.text() for each in buttons if each.width() < each.sizeHint().width()] == []


# --------------------------------------------------------------------------------------------- the list


def popup(qtbot: QtBot) -> QMenu:
    qtbot.waitUntil(lambda: bool(open_windows(QMenu)))
    return open_windows(QMenu)[0]


def choose(menu: QMenu, label: str) -> None:
    action = next(each for each in menu.actions() if each.text() == label)
    menu.close()
    action.trigger()


def test_the_menu_of_a_row_offers_its_acts_at_the_first_click(desk: Desk) -> None:
    waiting(desk, 2)
    shell = desk.shell()
    view = shell.main.view
    second = shell.main.presenter.state.rows[1]

    where = view.list.visualRect(view.model.place_of(second.id)).center()
    QApplication.sendEvent(
        view.list.viewport(),
        QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, view.list.viewport().mapToGlobal(where)),
    )
    menu = popup(desk.qtbot)
    offered = [each.text() for each in menu.actions()]
    choose(menu, "Hold")

    assert offered == ["Send now", "Reschedule", "Edit", "Hold", "Cancel"]
    desk.qtbot.waitUntil(lambda: desk.gateway.asked("hold") == [second.id])


def test_the_menu_key_opens_the_menu_of_the_current_row(desk: Desk) -> None:
    waiting(desk, 2)
    shell = desk.shell()
    view = shell.main.view
    desk.qtbot.keyClick(view.list, Qt.Key.Key_Down)
    desk.qtbot.keyClick(view.list, Qt.Key.Key_Down)
    current = view.model.row_of(view.list.currentIndex())
    assert current is not None

    nowhere = QPoint(-1, -1)
    QApplication.sendEvent(view.list, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, nowhere, nowhere))
    choose(popup(desk.qtbot), "Send now")

    desk.qtbot.waitUntil(lambda: desk.gateway.asked("send_now") == [current.id])


def test_the_delete_key_cancels_and_the_toast_takes_it_back(desk: Desk) -> None:
    waiting(desk, 1)
    shell = desk.shell()
    view = shell.main.view
    id = shell.main.presenter.state.rows[0].id
    shell.main.presenter.select(id)

    desk.qtbot.keyClick(view.list, Qt.Key.Key_Delete)
    desk.qtbot.waitUntil(lambda: view.toast.sentence == "Cancelled. It will not be sent.")
    next(each for each in view.toast.findChildren(QPushButton) if each.text() == "Undo").click()

    desk.qtbot.waitUntil(lambda: view.toast.sentence == "It is back where it was.")
    assert [asked[0] for asked in desk.gateway.asked("reschedule")] == [id]


def test_a_double_click_on_cancel_cancels_one_message_and_goes_on_to_its_neighbour(desk: Desk) -> None:
    waiting(desk, 3)
    shell = desk.shell()
    view = shell.main.view
    id, neighbour = (row.id for row in shell.main.presenter.state.rows[:2])
    view.list.setCurrentIndex(view.model.place_of(id))
    desk.qtbot.waitUntil(lambda: shell.main.presenter.state.detail is not None)

    cancel = next(each for each in view.reading.findChildren(QPushButton) if each.text() == "Cancel")
    cancel.click()
    cancel.click()
    desk.qtbot.waitUntil(lambda: len(shell.main.presenter.state.rows) == 2)

    assert desk.gateway.asked("cancel") == [id]
    assert shell.main.presenter.state.selected == neighbour
    assert view.list.currentIndex() == view.model.place_of(neighbour)
    assert view.toast.sentence == "Cancelled. It will not be sent."


# --------------------------------------------------------------------------------------------- accounts


def secret_question(qtbot: QtBot) -> SecretQuestion:
    qtbot.waitUntil(lambda: bool(open_windows(SecretQuestion)))
    return open_windows(SecretQuestion)[0]


def test_an_account_is_paused_from_its_row_and_resumed_from_the_banner(desk: Desk) -> None:
    shell = desk.shell()
    view = shell.main.view
    more = next(each for each in view.findChildren(QToolButton) if each.toolTip() == "What to do with anna@example.org")

    more.click()
    choose(popup(desk.qtbot), "Pause")
    desk.qtbot.waitUntil(lambda: shell.main.presenter.state.banner.button == "Resume")
    view.banner_pressed.emit()

    desk.qtbot.waitUntil(lambda: shell.main.presenter.state.banner.sentence == "")
    assert desk.gateway.asked("resume_account") == [(ANNA, None)]


def test_a_new_password_can_be_given_from_the_row(desk: Desk) -> None:
    shell = desk.shell()

    shell.main.accounts.act(shell.main.presenter.state.accounts[0], AccountAct.PASSWORD)
    box = secret_question(desk.qtbot)
    assert not box.accept_button.isEnabled()
    desk.qtbot.keyClicks(box.secret.field, "new password")
    desk.qtbot.keyClick(box.secret.field, Qt.Key.Key_Return)

    desk.qtbot.waitUntil(lambda: desk.gateway.asked("resume_account") == [(ANNA, Secret("new password"))])


def test_removing_an_account_asks_first_and_keeping_it_is_the_default(desk: Desk) -> None:
    shell = desk.shell()
    account = shell.main.presenter.state.accounts[0]

    shell.main.accounts.act(account, AccountAct.REMOVE)
    box = question(desk.qtbot)
    desk.qtbot.keyClick(box, Qt.Key.Key_Return)
    assert desk.gateway.asked("remove_account") == []
    shell.main.accounts.act(account, AccountAct.REMOVE)
    answer(question(desk.qtbot), "Remove")

    desk.qtbot.waitUntil(lambda: [each.address for each in shell.main.presenter.state.accounts] == [ACCOUNTS[1].address])


# ----------------------------------------------------------------------------------------- the passphrase


def passphrase_view(qtbot: QtBot) -> PassphraseView:
    qtbot.waitUntil(lambda: bool(open_windows(PassphraseView)))
    return open_windows(PassphraseView)[0]


def test_at_the_start_the_passphrase_is_asked_for_once_and_later_by_the_banner(desk: Desk) -> None:
    desk.gateway.status, desk.gateway.home = AgentStatus(AgentKind.LOCKED), PasswordHome.LOCKED
    shell = desk.shell()
    passphrase_view(desk.qtbot).reject()
    shell.main.presenter.refresh()
    assert not open_windows(PassphraseView)

    shell.main.view.banner_pressed.emit()
    field = passphrase_view(desk.qtbot).passphrase.field
    desk.qtbot.keyClicks(field, "four words are enough")
    desk.qtbot.keyClick(field, Qt.Key.Key_Return)

    desk.qtbot.waitUntil(lambda: not open_windows(PassphraseView))
    assert desk.gateway.asked("unlock") == [Secret("four words are enough")]


# ------------------------------------------------------------------------------------------------ look


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read_on_every_ground_it_stands_on(colours: Colours) -> None:
    # WCAG 2.2, 1.4.3: 4.5:1 for text.
    grounds = ("window", "side", "surface", "raised", "sunken", "hover")
    pairs = [(ink, ground) for ink in ("text", "text_soft", "text_faint", "accent", "bad") for ground in grounds]
    pairs += [("on_accent", "accent"), ("on_accent", "accent_hover"), ("text", "accent_soft"), ("accent", "accent_soft")]
    pairs += [(tone, f"{tone}_soft") for tone in ("good", "warn", "bad", "calm")] + [
        ("text_soft", f"{tone}_soft") for tone in ("good", "warn", "bad")
    ]

    poor = {f"{ink} on {ground}": round(contrast(getattr(colours, ink), getattr(colours, ground)), 2) for ink, ground in pairs}

    assert {pair: ratio for pair, ratio in poor.items() if ratio < 4.5} == {}


def test_every_icon_can_be_drawn() -> None:
    broken = [file.stem for file in FOLDER.glob("*.svg") if not renderer(file.stem, "#000000").isValid()]

    assert broken == []


def test_changing_the_look_repaints_what_is_open(desk: Desk, qapp: QApplication) -> None:
    waiting(desk)
    shell = desk.shell()
    before = shell.main.view.grab().toImage().pixelColor(4, 300)

    look.dress(qapp, Theme.DARK)

    assert before.lightness() > 200
    assert shell.main.view.grab().toImage().pixelColor(4, 300).lightness() < 60


def test_the_folders_open_by_number(desk: Desk) -> None:
    shell = desk.shell()
    shell.main.view.activateWindow()

    desk.qtbot.keyClick(shell.main.view.list, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)

    desk.qtbot.waitUntil(lambda: shell.main.presenter.state.folder is Folder.ATTENTION)


# ------------------------------------------------------------------------------------------------ the cloud


def test_quitting_offers_to_move_what_waits_and_leaves_once_it_is_there(desk: Desk) -> None:
    desk.cloud.sign_in_quietly(sealed={ANNA: Sealed("k")})
    desk.cloud.report = MoveReport(3)
    waiting(desk, 3)
    shell = desk.shell()

    shell.quit()
    answer(question(desk.qtbot), "Move them to the cloud and quit")

    desk.qtbot.waitUntil(lambda: desk.quits == [True])
    assert len(desk.cloud.asked("move_all")) == 1


def test_what_could_not_be_moved_is_reported_before_anything_ends(desk: Desk) -> None:
    desk.cloud.sign_in_quietly(sealed={ANNA: Sealed("k")})
    desk.cloud.report = MoveReport(3, (("Plans", "A file is too large."),))
    waiting(desk, 4)
    shell = desk.shell()

    shell.quit()
    answer(question(desk.qtbot), "Move them to the cloud and quit")
    desk.qtbot.waitUntil(lambda: any(box.title.startswith("3 of 4 moved") for box in open_windows(Question)))
    box = next(box for box in open_windows(Question) if box.title.startswith("3 of 4 moved"))

    assert box.words == "“Plans”: A file is too large."
    assert desk.quits == []
    answer(box, "Quit anyway")
    assert desk.quits == [True]


def test_without_a_cloud_that_answers_quitting_offers_no_move(desk: Desk) -> None:
    desk.cloud.sign_in_quietly(sealed={ANNA: Sealed("k")})
    desk.cloud.fail(CloudKind.OFFLINE, "It does not answer.")
    waiting(desk, 1)
    shell = desk.shell()

    shell.quit()

    labels = [button.text() for button in question(desk.qtbot).findChildren(QPushButton)]
    assert sorted(labels) == ["OK", "Quit anyway"]


def test_the_cloud_dialog_opens_from_the_sidebar_once(desk: Desk) -> None:
    shell = desk.shell()

    desk.qtbot.mouseClick(shell.main.view.sidebar.cloud, Qt.MouseButton.LeftButton)
    first = shell.cloud
    shell.open_cloud()

    assert first is not None
    assert shell.cloud is first
    first.view.reject()
    assert shell.cloud is None


def test_an_account_added_for_the_cloud_too_goes_on_to_the_consent_page(desk: Desk) -> None:
    desk.cloud.sign_in_quietly()
    shell = desk.shell()
    dialog = shell.add_account()
    desk.qtbot.waitUntil(lambda: dialog.presenter.state.offers_cloud)
    for field, value in {"address": "anna@example.org", "host": "127.0.0.1", "port": "25", "security": Security.PLAIN}.items():
        dialog.presenter.change(field, value)
    also = next(each for each in dialog.view.findChildren(QRadioButton) if each.text() == "Here, and sealed for my cloud worker")
    desk.gateway.add_account = known_account  # type: ignore[method-assign]

    also.click()
    dialog.presenter.save()

    # The window stands before it has asked what is to be agreed to.
    desk.qtbot.waitUntil(lambda: bool(open_windows(SealView)) and desk.cloud.asked("consent_for") == [ANNA])
    assert desk.cloud.asked("seal") == []


async def known_account(new: NewAccount) -> Account:
    return ACCOUNTS[0]


def test_taking_an_account_back_asks_first(desk: Desk) -> None:
    desk.cloud.sign_in_quietly(sealed={ANNA: Sealed("k")})
    shell = desk.shell()

    shell.main.accounts.act(shell.main.presenter.state.accounts[0], AccountAct.REVOKE)
    answer(question(desk.qtbot), "Take it back")

    desk.qtbot.waitUntil(lambda: desk.cloud.asked("revoke") == [ANNA])


def test_a_window_that_comes_back_into_view_asks_the_cloud_at_once(desk: Desk) -> None:
    shell = desk.shell()
    shell.main.view.hide()
    before = len(desk.cloud.asked("look"))

    shell.show()

    desk.qtbot.waitUntil(lambda: len(desk.cloud.asked("look")) > before)


@pytest.mark.parametrize("step", list(Step))
def test_each_step_of_the_cloud_dialog_is_reached_by_keyboard_and_named(desk: Desk, step: Step) -> None:
    desk.cloud.sign_in_quietly()
    shell = desk.shell()
    shell.open_cloud()
    assert shell.cloud is not None
    shell.cloud.presenter.go(step)

    assert nameless(shell.cloud.view) == []
    clipped = [
        each.text() for each in shell.cloud.view.findChildren(QPushButton) if each.width() < each.minimumSizeHint().width()
    ]
    assert not clipped
    shell.cloud.view.reject()


def test_the_consent_page_is_named_and_enter_does_not_agree_by_itself(desk: Desk) -> None:
    shell = desk.shell()
    page = shell.ask_seal(ANNA)
    desk.qtbot.waitUntil(lambda: page.presenter.state.consent is not None)

    assert nameless(page.view) == []
    desk.qtbot.keyClick(page.view, Qt.Key.Key_Return)

    assert desk.cloud.asked("seal") == []


def test_windows_that_a_crash_left_open_open_again_and_it_is_said(qtbot: QtBot, desk: Desk) -> None:
    first = SavedDraft(new_id(), ANNA, Draft(subject="One", text="half a thought"), NOW_AT, caret=4)
    second = SavedDraft(new_id(), ANNA, Draft(subject="Two"), NOW_AT)
    for saved in (first, second):
        desk.drafts.save(saved)
        desk.drafts.opened(saved.id)
    shell = desk.shell()

    shell.restore()
    qtbot.waitUntil(lambda: len(shell.composers) == 2)

    assert shell.main.view.toast.sentence == "2 drafts were open when Nightmail ended. They are open again."
    one = next(each for each in shell.composers if each.saved_id == first.id)
    assert one.view.editor.textCursor().position() == 4
    shell.leave()
    assert desk.drafts.left_open() == ()


def test_a_window_that_was_closed_is_not_opened_again(qtbot: QtBot, desk: Desk) -> None:
    saved = SavedDraft(new_id(), ANNA, Draft(subject="One"), NOW_AT)
    desk.drafts.save(saved)
    shell = desk.shell()
    composer = shell.compose(ACCOUNTS, saved)

    left_while_open = Drafts(desk.drafts.folder)._noted()
    composer.view.close()

    assert left_while_open == {str(saved.id)}
    assert desk.drafts.left_open() == ()


def test_an_open_composer_shows_an_account_that_was_added(qtbot: QtBot, desk: Desk) -> None:
    shell = desk.shell()
    composer = shell.compose(ACCOUNTS[:1], None)

    desk.gateway.known = ACCOUNTS
    shell.changed()

    qtbot.waitUntil(lambda: len(composer.presenter.state.senders) == 2)


def test_an_edited_message_keeps_its_time_on_the_button(qtbot: QtBot, desk: Desk) -> None:
    planned = WallTime(datetime(2026, 11, 12, 8), ZONE)
    id = desk.gateway.add(item_of(message("Old"), due=NOW_AT + timedelta(hours=14, minutes=57), wall_time=planned))
    shell = desk.shell()
    shell.main.presenter.select(id)
    qtbot.waitUntil(lambda: shell.main.presenter.state.detail is not None)

    shell.main.presenter.act(id, Act.EDIT)
    qtbot.waitUntil(lambda: len(shell.composers) == 1)
    (composer,) = shell.composers

    assert composer.view.send_button.text() == "Send Thu 12 Nov, 08:00 (Berlin)"
    composer.view.close()
    qtbot.waitUntil(lambda: bool(desk.gateway.asked("resume")))


def drop(view: QWidget, *files: Path) -> bool:
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(50, 50), copy, carried, left, none)
    entering.setAccepted(False)
    QApplication.sendEvent(view, entering)
    if entering.isAccepted():
        QApplication.sendEvent(view, QDropEvent(QPointF(50, 50), copy, carried, left, none))
    return entering.isAccepted()


def test_a_mail_dropped_on_the_window_opens_as_a_draft_and_another_file_does_not(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    shell = desk.shell()
    mail, other = tmp_path / "mail.eml", tmp_path / "plan.pdf"
    mail.write_bytes(b"To: tom@example.net\nSubject: From a file\n\nHello")
    other.write_bytes(b"%PDF")

    refused = drop(shell.main.view, other)
    taken = drop(shell.main.view, mail)
    qtbot.waitUntil(lambda: len(shell.composers) == 1)

    assert (refused, taken) == (False, True)
    assert shell.composers[0].presenter.state.subject == "From a file"


def test_a_mailbox_dropped_on_the_window_opens_the_import(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    shell = desk.shell()
    box = tmp_path / "Old.mbox"
    box.write_bytes(b"From - x\nTo: tom@example.net\nSubject: One\n\nHello\n")

    assert drop(shell.main.view, box)

    qtbot.waitUntil(lambda: bool(open_windows(ImportView)))
    (view,) = open_windows(ImportView)
    qtbot.waitUntil(lambda: view._accept.text() == "Import 1 mail")
