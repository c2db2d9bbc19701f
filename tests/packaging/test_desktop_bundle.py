"""What the bundle and the installers are made of, held against what the project holds."""

from __future__ import annotations

import re
import struct
import tomllib
from pathlib import Path

import facts
import pictures
import prune
import pytest

from tests.unit.house.tree import ROOT

DESKTOP = ROOT / "packaging" / "desktop"

ENTRY = (DESKTOP / "linux" / "nightmail.desktop").read_text(encoding="utf-8")
SCRIPT = (DESKTOP / "windows" / "nightmail.nsi").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/Qt/plugins/platforms/libqcocoa.dylib",
        "PySide6/Qt/plugins/imageformats/libqjpeg.so",
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6/Qt/lib/libQt6Widgets.so.6",
        "PySide6/QtTest.abi3.so",
        "desktop/look/fonts/Inter-Regular.ttf",
        "desktop/languages/nightmail_de.ts",
        "nightmail/store/sqlite_migrations/0001_start.sql",
        "tzdata/zoneinfo/Europe/Berlin",
    ],
)
def test_what_nightmail_loads_stays_in_the_bundle(name: str) -> None:
    assert prune.is_wanted(name, languages={"de"})
    assert prune.is_wanted(name.replace("/", "\\"), languages={"de"})


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/lib/libQt6Qml.so.6",
        "PySide6/Qt/lib/libQt6Quick.so.6",
        "PySide6/Qt/lib/libQt6Pdf.so.6",
        "PySide6/Qt6WebEngineCore.dll",
        "PySide6/opengl32sw.dll",
        "PySide6/Qt/qml/QtQuick/qmldir",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/Qt/plugins/imageformats/libqtiff.so",
        "PySide6/Qt/plugins/sqldrivers/libqsqlite.so",
        "PySide6/Qt/translations/qtbase_fr.qm",
        "PySide6/Qt/translations/qt_help_de.qm",
        "libgtk-3.so.0",
    ],
)
def test_what_nothing_loads_is_left_out(name: str) -> None:
    assert not prune.is_wanted(name, languages={"de"})


def test_a_trace_is_coloured_as_python_and_no_other_language_comes_along() -> None:
    assert prune.is_wanted_module("pygments.lexers.python")
    assert prune.is_wanted_module("pygments.lexers._mapping")
    assert prune.is_wanted_module("nightmail.lexers.fortran")
    assert not prune.is_wanted_module("pygments.lexers.fortran")


def test_the_windows_and_mac_icons_hold_the_pictures_they_list() -> None:
    drawn = {side: b"\x89PNG" + bytes([number]) * (10 + number) for number, side in enumerate((16, 32, 64, 128, 256, 512, 1024))}

    ico = pictures.ico({side: drawn[side] for side in (16, 256)})
    count = struct.unpack_from("<HHH", ico)[2]
    entries = [struct.unpack_from("<BBBBHHII", ico, 6 + 16 * number) for number in range(count)]
    assert [(entry[0], ico[entry[7] : entry[7] + entry[6]]) for entry in entries] == [(16, drawn[16]), (0, drawn[256])]

    icns = pictures.icns(drawn)
    assert (icns[:4], struct.unpack_from(">I", icns, 4)[0]) == (b"icns", len(icns))
    assert all(png in icns for png in drawn.values())


def test_the_menu_entry_starts_commands_that_exist_and_offers_links_and_mail() -> None:
    executed = re.findall(r"^Exec=(.+)$", ENTRY, re.MULTILINE)

    assert executed == ["nightmail desktop %u", "nightmail desktop write"]
    assert "MimeType=x-scheme-handler/mailto;message/rfc822;" in ENTRY
    assert "Icon=nightmail\n" in ENTRY


def test_the_window_names_the_menu_entry_that_started_it() -> None:
    assert f'setDesktopFileName("{facts.FACTS.id}")' in (ROOT / "desktop" / "app.py").read_text(encoding="utf-8")


def test_the_agents_unit_starts_the_installed_command() -> None:
    unit = (DESKTOP / "linux" / "nightmail-agent.service").read_text(encoding="utf-8")

    assert "ExecStart=/usr/bin/nightmail agent\n" in unit


def test_the_packages_bear_the_projects_version() -> None:
    assert facts.FACTS.version == tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def test_the_windows_uninstaller_takes_back_every_key_the_installer_wrote() -> None:
    install, _, uninstall = SCRIPT.partition('Section "Uninstall"')
    written = set(re.findall(r'WriteReg(?:Str|DWORD) HKCU "([^"]+)"', install))
    keys = set(re.findall(r'DeleteRegKey HKCU "([^"]+)"', uninstall))
    values = set(re.findall(r'DeleteRegValue HKCU "([^"]+)"', uninstall))
    # The capabilities lie below the client's key.
    taken = {key for key in written if any(key == gone or key.startswith(f"{gone}\\") for gone in keys)}
    taken |= {key for key in written if key.startswith("${CAPABILITIES}") and r"Software\Clients\Mail\${NAME}" in keys}

    assert written - taken - values == set()


def test_no_installer_takes_a_persons_mail() -> None:
    uninstall = SCRIPT.partition('Section "Uninstall"')[2]

    assert re.findall(r"RMDir /r (.+)", uninstall) == [r'"$INSTDIR\_internal"']


def test_every_file_that_the_makers_read_is_there() -> None:
    for path in (
        DESKTOP / "macos" / "entitlements.plist",
        DESKTOP / "macos" / "image.py",
        DESKTOP / "nightmail.spec",
        pictures.DRAWING,
    ):
        assert Path(path).is_file()


def test_every_make_target_and_file_that_the_release_workflow_names_exists() -> None:
    workflow = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {word for words in re.findall(r"\bmake ((?:[a-z-]+ ?)+)", workflow) for word in words.split()}

    assert {"package", "sbom", "test", "check"} <= named
    assert named <= targets | {"setup-dev", "setup-run"}
    for path in re.findall(r"(?:packaging|tests)/[\w/.-]+", workflow):
        assert (ROOT / path).exists(), path


@pytest.mark.parametrize("workflow", sorted((ROOT / ".github" / "workflows").glob("*.yml")), ids=lambda path: path.stem)
def test_every_action_of_a_workflow_is_pinned_to_a_commit_and_names_its_version(workflow: Path) -> None:
    used = re.findall(r"uses: (.+)", workflow.read_text(encoding="utf-8"))

    assert used
    assert [action for action in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action)] == []


def test_an_action_is_the_same_commit_wherever_it_is_used() -> None:
    used: dict[str, set[str]] = {}
    for workflow in (ROOT / ".github" / "workflows").glob("*.yml"):
        for action, commit in re.findall(r"uses: ([\w/-]+)@(.+)", workflow.read_text(encoding="utf-8")):
            used.setdefault(action, set()).add(commit)

    assert {action: commits for action, commits in used.items() if len(commits) > 1} == {}
