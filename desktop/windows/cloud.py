"""The cloud dialog with its presenter."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.language import tr
from desktop.screens.cloud.presenter import CloudPresenter
from desktop.screens.cloud.state import CloudState
from desktop.screens.cloud.view import CloudView
from desktop.widgets.question import Answer, Question
from desktop.windows.parts import Parts, Windows


class CloudDialog:
    """`closed` hears that the dialog is gone."""

    def __init__(self, parts: Parts, windows: Windows, parent: QWidget, *, closed: Callable[[], None]) -> None:
        self._windows = windows
        self._scope = parts.background.scope()
        self.view = CloudView(parent)
        self.view.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.presenter = CloudPresenter(parts.cloud, self._scope, parts.clock, self, zone=parts.zone)
        self.view.changed.connect(self.presenter.change)
        self.view.accepted_by_person.connect(self.presenter.accept)
        self.view.step_chosen.connect(self.presenter.go)
        self.view.sign_out_pressed.connect(self.presenter.sign_out)
        self.view.taken.connect(self.presenter.take)
        self.view.finished.connect(lambda _: self._scope.close())
        self.view.finished.connect(lambda _: closed())
        self.render(self.presenter.state)
        self.view.open()
        self.presenter.open()

    def render(self, state: CloudState) -> None:
        self.view.render_state(state)

    def signed_in(self, email: str) -> None:
        self._windows.say(tr("Signed in to the cloud as {email}.", email=email))
        self._windows.refresh()

    def signed_out(self) -> None:
        self._windows.refresh()

    def ask_sign_out(self, words: str, then: Callable[[], None]) -> None:
        Question(
            self.view,
            icon="cloud",
            title=tr("Sign out on this PC?"),
            words=words,
            answers=(Answer(tr("Sign out"), then, "primary"), Answer(tr("Stay signed in"), kind="quiet")),
        ).open()

    def ask_passphrase(self, then: Callable[[], None]) -> None:
        self._windows.ask_passphrase(then, self.view)

    def close(self) -> None:
        self.view.accept()
