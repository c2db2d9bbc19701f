"""Pin every dependency of each set with its hashes, for all systems and Pythons at once. Resolves only; installs nothing.

`dev` is resolved first and holds the others to its versions, so that what is tested is what runs.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BUILD = "packaging/constraints/build.in"
SETS = {
    "dev": ["pyproject.toml", BUILD, "--extra", "dev"],
    "run": ["pyproject.toml", BUILD, "--extra", "desktop", "--extra", "worker", "--extra", "demo"],
    # What ships, in the bundle and in the container: what builds them stays behind, in a set of its own.
    "desktop": ["pyproject.toml", "--extra", "desktop"],
    "worker": ["pyproject.toml", "--extra", "worker"],
    "build": [BUILD],
    "bundle": ["pyproject.toml", BUILD, "packaging/constraints/bundle.in", "--extra", "desktop"],
    "uv": ["packaging/constraints/uv.in"],
    # Judges of single formats, in an environment of their own: heavy, and not needed to work on the code.
    "judges": ["packaging/constraints/judges.in"],
}
# Neither a registry's address nor a path of this machine may end up in the files.
OPTIONS = [
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-annotate",
]


def main() -> None:
    upgrade = ["--upgrade"] if os.environ.get("UPGRADE") else []
    for name, sources in SETS.items():
        held = [] if name in ("dev", "uv", "judges") else ["--constraint", "packaging/constraints/dev.txt"]
        pin(name, [*sources, *held, *upgrade])


def pin(name: str, arguments: list[str]) -> None:
    output = f"packaging/constraints/{name}.txt"
    own = Path(sys.executable).with_name("uv")
    command = [str(own) if own.exists() else "uv", "pip", "compile", "--quiet", *OPTIONS, *arguments, "--output-file", output]
    subprocess.run([*command, "--custom-compile-command", "make constraints"], cwd=ROOT, check=True)
    pins = [line for line in (ROOT / output).read_text(encoding="utf-8").splitlines() if line[:1].isalpha()]
    print(f"{output}: {len(pins)} pins")


if __name__ == "__main__":
    main()
