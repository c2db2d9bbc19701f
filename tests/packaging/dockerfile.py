"""Read a Dockerfile and its ignore list as Docker does, as far as ours go. It runs nothing."""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

_DIRECTIVE = re.compile(r"(?P<name>[A-Z]+)\s+(?P<value>.*)", re.DOTALL)
_STAGE = re.compile(r"(?P<base>\S+)(?:\s+AS\s+(?P<name>\S+))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Instruction:
    """`value` is one line: continuations are joined, comments within are gone."""

    name: str
    value: str
    line: int

    @property
    def words(self) -> list[str]:
        return [word for word in shlex.split(self.value) if not word.startswith("--")]

    @property
    def flags(self) -> dict[str, str]:
        pairs = (word[2:].partition("=") for word in self.value.split() if word.startswith("--"))
        return {name: value for name, _, value in pairs}

    @property
    def pairs(self) -> dict[str, str]:
        """Of ENV and LABEL: NAME=value …"""
        return {name: value for name, _, value in (word.partition("=") for word in shlex.split(self.value))}


@dataclass(frozen=True, slots=True)
class Stage:
    base: str
    name: str
    instructions: tuple[Instruction, ...] = field(repr=False)

    def all(self, name: str) -> list[Instruction]:
        return [instruction for instruction in self.instructions if instruction.name == name]

    def last(self, name: str) -> Instruction:
        return self.all(name)[-1]

    @property
    def environment(self) -> dict[str, str]:
        return {name: value for each in self.all("ENV") for name, value in each.pairs.items()}

    def command(self, name: str) -> list[str]:
        """Of ENTRYPOINT and CMD in their exec form; raises ValueError for the shell form."""
        return [str(word) for word in json.loads(self.last(name).value)]

    @property
    def health_command(self) -> list[str]:
        _, _, command = self.last("HEALTHCHECK").value.partition("CMD ")
        return [str(word) for word in json.loads(command)]


def parse(text: str) -> tuple[Stage, ...]:
    """Raises ValueError for what is no instruction, and for instructions before the first FROM."""
    stages: list[tuple[str, str, list[Instruction]]] = []
    for instruction in _instructions(text):
        if instruction.name == "FROM":
            found = _STAGE.fullmatch(instruction.value.strip())
            if found is None:
                raise ValueError(f"line {instruction.line}: {instruction.value} names no stage")
            stages.append((found["base"], found["name"] or str(len(stages)), []))
        elif not stages:
            raise ValueError(f"line {instruction.line}: {instruction.name} before the first FROM")
        else:
            stages[-1][2].append(instruction)
    return tuple(Stage(base, name, tuple(instructions)) for base, name, instructions in stages)


def _instructions(text: str) -> Iterator[Instruction]:
    pending, start = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("#") or (not line.strip() and not pending):
            continue
        start = start if pending else number
        pending += line.strip() if pending else line
        if pending.endswith("\\"):
            pending = pending[:-1].rstrip() + " "
            continue
        found = _DIRECTIVE.fullmatch(pending)
        if found is None:
            raise ValueError(f"line {start}: {pending} is no instruction")
        yield Instruction(found["name"], found["value"].strip(), start)
        pending = ""
    if pending:
        raise ValueError(f"line {start}: the last line asks for another")


class Ignored:
    """A .dockerignore: the last pattern that fits a path decides."""

    def __init__(self, text: str) -> None:
        lines = (line.strip() for line in text.splitlines())
        self._rules = [
            (line.startswith("!"), _pattern(line.removeprefix("!").strip("/"))) for line in lines if line and line[0] != "#"
        ]

    def __call__(self, path: PurePosixPath) -> bool:
        """Whether `path`, below the context's root, stays out of it."""
        # A rule that fits a folder goes for all that is in it.
        candidates = [str(path), *(str(parent) for parent in path.parents if parent.name)]
        fitting = [keeps for keeps, pattern in self._rules if any(pattern.fullmatch(candidate) for candidate in candidates)]
        return bool(fitting) and not fitting[-1]


def _pattern(glob: str) -> re.Pattern[str]:
    pieces = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(pieces.get(piece, re.escape(piece)) for piece in re.split(r"(\*\*/|\*\*|\*|\?)", glob) if piece))


def context(root: Path, ignored: Ignored) -> list[PurePosixPath]:
    """What Docker would be sent: every file below `root` that is not ignored."""
    found: list[PurePosixPath] = []
    for name, folders, files in os.walk(root):
        folder = Path(name)
        # No machine's own folder is worth a look.
        folders[:] = [inner for inner in folders if not (folder == root and inner in (".git", ".venv", "out"))]
        here = PurePosixPath(folder.relative_to(root).as_posix())
        found += [here / file for file in files if not ignored(here / file)]
    return sorted(found)
