"""Connect a schedule popover with its presenter."""

from __future__ import annotations

from desktop.screens.picker.presenter import PickerPresenter
from desktop.screens.picker.view import Picker


def connect_picker(picker: Picker, presenter: PickerPresenter) -> None:
    picker.preset_chosen.connect(presenter.choose_preset)
    picker.day_chosen.connect(presenter.choose_day)
    picker.clock_chosen.connect(presenter.choose_clock)
    picker.zone_chosen.connect(presenter.choose_zone)
    picker.accepted.connect(presenter.accept)
