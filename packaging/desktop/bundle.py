"""Freeze the desktop app into `dist/nightmail`: draw its pictures, run PyInstaller on the spec, say what it weighs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pictures
import slim
from facts import FACTS, ROOT, commit, made_at

HERE = Path(__file__).resolve().parent
WORK = ROOT / "build" / "desktop"
DIST = ROOT / "dist"
FOLDER = DIST / "nightmail"
# Installers are made here and moved to `dist/` when all are whole.
MAKING = WORK / "installers"
_GPL = ("libreadline", "libgdbm", "libhistory")


def bundle() -> Path:
    """Answers the folder. What lay there before is gone."""
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    pictures.draw(WORK)
    (WORK / "build.json").write_text(json.dumps(_about()) + "\n", encoding="utf-8")
    environment = {
        **os.environ,
        "SOURCE_DATE_EPOCH": str(made_at()),
        # The order of sets of names would otherwise differ from build to build, and with it the archive.
        "PYTHONHASHSEED": "1",
        # Python's modules lie open: they load faster, and the packages pack them tighter as a whole than one by one.
        "PYINSTALLER_ZLIB_COMPRESSION_LEVEL": "0",
        "PYINSTALLER_CONFIG_DIR": str(ROOT / "build" / "pyinstaller"),
    }
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level=WARN"]
    where = [f"--distpath={DIST}", f"--workpath={WORK / 'freeze'}", str(HERE / "nightmail.spec")]
    subprocess.run([*command, *where], check=True, cwd=ROOT, env=environment)
    if sys.platform.startswith("linux"):
        slim.slim(FOLDER)
        slim.keep_licences(FOLDER, FOLDER / "_internal" / "licences" / "system")
        _refuse_gpl(FOLDER)
    if sys.platform != "win32":
        _same_modes(FOLDER)
    return FOLDER


def _about() -> dict[str, object]:
    """What a bundle knows of itself. `updates`: where its signed news is, and whose signature it believes."""
    url, keys = os.environ.get("NIGHTMAIL_UPDATE_URL", ""), os.environ.get("NIGHTMAIL_UPDATE_KEYS", "")
    return {
        "version": FACTS.version,
        "commit": commit(),
        "updates": {"url": url, "keys": keys.split()} if url and keys else None,
    }


def _refuse_gpl(folder: Path) -> None:
    """What is under the GPL alone may not be handed on under our licence."""
    found = [path.name for path in folder.rglob("*") if path.name.startswith(_GPL)]
    if found:
        raise SystemExit(f"These are under the GPL and may not be in the bundle: {', '.join(found)}")


def _same_modes(folder: Path) -> None:
    """Whatever the builder's umask was: people read, nobody but the owner writes, programs run."""
    for path in sorted(folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    folder.chmod(0o755)


def weight(path: Path) -> int:
    """Octets of a file or of all files below a folder; what is linked is counted once."""
    if path.is_file():
        return path.stat().st_size
    return sum(each.lstat().st_size for each in path.rglob("*") if each.is_file() and not each.is_symlink())


if __name__ == "__main__":
    made = bundle()
    print(f"{made.relative_to(ROOT)}: {weight(made) / 1e6:.1f} MB")
