"""The settings: pages at the left, their rows at the right, and a search over all of them. Shows preferences, reports changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QScrollArea, QScrollBar, QStackedWidget, QWidget

from desktop.actions.keyboard import on_action
from desktop.language import plural, tr
from desktop.look.theme import look, tinted
from desktop.preferences import Preferences
from desktop.screens.settings.appearance_page import AppearancePage
from desktop.screens.settings.keyboard_page import KeyboardPage
from desktop.screens.settings.plain_pages import AdvancedPage, ComposePage, Doors, GeneralPage, LanguagePage, NotificationsPage
from desktop.screens.settings.rows import Section, title_of
from desktop.screens.settings.schedule_page import SchedulePage
from desktop.screens.settings.state import ICONS, Page, page_words
from desktop.widgets.blank import Blank
from desktop.widgets.parts import button, column, label, line, on_keys, set_text
from desktop.widgets.reading_order import in_reading_order, tab_in_order
from desktop.widgets.search_dialog import SearchDialog
from desktop.widgets.search_field import SearchField

_WIDEST = 640


@dataclass(frozen=True, slots=True)
class Place:
    """Where the person is in the window; `stop` counts what the keyboard goes through."""

    page: int
    typed: str
    scrolled: int
    stop: int | None


class _Page(Protocol):
    @property
    def sections(self) -> Sequence[Section]: ...

    def render(self, preferences: Preferences) -> None: ...


class SettingsView(SearchDialog):
    """`changed` carries the name of a preference and what it is to be. What is changed holds at once; there is no Save."""

    changed = Signal(str, object)
    closed = Signal()

    def __init__(self, parent: QWidget | None, *, doors: Doors, has_tray: bool) -> None:
        super().__init__(parent, SearchField(tr("Search settings"), tr("Search settings")))
        self.setWindowTitle(tr("Settings"))
        self.resize(860, 620)
        self.setMinimumSize(640, 420)
        self._preferences = Preferences()
        self.pages = QListWidget()
        self.pages.setObjectName("settingsPages")
        self.pages.setAccessibleName(tr("Pages of the settings"))
        self.pages.setFrameShape(QFrame.Shape.NoFrame)
        self._stack = QStackedWidget()
        self._none = Blank(lambda: None)
        self._none.show_blank("search", tr("No setting is called like that."), tr("Try another word."), "")
        self._makers: dict[Page, Callable[[], _Page]] = {
            Page.GENERAL: lambda: GeneralPage(self.changed.emit, has_tray=has_tray),
            Page.SCHEDULE: lambda: SchedulePage(self.changed.emit),
            Page.COMPOSE: lambda: ComposePage(self.changed.emit, doors),
            Page.NOTIFICATIONS: lambda: NotificationsPage(self.changed.emit),
            Page.APPEARANCE: lambda: AppearancePage(self.changed.emit),
            Page.KEYBOARD: lambda: KeyboardPage(self.changed.emit, self),
            Page.LANGUAGE: lambda: LanguagePage(self.changed.emit),
            Page.ADVANCED: lambda: AdvancedPage(doors),
        }
        self._made: dict[Page, _Page] = {}
        self._rooms: dict[Page, QScrollArea] = {}
        self._problem = label("", "problem", wraps=True)
        self._close = button(tr("Close"), press=self.close)
        self._build()

    def render_preferences(self, preferences: Preferences) -> None:
        self._preferences = preferences
        for page in self._made.values():
            page.render(preferences)

    def show_page(self, page: Page) -> None:
        self.search.clear()
        self.pages.setCurrentRow(list(Page).index(page))

    def keep_place(self) -> Place:
        focus = self.focusWidget()
        stops = self._stops()
        row, typed = self.pages.currentRow(), self.search.text()
        return Place(row, typed, self._scroll_bar().value(), stops.index(focus) if focus in stops else None)

    def take_place(self, place: Place) -> None:
        """Once it is shown: what is hidden has no order to be read in."""
        self.search.setText(place.typed)
        self.pages.setCurrentRow(place.page)
        self._go(self.pages.currentItem())
        stops = self._stops()
        if place.stop is not None and place.stop < len(stops):
            stops[place.stop].setFocus()
        QTimer.singleShot(0, self, lambda: self._scroll_bar().setValue(place.scrolled))

    def _scroll_bar(self) -> QScrollBar:
        room = self._stack.currentWidget()
        return (room if isinstance(room, QScrollArea) else self.pages).verticalScrollBar()

    def _stops(self) -> list[QWidget]:
        return [self.search, self.pages, *in_reading_order(self._stack), self._close]

    def say(self, problem: str) -> None:
        """What could not be done, until something else is changed."""
        set_text(self._problem, problem)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Pages are made late, and their rows change: the keyboard goes through them as they are read."""
        tab_in_order(self._stops())
        return super().focusNextPrevChild(next)

    def _build(self) -> None:
        for page in Page:
            item = QListWidgetItem(page_words(page))
            item.setData(Qt.ItemDataRole.UserRole, page.value)
            self.pages.addItem(item)
        side = QFrame()
        side.setObjectName("side")
        side.setFixedWidth(216)
        column(self.search, self.pages, on=side, margins=(12, 16, 12, 12), gap=12)
        self._stack.addWidget(self._none)
        self._problem.hide()
        self._problem.setContentsMargins(28, 0, 28, 0)
        self._close.setAutoDefault(False)
        self.finished.connect(lambda _: self.closed.emit())
        foot = line(self._problem, 1, self._close, margins=(20, 8, 20, 14))
        right = column(self._stack, foot, gap=0)
        line(side, right, on=self, gap=0).setStretch(1, 1)
        self.pages.currentItemChanged.connect(lambda item, _: self._go(item))
        self.search.textChanged.connect(self._search)
        on_keys(self, "Ctrl+F", self.search.setFocus)
        on_action(self, "compose.close", self.step_back)
        look.changed.connect(self._tint)
        self._tint()
        self.pages.setCurrentRow(0)
        self.pages.setFocus()

    def _tint(self) -> None:
        for place, page in enumerate(Page):
            self.pages.item(place).setIcon(tinted(ICONS[page]))

    def _go(self, item: QListWidgetItem | None) -> None:
        if item is None or item.isHidden():
            return
        page = Page(item.data(Qt.ItemDataRole.UserRole))
        self._stack.setCurrentWidget(self._room(page))

    def _room(self, page: Page) -> QScrollArea:
        """Made when it is first looked at."""
        if page not in self._rooms:
            made = self._makers[page]()
            made.render(self._preferences)
            self._made[page] = made
            inside = QWidget()
            inside.setObjectName("settingsPage")
            box = column(title_of(page_words(page)), *made.sections, 1, margins=(28, 22, 28, 22), gap=18)
            inside.setMaximumWidth(_WIDEST + 56)
            inside.setLayout(box)
            room = QScrollArea()
            room.setWidgetResizable(True)
            room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            room.setWidget(inside)
            self._rooms[page] = room
            self._stack.addWidget(room)
        return self._rooms[page]

    def _search(self, typed: str) -> None:
        """Only rows that have all of the words, and only pages that have such rows."""
        wanted = typed.strip()
        first = None
        for place, page in enumerate(Page):
            self._room(page)
            is_about = bool(wanted) and wanted.casefold() in page_words(page).casefold()
            found = sum(section.search(wanted, page_is_about=is_about) for section in self._made[page].sections)
            item = self.pages.item(place)
            item.setHidden(not found)
            item.setText(_counted(page, found) if wanted else page_words(page))
            first = place if first is None and found else first
        if first is None:
            self._stack.setCurrentWidget(self._none)
            return
        current = self.pages.currentItem()
        if current is None or current.isHidden():
            self.pages.setCurrentRow(first)
        self._go(self.pages.currentItem())


def _counted(page: Page, found: int) -> str:
    return plural("{page} ({count} setting)", "{page} ({count} settings)", found, page=page_words(page))
