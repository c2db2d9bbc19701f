from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.instance import Instance
from desktop.wiring import read_settings
from nightmail.errors import Invalid


def test_a_second_start_on_the_same_profile_hands_over_to_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = Instance(tmp_path), Instance(tmp_path)
    calls: list[list[str]] = []
    first.called.connect(calls.append)
    assert first.claim()

    assert not second.claim()
    assert second.hand_over(["write"])

    qtbot.waitUntil(lambda: bool(calls))
    assert calls == [["write"]]
    first.release()
    assert second.claim()
    second.release()


def test_two_profiles_do_not_disturb_each_other(qtbot: QtBot, tmp_path: Path) -> None:
    one, other = Instance(tmp_path / "one"), Instance(tmp_path / "other")

    assert one.claim()
    assert other.claim()
    one.release()
    other.release()


def test_a_lock_without_a_listener_is_noticed(qtbot: QtBot, tmp_path: Path) -> None:
    assert not Instance(tmp_path).hand_over([])


def test_settings_are_read_whole_and_mistakes_are_named(tmp_path: Path) -> None:
    assert read_settings(tmp_path, {"NIGHTMAIL_KEYRING": "file"}).keyring == "file"

    with pytest.raises(Invalid, match="KEYRING"):
        read_settings(tmp_path, {"NIGHTMAIL_KEYRING": "purse"})
