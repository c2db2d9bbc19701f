"""Sentences that the core says in English, in the person's language. The core knows none, so they are known by their shape.

What a sentence fills in stands in its template as `{a1}`; a sentence that fits a template is said by its translation.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

_NAME = re.compile(r"\{(\w+)\}")
_ERRORS = frozenset({"PersonError", "OutsideError", "OurError", "Problem", "_Refusal"})
# What a desktop never shows: another face, the server's side, tries.
_ELSEWHERE = frozenset({"cli", "sandbox", "dispatcher", "metronome", "verify"})


class CoreSentences:
    """Call it with an English sentence; it stays as it is where nobody translated it."""

    def __init__(self, translations: Mapping[str, str]) -> None:
        self._translations = translations
        self._shapes: list[tuple[re.Pattern[str], str]] | None = None

    def __call__(self, sentence: str) -> str:
        if (known := self._translations.get(sentence)) is not None:
            return known
        for shape, said in self._made_shapes():
            if (found := shape.fullmatch(sentence)) is not None:
                return said.format(**found.groupdict())
        return sentence

    def _made_shapes(self) -> list[tuple[re.Pattern[str], str]]:
        """Made at the first failure. The longest fixed words first: they say the most about which sentence it is."""
        if self._shapes is None:
            keys = sorted((key for key in self._translations if _NAME.search(key)), key=lambda key: -len(_NAME.sub("", key)))
            self._shapes = [(_shape(key), self._translations[key]) for key in keys]
        return self._shapes


def core_sentences(folder: Path) -> tuple[str, ...]:
    """Every message and next step that the core's errors are given as literals, as templates."""
    files = (file for file in sorted(folder.rglob("*.py")) if not _ELSEWHERE & set(file.relative_to(folder).parts))
    return tuple(sorted({said for file in files for said in _said_by(ast.parse(file.read_text(encoding="utf-8")))}))


def _shape(key: str) -> re.Pattern[str]:
    parts = [re.escape(part) if n % 2 == 0 else f"(?P<{part}>.+?)" for n, part in enumerate(_NAME.split(key))]
    return re.compile("".join(parts), re.DOTALL)


def _said_by(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _ERRORS:
            yield from _templates(node.args[1:])
            yield from _templates(each.value for each in node.keywords if each.arg in ("message", "next"))


def _templates(given: Iterable[ast.expr]) -> Iterator[str]:
    for each in given:
        if isinstance(each, ast.IfExp):
            yield from _templates((each.body, each.orelse))
        elif isinstance(each, ast.Constant) and isinstance(each.value, str) and " " in each.value:
            yield each.value
        elif isinstance(each, ast.JoinedStr):
            yield _template(each)


def _template(text: ast.JoinedStr) -> str:
    parts, count = [], 0
    for part in text.values:
        if isinstance(part, ast.Constant):
            parts.append(str(part.value))
        else:
            count += 1
            parts.append(f"{{a{count}}}")
    return "".join(parts)
