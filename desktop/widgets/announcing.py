"""Say something to whoever hears the screen instead of seeing it."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent


def announce(where: QObject, sentence: str, *, is_urgent: bool = False) -> None:
    """After what is being read; where it is urgent, at once."""
    event = QAccessibleAnnouncementEvent(where, sentence)
    if is_urgent:
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
    QAccessible.updateAccessibility(event)
