"""The main window: sidebar, list, reading pane, status bar. Draws the state, reports intents, remembers only its own sizes."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtCore import (
    QByteArray,
    QEvent,
    QModelIndex,
    QPoint,
    QSettings,
    Qt,
    QTimer,
    QUrl,
    Signal,
)
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QStatusBar,
    QVBoxLayout,
    QWidget,
)

from desktop.language import plural, tr
from desktop.look.icons import app_icon
from desktop.look.theme import look, tinted
from desktop.screens.outbox.cards_pane import CardsPane
from desktop.screens.outbox.chosen_pane import ChosenPane
from desktop.screens.outbox.message_list import MessageList
from desktop.screens.outbox.reading_pane import ReadingPane
from desktop.screens.outbox.sidebar import Sidebar
from desktop.screens.outbox.sort_button import SortButton
from desktop.screens.outbox.state import Act, Banner, Folder, OutboxState, Weight
from desktop.screens.welcome.view import Welcome
from desktop.widgets.blank import Blank
from desktop.widgets.cut_label import CutLabel
from desktop.widgets.notice import Notice
from desktop.widgets.parts import button, card, clear, column, label, line, popup_menu, restyle, set_text
from desktop.widgets.search_field import SearchField
from desktop.widgets.toast import Toast

_SEARCH_AFTER_MS = 150
_SIZES = [240, 340, 600]


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
        self.sidebar = Sidebar()
        self._title = label("", "title")
        self.search = SearchField(tr("Search"), tr("Search subject and recipients"))
        self.sort = SortButton()
        self.list = MessageList()
        self.model = self.list.rows
        self.cards = CardsPane()
        self.chosen = ChosenPane()
        self._blank = Blank(self.empty_pressed.emit)
        self._middle_stack = QStackedWidget()
        self.reading = ReadingPane()
        self._nothing = Blank(lambda: None)
        self._right_stack = QStackedWidget()
        self._said = Notice(label("", "", wraps=True), button("", press=self.banner_pressed.emit))
        self._banner = card(
            self._said,
            tone="warn",
            margins=(14, 8, 8, 8),
        )
        self._notices = QVBoxLayout()
        self._notices.setSpacing(6)
        self._more_notices = label("", "faint", wraps=True)
        self._wants_list = False
        self._shown_notices: tuple[Banner, ...] = ()
        self.welcome = Welcome()
        self._pages = QStackedWidget()
        self.panes = QSplitter(Qt.Orientation.Horizontal)
        self._dot, self._agent, self._queue = QLabel(), CutLabel("faint"), label("", "faint")
        self._cloud_dot, self._cloud, self._cloud_room = QLabel(), CutLabel("faint"), QWidget()
        self._build()
        self.toast = Toast(self)
        self._connect()
        self._restore()
        self.list.setFocus()

    # ------------------------------------------------------------------------------------- drawing

    def render_state(self, state: OutboxState) -> None:
        self._state = state
        self._pages.setCurrentWidget(self.welcome if state.is_welcome else self.panes)
        self.statusBar().setVisible(not state.is_welcome)
        self.sidebar.render_state(state)
        self._title.setText(state.title)
        banner = state.banner
        self._banner.setVisible(bool(banner.sentence))
        self._said.show_notice(banner.sentence, banner.button)
        restyle(self._banner, "tone", "calm" if banner.is_calm else "warn")
        self._render_notices(state)
        if self.search.text() != state.search:
            self.search.setText(state.search)
        self._render_rows(state)
        self._render_middle(state)
        self.list.show_selection(state.selected, state.chosen.ids if state.chosen else ())
        self._render_right(state)
        self._render_status(state)

    def _render_notices(self, state: OutboxState) -> None:
        more = plural(
            "{count} more cause under “Needs attention”.", "{count} more causes under “Needs attention”.", state.more_notices
        )
        set_text(self._more_notices, more if state.more_notices else "")
        if state.notices == self._shown_notices:
            return
        self._shown_notices = state.notices
        clear(self._notices)
        for notice in state.notices:
            row = Notice(label("", "", wraps=True), button("", press=partial(self.notice_pressed.emit, notice)))
            row.show_notice(notice.sentence, notice.button)
            self._notices.addWidget(card(row, tone="calm" if notice.is_calm else "warn", margins=(14, 8, 8, 8)))

    def _render_rows(self, state: OutboxState) -> None:
        self.sort.render_sort(state.sort, is_grouped=state.is_grouped)
        self.sort.setVisible(not self._is_of_drafts)
        self.list.show_rows(state.rows, has_before=state.has_before, has_more=state.has_more)

    def _render_middle(self, state: OutboxState) -> None:
        if state.empty is not None:
            self._blank.show_blank(state.empty.icon, state.empty.title, state.empty.sentence, state.empty.button)
        if state.empty is not None:
            self._wants_list = self._wants_list or self.list.hasFocus()
            self._middle_stack.setCurrentWidget(self._blank)
            return
        self._middle_stack.setCurrentWidget(self.list)
        if self._wants_list and not state.is_welcome:
            self._wants_list = False
            self.list.setFocus()

    def go_to_list(self) -> None:
        """The keyboard's place is the list; where that is empty now, as soon as it has something."""
        if self._middle_stack.currentWidget() is self.list and not self._state.is_welcome:
            self.list.setFocus()
        else:
            self._wants_list = True

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
        elif state.selected is None or self._is_of_drafts or self._is_draft(state.selected):
            sentence = (
                tr("Choose a message to see where it stands.")
                if not self._is_of_drafts and state.selected is None
                else tr("Enter or a double click opens a draft.")
            )
            self._nothing.show_blank("mail", "", sentence, "")
            self._right_stack.setCurrentWidget(self._nothing)

    def _render_status(self, state: OutboxState) -> None:
        colour = getattr(look.colours, state.agent.tone)
        _colour_dot(self._dot, colour)
        self._agent.setText(state.agent.sentence)
        self._queue.setText(state.queue)
        cloud = getattr(look.colours, state.cloud.tone)
        _colour_dot(self._cloud_dot, cloud)
        self._cloud.setText(state.cloud.sentence)
        self._cloud_room.setVisible(bool(state.cloud.sentence))

    # ------------------------------------------------------------------------------------- reporting

    def closeEvent(self, event: QCloseEvent) -> None:
        self.keep_sizes()
        self.closing.emit(event)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.WindowStateChange):
            self.seen_changed.emit(self.isVisible() and not self.isMinimized())
        return super().event(event)

    def keep_sizes(self) -> None:
        self._settings.setValue("main/geometry", self.saveGeometry())
        self._settings.setValue("main/panes", self.panes.saveState())

    def _open(self, index: QModelIndex) -> None:
        row = self.model.row_of(index)
        if row is not None:
            self.opened.emit(row.id)

    @property
    def _is_of_drafts(self) -> bool:
        return self._state.folder is Folder.DRAFTS and not self._state.is_everywhere

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

    def _build(self) -> None:
        self._build_list()
        self.panes.setHandleWidth(1)
        self.panes.setChildrenCollapsible(False)
        for pane in (self.sidebar, self._middle(), self._right()):
            self.panes.addWidget(pane)
        self.panes.setStretchFactor(2, 1)
        self.panes.setSizes(_SIZES)
        self._pages.addWidget(self.panes)
        self._pages.addWidget(self.welcome)
        self.setCentralWidget(self._pages)
        self._build_status()

    def _build_list(self) -> None:
        self._middle_stack.addWidget(self.list)
        self._middle_stack.addWidget(self._blank)

    def _middle(self) -> QFrame:
        made = QFrame()
        made.setObjectName("middle")
        made.setMinimumWidth(260)
        said = column(self._banner, self._notices, self._more_notices, gap=6)
        top = line(self._title, 1, self.sort)
        head = column(top, self.search, said, margins=(16, 16, 16, 8), gap=10)
        whole = column(head, self._middle_stack, on=made, gap=0)
        whole.setStretch(1, 1)
        return made

    def _right(self) -> QFrame:
        made = QFrame()
        made.setObjectName("page")
        made.setMinimumWidth(340)
        self._right_stack.addWidget(self._nothing)
        self._right_stack.addWidget(self.reading)
        self._right_stack.addWidget(self.cards)
        self._right_stack.addWidget(self.chosen)
        column(self._right_stack, on=made)
        return made

    def _build_status(self) -> None:
        bar = QStatusBar()
        bar.setSizeGripEnabled(False)
        self._dot.setFixedSize(8, 8)
        room = QWidget()
        line(self._dot, self._agent, on=room, margins=(12, 4, 12, 4), gap=8)
        self._cloud_dot.setFixedSize(8, 8)
        line(self._cloud_dot, self._cloud, on=self._cloud_room, margins=(12, 4, 12, 4), gap=8)
        tail = QWidget()
        line(self._queue, on=tail, margins=(12, 4, 12, 4))
        bar.addWidget(room)
        bar.addWidget(self._cloud_room)
        bar.addPermanentWidget(tail)
        self.setStatusBar(bar)

    def _connect(self) -> None:
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
        self.model.wanted.connect(self.more_wanted)
        self.list.chosen.connect(self.selected)
        self.list.many_selected.connect(self.many_selected)
        self.list.before_wanted.connect(self.before_wanted)
        self.list.start_wanted.connect(self.start_wanted)
        self.list.end_wanted.connect(self.end_wanted)
        self.sort.sort_chosen.connect(self.sort_chosen)
        self.sort.grouping_chosen.connect(self.grouping_chosen)
        self.chosen.act_pressed.connect(self.chosen_act_pressed)
        self.cards.card_pressed.connect(self.card_pressed)
        self.reading.pictures_wanted.connect(self.pictures_wanted)
        self.reading.proof_wanted.connect(self.proof_wanted)
        self.list.opened.connect(self._open)
        self.list.deleted.connect(self._delete)
        self.list.doubleClicked.connect(self._open)
        self.list.menu_wanted.connect(self._row_menu)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_SEARCH_AFTER_MS)
        self._typing.timeout.connect(lambda: self.searched.emit(self.search.text()))
        self.search.textEdited.connect(lambda _: self._typing.start())
        look.changed.connect(self._look_changed)

    def _look_changed(self) -> None:
        # Lines may have become taller or shorter.
        self.list.scheduleDelayedItemsLayout()
        self._render_status(self._state)
        self.list.viewport().update()

    def _restore(self) -> None:
        geometry, panes = self._settings.value("main/geometry"), self._settings.value("main/panes")
        if not (isinstance(geometry, QByteArray) and self.restoreGeometry(geometry)):
            self.resize(1180, 740)
        if isinstance(panes, QByteArray):
            self.panes.restoreState(panes)


def _colour_dot(dot: QLabel, colour: str) -> None:
    """A style sheet is read and applied anew even where it is the same."""
    wanted = f"background: {colour}; border-radius: 4px;"
    if dot.styleSheet() != wanted:
        dot.setStyleSheet(wanted)
