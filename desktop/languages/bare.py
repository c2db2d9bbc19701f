"""Find words for people that no catalogue can reach: literals that go to a widget, or read like a sentence, without `tr`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from desktop.languages.sentences import DESKTOP

_SHOWING = frozenset(
    [
        "setText",
        "setToolTip",
        "setStatusTip",
        "setWhatsThis",
        "setAccessibleName",
        "setAccessibleDescription",
        "setPlaceholderText",
        "setTitle",
        "setWindowTitle",
        "setLabelText",
        "setSuffix",
        "setPrefix",
        "addAction",
        "addItem",
        "QLabel",
        "QPushButton",
        "QCheckBox",
        "QRadioButton",
        "QGroupBox",
        "label",
        "button",
        "icon_button",
        "Answer",
        "ToastButton",
        "say",
        "set_text",
        "FormLine",
        "SearchField",
        "show_blank",
        "Empty",
        "Banner",
        "Question",
        "SecretQuestion",
        "ActButton",
        "getOpenFileNames",
        "getOpenFileName",
        "getSaveFileName",
        "getExistingDirectory",
    ]
)
# Told to people as they are, in every language.
_NAMES = frozenset(
    ["Nightmail", "Gmail", "Thunderbird", "Outlook", "Supabase", "SMTP", "IMAP", "English", "Deutsch", "To", "Cc", "Bcc"],
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_SENTENCE = re.compile(r"^[A-Z“][\w'’,“”-]* [\w'’,“”{ (-]+")
_PHRASE = re.compile(r"[^\W\d_]{2,} [^\W\d_]{2,}")
# The name of an icon, of a style, of a field.
_TOKEN = re.compile(r"[a-z][a-z0-9.-]*|[A-Z], [A-Z]")
# What is written for programs: style sheets, desktop entries, SQL, HTTP.
_FOR_PROGRAMS = re.compile(r"[;{}=/\\<>]|\bNULL\b")


def bare_in(folder: Path = DESKTOP) -> list[str]:
    return [found for file in sorted(folder.rglob("*.py")) if not _is_left_out(file) for found in bare_by(file)]


def bare_by(file: Path, *, root: Path = DESKTOP.parent) -> Iterator[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    spoken, notes = _spoken(tree), _notes(tree)
    shown = {
        id(text) for call in ast.walk(tree) if isinstance(call, ast.Call) and _name(call) in _SHOWING for text in _given(call)
    }
    for node in sorted(ast.walk(tree), key=lambda each: (getattr(each, "lineno", 0), getattr(each, "col_offset", 0))):
        words = _words(node)
        if words is None or id(node) in spoken | notes or words.strip() in _NAMES or _TOKEN.fullmatch(words.strip()):
            continue
        if (id(node) in shown and _WORD.search(words)) or (_reads_like_one(node, words) and not _FOR_PROGRAMS.search(words)):
            yield f"{file.relative_to(root).as_posix()}:{getattr(node, 'lineno', 0)}: {words!r}"


def _reads_like_one(node: ast.AST, words: str) -> bool:
    return bool(_SENTENCE.match(words)) or (isinstance(node, ast.JoinedStr) and bool(_PHRASE.search(words)))


def _is_left_out(file: Path) -> bool:
    return file.parent.name == "languages" or file.name in ("language.py", "style_sheet.py") or file.name.startswith("demo_")


def _words(node: ast.AST) -> str | None:
    """A text's own words; of an f-string those between what it fills in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
    return None


def _spoken(tree: ast.AST) -> set[int]:
    """Everything given to `tr` and `plural`, and the parts of f-strings, which are looked at whole."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _name(node) in ("tr", "plural")]
    inside = {id(part) for call in calls for given in (*call.args, *call.keywords) for part in ast.walk(given)}
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    return inside | parts


def _notes(tree: ast.AST) -> set[int]:
    """Docstrings, the log's events, and what only a programmer reads when something is wrong."""
    found: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            found.add(id(node.value))
        if isinstance(node, ast.Call) and (_name(node) in ("TypeError", "ValueError", "AssertionError") or _is_log(node)):
            found |= {id(part) for given in node.args for part in ast.walk(given)}
        if isinstance(node, ast.Assert) and node.msg is not None:
            found |= {id(part) for part in ast.walk(node.msg)}
    return found


def _is_log(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and call.func.value.id == "log"


def _given(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(each.value for each in call.keywords if each.arg in (None, "name", "title", "words", "tip", "label"))]


def _name(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""
