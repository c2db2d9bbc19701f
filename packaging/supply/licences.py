"""Write what the desktop app shows under About, Licences: everything that ships, with its licence's words. `make licences`."""

from __future__ import annotations

import json
import sys

from shipped import ROOT, Part, Unclear, is_allowed, parts

LIST = ROOT / "desktop" / "screens" / "about" / "licences.json"


def main() -> int:
    try:
        found = parts()
    except Unclear as unclear:
        print(unclear, file=sys.stderr)
        return 3
    if refused := [f"{part.name}: {part.licence}" for part in found if not is_allowed(part.licence)]:
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
            "texts": [texts.setdefault(text, len(texts)) for text in part.texts],
        }
        for part in found
    ]
    own = {key: (ROOT / name).read_text(encoding="utf-8").strip() for key, name in (("own", "LICENSE"), ("notice", "NOTICE"))}
    return json.dumps({**own, "parts": rows, "texts": list(texts)}, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    sys.exit(main())
