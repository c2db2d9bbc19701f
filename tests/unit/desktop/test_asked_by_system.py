"""What the system asks the running app to open reaches the windows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from desktop.asked_by_system import AskedBySystem

Asked = list[list[str]]


@pytest.fixture
def asked(qapp: Any) -> Iterator[Asked]:
    heard: Asked = []
    listener = AskedBySystem(lambda words: heard.append(list(words)))
    qapp.installEventFilter(listener)
    yield heard
    qapp.removeEventFilter(listener)


@pytest.mark.parametrize(
    ("event", "word"),
    [
        (QFileOpenEvent("/mail/a letter.eml"), "/mail/a letter.eml"),
        (QFileOpenEvent(QUrl("mailto:anna@example.org?subject=Hi")), "mailto:anna@example.org?subject=Hi"),
    ],
    ids=["file", "link"],
)
def test_a_file_or_a_link_reaches_the_windows(asked: Asked, event: QFileOpenEvent, word: str) -> None:
    app = QApplication.instance()
    assert app is not None

    QApplication.sendEvent(app, event)

    assert asked == [[word]]


def test_every_other_event_goes_its_way(asked: Asked) -> None:
    app = QApplication.instance()
    assert app is not None

    QApplication.sendEvent(app, QEvent(QEvent.Type.User))

    assert asked == []
