from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from desktop.look.tokens import Theme
from desktop.preferences import KeyMap, LatePolicy, PreferenceBook, Preferences, Preset, PresetDay, read_preferences


@pytest.fixture
def shelf(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "desktop.ini"), QSettings.Format.IniFormat)


def again(shelf: QSettings) -> Preferences:
    shelf.sync()
    return read_preferences(QSettings(shelf.fileName(), QSettings.Format.IniFormat))


def test_a_new_profile_has_what_nightmail_comes_with(shelf: QSettings) -> None:
    assert PreferenceBook(shelf).now == Preferences()


def test_every_kind_of_preference_is_read_back_as_it_was_kept(shelf: QSettings) -> None:
    wanted = {
        "starts_with_system": True,
        "undo_seconds": 30,
        "presets": (Preset(PresetDay.FRIDAY, time(16, 45), "Before the weekend, at last"), Preset(PresetDay.LATER, time(2))),
        "work_begins": time(7, 30),
        "quiet_days": frozenset({4, 5}),
        "late_policy": LatePolicy.ASK,
        "attachment_words": ("adjunto", "załącznik, też"),
        "silenced_checks": frozenset({"blank-subject"}),
        "theme": Theme.DARK,
        "key_map": KeyMap.GMAIL,
        "own_keys": {"message.new": "Ctrl+Alt+N"},
        "language": "de",
    }

    PreferenceBook(shelf).change(**wanted)

    kept = again(shelf)
    assert {name: getattr(kept, name) for name in wanted} == wanted


def test_what_is_set_back_to_its_first_value_is_kept_no_longer(shelf: QSettings) -> None:
    book = PreferenceBook(shelf)
    book.change(undo_seconds=60, language="de")

    book.reset(["undo_seconds"])

    assert book.now == Preferences(language="de")
    assert shelf.allKeys() == ["preferences/language"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("undo_seconds", "-5"),
        ("undo_seconds", "true"),
        ("undo_seconds", "1e9"),
        ("theme", '"pink"'),
        ("presets", '[["someday", "08:00", ""]]'),
        ("presets", "7"),
        ("work_begins", '"25:00"'),
        ("attachment_words", '"word"'),
        ("attachment_words", "[1]"),
        ("own_keys", '["a"]'),
        ("starts_with_system", '"yes"'),
        ("language", "{"),
    ],
)
def test_what_cannot_be_read_counts_as_never_set(shelf: QSettings, name: str, kept: str) -> None:
    shelf.setValue(f"preferences/{name}", kept)

    assert read_preferences(shelf) == Preferences()


def test_who_listens_hears_of_a_change_and_of_nothing_that_stays_as_it_was(shelf: QSettings) -> None:
    book, heard = PreferenceBook(shelf), []
    stop = book.listen(lambda now: heard.append(now.undo_seconds))

    book.change(undo_seconds=10)
    book.change(undo_seconds=5)
    stop()
    book.change(undo_seconds=20)

    assert heard == [5]
