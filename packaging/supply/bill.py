"""Write a bill of materials (CycloneDX 1.6, JSON) for what ships in a place: `make sbom`. The same pins make the same bytes."""

from __future__ import annotations

import json
import os
import sys
import tomllib
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from shipped import PLACES, ROOT, Part, Unclear, parts, pins

_NAMES = uuid.UUID("8f0c9a52-35c5-5b4c-9a0f-6a1d7c0e2b11")
# Long enough ago that nobody takes it for the day of a build, where nobody says which day to take.
_NO_DAY = 0


def main(folder: Path) -> int:
    try:
        found = parts()
    except Unclear as unclear:
        print(unclear, file=sys.stderr)
        return 3
    folder.mkdir(parents=True, exist_ok=True)
    for place in PLACES:
        target = folder / f"nightmail-{place}.cdx.json"
        target.write_text(json.dumps(bill(place, found, os.environ), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(target)
    return 0


def bill(place: str, found: list[Part], variables: Mapping[str, str]) -> dict[str, object]:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    here = [part for part in found if place in part.ships_in]
    names = {part.name for part in here}
    own = f"nightmail-{place}@{version}"
    components = [_component(part, place) for part in here]
    day = datetime.fromtimestamp(int(variables.get("SOURCE_DATE_EPOCH", _NO_DAY)), UTC)
    content = json.dumps([own, components], sort_keys=True)
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_NAMES, content)}",
        "version": 1,
        "metadata": {
            "timestamp": day.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": f"nightmail-{place}",
                "version": version,
                "licenses": [{"expression": "Apache-2.0"}],
            },
        },
        "components": components,
        "dependencies": [
            {"ref": own, "dependsOn": sorted(_ref(part) for part in here)},
            *({"ref": _ref(part), "dependsOn": sorted(_needs(part, here, names))} for part in here),
        ],
    }


def _component(part: Part, place: str) -> dict[str, object]:
    described: dict[str, object] = {
        "type": "library",
        "bom-ref": _ref(part),
        "name": part.name,
        # The schema lets it be unknown, but not absent for those who read it by hand.
        "version": part.version or "as built",
        "licenses": [{"expression": part.licence}],
    }
    if part.is_package:
        (pin,) = [each for each in pins(place) if each.name == part.name]
        described["purl"] = _ref(part)
        properties = [{"name": "nightmail:artifact:sha256", "value": each} for each in pin.hashes]
        marker = [{"name": "nightmail:only-where", "value": pin.marker}] if pin.marker else []
        described["properties"] = [*marker, *properties]
    if part.inside:
        described["components"] = [
            {
                "type": "library",
                "bom-ref": f"{_ref(part)}#{each.name}@{each.version}",
                "name": each.name,
                "version": each.version,
                "licenses": [{"expression": each.licence}],
                **({"purl": each.purl} if each.purl else {}),
            }
            for each in part.inside
        ]
    if part.url:
        described["externalReferences"] = [{"type": "website", "url": part.url}]
    return described


def _ref(part: Part) -> str:
    return f"pkg:pypi/{part.name}@{part.version}" if part.is_package else f"other/{part.name.replace(' ', '-')}"


def _needs(part: Part, here: list[Part], names: set[str]) -> set[str]:
    """What a package asks for by its own metadata, as far as it ships. Of those that are not installed here: nothing."""
    if not part.is_package:
        return set()
    try:
        asked = metadata.requires(part.name) or []
    except metadata.PackageNotFoundError:
        return set()
    wanted = {_canonical(line) for line in asked if "extra ==" not in line} & names - {part.name}
    return {_ref(other) for other in here if other.name in wanted}


def _canonical(requirement: str) -> str:
    name = ""
    for letter in requirement:
        if not (letter.isalnum() or letter in "-_."):
            break
        name += letter
    return name.lower().replace("_", "-").replace(".", "-")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "dist")))
