"""The settings window: what is changed there is kept, and done, at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QSystemTrayIcon, QWidget

from desktop.autostart import Autostart, autostart_of_this_system
from desktop.language import tr
from desktop.preferences import Preferences
from desktop.screens.settings.plain_pages import Doors
from desktop.screens.settings.state import Page
from desktop.screens.settings.view import SettingsView
from desktop.widgets.question import Answer, Question
from desktop.widgets.standing_in import Spot
from desktop.windows.parts import Parts, Windows
from desktop.words import sentence_of
from nightmail.errors import NightmailError

_SIZE = "settings/size"


class SettingsWindow:
    def __init__(
        self,
        parts: Parts,
        windows: Windows,
        parent: QWidget,
        *,
        closed: Callable[[], None],
        autostart: Autostart | None = None,
    ) -> None:
        self._book = parts.preferences
        # The window settings are a file of the profile's folder.
        self._folder = Path(parts.settings.fileName()).parent
        self._autostart = autostart or autostart_of_this_system(self._folder)
        self._closed = closed
        self._parent = parent
        self._doors = Doors(
            signatures=lambda: windows.open_signatures(),
            profile_folder=lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder))),
            reset_all=self._ask_reset,
        )
        # Somebody may have taken it out of the system's own list meanwhile.
        self._book.change(starts_with_system=self._autostart.is_on())
        self.view = self._open()
        size = parts.settings.value(_SIZE)
        if isinstance(size, QSize):
            self.view.resize(size)
        self._kept = parts.settings
        self._stop = self._book.listen(self._render)

    def _open(self) -> SettingsView:
        view = SettingsView(self._parent, doors=self._doors, has_tray=QSystemTrayIcon.isSystemTrayAvailable())
        view.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        view.render_preferences(self._book.now)
        view.changed.connect(self._change)
        view.closed.connect(self._close)
        return view

    def speak_anew(self) -> None:
        """The person's language is another now: another window on the same page, where this one stood."""
        old, place, spot = self.view, self.view.keep_place(), Spot(self.view)
        old.closed.disconnect(self._close)
        self.view = self._open()
        old.close()
        spot.show(self.view)
        self.view.take_place(place)

    def show(self, page: str = "") -> None:
        if page:
            self.view.show_page(Page(page))
        self.view.show()
        self.view.raise_()
        self.view.activateWindow()

    def _render(self, preferences: Preferences) -> None:
        self.view.render_preferences(preferences)

    def _change(self, name: str, value: object) -> None:
        self.view.say("")
        if name == "starts_with_system":
            try:
                self._autostart.turn(on=bool(value))
            except NightmailError as problem:
                self.view.say(sentence_of(problem))
                self.view.render_preferences(self._book.now)
                return
        self._book.change(**{name: value})

    def _ask_reset(self) -> None:
        Question(
            self.view,
            icon="undo",
            tone="warn",
            title=tr("Set every setting back?"),
            words=tr("Presets, keys and everything else on these pages become what Nightmail came with."),
            answers=(Answer(tr("Keep them"), kind="primary"), Answer(tr("Set back"), self._reset, "danger")),
        ).open()

    def _reset(self) -> None:
        self._change("starts_with_system", False)
        self._book.reset(Preferences.__dataclass_fields__)

    def _close(self) -> None:
        self._kept.setValue(_SIZE, self.view.size())
        self._stop()
        self._closed()
