"""The import window with its presenter."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.screens.importing.presenter import ImportPresenter
from desktop.screens.importing.state import ImportState
from desktop.screens.importing.view import ImportView
from desktop.windows.parts import Parts, Windows


class ImportDialog:
    def __init__(self, parts: Parts, windows: Windows, parent: QWidget) -> None:
        self._scope = parts.background.scope()
        self.view = ImportView(parent)
        self.view.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.presenter = ImportPresenter(
            parts.gateway, parts.drafts, self._scope, parts.clock, self.render, zone=parts.zone, imported=windows.refresh
        )
        self.view.chosen.connect(self.presenter.choose)
        self.view.wanted.connect(self.presenter.want)
        self.view.accepted_plan.connect(self.presenter.accept)
        self.view.stop_pressed.connect(self.presenter.stop)
        self.view.finished.connect(lambda _: self._scope.close())
        self.render(self.presenter.state)
        self.view.open()

    def render(self, state: ImportState) -> None:
        self.view.render_state(state)
