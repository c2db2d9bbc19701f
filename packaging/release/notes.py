"""Print what the changelog says of one version: `notes.py 1.2.3`."""

from __future__ import annotations

import sys
from pathlib import Path

from changelog import notes

if __name__ == "__main__":
    print(notes((Path(__file__).resolve().parent.parent / "CHANGELOG.md").read_text(encoding="utf-8"), sys.argv[1]))
