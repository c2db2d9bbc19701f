"""A field to choose a time zone by its city: the PC's own first, then all that people look for."""

from __future__ import annotations

from zoneinfo import available_timezones

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter

from desktop.language import tr

_REGIONS = ("Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")


class ZoneField(QComboBox):
    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Time zone"))
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(12)
        for zone in _zones():
            self.addItem(zone.replace("_", " "), zone)
        completer = QCompleter(self.model(), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(completer)

    @property
    def chosen(self) -> str:
        return str(self.currentData() or self.currentText())

    def show_zone(self, zone: str) -> None:
        """Any zone can be shown: words may name one that is not in the list."""
        place = self.findData(zone)
        if place < 0:
            self.addItem(zone.replace("_", " "), zone)
            place = self.count() - 1
        self.setCurrentIndex(place)


def _zones() -> list[str]:
    """The names people look for: Region/City and UTC, without the historical aliases."""
    return ["UTC", *sorted(zone for zone in available_timezones() if zone.startswith(_REGIONS))]
