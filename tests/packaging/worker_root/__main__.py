"""Build the worker's root by the steps of its Dockerfile and send mail from it (`make worker-check`). Needs root and apt."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time

from tests.packaging.worker_root.building import BuildFailed, build
from tests.packaging.worker_root.story import tell
from tests.unit.house.tree import ROOT

_NEEDED = {"debootstrap": "debootstrap", "unshare": "util-linux", "nsenter": "util-linux", "chroot": "coreutils"}
_FOLDER = ROOT / "out" / "worker-root"


def main() -> int:
    missing = sorted({package for program, package in _NEEDED.items() if shutil.which(program) is None})
    if os.name != "posix" or os.geteuid() != 0:
        print("This makes root file systems: start it as root, on Linux.", file=sys.stderr)
        return 2
    if missing:
        print(f"Something is missing: apt-get install {' '.join(missing)}", file=sys.stderr)
        return 2
    _FOLDER.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    try:
        print("Building, step by step:", flush=True)
        image = build(ROOT / "packaging/worker/Dockerfile", ROOT, ROOT / ".dockerignore", _FOLDER, os.environ)
    except BuildFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    story = tell(image, {"build_seconds": round(time.monotonic() - began, 1)})
    print(json.dumps(story.figures))
    return 1 if story.broken else 0


if __name__ == "__main__":
    sys.exit(main())
