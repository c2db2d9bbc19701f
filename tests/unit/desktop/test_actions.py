from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.actions.finding import find
from desktop.actions.keyboard import bound_actions, key_words, keyboard, on_action, set_tip, shown_keys
from desktop.actions.table import ACTIONS, Place
from desktop.look.icons import FOLDER
from desktop.preferences import KeyMap
from desktop.screens.palette.view import Entry, Palette
from desktop.widgets.parts import column, icon_button

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(autouse=True)
def own_keys_again() -> Iterator[None]:
    yield
    keyboard.choose(KeyMap.NIGHTMAIL, {})


# ------------------------------------------------------------------------------------------ the table


@pytest.mark.parametrize("key_map", KeyMap)
def test_no_two_actions_of_a_window_share_keys_or_begin_alike(key_map: KeyMap) -> None:
    def clash(one: str, other: str) -> bool:
        no = QKeySequence.SequenceMatch.NoMatch
        first, second = QKeySequence(one), QKeySequence(other)
        return first.matches(second) is not no or second.matches(first) is not no

    clashes = [
        (one.id, other.id)
        for one, other in combinations(ACTIONS.values(), 2)
        if one.place is other.place or Place.ANYWHERE in (one.place, other.place)
        if any(clash(a, b) for a in one.keys_in(key_map) for b in other.keys_in(key_map))
    ]

    assert clashes == []


@pytest.mark.parametrize("key_map", KeyMap)
def test_while_writing_no_action_has_a_bare_letter(key_map: KeyMap) -> None:
    bare = [
        each.id
        for each in ACTIONS.values()
        if each.place is Place.COMPOSE and any(len(keys) == 1 for keys in each.keys_in(key_map))
    ]

    assert bare == []


def test_every_action_has_words_and_an_icon_that_exists() -> None:
    for action in ACTIONS.values():
        assert action.words()
        assert (FOLDER / f"{action.icon}.svg").is_file(), action.id


def test_all_keys_are_keys_that_qt_knows() -> None:
    for action in ACTIONS.values():
        for key_map in KeyMap:
            for keys in action.keys_in(key_map):
                assert not QKeySequence(keys).isEmpty() and "Unknown" not in key_words(keys), (action.id, keys)


# ------------------------------------------------------------------------------------------ binding


@pytest.fixture
def window(qtbot: QtBot, dressed: QApplication) -> QWidget:
    made = QWidget()
    column(QLineEdit(), on=made)
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    return made


def test_a_key_presses_its_action_and_the_enter_of_the_number_pad_too(qtbot: QtBot, window: QWidget) -> None:
    pressed: list[str] = []
    on_action(window, "compose.send", lambda: pressed.append("send"))

    qtbot.keyClick(window, Qt.Key.Key_Return, CTRL)
    qtbot.keyClick(window, Qt.Key.Key_Enter, CTRL)

    assert pressed == ["send", "send"]


def test_what_cannot_be_done_now_is_not_done_and_not_offered(qtbot: QtBot, window: QWidget) -> None:
    pressed: list[str] = []
    on_action(window, "message.hold", lambda: pressed.append("hold"), when=lambda: False)
    on_action(window, "message.new", lambda: pressed.append("new"))

    qtbot.keyClick(window, Qt.Key.Key_H, CTRL)

    assert pressed == []
    assert [each.id for each in bound_actions(window)] == ["message.new"]


def test_another_key_map_holds_at_once_in_keys_and_tips(qtbot: QtBot, window: QWidget) -> None:
    pressed: list[str] = []
    on_action(window, "message.new", lambda: pressed.append("new"))
    sign = icon_button("compose", "")
    sign.setParent(window)
    set_tip(sign, "message.new")
    assert sign.toolTip() == "New message (Ctrl+N)"

    keyboard.choose(KeyMap.GMAIL, {})
    qtbot.keyClick(window, Qt.Key.Key_C)

    assert pressed == ["new"]
    assert sign.toolTip() == "New message (C)"
    assert sign.accessibleName() == "New message"


def test_keys_of_ones_own_stand_instead_and_empty_ones_leave_none(qtbot: QtBot, window: QWidget) -> None:
    pressed: list[str] = []
    on_action(window, "message.new", lambda: pressed.append("new"))

    keyboard.choose(KeyMap.NIGHTMAIL, {"message.new": "Ctrl+Alt+M", "search": ""})
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    qtbot.keyClick(window, Qt.Key.Key_M, CTRL | Qt.KeyboardModifier.AltModifier)

    assert pressed == ["new"]
    assert shown_keys("search") == ""


def test_a_letter_typed_into_a_field_is_a_letter(qtbot: QtBot, window: QWidget) -> None:
    pressed: list[str] = []
    on_action(window, "message.new", lambda: pressed.append("new"))
    keyboard.choose(KeyMap.GMAIL, {})
    field = window.findChild(QLineEdit)
    assert field is not None
    field.setFocus()

    qtbot.keyClick(field, Qt.Key.Key_C)

    assert (field.text(), pressed) == ("c", [])


# ------------------------------------------------------------------------------------------ finding


WORDS = ("Send now", "Search", "Schedule…", "Go to Sent", "Settings: Appearance", "Gesamten Versand anhalten", "Über Nightmail")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("sn", "Send now"),
        ("gts", "Go to Sent"),
        ("appear", "Settings: Appearance"),
        ("SCHED", "Schedule…"),
        ("uber", "Über Nightmail"),
        ("versand anh", "Gesamten Versand anhalten"),
    ],
)
def test_a_few_letters_find_what_is_meant(typed: str, first: str) -> None:
    assert find(typed, WORDS, str)[0] == first


def test_nothing_typed_finds_all_in_their_order_and_nonsense_nothing() -> None:
    assert find("  ", WORDS, str) == list(WORDS)
    assert find("qqq", WORDS, str) == []


# ------------------------------------------------------------------------------------------ the palette


def test_the_palette_does_what_is_chosen_by_keys_and_then_is_gone(qtbot: QtBot, window: QWidget) -> None:
    done: list[str] = []
    entries = tuple(Entry(words, lambda words=words: done.append(words)) for words in WORDS)  # type: ignore[misc]
    palette = Palette(window, entries)
    palette.open_over()

    qtbot.keyClicks(palette.typing, "sen")
    assert palette.typing.accessibleDescription() == "Send now"
    qtbot.keyClick(palette.typing, Qt.Key.Key_Down)
    qtbot.keyClick(palette.typing, Qt.Key.Key_Return)

    assert done == ["Go to Sent"]
    assert not palette.isVisible()


def test_the_palette_says_when_nothing_is_found_and_enter_does_nothing(qtbot: QtBot, window: QWidget) -> None:
    palette = Palette(window, (Entry("Search", lambda: pytest.fail("nothing was chosen")),))
    palette.open_over()

    qtbot.keyClicks(palette.typing, "zzz")
    qtbot.keyClick(palette.typing, Qt.Key.Key_Return)

    assert palette.isVisible() and not palette.list.isVisible()
    palette.close()
