"""A table that is pasted stays a table: in the mail's HTML, aligned in its plain text, and when the draft is opened again."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage, QTextCursor, QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.widgets.editor import Editor
from desktop.widgets.pasting import Picture
from desktop.widgets.rich_text import html_of, read_html, text_of_document, written
from desktop.widgets.tables import tables_in
from nightmail.message.html_text import clean_html

EXCEL = (
    "<html><!--StartFragment--><table border=0><col width=64 span=2><tr height=20><td>Item</td><td>Hours</td></tr>"
    "<tr><td>Design</td><td align=right>14</td></tr><tr><td>Review &amp; talk</td><td align=right>6</td></tr></table></html>"
)
WORD = (
    "<p class=MsoNormal>before</p><table class=MsoTableGrid border=1><tr><td style='border:solid windowtext 1.0pt'>"
    "<p class=MsoNormal><b>A</b><o:p></o:p></p></td><td colspan=2><p class=MsoNormal>B</p></td></tr>"
    "<tr><td><p>c</p></td><td><p>d</p></td><td><p>e</p></td></tr></table><p class=MsoNormal>after</p>"
)
LIBREOFFICE = (
    '<table width="100%" cellpadding="4"><thead><tr><th><p>Name</p></th><th><p>Amount</p></th></tr></thead>'
    '<tbody><tr><td><p>x</p></td><td><p align="right">2</p></td></tr></tbody></table><p><br/><br/></p>'
)
SHEETS = (
    '<google-sheets-html-origin><table cellspacing="0" border="1"><colgroup><col width="100"/></colgroup>'
    '<tbody><tr style="height:21px;"><td>a</td><td style="text-align:right;">1</td></tr>'
    '<tr><td>b</td><td style="text-align:right;">22</td></tr></tbody></table>'
)
DOCS = (
    '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr" style="margin-top:0pt;'
    'margin-bottom:0pt;"><span>One </span><span style="font-weight:700">two</span></p></b><br class="Apple-interchange-newline">'
)


@pytest.fixture
def editor(qtbot: QtBot, dressed: QApplication) -> Editor:
    made = Editor()
    qtbot.addWidget(made)
    return made


def copied(html: str, text: str = "words") -> QMimeData:
    made = QMimeData()
    made.setHtml(html)
    made.setText(text)
    return made


def bare(html: str) -> str:
    """Without what cells look like."""
    return re.sub(r' (?:style|cellspacing)="[^"]*"', "", html)


@pytest.mark.parametrize(
    ("pasted", "html", "text"),
    [
        (
            EXCEL,
            "<table><tr><td>Item</td><td>Hours</td></tr><tr><td>Design</td><td>14</td></tr>"
            "<tr><td>Review &amp; talk</td><td>6</td></tr></table>",
            "Item           Hours\nDesign            14\nReview & talk      6",
        ),
        (
            WORD,
            '<p>before</p><table><tr><td><b>A</b></td><td colspan="2">B</td></tr>'
            "<tr><td>c</td><td>d</td><td>e</td></tr></table><p>after</p>",
            "before\nA  B\nc  d  e\nafter",
        ),
        (
            LIBREOFFICE,
            "<table><tr><td><b>Name</b></td><td><b>Amount</b></td></tr><tr><td>x</td><td>2</td></tr></table>",
            "Name  Amount\nx          2",
        ),
        (SHEETS, "<table><tr><td>a</td><td>1</td></tr><tr><td>b</td><td>22</td></tr></table>", "a   1\nb  22"),
    ],
)
def test_a_table_from_an_office_program_is_one_in_the_mail_and_lines_up_in_its_text(
    editor: Editor, pasted: str, html: str, text: str
) -> None:
    editor.insertFromMimeData(copied(pasted))

    sent = html_of(editor.document())
    assert sent is not None
    assert html in bare(sent)
    assert text_of_document(editor.document()).strip("\n") == text


@pytest.mark.parametrize("pasted", [EXCEL, WORD, LIBREOFFICE, SHEETS])
def test_a_draft_with_a_table_reads_the_same_each_time_it_is_opened(editor: Editor, pasted: str) -> None:
    editor.start_from("", "Hello\n\nbye")
    caret = editor.textCursor()
    caret.setPosition(6)
    editor.setTextCursor(caret)
    editor.insertFromMimeData(copied(pasted))
    first = written(editor.document())

    again = QTextDocument()
    read_html(again, clean_html(first))

    assert written(again) == first
    assert text_of_document(again) == text_of_document(editor.document())


def test_undo_takes_a_pasted_table_back_in_one_step(editor: Editor) -> None:
    editor.start_from("", "Hello")
    editor.moveCursor(QTextCursor.MoveOperation.End)

    editor.insertFromMimeData(copied(EXCEL))
    assert list(tables_in(editor.document()))
    editor.undo()

    assert editor.toPlainText() == "Hello"


def test_lines_of_cells_travel_on_the_cells_and_numbers_stand_right(editor: Editor) -> None:
    editor.insertFromMimeData(copied(EXCEL))

    sent = html_of(editor.document())
    assert sent is not None and clean_html(sent).count("border:1px solid") == 6
    assert sent.count("text-align:right") == 2


def test_a_wide_table_has_tabs_between_its_cells_in_plain_text(editor: Editor) -> None:
    editor.insertFromMimeData(copied(f"<table><tr><td>{'x' * 60}</td><td>{'y' * 60}</td></tr></table>"))

    assert f"{'x' * 60}\t{'y' * 60}" in text_of_document(editor.document())


def test_what_only_lays_a_page_out_is_no_table(editor: Editor) -> None:
    inner = "<table><tr><td>in</td><td>side</td></tr></table>"
    editor.insertFromMimeData(copied(f"<table><tr><td>{inner}</td><td>beside</td></tr></table>"))

    sent = html_of(editor.document())
    assert sent is not None and bare(sent).count("<table") == 1
    assert "<td>in</td><td>side</td>" in bare(sent) and "<div>beside</div>" in sent


def test_a_single_cell_is_words(editor: Editor) -> None:
    editor.insertFromMimeData(copied("<table><tr><td>only</td></tr></table>", "only\n"))

    assert (html_of(editor.document()), editor.toPlainText()) == (None, "only")


def test_a_table_pasted_into_a_cell_becomes_its_text(editor: Editor) -> None:
    editor.insertFromMimeData(copied(SHEETS))
    table = next(tables_in(editor.document()))
    editor.setTextCursor(table.cellAt(0, 0).firstCursorPosition())

    editor.insertFromMimeData(copied(EXCEL))

    assert len(list(tables_in(editor.document()))) == 1
    assert "Review & talk" in editor.toPlainText()


def test_the_line_that_google_docs_adds_is_left_out(editor: Editor) -> None:
    editor.insertFromMimeData(copied(DOCS))

    assert written(editor.document()) == "<div>One <b>two</b></div>"


def test_the_empty_line_that_libreoffice_adds_is_left_out(editor: Editor) -> None:
    editor.insertFromMimeData(copied("<p>one <b>two</b></p>\n<p><br/>\n<br/>\n</p>"))

    assert "<br>" not in written(editor.document())


@pytest.mark.parametrize(
    "odd", ["<table></table>", "<table><tr></tr></table>", "<table><tr><td>a", "<td>a</td><td>b</td>", "</table>b"]
)
def test_broken_tables_lose_no_words_and_raise_nothing(editor: Editor, odd: str) -> None:
    editor.insertFromMimeData(copied(f"<b>x</b>{odd}"))

    words = text_of_document(editor.document())
    assert words.strip().startswith("x")
    assert all(word in words for word in re.findall(r"\b[ab]\b", odd.replace("<b>", "")))


def test_a_sheet_of_thousands_of_cells_comes_as_its_words(editor: Editor) -> None:
    editor.insertFromMimeData(copied(f"<table>{'<tr><td>1</td><td>2</td></tr>' * 2001}</table>", "1\t2\n" * 2001))

    assert not list(tables_in(editor.document()))
    assert editor.toPlainText() == "\n".join(["1\t2"] * 2001)


def test_a_copied_table_is_pasted_as_one_elsewhere(editor: Editor, qtbot: QtBot) -> None:
    editor.insertFromMimeData(copied(EXCEL))
    editor.selectAll()
    source = editor.createMimeDataFromSelection()
    other = Editor()
    qtbot.addWidget(other)

    other.insertFromMimeData(source)

    assert len(list(tables_in(other.document()))) == 1
    assert "Design            14" in source.text()


def test_a_copied_picture_keeps_its_own_width(editor: Editor) -> None:
    image = QImage(1600, 20, QImage.Format.Format_RGB32)
    image.fill(0)
    editor.add_picture(Picture("plan.png", "image/png", b"", image))
    editor.selectAll()
    source = editor.createMimeDataFromSelection()
    editor.moveCursor(QTextCursor.MoveOperation.End)

    editor.insertFromMimeData(source)

    assert written(editor.document()).count('width="1600"') == 2
