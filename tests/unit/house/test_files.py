"""Rules that every tracked file keeps."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.unit.house.tree import in_folder, python_files, text, tracked

# Written in pieces, so that this file keeps its own rule.
REGISTRIES = (
    "pypi" + ".org",
    "python" + "hosted.org",
    "registry" + ".npm" + "js.org",
    "deb." + "debian.org",
    "archive." + "ubuntu.com",
)
MACHINE_PATH = re.compile(r"(?<![\w.)\]}*-])/(?:wor" + r"k|roo" + r"t)/\w")
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "stuff"}
SHOWS = ("state.py", "presenter.py")


def test_no_file_names_a_package_registry() -> None:
    named = [f"{path}: {host}" for path in tracked() for host in REGISTRIES if host in text(path)]

    assert named == []


def test_no_file_names_a_path_of_the_machine_it_was_written_on() -> None:
    named = [
        f"{path}:{n}" for path in tracked() for n, line in enumerate(text(path).splitlines(), 1) if MACHINE_PATH.search(line)
    ]

    assert named == []


def test_every_module_opens_with_its_duty() -> None:
    # A test module's duty is its tests' names.
    modules = [path for path in python_files() if path.parts[0] != "tests"]
    silent = [str(path) for path in modules if (tree := ast.parse(text(path))).body and not ast.get_docstring(tree)]

    assert silent == []


def test_no_file_or_folder_has_a_name_that_says_nothing() -> None:
    vague = [str(path) for path in tracked() if EMPTY_NAMES & {part.lower() for part in path.with_suffix("").parts}]

    assert vague == []


def test_presenters_and_states_know_no_qt() -> None:
    with_qt = [str(path) for path in python_files() if is_shown_by_a_view(path) and imports(path) & {"PySide6", "shiboken6"}]

    assert with_qt == []


def test_the_core_reads_the_environment_only_in_the_command_line() -> None:
    core = [path for path in python_files() if path.parts[0] == "nightmail" and path.parts[1] != "cli"]
    reading = [str(path) for path in core if re.search(r"\bos\.(environ|getenv)\b", text(path))]

    assert reading == []


def is_shown_by_a_view(path: Path) -> bool:
    return path.as_posix().startswith("desktop/screens/") and path.name in SHOWS


def imports(path: Path) -> set[str]:
    """The top-level packages a module imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text(path))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def test_without_git_the_same_files_are_found() -> None:
    ours = {path for path in tracked() if path.parts[0] in ("nightmail", "packaging", ".ci")}

    assert ours <= {Path(name) for name in in_folder()}
