"""Everything that ships with Nightmail and is not ours: name, version, licence and its words, from the pins, the installed
packages' own metadata, and `facts.toml` where those are silent. It reads; it fetches nothing.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# What `make licences` writes and the desktop shows.
LIST = ROOT / "desktop" / "screens" / "about" / "licences.json"
# Each by the pins that are installed into it.
PLACES = ("desktop", "worker")

_PIN = re.compile(r"^([a-z0-9.-]+)==([^ ;\\]+)(?: ; ([^\\]+?))? \\\n((?:    --hash=.*\n)+)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_TEXT = re.compile(r"(^|/)(licen[cs]e|copying|notice|authors|ofl)[^/]*$", re.IGNORECASE)


class Unclear(Exception):
    """A package whose licence or text is not known: it has to be looked up and written into facts.toml."""


@dataclass(frozen=True, slots=True)
class Pin:
    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Inside:
    """What a package was built from and carries within, by its own bill of materials. `purl` names it among all packages."""

    name: str
    version: str
    licence: str
    purl: str


@dataclass(frozen=True, slots=True)
class Part:
    """`ships_in` are the places, `texts` the licences' words. `is_package`: comes from the registry by its name."""

    name: str
    version: str
    licence: str
    url: str
    ships_in: tuple[str, ...]
    texts: tuple[str, ...]
    is_package: bool = True
    inside: tuple[Inside, ...] = ()


@cache
def facts() -> Mapping[str, Any]:
    return tomllib.loads((HERE / "facts.toml").read_text(encoding="utf-8"))


@cache
def pins(place: str) -> tuple[Pin, ...]:
    text = (ROOT / "packaging" / "constraints" / f"{place}.txt").read_text(encoding="utf-8")
    found = (_PIN.fullmatch(match[0]) for match in _PIN.finditer(text))
    return tuple(Pin(each[1], each[2], each[3] or "", tuple(_HASH.findall(each[4]))) for each in found if each)


def parts() -> list[Part]:
    """By name, packages and others. Raises Unclear."""
    versions = {pin.name: pin.version for place in PLACES for pin in pins(place)}
    packages = [_package(name, version) for name, version in versions.items()]
    others = [
        Part(
            name=each["name"],
            version=each["version"],
            licence=each["licence"],
            url=each["url"],
            ships_in=tuple(each["ships_in"]),
            texts=tuple(_texts(each["name"], each["texts"])),
            is_package=False,
        )
        for each in facts()["other"]
    ]
    return sorted([*packages, *others], key=lambda part: part.name.lower())


def _package(name: str, version: str) -> Part:
    if _own(name) is None and (known := _listed(name, version)):
        return known
    return Part(
        name=name,
        version=version,
        licence=_licence(name),
        url=_url(name),
        ships_in=tuple(place for place in PLACES if any(pin.name == name for pin in pins(place))),
        texts=tuple(_texts(name, facts()["texts"].get(name, [name]))),
        inside=tuple(_inside(name)),
    )


def _listed(name: str, version: str) -> Part | None:
    """As the list has it: another system or Python installs other packages, and all of them are in it."""
    if not LIST.exists():
        return None
    whole = json.loads(LIST.read_text(encoding="utf-8"))
    for row in whole["parts"]:
        if (row["name"], row["version"]) == (name, version):
            return Part(
                name=name,
                version=version,
                licence=row["licence"],
                url=row["url"],
                ships_in=tuple(row["ships_in"]),
                texts=tuple(whole["texts"][place] for place in row["texts"]),
                inside=tuple(Inside(inner, number, licence, purl="") for inner, number, licence in row["inside"]),
            )
    return None


def _inside(name: str) -> list[Inside]:
    own = _own(name)
    files = [file for file in (own.files if own else None) or [] if ".dist-info/sboms/" in file.as_posix()]
    components = [each for file in files for each in json.loads(file.read_text(encoding="utf-8")).get("components", [])]
    found = {
        Inside(each["name"], each["version"], _licence_inside(each), each.get("purl", "").partition("?")[0])
        for each in components
        # Some bills name the package among its own parts.
        if each["name"].replace("_", "-") != name
    }
    return sorted(found, key=lambda one: (one.name, one.version))


def _licence_inside(component: dict[str, Any]) -> str:
    said = [each.get("expression") or each.get("license", {}).get("id") for each in component.get("licenses") or []]
    licence = " AND ".join(each for each in said if each) or facts()["inside"].get(component["name"])
    if not licence:
        raise Unclear(f"{component['name']}, inside of another package, does not say its licence: add it to facts.toml.")
    return str(licence)


def _licence(name: str) -> str:
    if said := facts()["licences"].get(name):
        return str(said)
    expression = _said(name, "License-Expression")
    if not expression:
        raise Unclear(f"{name} does not say its licence in SPDX's words: look it up and add it to facts.toml.")
    return expression


def _url(name: str) -> str:
    own = _own(name)
    if own is None:
        return str(facts()["elsewhere"].get(name, ""))
    labelled = dict(line.split(", ", 1) for line in own.metadata.get_all("Project-URL") or [])
    byword = {label.lower(): url for label, url in labelled.items()}
    wanted = ("homepage", "home", "source", "source code", "repository", "github", "code")
    return _said(name, "Home-page") or next((byword[word] for word in wanted if word in byword), "")


def _said(name: str, field: str) -> str:
    """A field of a package's own metadata; empty where it is not told."""
    own = _own(name)
    return str((own.metadata.get_all(field) or [""])[0]) if own else ""


def _texts(name: str, sources: Iterable[str]) -> Iterable[str]:
    for source in sources:
        if source.startswith("texts/"):
            yield (HERE / source).read_text(encoding="utf-8").strip()
        elif "/" in source:
            yield (ROOT / source).read_text(encoding="utf-8").strip()
        else:
            yield from _carried(name, source)


def _carried(name: str, source: str) -> list[str]:
    """The texts in a package's own metadata."""
    own = _own(source)
    if own is None:
        raise Unclear(f"{source} is not installed here, so the licence of {name} can't be read.")
    files = [file for file in own.files or [] if ".dist-info" in file.parts[0] and _TEXT.search(file.as_posix())]
    texts = [file.read_text(encoding="utf-8").strip() for file in sorted(files, key=str)]
    if not texts:
        raise Unclear(f"{source} brings no text of its licence along: add one to facts.toml.")
    return texts


def _own(name: str) -> metadata.Distribution | None:
    try:
        return metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return None
