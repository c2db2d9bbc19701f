from __future__ import annotations

import plistlib
import shlex
import sys
from pathlib import Path

import pytest

from desktop.autostart import LaunchAgent, XdgAutostart, start_command
from nightmail.errors import OutsideError

COMMAND = ("/opt/Night mail/nightmail", "desktop", "hidden", "--profile", '/home/a"b$c%d/x')


def test_turning_it_on_writes_an_entry_the_session_can_start_and_off_removes_it(tmp_path: Path) -> None:
    autostart = XdgAutostart(("/usr/bin/nightmail", "desktop", "hidden"), tmp_path / "autostart")
    assert not autostart.is_on()

    autostart.turn(on=True)
    lines = (tmp_path / "autostart" / "nightmail.desktop").read_text().splitlines()
    assert lines[0] == "[Desktop Entry]"
    assert "Exec=/usr/bin/nightmail desktop hidden" in lines
    assert autostart.is_on()

    autostart.turn(on=False)
    autostart.turn(on=False)
    assert not autostart.is_on()
    assert list((tmp_path / "autostart").iterdir()) == []


def test_a_path_with_spaces_quotes_and_percents_is_one_word_again(tmp_path: Path) -> None:
    XdgAutostart(COMMAND, tmp_path).turn(on=True)
    exec_line = next(line for line in (tmp_path / "nightmail.desktop").read_text().splitlines() if line.startswith("Exec="))

    # First the escapes of a string value, then those of the Exec key; what is left are a shell's quotes, but for the dollar.
    value = exec_line.removeprefix("Exec=").replace("\\\\", "\\").replace("%%", "%").replace("\\$", "$")
    assert tuple(shlex.split(value)) == COMMAND


def test_a_mac_starts_it_by_a_launch_agent(tmp_path: Path) -> None:
    agent = LaunchAgent(COMMAND, tmp_path)

    agent.turn(on=True)

    (file,) = tmp_path.iterdir()
    kept = plistlib.loads(file.read_bytes())
    assert kept["ProgramArguments"] == list(COMMAND)
    assert kept["RunAtLoad"] is True
    agent.turn(on=False)
    assert not agent.is_on()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "autostart").write_text("a file stands here")

    with pytest.raises(OutsideError) as refused:
        XdgAutostart(COMMAND, tmp_path / "autostart").turn(on=True)

    assert refused.value.code == "autostart-refused"


def test_the_program_starts_itself_out_of_sight_on_the_same_profile(tmp_path: Path) -> None:
    assert start_command(tmp_path) == (sys.executable, "-m", "nightmail", "desktop", "hidden", "--profile", str(tmp_path))
