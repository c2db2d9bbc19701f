"""What stands on the page while it is typed is what stands there when the draft is opened again, and what is sent."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextDocument, QTextListFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.look.theme import look
from desktop.look.tokens import Theme
from desktop.widgets.editor import Editor
from desktop.widgets.legible import contrast
from desktop.widgets.listing import list_depth
from desktop.widgets.rich_text import all_blocks, text_of_document, written

pytestmark = pytest.mark.usefixtures("dressed")

DISC, NUMBERS = QTextListFormat.Style.ListDisc, QTextListFormat.Style.ListDecimal


@pytest.fixture
def editor(qtbot: QtBot) -> Editor:
    made = Editor()
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    return made


def layout_of(document: QTextDocument) -> list[tuple[object, ...]]:
    """Each line: its words, what it is, and where it stands on the page."""
    page = document.documentLayout()
    return [
        (
            block.text(),
            block.blockFormat().headingLevel(),
            list_depth(block),
            block.textList().itemText(block) if block.textList() else "",
            round(page.blockBoundingRect(block).top()),
            round(page.blockBoundingRect(block).left()),
        )
        for block in all_blocks(document)
    ]


def reopened(html: str) -> Editor:
    made = Editor()
    made.resize(600, 400)
    made.start_from(html, "")
    return made


def assert_reopens_alike(editor: Editor) -> None:
    html = written(editor.document())
    again = reopened(html)
    again.document().setTextWidth(editor.document().textWidth())
    assert layout_of(again.document()) == layout_of(editor.document())
    assert written(again.document()) == html
    assert text_of_document(again.document()) == text_of_document(editor.document())


def press(editor: Editor, act: str) -> None:
    """As a person does it, by the keys or the bar."""
    keys = {
        "enter": Qt.Key.Key_Return,
        "back": Qt.Key.Key_Backspace,
        "delete": Qt.Key.Key_Delete,
        "tab": Qt.Key.Key_Tab,
        "up": Qt.Key.Key_Up,
        "down": Qt.Key.Key_Down,
        "home": Qt.Key.Key_Home,
        "end": Qt.Key.Key_End,
    }
    ways = {
        "disc": lambda: editor.toggle_list(DISC),
        "numbers": lambda: editor.toggle_list(NUMBERS),
        "heading": lambda: editor.set_heading(2),
        "small heading": lambda: editor.set_heading(3),
        "text": lambda: editor.set_heading(0),
        "quote": editor.toggle_quote,
        "less": lambda: QTest.keyClick(editor, Qt.Key.Key_Backtab),
        "bold": editor.toggle_bold,
        "clear": editor.clear_marks,
        "undo": editor.undo,
        "redo": editor.redo,
        "all": editor.selectAll,
        "sign": lambda: editor.place_signature("<div>Anna</div><ul><li>Berlin</li></ul>"),
    }
    if act in keys:
        QTest.keyClick(editor, keys[act])
    elif act in ways:
        ways[act]()
    else:
        QTest.keyClicks(editor, act)


@pytest.mark.parametrize(
    "acts",
    [
        ["a", "enter", "disc", "x", "enter", "y", "enter", "enter", "b"],
        ["a", "enter", "numbers", "x", "enter", "tab", "y", "enter", "less", "z", "enter", "enter", "b"],
        ["a", "enter", "heading", "Agenda", "enter", "b", "enter", "small heading", "Later", "enter", "c"],
        ["quote", "said", "enter", "more", "enter", "enter", "mine"],
        ["disc", "x", "enter", "numbers", "y", "enter", "disc", "z"],
        ["disc", "only", "home", "back"],
        ["disc", "x", "enter", "tab", "y", "up", "less", "disc"],
        ["heading", "title", "disc"],
        ["disc", "item", "heading"],
        ["disc", "x", "sign", "enter", "y"],
        ["a", "enter", "heading", "b", "home", "back", "c"],
        ["enter", "heading", "back", "enter"],
        ["quote", "said", "sign", "sign"],
        ["a", "enter", "disc", "x", "up", "heading", "down", "home", "back", "back"],
    ],
)
def test_a_draft_opened_again_looks_as_it_did_while_it_was_typed(editor: Editor, acts: list[str]) -> None:
    for act in acts:
        press(editor, act)

    assert_reopens_alike(editor)


_KEYS = ("enter", "enter", "back", "delete", "tab", "less", "up", "down", "home", "end", "a", "b c")
_MARKS = ("disc", "numbers", "heading", "small heading", "text", "quote", "clear", "undo", "redo")
# More than any of these tests can make.
_MOST_STEPS = 100
_ACTS = st.sampled_from(_KEYS + _MARKS)


@settings(max_examples=50, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(_ACTS, max_size=24))
def test_whatever_is_pressed_the_page_opens_again_as_it_was(editor: Editor, acts: list[str]) -> None:
    editor.start_from("", "")
    for act in acts:
        press(editor, act)

    assert_reopens_alike(editor)


@settings(max_examples=50, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(_ACTS.filter(lambda act: act not in ("undo", "redo")), min_size=1, max_size=12))
def test_undo_goes_back_to_the_first_page_and_redo_to_the_last(editor: Editor, acts: list[str]) -> None:
    editor.start_from("<h2>Agenda</h2><ul><li>one</li><li>two</li></ul><div>and so on</div>", "")
    first = layout_of(editor.document())
    for act in acts:
        press(editor, act)
    last = layout_of(editor.document())

    for _ in range(_MOST_STEPS):
        editor.undo()
    assert not editor.document().isUndoAvailable()
    assert layout_of(editor.document()) == first

    for _ in range(_MOST_STEPS):
        editor.redo()
    assert layout_of(editor.document()) == last


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
@pytest.mark.parametrize("ink", ["#000000", "#ffffff", "#1a1a5e", "#ffff00", "#7f7f7f"])
def test_ink_of_another_paper_can_be_read_on_ours_and_is_sent_as_it_was(qapp: QApplication, theme: Theme, ink: str) -> None:
    look.dress(qapp, theme)
    html = f'<blockquote><div><span style="color:{ink}">said</span></div></blockquote>'
    editor = reopened(html)

    shown = editor.document().firstBlock().layout().formats()
    painted = shown[0].format.foreground().color() if shown else QColor(ink)

    assert contrast(painted, QColor(look.colours.surface)) >= 4.5
    assert written(editor.document()) == html


def test_a_quote_of_lines_that_run_leftwards_keeps_clear_of_its_bar(editor: Editor) -> None:
    editor.start_from("<blockquote><div>مرحبا توم</div></blockquote><blockquote><div>Hello</div></blockquote>", "")

    first, second = all_blocks(editor.document())
    assert first.blockFormat().rightMargin() == first.blockFormat().leftMargin() > 0
    assert second.blockFormat().rightMargin() == 0
