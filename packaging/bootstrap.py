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
FULLER = {"run": ("run", "dev"), "dev": ("dev",), "bundle": ("bundle",)}

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

UNREACHABLE = (
    "The packages could not be installed; the lines above say why. Most often the package registry can't be reached:"
    " check the network, or name your mirror in PIP_INDEX_URL, and start again."
)


class SetupFailed(Exception):
    """The sentence to show; it already says what to do."""


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Set up Nightmail's own Python environment.")
    parser.add_argument("set", choices=sorted(FULLER), help="run: the app and the worker; dev: the tests too; bundle: installers")
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
    for platform in qt_platforms(name, os.environ):
        if not stamp(venv, f"qt-{platform}").exists():
            provide_qt(platform, venv, is_needed=name != "run" or platform != "offscreen")


def refuse_other_pythons() -> None:
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        wanted = " to ".join(".".join(map(str, version)) for version in (OLDEST, NEWEST))
        found = ".".join(map(str, sys.version_info[:3]))
        raise SetupFailed(f"Nightmail needs Python {wanted}, and this is {found}. Install one of those and start again.")


# ---------------------------------------------------------------------------------------------- packages


def has_packages(name: str, venv: Path) -> bool:
    return any(text_of(stamp(venv, fuller)) == fingerprint(fuller, venv) for fuller in FULLER[name])


def install(name: str, venv: Path) -> None:
    """Dependencies first, each against its hash; then the project itself, which as a folder under work can't have one."""
    is_new = not is_sound(venv)
    size = {"run": "about 420 MB", "dev": "about 550 MB", "bundle": "about 400 MB"}[name]
    print(
        f"Setting up Nightmail's own Python environment in {venv.name} ({size}; once, a minute or two)."
        if is_new
        else f"Bringing {venv.name} up to date.",
        flush=True,
    )
    started = time.monotonic()
    if is_new:
        with step(f"environment for Python {'.'.join(map(str, sys.version_info[:3]))}"):
            create(venv)
    pins = CONSTRAINTS / f"{name}.txt"
    with step("packages, each checked against its hash"):
        if not install_with(installers(venv), ["--require-hashes", "-r", str(pins)]):
            raise SetupFailed(UNREACHABLE)
    with step("Nightmail itself, from this folder"):
        if not install_with(installers(venv), ["--no-deps", "--no-build-isolation", "-e", str(ROOT)]):
            raise SetupFailed(
                "Nightmail itself could not be installed; the lines above say why. Is this a whole copy of the project?"
            )
    with step("bytecode, so that it starts fast"):
        compile_all(venv)
    stamp(venv, name).write_text(fingerprint(name, venv), encoding="utf-8")
    print(f"Ready after {time.monotonic() - started:.0f} s.\n", flush=True)


def compile_all(venv: Path) -> None:
    """Every later start reads bytecode, also where Python may not write any. It spares time only: a failure costs no more."""
    asked = [str(python_in(venv)), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    packages = subprocess.run(asked, check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL).stdout.strip()
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    folders = [packages, *(str(ROOT / name) for name in ("nightmail", "desktop", "cloud_worker"))]
    command = [str(python_in(venv)), "-m", "compileall", "-qq", "-j", "0", *folders]
    subprocess.run(command, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=kept)


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
    return python_in(venv).exists() and not complaint([str(python_in(venv)), "-c", probe])


def create(venv: Path) -> None:
    command = [sys.executable, "-m", "venv", "--clear", str(venv)]
    if not complaint(command):
        return
    # Debian and Ubuntu keep ensurepip out of python3; without it venv can't bring pip along.
    package = f"python{'.'.join(map(str, sys.version_info[:2]))}-venv"
    why = apt_install([package]) or complaint(command)
    if why:
        raise SetupFailed(f"Python's venv module is incomplete here, and it could not be mended: {why}.\n{by_hand([package])}")


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
    return None if complaint([*pip, "--only-binary", ":all:", *pinned]) else str(own)


def install_with(candidates: Iterator[list[str]], arguments: Sequence[str]) -> bool:
    """True when one installer succeeds. What an earlier one said is shown: it may be why the next one fails too."""
    return any(
        subprocess.run([*candidate, *arguments], cwd=ROOT, check=False, stdin=subprocess.DEVNULL).returncode == 0
        for candidate in candidates
    )


def quiet() -> list[str]:
    """A person sees the progress; a log does not need it."""
    return [] if sys.stderr.isatty() else ["--quiet"]


def python_in(venv: Path) -> Path:
    return venv / "Scripts" / "python.exe" if os.name == "nt" else venv / "bin" / "python"


# ---------------------------------------------------------------------------------------------- Qt's libraries


def qt_platforms(name: str, environ: Mapping[str, str]) -> tuple[str, ...]:
    """The Qt platforms whose libraries have to be here: none where the wheel carries everything it needs (Windows, macOS)."""
    if not sys.platform.startswith("linux"):
        return ()
    if name == "bundle":
        # What is missing while the bundle is made would silently be missing from it.
        return "xcb", "wayland"
    if name == "dev":
        return ("offscreen",)
    if environ.get("DISPLAY"):
        return ("xcb",)
    return ("wayland",) if environ.get("WAYLAND_DISPLAY") else ("offscreen",)


def provide_qt(platform: str, venv: Path, *, is_needed: bool) -> None:
    """Install the shared libraries that Qt misses. Where they can't be and `is_needed`, that is a failure; else a hint."""
    packages = QT_PACKAGES[platform]
    missing = why = missing_library(platform, venv)
    if missing:
        print(f"Qt misses a shared library here: {missing}", flush=True)
        why = apt_install(packages) or missing_library(platform, venv)
    if not why:
        stamp(venv, f"qt-{platform}").touch()
        return
    hint = f"It could not be installed from here: {why}.\n{by_hand(packages)}"
    if is_needed:
        raise SetupFailed(hint)
    print(f"{hint}\nThe command line works without it; the desktop app does not.\n", flush=True)


def missing_library(platform: str, venv: Path) -> str:
    """What the loader says of the first library it can't find; "" when Qt loads."""
    said = complaint([str(python_in(venv)), "-c", QT_PROBE, platform])
    return said.removeprefix("ImportError: ").removeprefix("OSError: ")


def apt_install(packages: Sequence[str]) -> str:
    """Why apt did not install them; "" when it did. Nothing is tried where there is no apt or no right to use it."""
    if not shutil.which("apt-get"):
        return "this system has no apt-get"
    may = privilege()
    if may is None:
        return "this account may not install packages without a password"
    apt = [*may, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]
    with step(f"installing {len(packages)} system packages"):
        # A bare machine has no package lists yet. An update that fails for one source still leaves the others usable.
        complaint([*apt, "update"])
        return complaint([*apt, "install", "--yes", "--no-install-recommends", *packages])


def privilege() -> list[str] | None:
    """What to put before a command so that it runs as root, or None where that is not allowed without a password."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return []
    sudo = ["sudo", "--non-interactive"]
    return sudo if shutil.which("sudo") and not complaint([*sudo, "true"]) else None


def by_hand(packages: Sequence[str]) -> str:
    line = f"sudo apt-get update && sudo apt-get install -y {' '.join(packages)}"
    return f"The line that does it on Debian and Ubuntu, before you start again:\n  {line}"


# ---------------------------------------------------------------------------------------------- small things


@contextmanager
def step(what: str) -> Iterator[None]:
    started = time.monotonic()
    print(f"  {what} …", flush=True)
    yield
    print(f"    {time.monotonic() - started:.1f} s", flush=True)


def complaint(command: Sequence[str]) -> str:
    """The last line a failing command said; "" when it succeeded."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    except OSError as error:
        return str(error)
    if done.returncode == 0:
        return ""
    return ((done.stderr.strip() or done.stdout.strip()).splitlines() or [f"it ended with {done.returncode}"])[-1]


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main())
