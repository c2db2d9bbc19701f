"""What the documents say is held against what they speak of."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest
import typer

from nightmail.cli.main import app
from nightmail.delivery.audit import AuditEvent
from nightmail.delivery.model import DeliveryState
from tests.unit.house.tree import ROOT, text, tracked

DOCUMENTS = [
    Path("README.md"),
    Path("nightmail/README.md"),
    Path("packaging/CHANGELOG.md"),
    Path("packaging/README.md"),
    Path("packaging/worker/README.md"),
]
SHELL = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
DECISIONS = sorted((ROOT / "nightmail" / "decisions").glob("*.md"))
ARROW = re.compile(r"^ +(\S+) --> (\w+): (.+)$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def commands_of_the_readme() -> list[str]:
    """The `nightmail …` lines of its shell blocks, each as one line."""
    blocks = "".join(SHELL.findall(text(Path("README.md")))).replace("\\\n", " ")
    return [line for line in blocks.splitlines() if line.startswith("nightmail ")]


def test_every_make_command_of_the_readme_exists() -> None:
    written = "\n".join(text(document) for document in DOCUMENTS)
    said = {first or second for first, second in re.findall(r"`make ([a-z-]+)|^make ([a-z-]+)", written, re.MULTILINE)}
    targets = set(re.findall(r"^([a-z-]+):", text(Path("Makefile")), re.MULTILINE))

    assert {"run", "test"} <= said <= targets


@pytest.mark.parametrize("line", commands_of_the_readme())
def test_every_nightmail_command_of_the_readme_exists(line: str) -> None:
    command, options = typer.main.get_command(app), set[str]()
    words = shlex.split(line, comments=True)[1:]
    while words and (inner := getattr(command, "commands", {}).get(words[0])):
        command, words = inner, words[1:]
        options |= {option for parameter in command.params for option in parameter.opts}

    assert not hasattr(command, "commands"), f"{line!r} names no command"
    assert [word for word in words if word.startswith("--") and word not in options] == []


@pytest.mark.parametrize("document", [*DOCUMENTS, *(path.relative_to(ROOT) for path in DECISIONS)], ids=str)
def test_every_link_leads_to_a_tracked_file(document: Path) -> None:
    known = {path.as_posix() for path in tracked()} | {parent.as_posix() for path in tracked() for parent in path.parents}
    targets = [((ROOT / document).parent / link).resolve().relative_to(ROOT).as_posix() for link in LINK.findall(text(document))]

    assert [target for target in targets if target not in known] == []


def test_every_decision_is_numbered_and_says_its_four_things() -> None:
    numbers = [int(path.name[:4]) for path in DECISIONS]
    incomplete = [
        path.name
        for path in DECISIONS
        if re.findall(r"^## (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        != ["Status", "Context", "Decision", "Consequences"]
    ]

    assert numbers == list(range(1, len(numbers) + 1))
    assert incomplete == []


def test_the_changelog_speaks_of_the_version_that_is_built() -> None:
    version = tomllib.loads(text(Path("pyproject.toml")))["project"]["version"]

    assert re.search(rf"^## {re.escape(version)}\b", text(Path("packaging/CHANGELOG.md")), re.MULTILINE)


def test_the_state_diagram_knows_every_state_and_every_audit_event() -> None:
    arrows = ARROW.findall(text(Path("nightmail/README.md")))
    states = {state for start, end, _ in arrows for state in (start, end)} - {"[*]"}
    events = {event.split()[0] for _, _, label in arrows for event in label.split(" · ")}

    assert states == {state.value for state in DeliveryState}
    assert events == {event.value for event in AuditEvent}
