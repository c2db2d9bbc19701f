"""The main window: sidebar, list, reading pane, status bar. Draws the state, reports intents, remembers only its own sizes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from PySide6.QtCore import QByteArray, QEvent, QModelIndex, QPoint, QSettings, Qt, QUrl, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QMainWindow, QSplitter, QStackedWidget

from desktop.courtesy import window
from desktop.language import tr
from desktop.look.icons import app_icon
from desktop.look.theme import look, tinted
from desktop.screens.outbox.cards_pane import CardsPane
from desktop.screens.outbox.chosen_pane import ChosenPane
from desktop.screens.outbox.middle_pane import MiddlePane
from desktop.screens.outbox.reading_pane import ReadingPane
from desktop.screens.outbox.shown import is_of_drafts, window_title
from desktop.screens.outbox.sidebar import Sidebar
from desktop.screens.outbox.state import Act, Folder, OutboxState, Weight
from desktop.screens.outbox.status_line import StatusLine
from desktop.screens.welcome.view import Welcome
from desktop.widgets.blank import Blank
from desktop.widgets.parts import column, popup_menu
from desktop.widgets.toast import Toast

_SIZES = [240, 340, 600]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the person is in the window: what no state knows."""

    panes: QByteArray
    typed: str
    caret: int
    list_at: int
    reading_at: int
    is_searching: bool
    is_at_list: bool
    chosen: tuple[UUID, ...]
    opened_cards: frozenset[str]


class OutboxView(QMainWindow):
    folder_chosen = Signal(object)
    account_chosen = Signal(object)
    account_menu_pressed = Signal(object, QPoint)
    searched = Signal(str)
    selected = Signal(object)
    opened = Signal(object)
    more_wanted = Signal()
    before_wanted = Signal()
    start_wanted = Signal()
    end_wanted = Signal()
    sort_chosen = Signal(object)
    grouping_chosen = Signal(bool)
    many_selected = Signal(object)
    chosen_act_pressed = Signal(object)
    card_pressed = Signal(object, object)
    pictures_wanted = Signal()
    proof_wanted = Signal()
    act_pressed = Signal(object, object)
    draft_discarded = Signal(object)
    empty_pressed = Signal()
    write_pressed = Signal()
    menu_pressed = Signal(object)
    cloud_pressed = Signal()
    seen_changed = Signal(bool)
    account_wanted = Signal()
    sandbox_wanted = Signal()
    banner_pressed = Signal()
    notice_pressed = Signal(object)
    link_pressed = Signal(QUrl)
    closing = Signal(QCloseEvent)

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self._settings = settings
        self.setWindowTitle("Nightmail")
        self.setWindowIcon(app_icon())
        self.setMinimumSize(820, 520)
        self._state = OutboxState()
        self._furnish()
        self.toast = Toast(self)
        look.changed.connect(self._look_changed)
        self._restore()
        self.list.setFocus()

    # ------------------------------------------------------------------------------------- drawing

    def render_state(self, state: OutboxState) -> None:
        self._state = state
        self.setWindowTitle(window_title(state))
        focus = self.focusWidget()
        was_at_welcome = focus is not None and self.welcome.isAncestorOf(focus)
        self._pages.setCurrentWidget(self.welcome if state.is_welcome else self.panes)
        self._status.render_state(state)
        self.sidebar.render_state(state)
        self.middle.render_state(state)
        self._render_right(state)
        if was_at_welcome:
            # Left to itself the keyboard would go on at whatever happens to stand next.
            self.go_to_list()

    def go_to_list(self) -> None:
        """The keyboard's place is the list; where that is empty now, as soon as it has something."""
        if not self._state.is_welcome:
            self.middle.go_to_list()

    def speak_anew(self) -> None:
        """The person's language is another now: all that is inside is made again, and stands as it stood before."""
        before = self.keep_place()
        self._furnish()
        self.cards.opened.update(before.opened_cards)
        self.toast.raise_()
        self.toast.speak_anew()
        self.render_state(self._state)
        self.take_place(before)

    def keep_place(self) -> Place:
        focus = self.focusWidget()
        return Place(
            panes=self.panes.saveState(),
            typed=self.search.text(),
            caret=self.search.cursorPosition(),
            list_at=self.list.verticalScrollBar().value(),
            reading_at=self.reading.verticalScrollBar().value(),
            is_searching=focus is self.search,
            is_at_list=focus is self.list,
            chosen=self.list.selected_ids(),
            opened_cards=frozenset(self.cards.opened),
        )

    def take_place(self, place: Place) -> None:
        self.panes.restoreState(place.panes)
        self.middle.retype(place.typed)
        self.search.setCursorPosition(place.caret)
        self.list.choose(place.chosen)
        self.list.scroll_to(place.list_at)
        self.reading.scroll_to(place.reading_at)
        if place.is_searching:
            self.search.setFocus()
        elif place.is_at_list:
            self.go_to_list()

    def _render_right(self, state: OutboxState) -> None:
        if state.chosen is not None:
            self.chosen.render_chosen(state.chosen)
            self._right_stack.setCurrentWidget(self.chosen)
        elif state.detail is not None:
            self.reading.render_detail(state.detail)
            self._right_stack.setCurrentWidget(self.reading)
        elif state.selected is None and state.cards:
            self.cards.render_cards(state.cards, sum(line.count for line in state.folders if line.folder is Folder.ATTENTION))
            self._right_stack.setCurrentWidget(self.cards)
        elif state.selected is None or is_of_drafts(state) or self._is_draft(state.selected):
            sentence = (
                tr("Choose a message to see where it stands.")
                if not is_of_drafts(state) and state.selected is None
                else tr("Enter or a double click opens a draft.")
            )
            self._nothing.show_blank("mail", "", sentence, "")
            self._right_stack.setCurrentWidget(self._nothing)

    # ------------------------------------------------------------------------------------- reporting

    def closeEvent(self, event: QCloseEvent) -> None:
        self.keep_sizes()
        self.closing.emit(event)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.WindowStateChange):
            self.seen_changed.emit(self.isVisible() and not self.isMinimized())
        if event.type() == QEvent.Type.UpdateRequest:
            # All that changed is painted in here.
            with window.turn():
                return super().event(event)
        return super().event(event)

    def keep_sizes(self) -> None:
        self._settings.setValue("main/geometry", self.saveGeometry())
        self._settings.setValue("main/panes", self.panes.saveState())

    def _open(self, index: QModelIndex) -> None:
        row = self.model.row_of(index)
        if row is not None:
            self.opened.emit(row.id)

    def _is_draft(self, id: UUID) -> bool:
        row = self.model.row_of(self.model.place_of(id))
        return row is not None and row.is_draft

    def _delete(self, index: QModelIndex) -> None:
        row = self.model.row_of(index)
        if row is None:
            return
        if row.is_draft:
            self.draft_discarded.emit(row.id)
        elif any(each.act is Act.CANCEL for each in row.acts):
            self.act_pressed.emit(row.id, Act.CANCEL)

    def _row_menu(self, index: QModelIndex, where: QPoint) -> None:
        row = self.model.row_of(index)
        if row is None:
            return
        menu = popup_menu(self)
        if row.is_draft:
            menu.addAction(tinted("edit"), tr("Open"), lambda: self.opened.emit(row.id))
            menu.addAction(tinted("trash", "bad"), tr("Discard"), lambda: self.draft_discarded.emit(row.id))
        for each in row.acts:
            icon = tinted(each.icon, "bad" if each.weight is Weight.DANGER else "text_soft")
            menu.addAction(icon, each.label, partial(self.act_pressed.emit, row.id, each.act))
        if not menu.isEmpty():
            menu.popup(where)

    # ------------------------------------------------------------------------------------- building

    def _furnish(self) -> None:
        """All that says something. Made again it takes the place of what was there."""
        self.sidebar = Sidebar()
        self.middle = MiddlePane()
        self.search, self.sort, self.list = self.middle.search, self.middle.sort, self.middle.list
        self.model = self.list.rows
        self.cards, self.chosen, self.reading = CardsPane(), ChosenPane(), ReadingPane()
        self._nothing = Blank(lambda: None)
        self._right_stack = QStackedWidget()
        self.welcome = Welcome()
        self.panes = QSplitter(Qt.Orientation.Horizontal)
        self._pages = QStackedWidget()
        self._status = StatusLine()
        self._build()
        self._connect_sides()
        self._connect_list()

    def _build(self) -> None:
        self.panes.setHandleWidth(1)
        self.panes.setChildrenCollapsible(False)
        for pane in (self.sidebar, self.middle, self._right()):
            self.panes.addWidget(pane)
        self.panes.setStretchFactor(2, 1)
        self.panes.setSizes(_SIZES)
        self._pages.addWidget(self.panes)
        self._pages.addWidget(self.welcome)
        self.setCentralWidget(self._pages)
        self.setStatusBar(self._status)

    def _right(self) -> QFrame:
        made = QFrame()
        made.setObjectName("page")
        made.setMinimumWidth(340)
        for page in (self._nothing, self.reading, self.cards, self.chosen):
            self._right_stack.addWidget(page)
        column(self._right_stack, on=made)
        return made

    def _connect_sides(self) -> None:
        side = self.sidebar
        side.write_pressed.connect(self.write_pressed)
        side.folder_chosen.connect(self.folder_chosen)
        side.account_chosen.connect(self.account_chosen)
        side.account_wanted.connect(self.account_wanted)
        side.account_menu_pressed.connect(self.account_menu_pressed)
        side.menu_pressed.connect(self.menu_pressed)
        side.cloud_pressed.connect(self.cloud_pressed)
        self.welcome.account_wanted.connect(self.account_wanted)
        self.welcome.sandbox_wanted.connect(self.sandbox_wanted)
        self.welcome.cloud_wanted.connect(self.cloud_pressed)
        self.reading.act_pressed.connect(self.act_pressed)
        self.reading.link_pressed.connect(self.link_pressed)
        self.reading.pictures_wanted.connect(self.pictures_wanted)
        self.reading.proof_wanted.connect(self.proof_wanted)
        self.chosen.act_pressed.connect(self.chosen_act_pressed)
        self.cards.card_pressed.connect(self.card_pressed)

    def _connect_list(self) -> None:
        self.middle.searched.connect(self.searched)
        self.middle.empty_pressed.connect(self.empty_pressed)
        self.middle.banner_pressed.connect(self.banner_pressed)
        self.middle.notice_pressed.connect(self.notice_pressed)
        self.model.wanted.connect(self.more_wanted)
        self.list.chosen.connect(self.selected)
        self.list.many_selected.connect(self.many_selected)
        self.list.before_wanted.connect(self.before_wanted)
        self.list.start_wanted.connect(self.start_wanted)
        self.list.end_wanted.connect(self.end_wanted)
        self.list.opened.connect(self._open)
        self.list.deleted.connect(self._delete)
        self.list.doubleClicked.connect(self._open)
        self.list.menu_wanted.connect(self._row_menu)
        self.sort.sort_chosen.connect(self.sort_chosen)
        self.sort.grouping_chosen.connect(self.grouping_chosen)

    def _look_changed(self) -> None:
        # Lines may have become taller or shorter.
        self.list.scheduleDelayedItemsLayout()
        self._status.render_state(self._state)
        self.list.viewport().update()

    def _restore(self) -> None:
        geometry, panes = self._settings.value("main/geometry"), self._settings.value("main/panes")
        if not (isinstance(geometry, QByteArray) and self.restoreGeometry(geometry)):
            self.resize(1180, 740)
        if isinstance(panes, QByteArray):
            self.panes.restoreState(panes)
