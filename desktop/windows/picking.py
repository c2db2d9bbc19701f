"""Connect a schedule popover with its presenter."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLocale

from desktop.screens.picker.presenter import PickerPresenter
from desktop.screens.picker.view import Picker
from nightmail.schedule.phrases import DateOrder


def connect_picker(picker: Picker, presenter: PickerPresenter, *, edit_presets: Callable[[], object] | None = None) -> None:
    """`edit_presets` opens the place where they are changed; without it, that is not offered."""
    picker.preset_chosen.connect(presenter.choose_preset)
    picker.meaning_chosen.connect(presenter.choose_meaning)
    picker.typed.connect(presenter.type)
    picker.day_chosen.connect(presenter.choose_day)
    picker.clock_chosen.connect(presenter.choose_clock)
    picker.zone_chosen.connect(presenter.choose_zone)
    picker.late_chosen.connect(presenter.choose_late)
    picker.late_minutes_chosen.connect(presenter.choose_late_minutes)
    picker.accepted.connect(presenter.accept)
    picker.ticked.connect(presenter.tick)
    if edit_presets is not None:
        picker.offer_editing()
        picker.presets_edited.connect(edit_presets)


def date_order(locale: QLocale | None = None) -> DateOrder | None:
    """How `3/4` is written where this person lives; None where the system doesn't say."""
    locale = locale or QLocale()
    if locale.language() is QLocale.Language.C:
        return None
    written = locale.dateFormat(QLocale.FormatType.ShortFormat).lower()
    day, month = written.find("d"), written.find("m")
    if min(day, month) < 0:
        return None
    return DateOrder.DAY_FIRST if day < month else DateOrder.MONTH_FIRST
