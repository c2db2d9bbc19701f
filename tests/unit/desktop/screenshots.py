"""Draw the pictures in packaging/screenshots anew: some of the gallery's screens, light and dark.

QT_QPA_PLATFORM=offscreen python -m tests.unit.desktop.screenshots FOLDER
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from tests.unit.desktop import gallery

# The picture's name, and the gallery's.
PICTURES = {
    "main": "cloud-main",
    "attention": "main-cards",
    "first-run": "welcome",
    "account": "account-tested",
    "compose": "compose",
    "picker": "picker-words",
    "calendar": "calendar-week",
    "settings": "settings-appearance",
}


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        gallery.main(Path(scratch))
        for name, screen in PICTURES.items():
            for theme in ("light", "dark"):
                shutil.copyfile(Path(scratch) / f"{screen}-{theme}-1x.png", folder / f"{name}-{theme}.png")


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main(Path(sys.argv[1]))
