"""Make what macOS installs out of the bundle: a disk image, signed and notarised where the means are given.

NIGHTMAIL_CODESIGN_IDENTITY names the certificate (the spec signs the app with it); NIGHTMAIL_NOTARY_PROFILE names credentials
that `xcrun notarytool store-credentials` keeps. Without them the image opens only after its person allowed it.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from pathlib import Path

from bundle import DIST, MAKING, WORK
from facts import FACTS

HERE = Path(__file__).resolve().parent / "macos"
APP = DIST / "Nightmail.app"


def images() -> list[Path]:
    """Answers the image, alone in a list as the other systems' makers do."""
    target = MAKING / f"nightmail-{FACTS.version}-macos-{platform.machine()}.dmg"
    _run("codesign", "--verify", "--deep", "--strict", str(APP))
    words = ["-s", str(HERE / "image.py"), "-D", f"app={APP}", "-D", f"icon={WORK / 'nightmail.icns'}"]
    _run(str(Path(sys.executable).with_name("dmgbuild")), *words, f"Nightmail {FACTS.version}", str(target))
    if FACTS.signing_identity:
        _run("codesign", "--sign", FACTS.signing_identity, "--timestamp", str(target))
    if profile := os.environ.get("NIGHTMAIL_NOTARY_PROFILE"):
        _run("xcrun", "notarytool", "submit", str(target), "--keychain-profile", profile, "--wait")
        _run("xcrun", "stapler", "staple", str(target))
    return [target]


def _run(*words: str) -> None:
    subprocess.run(words, check=True)
