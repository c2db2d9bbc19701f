"""What every page of the settings is laid out with: rows in cards, found by their words. Knows no preference."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QVBoxLayout, QWidget

from desktop.preferences import Preferences
from desktop.widgets.parts import column, label, line, rule, set_text, show_part
from desktop.widgets.switch import Switch

T = TypeVar("T")
Change = Callable[[str, object], None]
"""Takes the name of a field of `Preferences` and what it is to be."""


class Row(QWidget):
    """A title, what it means, and its control at the end of the line, or below where it is wide."""

    def __init__(self, title: str, note: str = "", control: QWidget | None = None, *, is_wide: bool = False) -> None:
        super().__init__()
        self._heard = f"{title} {note}".casefold()
        self._title = label(title, "strong", wraps=True)
        self._note = label("", "faint", wraps=True)
        set_text(self._note, note)
        words = column(self._title, self._note, gap=2)
        if control is None or is_wide:
            column(words, *([control] if control is not None else []), on=self, margins=(16, 11, 16, 12), gap=8)
        else:
            row = line(words, control, on=self, margins=(16, 9, 16, 9), gap=16)
            row.setStretch(0, 1)
            row.setAlignment(control, Qt.AlignmentFlag.AlignVCenter)
        if control is not None:
            self._title.setBuddy(control)

    def say(self, note: str) -> None:
        set_text(self._note, note)

    def is_about(self, wanted: str) -> bool:
        return all(word in self._heard for word in wanted.casefold().split())


class Section(QFrame):
    """A heading over a card of rows. Rows that a search leaves out are hidden, and the rules between them with them."""

    def __init__(self, heading: str, rows: Sequence[Row]) -> None:
        super().__init__()
        self.rows = tuple(rows)
        self._rules: list[QFrame] = []
        card = QFrame()
        card.setObjectName("settingsCard")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        for row in rows:
            between = rule()
            self._rules.append(between)
            inside.addWidget(between)
            inside.addWidget(row)
        self._heading = label(heading, "heading")
        self._heading.setContentsMargins(4, 0, 0, 0)
        show_part(self._heading, is_shown=bool(heading))
        column(self._heading, card, on=self, gap=6)
        self.search("")

    def search(self, wanted: str, *, page_is_about: bool = False) -> int:
        """Answers how many rows are left."""
        shown = [page_is_about or row.is_about(wanted) for row in self.rows]
        for place, row in enumerate(self.rows):
            row.setVisible(shown[place])
            self._rules[place].setVisible(shown[place] and any(shown[:place]))
        show_part(self, is_shown=any(shown))
        return sum(shown)


class SwitchRow(Row):
    def __init__(self, title: str, note: str, name: str, change: Change) -> None:
        self._name = name
        self._switch = Switch(title)
        super().__init__(title, note, self._switch)
        self._switch.toggled.connect(lambda is_on: change(name, is_on))
        self._is_possible = True

    def rule_out(self, why: str) -> None:
        """It cannot be here, whatever is kept: off, and said why."""
        self._is_possible = False
        self._switch.setEnabled(False)
        self.say(why)

    def show_kept(self, preferences: Preferences) -> None:
        with QSignalBlocker(self._switch):
            self._switch.setChecked(self._is_possible and bool(getattr(preferences, self._name)))
        self._switch.update()


class ChoiceRow(Row, Generic[T]):
    def __init__(self, title: str, note: str, name: str, choices: Iterable[tuple[T, str]], change: Change) -> None:
        self._name = name
        self._choices = tuple(choices)
        self._box = QComboBox()
        self._box.setAccessibleName(title)
        self._box.setMinimumWidth(170)
        for _, words in self._choices:
            self._box.addItem(words)
        super().__init__(title, note, self._box)
        self._box.activated.connect(lambda place: change(name, self._choices[place][0]))

    def show_kept(self, preferences: Preferences) -> None:
        kept = getattr(preferences, self._name)
        place = next((n for n, (value, _) in enumerate(self._choices) if value == kept), -1)
        with QSignalBlocker(self._box):
            self._box.setCurrentIndex(place)


def title_of(words: str) -> QLabel:
    return label(words, "display")
