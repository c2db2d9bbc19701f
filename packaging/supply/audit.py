"""Ask the databases of known weaknesses about every package that ships (`make audit`). Needs the network; says where it has none.

pip-audit calls a package that it could not ask about "skipped" and ends well all the same. Here that is no answer: 0 means that
every package was asked about and nothing is known, 3 that something is known, 4 that the databases could not be reached.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
PLACES = ("desktop", "worker")
# The registry's own list first, then the one that many share.
SERVICES = ("pypi", "osv")
_SECONDS = 300


def main() -> int:
    known, unasked = set[str](), set[str]()
    for place in PLACES:
        found, silent = audited(place)
        known |= found
        unasked |= silent
    for line in sorted(known):
        print(line)
    if unasked:
        some = ", ".join(sorted(unasked)[:5])
        print(
            f"Not asked about: {len(unasked)} packages ({some}, …). The databases of known weaknesses can't be reached", end=" "
        )
        print("from here. Run `make audit` where they can be, at the latest before a release.")
    if not known and not unasked:
        print("Nothing is known against any package that ships.")
    return 3 if known else 4 if unasked else 0


def audited(place: str) -> tuple[set[str], set[str]]:
    """What is known, a line each, and the names that no service answered for."""
    known, unasked = set[str](), set[str]()
    for service in SERVICES:
        answer = _ask(place, service)
        if answer is not None:
            known |= set(_known(answer["dependencies"]))
            unasked = {each["name"] for each in answer["dependencies"] if "skip_reason" in each}
            if not unasked:
                return known, unasked
    return known, unasked or {f"all of {place}"}


def _known(dependencies: Sequence[dict[str, Any]]) -> Iterator[str]:
    for each in dependencies:
        for weakness in each.get("vulns", []):
            mended = ", ".join(weakness.get("fix_versions", [])) or "no version yet"
            yield f"{each['name']} {each['version']}: {weakness['id']}; mended in {mended}"


def _ask(place: str, service: str) -> dict[str, Any] | None:
    """pip-audit's answer; None where it gave none."""
    pins = str(ROOT / "packaging" / "constraints" / f"{place}.txt")
    program = str(Path(sys.executable).with_name("pip-audit"))
    words = ["--no-deps", "--disable-pip", "--requirement", pins, "--format", "json", "--progress-spinner", "off"]
    try:
        done = subprocess.run(
            [program, *words, "--vulnerability-service", service], capture_output=True, text=True, timeout=_SECONDS, check=False
        )
        answer: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return None
    return answer


if __name__ == "__main__":
    sys.exit(main())
