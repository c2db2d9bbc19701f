"""`make package`: the bundle and this system's installers in `dist/`, their checksums, and what each weighs."""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from bundle import DIST, FOLDER, MAKING, bundle, weight
from facts import ROOT


def main() -> None:
    parser = argparse.ArgumentParser(description="Make Nightmail's installers for this system.")
    parser.add_argument("--keep-bundle", action="store_true", help="pack the bundle that lies in dist/, without freezing anew")
    arguments = parser.parse_args()
    _clear(DIST)
    if not arguments.keep_bundle:
        _say("Freezing the app, which takes a minute or two …")
        bundle()
    _say("Packing the installers …")
    made = _whole(installers)
    sums = DIST / "SHA256SUMS"
    sums.write_text("".join(f"{_sha256(path)}  {path.name}\n" for path in sorted(made)), encoding="utf-8")
    for path in (FOLDER, *made):
        print(f"{weight(path) / 1e6:7.1f} MB  {path.relative_to(ROOT).as_posix()}")
    print(f"            {sums.relative_to(ROOT).as_posix()}")


def _clear(dist: Path) -> None:
    """What an earlier version, or a try that failed, left there is not taken for this one's."""
    for path in (*dist.glob("nightmail[-_][0-9]*"), dist / "SHA256SUMS"):
        path.unlink(missing_ok=True)


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _whole(make: Callable[[], list[Path]]) -> list[Path]:
    """What `make` makes, moved to `dist/` once all of it is there: broken off, nothing half made bears a final name."""
    shutil.rmtree(MAKING, ignore_errors=True)
    MAKING.mkdir(parents=True)
    return [path.replace(DIST / path.name) for path in make()]


def installers() -> list[Path]:
    if sys.platform == "win32":
        import windows_installer

        return windows_installer.installers()
    if sys.platform == "darwin":
        import macos_image

        return macos_image.images()
    import linux_packages

    return linux_packages.packages()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    main()
