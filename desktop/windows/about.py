"""What this program is."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.language import tr
from desktop.widgets.question import Answer, Question


def tell_about(window: QWidget) -> None:
    what = tr("Write an email now; it leaves from your own account at the right moment, and you can prove it.")
    Question(
        window,
        icon="moon",
        title="Nightmail",
        words=what + "\n\n" + tr("Free software under the Apache License 2.0."),
        answers=(Answer(tr("Close"), kind="primary"),),
    ).open()
