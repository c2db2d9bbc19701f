"""The page of shortcuts, made from the table of actions: whose keys, which keys, and others for any of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QKeySequenceEdit, QPushButton, QWidget

from desktop.actions.keyboard import key_words, keyboard
from desktop.actions.table import ACTIONS, Action, Group, Place, group_words
from desktop.language import tr
from desktop.preferences import KeyMap, Preferences
from desktop.screens.settings.rows import Change, ChoiceRow, Row, Section
from desktop.widgets.parts import button, column, fit_height, label, line, set_text

_SEPARATOR = "  ·  "


def key_map_words() -> tuple[tuple[KeyMap, str], ...]:
    return (
        (KeyMap.NIGHTMAIL, "Nightmail"),
        (KeyMap.GMAIL, "Gmail"),
        (KeyMap.THUNDERBIRD, "Thunderbird"),
        (KeyMap.OUTLOOK, "Outlook"),
    )


class KeyboardPage:
    def __init__(self, change: Change, window: QWidget) -> None:
        self._change = change
        self._window = window
        self._own: Mapping[str, str] = {}
        self._map = ChoiceRow(
            tr("Keys like in"), tr("Choose the mail program your fingers know."), "key_map", key_map_words(), change
        )
        self._reset = button(tr("Reset to defaults"), press=lambda: change("own_keys", {}))
        first = (self._map, Row(tr("Keys of your own"), tr("Press a line's keys to choose others."), self._reset))
        self._buttons = {id: self._key_button(action) for id, action in ACTIONS.items()}
        self.sections = (Section("", first), *(self._section(group) for group in Group))

    def render(self, preferences: Preferences) -> None:
        self._map.show_kept(preferences)
        self._own = preferences.own_keys
        self._reset.setEnabled(bool(self._own))
        for id, press in self._buttons.items():
            keys = keyboard.keys_of(id)
            words = _SEPARATOR.join(key_words(each) for each in keys) or tr("No keys")
            press.setText(words)
            press.setAccessibleName(tr("{action}: {keys}", action=ACTIONS[id].words(), keys=words))

    def _section(self, group: Group) -> Section:
        rows = [Row(each.words(), _where(each), self._buttons[each.id]) for each in ACTIONS.values() if each.group is group]
        return Section(group_words(group), rows)

    def _key_button(self, action: Action) -> QPushButton:
        made = button(tr("No keys"), press=lambda: self._ask(action))
        made.setProperty("kind", "keys")
        return made

    def _ask(self, action: Action) -> None:
        KeyQuestion(
            self._window, action, taken=lambda keys: taken_by(keys, action), given=lambda keys: self._give(action, keys)
        ).open()

    def _give(self, action: Action, keys: str | None) -> None:
        own = {id: each for id, each in self._own.items() if id != action.id}
        if keys is not None:
            own[action.id] = keys
        self._change("own_keys", own)


class KeyQuestion(QDialog):
    """Ask for other keys. `taken` answers what has them; `given` gets them, empty for none, None for those it came with."""

    def __init__(
        self, parent: QWidget, action: Action, *, taken: Callable[[str], str], given: Callable[[str | None], None]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Other keys"))
        self.setFixedWidth(460)
        self._taken = taken
        self._given = given
        self.keys = QKeySequenceEdit()
        self.keys.setMaximumSequenceLength(2)
        self.keys.setAccessibleName(tr("Press the new keys"))
        self._conflict = label("", "problem", wraps=True)
        self._conflict.hide()
        self.accept_button = button(tr("Use these keys"), "primary", press=self._accept)
        self.accept_button.setEnabled(False)
        none = button(tr("No keys"), press=lambda: self._answer(""))
        first = button(tr("Reset to default"), press=lambda: self._answer(None))
        self.keys.keySequenceChanged.connect(lambda _: self._judge())
        column(
            label(action.words(), "title"),
            label(tr("Press the new keys, then “Use these keys”."), "soft", wraps=True),
            self.keys,
            self._conflict,
            line(first, none, 1, button(tr("Cancel"), "quiet", press=self.reject), self.accept_button, margins=(0, 8, 0, 0)),
            on=self,
            margins=(24, 20, 24, 18),
            gap=10,
        )
        self.keys.setFocus()

    def _judge(self) -> None:
        typed = self._typed()
        owner = self._taken(typed) if typed else ""
        set_text(
            self._conflict, tr("These keys belong to “{action}”. Choose others for it first.", action=owner) if owner else ""
        )
        self.accept_button.setEnabled(bool(typed) and not owner)
        fit_height(self)

    def _typed(self) -> str:
        return self.keys.keySequence().toString(QKeySequence.SequenceFormat.PortableText)

    def _accept(self) -> None:
        self._answer(self._typed())

    def _answer(self, keys: str | None) -> None:
        self.accept()
        self._given(keys)


def taken_by(keys: str, action: Action) -> str:
    """The words of another action of the same windows that has these keys; else empty."""
    wanted = QKeySequence(keys)
    for other in ACTIONS.values():
        if other.id == action.id or not _meet(other.place, action.place):
            continue
        if any(_clash(QKeySequence(each), wanted) for each in keyboard.keys_of(other.id)):
            return other.words()
    return ""


def _clash(one: QKeySequence, other: QKeySequence) -> bool:
    """The same, or one is how the other begins."""
    match = QKeySequence.SequenceMatch.NoMatch
    return one.matches(other) is not match or other.matches(one) is not match


def _meet(one: Place, other: Place) -> bool:
    return one is other or Place.ANYWHERE in (one, other)


def _where(action: Action) -> str:
    match action.place:
        case Place.MAIN:
            return tr("in the main window")
        case Place.COMPOSE:
            return tr("while writing")
        case Place.ANYWHERE:
            return ""
