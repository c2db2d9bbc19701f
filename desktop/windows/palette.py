"""What the command palette offers in a window: its actions, then the pages of the settings."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from desktop.actions.keyboard import bound_actions, shown_keys
from desktop.actions.table import ACTIONS, group_words
from desktop.language import tr
from desktop.screens.palette.view import Entry
from desktop.screens.settings.state import ICONS, Page, page_words
from desktop.windows.parts import Windows

# Of no use to somebody who is in the palette already.
_LEFT_OUT = frozenset({"palette", "palette.short", "menu", "pane.next", "pane.previous", "shortcuts"})


def palette_entries(window: QWidget, windows: Windows) -> tuple[Entry, ...]:
    return (*_actions(window), *(_settings(page, windows) for page in Page))


def _actions(window: QWidget) -> tuple[Entry, ...]:
    entries: dict[str, Entry] = {}
    for bound in bound_actions(window):
        action = ACTIONS[bound.id]
        if bound.id not in _LEFT_OUT:
            under = group_words(action.group)
            entries.setdefault(bound.id, Entry(action.words(), bound.go, action.icon, shown_keys(bound.id), under))
    return tuple(entries.values())


def _settings(page: Page, windows: Windows) -> Entry:
    words = tr("Settings: {page}", page=page_words(page))
    keys = shown_keys("shortcuts") if page is Page.KEYBOARD else ""
    return Entry(words, partial(windows.open_settings, page.value), ICONS[page], keys, "")
