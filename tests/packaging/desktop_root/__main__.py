"""Install what `make package` made on a bare Debian and use it as a person would (`make package-check`). Needs root and apt."""

from __future__ import annotations

import json
import os
import shutil
import sys

from tests.packaging.desktop_root.root import NotDone, bare
from tests.packaging.desktop_root.story import tell
from tests.unit.house.tree import ROOT

_NEEDED = {"debootstrap": "debootstrap", "unshare": "util-linux", "chroot": "coreutils"}


def main() -> int:
    missing = sorted({package for program, package in _NEEDED.items() if shutil.which(program) is None})
    if os.name != "posix" or os.geteuid() != 0:
        print("This makes a root file system: start it as root, on Linux.", file=sys.stderr)
        return 2
    if missing:
        print(f"Something is missing: apt-get install {' '.join(missing)}", file=sys.stderr)
        return 2
    made = [sorted((ROOT / "dist").glob(f"nightmail[-_]{name}")) for name in ("*.deb", "*.rpm", "*-linux-*.tar.gz")]
    if not all(made):
        print("There is nothing to install in dist/: make package first.", file=sys.stderr)
        return 2
    folder = ROOT / "out" / "desktop-root"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        story = tell(bare(folder), *(files[-1] for files in made))
    except NotDone as problem:
        print(f"✗ {problem}", file=sys.stderr)
        return 1
    print(json.dumps(story.figures))
    return 1 if story.broken else 0


if __name__ == "__main__":
    sys.exit(main())
