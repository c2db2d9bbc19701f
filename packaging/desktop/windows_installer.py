"""Make what Windows installs out of the bundle: a setup by NSIS, for one person and without administrator's rights, and a zip.

A signing command in NIGHTMAIL_WINDOWS_SIGN (it is handed one file) signs the program, the installer and the uninstaller.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from bundle import FOLDER, MAKING, WORK
from facts import FACTS, made_at

SCRIPT = Path(__file__).resolve().parent / "windows" / "nightmail.nsi"


def installers() -> list[Path]:
    """Answers the files made."""
    sign = os.environ.get("NIGHTMAIL_WINDOWS_SIGN", "")
    if sign:
        subprocess.run([*shlex.split(sign, posix=False), str(FOLDER / "nightmail.exe")], check=True)
    setup = MAKING / f"nightmail-{FACTS.version}-windows-x86_64-setup.exe"
    made = compile_setup(source=FOLDER, icon=WORK / "nightmail.ico", target=setup, sign=sign)
    return [made, _zip(MAKING / f"nightmail-{FACTS.version}-windows-x86_64.zip")]


def compile_setup(*, source: Path, icon: Path, target: Path, sign: str = "") -> Path:
    """`source`: the folder to install."""
    numbers = FACTS.version.split("-")[0]
    said = {
        "VERSION": FACTS.version,
        "QUAD": f"{numbers}.0",
        "SOURCE": str(source.absolute()),
        "ICON": str(icon.absolute()),
        "OUT": str(target.absolute()),
    }
    words = [f"-D{name}={value}" for name, value in (said | ({"SIGN": sign} if sign else {})).items()]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(made_at())}
    command = [_makensis(os.environ), "-V2", "-WX", "-INPUTCHARSET", "UTF8", *words, str(SCRIPT)]
    subprocess.run(command, check=True, env=environment)
    return target


def _makensis(environment: Mapping[str, str]) -> str:
    usual = Path(environment.get("ProgramFiles(x86)", "C:/Program Files (x86)")) / "NSIS" / "makensis.exe"
    found = shutil.which("makensis") or (str(usual) if usual.exists() else "")
    if not found:
        raise SystemExit("NSIS is needed to make the installer: winget install NSIS.NSIS, or apt-get install nsis.")
    return found


def _zip(target: Path) -> Path:
    """Portable: unpack and start. In the same order and with the same times from the same commit."""
    when = datetime.fromtimestamp(made_at(), UTC).timetuple()[:6]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(FOLDER.rglob("*")):
            if path.is_file():
                info = zipfile.ZipInfo(f"nightmail-{FACTS.version}/{path.relative_to(FOLDER).as_posix()}", when)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = (0o755 if os.access(path, os.X_OK) else 0o644) << 16
                archive.writestr(info, path.read_bytes())
    return target


if __name__ == "__main__":
    # The script alone, over a folder of one's own: python windows_installer.py FOLDER ICON OUT
    compile_setup(source=Path(sys.argv[1]), icon=Path(sys.argv[2]), target=Path(sys.argv[3]))
