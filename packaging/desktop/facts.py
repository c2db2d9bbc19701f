"""What the packages are called and made of, said once for the spec, the installers and the release. Reads pyproject.toml; writes
only below the work folder it is handed."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# The first day of the year in which Nightmail began: what lies in an archive needs some time, and always the same one.
_SOME_TIME = 1767225600

_WINDOWS_VERSION = """VSVersionInfo(
  ffi=FixedFileInfo(filevers={quad}, prodvers={quad}, mask=0x3F, flags=0, OS=0x40004, fileType=0x1, subtype=0),
  kids=[
    StringFileInfo([StringTable("040904B0", [
      StringStruct("CompanyName", "The Nightmail authors"),
      StringStruct("FileDescription", "Nightmail"),
      StringStruct("FileVersion", "{version}"),
      StringStruct("InternalName", "nightmail"),
      StringStruct("LegalCopyright", "Apache License 2.0"),
      StringStruct("OriginalFilename", "nightmail.exe"),
      StringStruct("ProductName", "Nightmail"),
      StringStruct("ProductVersion", "{version}"),
    ])]),
    VarFileInfo([VarStruct("Translation", [1033, 1200])]),
  ],
)
"""


@dataclass(frozen=True, slots=True)
class Facts:
    """`id` names the program to the systems' menus and stores; `version` is pyproject's."""

    id: str
    version: str
    summary: str
    system: str = sys.platform

    @property
    def signing_identity(self) -> str | None:
        """The certificate that macOS code is signed with; None: an ad hoc signature, which only this machine trusts."""
        return os.environ.get("NIGHTMAIL_CODESIGN_IDENTITY") or None

    @property
    def info_plist(self) -> dict[str, object]:
        return {
            "CFBundleDisplayName": "Nightmail",
            "CFBundleShortVersionString": self.version,
            "LSMinimumSystemVersion": "13.0",
            "NSHighResolutionCapable": True,
            "NSHumanReadableCopyright": "Apache License 2.0",
            "CFBundleURLTypes": [{"CFBundleURLName": "E-mail address", "CFBundleURLSchemes": ["mailto"]}],
            "CFBundleDocumentTypes": [
                {
                    "CFBundleTypeName": "E-mail message",
                    "CFBundleTypeRole": "Viewer",
                    "LSHandlerRank": "Alternate",
                    "LSItemContentTypes": ["com.apple.mail.email"],
                }
            ],
        }

    def icon(self, work: Path) -> str | None:
        """The picture of the executable; Linux keeps it in the menus' theme instead."""
        return {"win32": str(work / "nightmail.ico"), "darwin": str(work / "nightmail.icns")}.get(self.system)

    def windows_version(self, work: Path) -> str | None:
        """The file of what Explorer shows under Details; None elsewhere."""
        if self.system != "win32":
            return None
        numbers = [int(part) for part in self.version.split("-")[0].split(".")]
        target = work / "version.txt"
        target.write_text(_WINDOWS_VERSION.format(quad=(*numbers, 0), version=self.version), encoding="utf-8")
        return str(target)


def _facts() -> Facts:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return Facts(id="org.nightmail.Nightmail", version=project["version"], summary=project["description"])


def made_at() -> int:
    """Seconds since 1970 that everything built now is dated with: SOURCE_DATE_EPOCH, else the commit's time."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    told = _git("log", "-1", "--format=%ct")
    return int(told) if told else _SOME_TIME


def commit() -> str:
    """What this is built from; "" without git, marked where the tree holds something else."""
    head = _git("rev-parse", "--short=12", "HEAD")
    return f"{head}+" if head and _git("status", "--porcelain", "--untracked-files=no") else head


def _git(*words: str) -> str:
    try:
        command = ["git", "-c", "safe.directory=*", *words]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


FACTS = _facts()
