"""Set up what `make run` and `make test` stand on: the virtual environment, the pinned packages and Qt's shared libraries.

Standard library only, since it runs before anything is installed. Starts nothing of Nightmail, and installs system
packages only where it may (root or passwordless sudo on Debian and Ubuntu); elsewhere it prints the line that does.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS = ROOT / "packaging" / "constraints"
OLDEST, NEWEST = (3, 11), (3, 14)
# What each set brings along; a fuller one serves for a smaller one.
FULLER = {"run": ("run", "dev"), "dev": ("dev",)}

OFFSCREEN = ("libegl1", "libgl1", "libxkbcommon0", "libdbus-1-3", "libfontconfig1", "libglib2.0-0")
X11 = ("libxcb-cursor0", "libxkbcommon-x11-0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0", "libx11-xcb1")
WAYLAND = ("libwayland-client0", "libwayland-cursor0", "libwayland-egl1")
QT_PACKAGES = {"offscreen": OFFSCREEN, "xcb": OFFSCREEN + X11, "wayland": OFFSCREEN + WAYLAND}

# Loads what the platform plugin loads, so that a missing library is named before a window is asked for.
QT_PROBE = """
import ctypes, pathlib, sys
import PySide6.QtWidgets
plugin = pathlib.Path(PySide6.__file__).parent / "Qt/plugins/platforms" / f"libq{sys.argv[1]}.so"
ctypes.CDLL(str(plugin))
"""


class SetupFailed(Exception):
    """The sentence to show; it already says what to do."""


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Set up Nightmail's own Python environment.")
    parser.add_argument("set", choices=sorted(FULLER), help="run: the app and the worker; dev: the tests and checks too")
    parser.add_argument("--venv", type=Path, default=ROOT / ".venv", help="where the environment lives (default: .venv)")
    arguments = parser.parse_args(argv)
    try:
        set_up(arguments.set, arguments.venv.absolute())
    except SetupFailed as failure:
        print(f"\n{failure}", file=sys.stderr)
        return 1
    return 0


def set_up(name: str, venv: Path) -> None:
    """Make `venv` ready for the set `name`; does nothing, at once, where it already is."""
    refuse_other_pythons()
    if not has_packages(name, venv):
        install(name, venv)
    platform = qt_platform(os.environ) if name == "run" else "offscreen"
    if platform and not stamp(venv, f"qt-{platform}").exists():
        provide_qt(platform, venv, is_needed=name == "dev" or platform != "offscreen")


def refuse_other_pythons() -> None:
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        wanted = " to ".join(".".join(map(str, version)) for version in (OLDEST, NEWEST))
        found = ".".join(map(str, sys.version_info[:3]))
        raise SetupFailed(f"Nightmail needs Python {wanted}, and this is {found}. Install one of those and start again.")


# ---------------------------------------------------------------------------------------------- packages


def has_packages(name: str, venv: Path) -> bool:
    return any(_text(stamp(venv, fuller)) == fingerprint(fuller, venv) for fuller in FULLER[name])


def install(name: str, venv: Path) -> None:
    """Dependencies first, each against its hash; then the project itself, which as a folder under work can't have one."""
    size = {"run": "about 420 MB", "dev": "about 550 MB"}[name]
    print(f"Setting up Nightmail's own Python environment in {venv.name} ({size}; once, a minute or two).", flush=True)
    started = time.monotonic()
    if not is_sound(venv):
        with step(f"environment for Python {'.'.join(map(str, sys.version_info[:3]))}"):
            create(venv)
    pins = CONSTRAINTS / f"{name}.txt"
    with step("packages, each checked against its hash"):
        install_with(installers(venv), ["--require-hashes", "-r", str(pins)])
    with step("Nightmail itself, from this folder"):
        install_with(installers(venv), ["--no-deps", "--no-build-isolation", "-e", str(ROOT)])
    stamp(venv, name).write_text(fingerprint(name, venv), encoding="utf-8")
    print(f"Ready after {time.monotonic() - started:.0f} s.\n", flush=True)


def fingerprint(name: str, venv: Path) -> str:
    """Changes when a set-up has to be done again: other pins, another project file, or a venv that was moved."""
    digest = hashlib.sha256(str(venv).encode())
    for path in (ROOT / "pyproject.toml", CONSTRAINTS / f"{name}.txt"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def stamp(venv: Path, name: str) -> Path:
    return venv / f".ready-{name}"


def is_sound(venv: Path) -> bool:
    """An environment whose Python still starts and is one of ours: an upgrade of the system's Python leaves a dead one."""
    probe = f"import sys, pip; sys.exit(not {OLDEST} <= sys.version_info[:2] <= {NEWEST})"
    return python_in(venv).exists() and succeeds([str(python_in(venv)), "-c", probe])


def create(venv: Path) -> None:
    command = [sys.executable, "-m", "venv", "--clear", str(venv)]
    if succeeds(command):
        return
    # Debian and Ubuntu keep ensurepip out of python3; without it venv can't bring pip along.
    version = ".".join(map(str, sys.version_info[:2]))
    if not apt_install([f"python{version}-venv"]) or not succeeds(command):
        raise SetupFailed(
            f"Python's venv module is incomplete here. Install it, then start again:\n  {apt_line([f'python{version}-venv'])}"
        )


def installers(venv: Path) -> Iterator[list[str]]:
    """uv where it can be had, since it is several times faster; then pip, which also follows pip's own settings."""
    python = str(python_in(venv))
    if uv := find_uv(venv):
        yield [uv, "pip", "install", *quiet(), "--python", python]
    yield [python, "-m", "pip", "install", *quiet(), "--disable-pip-version-check", "--no-input"]


def find_uv(venv: Path) -> str | None:
    own = python_in(venv).with_name("uv.exe" if os.name == "nt" else "uv")
    if own.exists():
        return str(own)
    if on_path := shutil.which("uv"):
        return on_path
    pip = [str(python_in(venv)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--no-deps"]
    pinned = ["--require-hashes", "-r", str(CONSTRAINTS / "uv.txt")]
    return str(own) if succeeds([*pip, "--only-binary", ":all:", *pinned]) and own.exists() else None


def install_with(candidates: Iterator[list[str]], arguments: Sequence[str]) -> None:
    """The first installer that succeeds. What an earlier one said is shown: it may be why the next one fails too."""
    for candidate in candidates:
        if subprocess.run([*candidate, *arguments], cwd=ROOT, check=False, stdin=subprocess.DEVNULL).returncode == 0:
            return
    raise SetupFailed(
        "The packages could not be installed; the lines above say why. Most often the package registry can't be reached:"
        " check the network, or name your mirror in PIP_INDEX_URL, and start again."
    )


def quiet() -> list[str]:
    """A person sees the progress; a log does not need it."""
    return [] if sys.stderr.isatty() else ["--quiet"]


def python_in(venv: Path) -> Path:
    return venv / "Scripts" / "python.exe" if os.name == "nt" else venv / "bin" / "python"


# ---------------------------------------------------------------------------------------------- Qt's libraries


def qt_platform(environ: Mapping[str, str]) -> str:
    """The Qt platform that will be used: "" where the wheel carries everything it needs (Windows, macOS)."""
    if not sys.platform.startswith("linux"):
        return ""
    if environ.get("DISPLAY"):
        return "xcb"
    return "wayland" if environ.get("WAYLAND_DISPLAY") else "offscreen"


def provide_qt(platform: str, venv: Path, *, is_needed: bool) -> None:
    """Install the shared libraries that Qt misses. Where they can't be and `is_needed`, that is a failure; else a hint."""
    packages = QT_PACKAGES[platform]
    missing = missing_library(platform, venv)
    if missing:
        print(f"Qt misses a shared library here: {missing}", flush=True)
        with step("Qt's shared libraries (about 235 MB, once)"):
            apt_install(packages)
        missing = missing_library(platform, venv)
    if not missing:
        stamp(venv, f"qt-{platform}").touch()
        return
    hint = (
        f"They could not be installed from here ({missing}). The line that does it on Debian and Ubuntu:\n  {apt_line(packages)}"
    )
    if is_needed:
        raise SetupFailed(f"{hint}\nThen start again.")
    print(f"{hint}\nThe command line works without them; the desktop app does not.\n", flush=True)


def missing_library(platform: str, venv: Path) -> str:
    """What the loader says of the first library it can't find; "" when Qt loads."""
    probe = subprocess.run([str(python_in(venv)), "-c", QT_PROBE, platform], capture_output=True, text=True, check=False)
    if probe.returncode == 0:
        return ""
    said = (probe.stderr.strip() or "Qt does not load").splitlines()[-1]
    return said.removeprefix("ImportError: ").removeprefix("OSError: ")


def apt_install(packages: Sequence[str]) -> bool:
    """True when apt installed them. False, and nothing done, where there is no apt or no right to use it."""
    if not shutil.which("apt-get") or (may := privilege()) is None:
        return False
    apt = [*may, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]
    # A bare machine has no package lists yet. An update that fails for one source still leaves the others usable.
    succeeds([*apt, "update"])
    return succeeds([*apt, "install", "--yes", "--no-install-recommends", *packages])


def privilege() -> list[str] | None:
    """What to put before a command so that it runs as root, or None where that is not allowed without a password."""
    if os.name == "posix" and os.geteuid() == 0:
        return []
    return ["sudo", "--non-interactive"] if shutil.which("sudo") and succeeds(["sudo", "--non-interactive", "true"]) else None


def apt_line(packages: Sequence[str]) -> str:
    return f"sudo apt-get update && sudo apt-get install -y {' '.join(packages)}"


# ---------------------------------------------------------------------------------------------- small things


@contextmanager
def step(what: str) -> Iterator[None]:
    started = time.monotonic()
    print(f"  {what} …", flush=True)
    yield
    print(f"    {time.monotonic() - started:.1f} s", flush=True)


def succeeds(command: Sequence[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main())
