"""Qt without a screen, dressed as on a person's desk; windows closed again after each test."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

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
    qapp.sendPostedEvents()
    qapp.processEvents()
