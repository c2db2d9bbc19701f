"""Take out of a Linux bundle what nothing in it loads, and the symbols that only a debugger reads. Needs binutils and dpkg."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import unicode_data

_NEEDED = re.compile(r"^  NEEDED +(\S+)$", re.MULTILINE)
# Copies of the build machine's own libraries, which PyInstaller puts beside the packages' folders.
_SYSTEM = "lib*.so*"
_UNICODE_DATA = "PySide6/Qt/lib/libicudata.so.*"
_OURS = re.compile(r"lib(?:python|Qt6|icu|pyside6|shiboken6)")


def slim(folder: Path) -> None:
    """`folder` holds the executable and `_internal`."""
    _drop_orphans(folder)
    for path in folder.glob(f"_internal/{_UNICODE_DATA}"):
        try:
            unicode_data.shrink(path)
        except unicode_data.UnknownShape as reason:
            print(f"{path.name} stays whole: {reason}", file=sys.stderr)
    for path in elf_files(folder):
        if "PySide6" not in path.parts:
            subprocess.run(["strip", "--strip-debug", "--preserve-dates", str(path)], check=True)


def elf_files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4) == b"\x7fELF":
                    yield path


def needed_by(path: Path) -> set[str]:
    """The names of the libraries that the loader looks for beside this file."""
    told = subprocess.run(["objdump", "-p", str(path)], capture_output=True, text=True, check=True)
    return set(_NEEDED.findall(told.stdout))


def system_libraries(folder: Path) -> list[Path]:
    """The build machine's libraries in the bundle."""
    return [path for path in sorted((folder / "_internal").glob(_SYSTEM)) if not path.is_symlink() and not _OURS.match(path.name)]


def needed_outside(folder: Path) -> dict[str, list[str]]:
    """Library → who needs it, for each library that has to be on the person's machine."""
    there = {path.name for path in folder.rglob("*")}
    found: dict[str, list[str]] = {}
    for path in elf_files(folder):
        for name in needed_by(path) - there:
            found.setdefault(name, []).append(path.name)
    return found


def keep_licences(folder: Path, target: Path) -> list[str]:
    """Copy the licence of each package that a system library came from; answers the packages' names."""
    target.mkdir(parents=True, exist_ok=True)
    packages = sorted({package_of(path.name) for path in system_libraries(folder)})
    for package in packages:
        shutil.copyfile(Path("/usr/share/doc") / package / "copyright", target / f"{package}.txt")
    return packages


def package_of(library: str) -> str:
    """The Debian package that brings a library, without its architecture."""
    told = subprocess.run(["dpkg", "--search", f"*/{library}"], capture_output=True, text=True, check=True)
    return told.stdout.splitlines()[0].split(":")[0]


def _drop_orphans(folder: Path) -> None:
    while True:
        wanted = {name for path in elf_files(folder) for name in needed_by(path)}
        orphans = [path for path in system_libraries(folder) if path.name not in wanted]
        for path in orphans:
            path.unlink()
        if not orphans:
            return
