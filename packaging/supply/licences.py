"""Write what the desktop app shows under About, Licences: everything that ships, with its licence's words. `make licences`."""

from __future__ import annotations

import json
import sys

from shipped import LIST, ROOT, Part, Unclear, parts
from spdx import is_allowed


def main() -> int:
    try:
        found = parts()
    except Unclear as unclear:
        print(unclear, file=sys.stderr)
        return 3
    named = [(part.name, part.licence) for part in found]
    built_in = [(each.name, each.licence) for part in found for each in part.inside]
    if refused := [f"{name}: {licence}" for name, licence in named + built_in if not is_allowed(licence)]:
        print(f"These may not ship: {'; '.join(refused)}", file=sys.stderr)
        return 3
    LIST.write_text(as_json(found), encoding="utf-8")
    print(f"{LIST.relative_to(ROOT)}: {len(found)} parts")
    return 0


def as_json(found: list[Part]) -> str:
    """Each text once, by its place in a list: many licences are the same words."""
    texts: dict[str, int] = {}
    rows = [
        {
            "name": part.name,
            "version": part.version,
            "licence": part.licence,
            "url": part.url,
            "ships_in": list(part.ships_in),
            "inside": [[each.name, each.version, each.licence] for each in part.inside],
            "texts": [texts.setdefault(text, len(texts)) for text in part.texts],
        }
        for part in found
    ]
    own = {key: (ROOT / name).read_text(encoding="utf-8").strip() for key, name in (("own", "LICENSE"), ("notice", "NOTICE"))}
    return json.dumps({**own, "parts": rows, "texts": list(texts)}, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    sys.exit(main())
