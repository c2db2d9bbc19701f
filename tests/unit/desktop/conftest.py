"""Qt without a screen, dressed as on a person's desk; windows closed again after each test."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from desktop.look.theme import look
from desktop.look.tokens import Theme


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    look.dress(qapp, Theme.LIGHT)
    yield qapp
    for window in qapp.topLevelWidgets():
        window.close()
        window.deleteLater()
    qapp.processEvents()
    # Outside an event loop, what is to be deleted later is kept for ever, and every next window is dressed with it.
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
