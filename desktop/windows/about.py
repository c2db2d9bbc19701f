"""What this program is, and on whose work it stands."""

from __future__ import annotations

import platform
from importlib import metadata

from PySide6.QtCore import QSysInfo, Qt, QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.screens.about.presenter import AboutPresenter
from desktop.screens.about.view import AboutView
from desktop.screens.about.works import works


class AboutDialog:
    def __init__(self, window: QWidget) -> None:
        version = own_version()
        self._details = f"Python {platform.python_version()}, Qt {qVersion()}, {QSysInfo.prettyProductName()}"
        self.view = AboutView(window, version=version, details=self._details)
        self.view.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.presenter = AboutPresenter(works(version), self.view.render_state)
        self.view.searched.connect(self.presenter.search)
        self.view.chosen.connect(self.presenter.choose)
        self.view.link_pressed.connect(lambda url: QDesktopServices.openUrl(QUrl(url)))
        self.view.copy_pressed.connect(lambda: self._copy(version))
        self.view.render_state(self.presenter.state)
        self.view.open()

    def _copy(self, version: str) -> None:
        QGuiApplication.clipboard().setText(f"Nightmail {version}, {self._details}")
        self.view.say_copied()


def tell_about(window: QWidget) -> None:
    AboutDialog(window)


def own_version() -> str:
    """As it was installed; empty where it runs from a folder that nothing installed."""
    try:
        return metadata.version("nightmail")
    except metadata.PackageNotFoundError:
        return ""
