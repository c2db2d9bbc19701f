"""The pane in the middle: title, search, what has to be said above the list, and the list or what stands where it is empty."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout

from desktop.language import plural, tr
from desktop.screens.outbox.message_list import MessageList
from desktop.screens.outbox.shown import is_of_drafts
from desktop.screens.outbox.sort_button import SortButton
from desktop.screens.outbox.state import Banner, OutboxState
from desktop.widgets.blank import Blank
from desktop.widgets.notice import Notice
from desktop.widgets.parts import button, card, clear, column, label, line, restyle, set_text
from desktop.widgets.search_field import SearchField

_SEARCH_AFTER_MS = 150


class MiddlePane(QFrame):
    searched = Signal(str)
    empty_pressed = Signal()
    banner_pressed = Signal()
    notice_pressed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("middle")
        self.setMinimumWidth(260)
        self._title = label("", "title")
        self.search = SearchField(tr("Search"), tr("Search subject, recipients and text"))
        self._known_search = self._asked_search = ""
        self.sort = SortButton()
        self.list = MessageList()
        self._blank = Blank(self.empty_pressed.emit)
        self._stack = QStackedWidget()
        self._said = Notice(label("", "", wraps=True), button("", press=self.banner_pressed.emit))
        self._banner = card(self._said, tone="warn", margins=(14, 8, 8, 8))
        self._notices = QVBoxLayout()
        self._notices.setSpacing(6)
        self._more_notices = label("", "faint", wraps=True)
        self._shown_notices: tuple[Banner, ...] = ()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_SEARCH_AFTER_MS)
        self._typing.timeout.connect(self._ask)
        self.search.textEdited.connect(lambda _: self._typing.start())
        self._build()

    def render_state(self, state: OutboxState) -> None:
        self._title.setText(state.title)
        banner = state.banner
        self._banner.setVisible(bool(banner.sentence))
        self._said.show_notice(banner.sentence, banner.button)
        restyle(self._banner, "tone", "calm" if banner.is_calm else "warn")
        self._render_notices(state)
        self._render_search(state.search)
        self.sort.render_sort(state.sort, is_grouped=state.is_grouped)
        self.sort.setVisible(not is_of_drafts(state))
        self.list.show_rows(state.rows, has_before=state.has_before, has_more=state.has_more)
        self._render_stack(state)
        self.list.show_selection(state.selected, state.chosen.ids if state.chosen else ())

    def go_to_list(self) -> None:
        """The keyboard's place is the list; where that is empty now, what stands in its place until it has something."""
        if self._stack.currentWidget() is self.list:
            self.list.setFocus()
        else:
            self._blank.take_focus()

    def retype(self, typed: str) -> None:
        """As if it had been typed already and asked for."""
        self._known_search = self._asked_search = typed
        self.search.setText(typed)

    def _render_search(self, search: str) -> None:
        """What was typed since the last question stands, whatever is shown meanwhile; another word comes from elsewhere."""
        if search == self._known_search:
            return
        self._known_search = search
        if search != self._asked_search:
            self._typing.stop()
            self._asked_search = search
            self.search.setText(search)

    def _ask(self) -> None:
        self._asked_search = self.search.text()
        self.searched.emit(self._asked_search)

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

    def _render_stack(self, state: OutboxState) -> None:
        """The keyboard's place stays where it is, except that the list and what stands in its place are one."""
        if state.empty is not None:
            empty = state.empty
            self._blank.show_blank(empty.icon, empty.title, empty.sentence, empty.button)
        shown = self._blank if state.empty is not None else self.list
        before = self._stack.currentWidget()
        if shown is before:
            return
        focus = self.window().focusWidget()
        was_here = focus is not None and before is not None and (focus is before or before.isAncestorOf(focus))
        self._stack.setCurrentWidget(shown)
        if was_here:
            self.go_to_list()

    def _build(self) -> None:
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._blank)
        said = column(self._banner, self._notices, self._more_notices, gap=6)
        top = line(self._title, 1, self.sort)
        head = column(top, self.search, said, margins=(16, 16, 16, 8), gap=10)
        whole = column(head, self._stack, on=self, gap=0)
        whole.setStretch(1, 1)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
