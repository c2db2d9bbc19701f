"""The pins are whole, hashed and inside the ranges that pyproject.toml allows."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.unit.house.tree import ROOT

CONSTRAINTS = ROOT / "packaging" / "constraints"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
SETS = {
    "run": ["desktop", "worker", "demo"],
    "dev": ["desktop", "worker", "demo", "dev"],
    "desktop": ["desktop"],
    "worker": ["worker"],
    "bundle": ["desktop"],
}
PIN = re.compile(r"^([a-z0-9.-]+)==([^ ;]+)(?: ; [^\\]+)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE)


def pins(name: str) -> dict[str, str]:
    return {match[1]: match[2] for match in PIN.finditer((CONSTRAINTS / f"{name}.txt").read_text(encoding="utf-8"))}


def required(name: str) -> list[Requirement]:
    extras = PROJECT["optional-dependencies"]
    lines = [*PROJECT["dependencies"], *(line for extra in SETS[name] for line in extras[extra])]
    return [requirement for line in lines if (requirement := Requirement(line)).name != PROJECT["name"]]


@pytest.mark.parametrize("name", SETS)
def test_every_requirement_is_pinned_inside_its_range(name: str) -> None:
    pinned = pins(name)
    loose = [str(wanted) for wanted in required(name) if pinned.get(canonicalize_name(wanted.name), "") not in wanted.specifier]

    assert loose == []


@pytest.mark.parametrize("name", [*SETS, "build", "uv", "judges"])
def test_every_pin_carries_a_hash(name: str) -> None:
    content = (CONSTRAINTS / f"{name}.txt").read_text(encoding="utf-8")
    entries = [line for line in content.splitlines() if line and not line.startswith((" ", "#"))]

    assert len(entries) == len(PIN.findall(content)) > 0


@pytest.mark.parametrize("name", ["run", "desktop", "worker", "build"])
def test_what_runs_is_what_was_tested(name: str) -> None:
    tested = pins("dev")

    assert pins(name).items() <= tested.items()


def test_what_is_bundled_is_what_was_tested_beside_what_bundles_it() -> None:
    bundled = pins("bundle")

    assert pins("desktop").items() <= bundled.items()
    assert {"pyinstaller", "nfpm"} <= bundled.keys()


def test_the_worker_carries_no_qt_and_nothing_that_only_builds() -> None:
    assert {"pyside6-essentials", "shiboken6", "hatchling", "editables"} & pins("worker").keys() == set()
