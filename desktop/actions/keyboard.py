"""Bind actions to windows, by the keys the person chose, and again when they choose others. Knows no window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QWidget

from desktop.actions.table import ACTIONS
from desktop.look.theme import tinted
from desktop.preferences import KeyMap

_RETURN, _ENTER = "Return", "Enter"


def always() -> bool:
    return True


class Keyboard(QObject):
    """The keys in force. `changed` comes after all windows have them."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._map = KeyMap.NIGHTMAIL
        self._own: Mapping[str, str] = {}

    def choose(self, key_map: KeyMap, own: Mapping[str, str]) -> None:
        """`own`: action → keys that stand instead of the map's; empty keys leave it without any."""
        if (key_map, own) == (self._map, self._own):
            return
        self._map, self._own = key_map, dict(own)
        app = QApplication.instance()
        for window in QApplication.topLevelWidgets() if app is not None else ():
            for bound in window.findChildren(BoundAction):
                bound.take_keys()
            for button in window.findChildren(QAbstractButton):
                _refresh_tip(button)
        self.changed.emit()

    def keys_of(self, id: str) -> tuple[str, ...]:
        if id in self._own:
            return (self._own[id],) if self._own[id] else ()
        return ACTIONS[id].keys_in(self._map)


keyboard = Keyboard()


class BoundAction(QObject):
    """One action at home in one window. `when` is asked each time: it does nothing, and the palette leaves it out, where it
    answers no."""

    def __init__(self, owner: QWidget, id: str, press: Callable[[], object], when: Callable[[], bool]) -> None:
        super().__init__(owner)
        self.id = id
        self.owner = owner
        self._press = press
        self.when = when
        self._shortcuts: list[QShortcut] = []
        self.take_keys()

    def take_keys(self) -> None:
        for old in self._shortcuts:
            old.setEnabled(False)
            old.deleteLater()
        self._shortcuts = [self._shortcut(keys) for keys in _both_enters(keyboard.keys_of(self.id))]

    def go(self) -> None:
        if self.when():
            self._press()

    def _shortcut(self, keys: str) -> QShortcut:
        # Shortcuts and not QActions: of a popover's key and its window's, Qt then takes the popover's.
        made = QShortcut(QKeySequence(keys), self.owner, self.go, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.setAutoRepeat(self.id.startswith("list."))
        return made


def on_action(owner: QWidget, id: str, press: Callable[[], object], *, when: Callable[[], bool] = always) -> BoundAction:
    """While `owner` or something in it has the keyboard's attention, the action's keys press it; the palette offers it."""
    return BoundAction(owner, id, press, when)


def bound_actions(window: QWidget) -> list[BoundAction]:
    """What can be done in this window right now, in the table's order."""
    order = list(ACTIONS)
    found = [each for each in window.findChildren(BoundAction) if each.owner.window() is window and each.when()]
    return sorted(found, key=lambda each: order.index(each.id))


def key_words(keys: str) -> str:
    """As the person's system writes them: `Ctrl+N`, `⌘N`."""
    words = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    # On the key itself stands Enter.
    return words.replace(_RETURN, _ENTER)


def shown_keys(id: str) -> str:
    """The first keys of an action in words, empty where it has none."""
    keys = keyboard.keys_of(id)
    return key_words(keys[0]) if keys else ""


def set_tip(button: QAbstractButton, id: str) -> None:
    """Let an icon's button say what it does and by which keys, and keep that true."""
    button.setProperty("actionId", id)
    _refresh_tip(button)


def add_to_menu(menu: QMenu, id: str, press: Callable[[], object]) -> QAction:
    """A line with the action's icon, words and keys."""
    action = ACTIONS[id]
    keys = shown_keys(id)
    made = menu.addAction(f"{action.words()}\t{keys}" if keys else action.words())
    if action.icon:
        made.setIcon(tinted(action.icon))
    made.triggered.connect(partial(_press, press))
    return made


def _press(press: Callable[[], object], _: bool = False) -> None:
    press()


def _refresh_tip(widget: QWidget) -> None:
    id = widget.property("actionId")
    if not isinstance(id, str) or not isinstance(widget, QAbstractButton):
        return
    words, keys = ACTIONS[id].words(), shown_keys(id)
    widget.setToolTip(f"{words} ({keys})" if keys else words)
    if not widget.text():
        widget.setAccessibleName(words)


def _both_enters(keys: tuple[str, ...]) -> list[str]:
    """Enter is the number pad's key, Return the letters'; nobody tells them apart."""
    more = [each.replace(_RETURN, _ENTER) for each in keys if each.endswith(_RETURN)]
    return [*keys, *more]
