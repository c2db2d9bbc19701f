"""What the keys, the menu and the palette of the main window do. Every line hands on to the presenter or to the whole."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.actions.keyboard import add_to_menu, on_action
from desktop.actions.table import ACTIONS
from desktop.language import tr
from desktop.look.theme import look, tinted
from desktop.look.tokens import Theme
from desktop.screens.outbox.presenter import OutboxPresenter
from desktop.screens.outbox.state import Act, Folder
from desktop.screens.outbox.view import OutboxView
from desktop.widgets.parts import popup_menu
from desktop.windows.panes import PaneRing
from desktop.windows.parts import Parts, Windows

_ACTS = {act: f"message.{act.value}" for act in Act if f"message.{act.value}" in ACTIONS}
_LOOKS = {Theme.LIGHT: "look.light", Theme.DARK: "look.dark", Theme.SYSTEM: "look.system"}


class MainActions:
    def __init__(self, parts: Parts, windows: Windows, view: OutboxView, presenter: OutboxPresenter) -> None:
        self._preferences = parts.preferences
        self._windows = windows
        self._view = view
        self._presenter = presenter
        self._ring = PaneRing(self._panes)
        self._bind_messages()
        self._bind_ways()
        self._bind_rest()

    def open_menu(self, anchor: QWidget) -> None:
        windows = self._windows
        menu = popup_menu(self._view)
        add_to_menu(menu, "message.new", windows.write)
        add_to_menu(menu, "palette", lambda: windows.open_palette(self._view))
        add_to_menu(menu, "go.calendar", windows.open_calendar)
        menu.addSeparator()
        add_to_menu(menu, "account.add", windows.add_account)
        add_to_menu(menu, "accounts", windows.open_accounts)
        add_to_menu(menu, "cloud", windows.open_cloud)
        add_to_menu(menu, "import", windows.open_import)
        if windows.is_all_paused:
            add_to_menu(menu, "sending.resume", windows.resume_all)
        else:
            add_to_menu(menu, "sending.pause", windows.pause_all).setEnabled(bool(self._presenter.state.accounts))
        menu.addSeparator()
        themes = popup_menu(menu)
        themes.setTitle(tr("Appearance"))
        themes.setIcon(tinted("moon"))
        menu.addMenu(themes)
        for theme, id in _LOOKS.items():
            action = add_to_menu(themes, id, partial(self._dress, theme))
            action.setCheckable(True)
            action.setChecked(look.theme is theme)
        add_to_menu(menu, "settings", windows.open_settings)
        add_to_menu(menu, "shortcuts", lambda: windows.open_settings("keyboard"))
        menu.addSeparator()
        add_to_menu(menu, "updates", windows.open_updates)
        add_to_menu(menu, "report", windows.report_problem)
        add_to_menu(menu, "about", windows.show_about)
        add_to_menu(menu, "quit", windows.quit)
        menu.popup(anchor.mapToGlobal(anchor.rect().bottomLeft()))

    # ------------------------------------------------------------------------------------- binding

    def _bind_messages(self) -> None:
        view, presenter = self._view, self._presenter
        for act, id in _ACTS.items():
            on_action(view, id, partial(self._act, act), when=partial(self._can, act))
        on_action(view, "message.new", lambda: self._windows.write())
        on_action(view, "message.undo", view.toast.press_first, when=lambda: view.toast.has_buttons)
        on_action(view, "list.next", partial(self._step, 1), when=lambda: bool(presenter.state.rows))
        on_action(view, "list.previous", partial(self._step, -1), when=lambda: bool(presenter.state.rows))

    def _bind_ways(self) -> None:
        view = self._view
        on_action(view, "search", self._search, when=self._is_at_work)
        for folder in Folder:
            if f"go.{folder.value}" in ACTIONS:
                on_action(view, f"go.{folder.value}", partial(self._presenter.choose_folder, folder), when=self._is_at_work)
        on_action(view, "go.calendar", self._windows.open_calendar, when=self._is_at_work)
        on_action(view, "pane.next", partial(self._ring.go, 1))
        on_action(view, "pane.previous", partial(self._ring.go, -1))

    def _bind_rest(self) -> None:
        view, windows = self._view, self._windows
        on_action(view, "account.add", windows.add_account)
        on_action(view, "accounts", windows.open_accounts)
        on_action(view, "cloud", windows.open_cloud)
        on_action(view, "import", windows.open_import)
        on_action(view, "sending.pause", windows.pause_all, when=self._can_pause)
        on_action(view, "sending.resume", windows.resume_all, when=lambda: windows.is_all_paused)
        on_action(view, "palette", lambda: windows.open_palette(view))
        on_action(view, "palette.short", lambda: windows.open_palette(view))
        on_action(view, "settings", windows.open_settings)
        on_action(view, "shortcuts", lambda: windows.open_settings("keyboard"))
        on_action(view, "refresh", windows.look)
        on_action(view, "menu", lambda: view.sidebar.open_menu())
        for theme, id in _LOOKS.items():
            on_action(view, id, partial(self._dress, theme), when=lambda theme=theme: look.theme is not theme)  # type: ignore[misc]
        on_action(view, "updates", windows.open_updates)
        on_action(view, "report", windows.report_problem)
        on_action(view, "about", windows.show_about)
        on_action(view, "quit", windows.quit)

    # ------------------------------------------------------------------------------------- doing

    def _can_pause(self) -> bool:
        return bool(self._presenter.state.accounts) and not self._windows.is_all_paused

    def _is_at_work(self) -> bool:
        return not self._presenter.state.is_welcome

    def _can(self, act: Act) -> bool:
        detail = self._presenter.state.detail
        return detail is not None and any(each.act is act for each in detail.acts)

    def _act(self, act: Act) -> None:
        selected = self._presenter.state.selected
        if selected is not None:
            self._presenter.act(selected, act)

    def _search(self) -> None:
        self._view.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._view.search.selectAll()

    def _step(self, by: int) -> None:
        rows = self._presenter.state.rows
        ids = [row.id for row in rows]
        selected = self._presenter.state.selected
        place = ids.index(selected) + by if selected in ids else 0
        if 0 <= place < len(ids):
            self._presenter.select(ids[place])

    def _dress(self, theme: Theme) -> None:
        self._preferences.change(theme=theme)

    def _panes(self) -> list[QWidget]:
        view = self._view
        if self._presenter.state.is_welcome:
            return [view.welcome]
        return [pane for pane in (view.panes.widget(n) for n in range(view.panes.count())) if pane is not None]
