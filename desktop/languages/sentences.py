"""Find every sentence the desktop says, by reading its code: the literals given to `tr` and `plural`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DESKTOP = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Said:
    """One call. `text` is the catalogue's key; None where it is no literal, so that no catalogue can know it."""

    file: Path
    line: int
    text: str | None
    one: str | None = None

    @property
    def is_plural(self) -> bool:
        return self.one is not None


def said_in(folder: Path = DESKTOP) -> tuple[Said, ...]:
    return tuple(said for file in sorted(folder.rglob("*.py")) for said in said_by(file))


def said_by(file: Path) -> Iterator[Said]:
    if file.name == "language.py":
        return
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id == "tr":
            yield Said(file, node.lineno, _literal(node, 0))
        elif node.func.id == "plural":
            yield Said(file, node.lineno, _literal(node, 1), _literal(node, 0) or "")


def _literal(call: ast.Call, place: int) -> str | None:
    given = call.args[place] if place < len(call.args) else None
    return given.value if isinstance(given, ast.Constant) and isinstance(given.value, str) else None
