"""Every error the core can raise, as a window would show it. Read from the core's source, so that no new one is missed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import nightmail
from desktop.words import sentence_of
from nightmail.cloud.refusals import unreachable
from nightmail.errors import Invalid, NightmailError, OurError, OutsideError, PersonError, Problem

CORE = Path(nightmail.__file__).parent
ERRORS = {kind.__name__: kind for kind in (PersonError, OutsideError, OurError)}
# A command, an option, a variable or an address nobody can enter in a window.
_NOT_FOR_WINDOWS = ("environment.py", "faults.py")
FOR_COMMAND_LINES = re.compile(r"\bnightmail [a-z]+|NIGHTMAIL_|(?<!\w)--[a-z]|\w://")


def text_of(node: ast.expr | None) -> str:
    """The words of a string in the source; what is filled in stands as a dot."""
    match node:
        case None:
            return ""
        case ast.Constant():
            return str(node.value)
        case ast.JoinedStr():
            return "".join(text_of(part) if isinstance(part, ast.Constant) else "·" for part in node.values)
        case ast.BinOp():
            return text_of(node.left) + text_of(node.right)
        case _:
            return "·"


def raised_in(file: Path) -> Iterator[NightmailError]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            words = [text_of(argument) for argument in node.args]
            advice = next((text_of(given.value) for given in node.keywords if given.arg == "next"), "")
            if node.func.id in ERRORS and len(words) == 2:
                yield ERRORS[node.func.id](words[0], words[1], next=advice)
            elif node.func.id == "Problem" and len(words) >= 3:
                yield Invalid([Problem(words[0], words[1], words[2], words[3] if len(words) > 3 else advice)])


def core_errors() -> list[NightmailError]:
    # The command line speaks to itself, faults are named there alone, and a wrong variable is told before there is a window.
    rooms = [file for file in sorted(CORE.rglob("*.py")) if "cli" not in file.parts and file.name not in _NOT_FOR_WINDOWS]
    return [error for file in rooms for error in raised_in(file)]


def test_the_core_is_read_whole() -> None:
    codes = {error.code for error in core_errors()}

    assert {"too-late", "no-keyring", "past-time", "account-has-history", "no-recipients", "disk-full"} <= codes
    assert len(codes) > 50


def test_no_window_ever_names_a_command_an_option_or_a_variable() -> None:
    shown = {error.code: sentence_of(error) for error in core_errors()}

    assert {code: words for code, words in shown.items() if FOR_COMMAND_LINES.search(words)} == {}


def test_where_the_core_advises_a_command_the_window_knows_another_way() -> None:
    commanding = [error for error in core_errors() if FOR_COMMAND_LINES.search(error.next)]

    silent = {error.code for error in commanding if sentence_of(error) == error.message}

    assert len(commanding) > 10
    assert silent == set()


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        (
            PersonError("too-late", "It is already sent.", next="See what happened with: nightmail outbox show 1"),
            "It is already sent. Its timeline shows what happened.",
        ),
        (OutsideError("disk-full", "The disk is full.", next="Free some space."), "The disk is full. Free some space."),
        (PersonError("never-heard-of", "It failed.", next="Run: nightmail doctor"), "It failed."),
        (PersonError("never-heard-of", "It failed.", next="Set NIGHTMAIL_PROFILE."), "It failed."),
    ],
)
def test_the_next_step_fits_the_window_or_stays_away(error: NightmailError, shown: str) -> None:
    assert sentence_of(error) == shown


def test_a_project_that_answers_badly_is_not_blamed_on_the_connection() -> None:
    assert "Check the connection" in sentence_of(unreachable("night.example"))
    for why in ("503", "its database is away"):
        words = sentence_of(unreachable("night.example", why))

        assert "Check the connection" not in words
        assert "kept on this PC" in words
