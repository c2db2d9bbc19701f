from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QImage, QTextCursor, QTextDocument, QTextListFormat
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.look.theme import look
from desktop.look.tokens import Theme
from desktop.screens.compose.presenter import Printed
from desktop.signature_block import part_html, part_text, signature_in, text_with_signature
from desktop.widgets.editor import Editor
from desktop.widgets.format_bar import FormatBar
from desktop.widgets.link_dialog import LinkDialog, is_linkable, with_scheme
from desktop.widgets.rich_text import html_of, read_html, text_of_document, written
from desktop.widgets.word_lists import with_lists
from desktop.windows.printing import document, put_on_paper

pytestmark = pytest.mark.usefixtures("dressed")

SIGNED = (
    '<div>Dear <b>Tom</b>,</div><div><br></div><div class="nightmail-signature"><div>Anna</div><div><i>Berlin</i></div></div>'
)


@pytest.fixture
def editor(qtbot: QtBot) -> Editor:
    made = Editor()
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    return made


def picture(width: int = 40, height: int = 20) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    return image


def read_back(html: str) -> str:
    document = QTextDocument()
    read_html(document, html)
    return written(document)


@pytest.mark.parametrize(
    "html",
    [
        "<div>one</div><div><br></div><div>two</div>",
        "<h2>Agenda</h2><div>text</div><h3>Later</h3>",
        "<div><s>gone</s> <b><i>x</i></b></div>".replace("<b><i>x</i></b>", "<i><b>x</b></i>"),
        "<ul><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ul>",
        "<ol><li>a<ul><li>b</li></ul></li></ol><div>after</div>",
        "<blockquote><p>outer</p><blockquote><p>inner</p></blockquote></blockquote><div>mine</div>",
        "<div>a  b</div>".replace("  ", " \u00a0"),
        SIGNED,
        SIGNED + "<div>below</div>",
    ],
)
def test_what_is_read_is_written_the_same(html: str) -> None:
    assert read_back(html) == html
    assert read_back(read_back(html)) == html


def test_runs_of_blanks_survive_as_html() -> None:
    document = QTextDocument()
    document.setPlainText("a   b")

    assert written(document) == "<div>a \u00a0\u00a0b</div>"
    assert text_with_signature(written(document)) == "a   b\n"


def test_a_pressed_enter_is_a_line_and_no_paragraph(qtbot: QtBot, editor: Editor) -> None:
    qtbot.keyClicks(editor, "one")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "two")

    assert written(editor.document()) == "<div>one</div><div>two</div>"


# -------------------------------------------------------------------------------------------- signature


def test_the_signature_is_exchanged_and_nothing_else(editor: Editor) -> None:
    editor.start_from(SIGNED, "")

    editor.place_signature("<div>Anna Example</div><div><b>Studio Nord</b></div><div>Hamburg</div>")

    html = written(editor.document())
    parted = part_html(html)
    assert parted is not None
    assert parted.before == "<div>Dear <b>Tom</b>,</div><div><br></div>"
    assert parted.signature == "<div>Anna Example</div><div><b>Studio Nord</b></div><div>Hamburg</div>"


def test_the_signature_before_a_quote_leaves_the_quote_alone(editor: Editor) -> None:
    editor.start_from(SIGNED + "<blockquote><p>earlier words</p></blockquote>", "")

    editor.place_signature("<div>Only one line</div>")

    parted = part_html(written(editor.document()))
    assert parted is not None
    assert parted.signature == "<div>Only one line</div>"
    assert parted.after == "<blockquote><p>earlier words</p></blockquote>"


def test_a_signature_is_set_below_a_blank_message_and_the_caret_stays_above(editor: Editor, qtbot: QtBot) -> None:
    editor.start_from("", "")
    editor.place_signature("<div>Anna</div>")
    qtbot.keyClicks(editor, "Dear Tom")

    assert text_of_document(editor.document()) == "Dear Tom\n\n-- \nAnna"


def test_no_signature_takes_its_empty_line_along(editor: Editor) -> None:
    editor.start_from("", "Dear Tom\n\n-- \nAnna")

    editor.place_signature("")

    assert editor.toPlainText().rstrip("\n") == "Dear Tom"
    assert "nightmail-signature" not in written(editor.document())


def test_exchanging_the_signature_is_one_step_to_undo(editor: Editor) -> None:
    editor.start_from(SIGNED, "")
    before = written(editor.document())

    editor.place_signature("<ul><li>x</li><li>y</li></ul>")
    editor.undo()

    assert written(editor.document()) == before


def test_a_plain_signature_is_known_again_by_its_dashes(editor: Editor) -> None:
    editor.start_from("", "Dear Tom\n\n-- \nAnna\nBerlin")
    editor.place_signature("<div>Anna Example</div>")

    assert text_of_document(editor.document()) == "Dear Tom\n\n-- \nAnna Example"


def test_the_plain_alternative_begins_a_signature_with_dashes_and_a_blank() -> None:
    assert text_with_signature(SIGNED) == "Dear Tom,\n\n-- \nAnna\nBerlin\n"
    assert text_with_signature(SIGNED + "<div>below</div>").endswith("-- \nAnna\nBerlin\n\nbelow\n")


def test_the_words_of_a_signature_are_found_in_html_and_in_text() -> None:
    assert signature_in(SIGNED, "") == "Anna\nBerlin"
    assert signature_in(None, "Hi\n-- \nAnna") == "Anna"
    assert signature_in(None, "Hi\n--\nAnna") is None
    assert signature_in("<div>Hi</div>", "Hi") is None


def test_damaged_markup_has_no_signature() -> None:
    assert part_html('<div class="nightmail-signature"><div>never closed') is None
    assert part_text("one -- \ntwo") is None


def test_divisions_inside_a_signature_do_not_end_it() -> None:
    parted = part_html('<p>x</p><div class="nightmail-signature"><div>a</div><DIV>b</DIV></div><p>y</p>')

    assert parted is not None
    assert (parted.signature, parted.after) == ("<div>a</div><DIV>b</DIV>", "<p>y</p>")


# -------------------------------------------------------------------------------------------- pasting


def test_pasted_markup_keeps_its_marks_and_loses_fonts_colours_and_remote_pictures(editor: Editor) -> None:
    source = QMimeData()
    source.setHtml(
        '<meta charset="utf-8"><p style="font-family:Papyrus;color:pink">a <b>bold</b> word'
        '<img src="https://tracker.example/p.gif"></p><script>alert(1)</script><ul><li>one</li></ul>'
    )
    source.setText("a bold word one")

    editor.insertFromMimeData(source)

    html = html_of(editor.document())
    assert html is not None
    assert "<b>bold</b>" in html and "<ul><li>one</li></ul>" in html
    assert "pink" not in html and "Papyrus" not in html and "tracker" not in html and "alert" not in html


def _word_item(words: str, marker: str, level: int = 1) -> str:
    sign = f"<![if !supportLists]><span style='mso-list:Ignore'>{marker}<span>&nbsp;&nbsp; </span></span><![endif]>"
    return f"<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level{level} lfo1'>{sign}{words}<o:p></o:p></p>\n"


@pytest.mark.parametrize(
    ("pasted", "lists"),
    [
        ([("one", "·"), ("two", "·")], "<ul><li>one</li><li>two</li></ul>"),
        ([("one", "1."), ("two", "2.")], "<ol><li>one</li><li>two</li></ol>"),
    ],
)
def test_a_list_pasted_from_word_is_a_list(editor: Editor, pasted: list[tuple[str, str]], lists: str) -> None:
    source = QMimeData()
    source.setHtml("<p class=MsoNormal>before</p>" + "".join(_word_item(*each) for each in pasted) + "<p>after</p>")
    source.setText("before one two after")

    editor.insertFromMimeData(source)

    html = html_of(editor.document())
    assert html is not None and lists in html
    assert "·" not in html and "1." not in html


def test_word_lists_keep_their_levels() -> None:
    pasted = _word_item("one", "·") + _word_item("two", "o", 2) + _word_item("three", "·")

    read = "".join(with_lists(pasted).replace("<o:p></o:p>", "").split())

    assert read == "<ul><li>one<ul><li>two</li></ul></li><li>three</li></ul>"


@pytest.mark.parametrize(
    "odd", ["<p style='mso-list:l0 level1'>words", "<p>mso-list: words</p>", "mso-list:<p words", "</p>mso-list: words"]
)
def test_what_only_looks_like_a_word_list_loses_no_words(odd: str) -> None:
    assert "words" in with_lists(odd)


def test_pasting_without_formatting_brings_the_words_alone(editor: Editor) -> None:
    source = QMimeData()
    source.setHtml("<b>bold</b>")
    source.setText("bold")

    editor.paste_plain(source)

    assert html_of(editor.document()) is None
    assert editor.toPlainText() == "bold"


def test_markup_of_a_megabyte_is_pasted_as_words(editor: Editor) -> None:
    source = QMimeData()
    source.setHtml("<b>" + "x" * 1_000_001)
    source.setText("short")

    editor.insertFromMimeData(source)

    assert editor.toPlainText() == "short"


def test_a_pasted_picture_stands_in_the_text_and_is_reported_with_its_content_id(editor: Editor) -> None:
    added: list[tuple[str, object]] = []
    editor.picture_added.connect(lambda id, what: added.append((id, what)))
    source = QMimeData()
    source.setImageData(picture())

    editor.insertFromMimeData(source)

    html = html_of(editor.document())
    assert html is not None
    assert [id for id, _ in added] == [html.split('src="cid:')[1].split('"')[0]]
    assert 'width="40"' in html


def test_a_wide_picture_is_shown_narrower_and_goes_out_as_wide_as_it_is(editor: Editor) -> None:
    source = QMimeData()
    source.setImageData(picture(3000, 100))

    editor.insertFromMimeData(source)

    html = html_of(editor.document())
    assert html is not None
    assert 'width="3000"' in html and "max-width:100%" in html
    cursor = QTextCursor(editor.document())
    cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor)
    assert cursor.charFormat().toImageFormat().width() <= 600


def test_a_dropped_picture_goes_into_the_text_and_another_file_is_attached(editor: Editor, tmp_path: Path) -> None:
    image, other = tmp_path / "photo.png", tmp_path / "offer.pdf"
    picture().save(str(image))
    other.write_bytes(b"%PDF")
    dropped: list[list[str]] = []
    editor.files_dropped.connect(dropped.append)
    source = QMimeData()
    source.setUrls([QUrl.fromLocalFile(str(image)), QUrl.fromLocalFile(str(other))])

    editor.insertFromMimeData(source)

    assert dropped == [[str(other)]]
    assert 'alt="photo.png"' in written(editor.document())


def test_a_file_that_only_calls_itself_a_picture_is_attached(editor: Editor, tmp_path: Path) -> None:
    liar = tmp_path / "photo.png"
    liar.write_bytes(b"no picture")
    dropped: list[list[str]] = []
    editor.files_dropped.connect(dropped.append)
    source = QMimeData()
    source.setUrls([QUrl.fromLocalFile(str(liar))])

    editor.insertFromMimeData(source)

    assert dropped == [[str(liar)]]


def test_pictures_of_a_saved_draft_are_shown_again(editor: Editor, tmp_path: Path) -> None:
    file = tmp_path / "p.png"
    picture(50, 10).save(str(file))
    html = '<div>x<img src="cid:1@n" alt="p" width="50" style="max-width:100%;height:auto"></div>'

    editor.show_pictures([("1@n", file.read_bytes()), ("2@n", b"damaged")])
    editor.start_from(html, "")

    assert written(editor.document()) == html
    assert isinstance(editor.loadResource(2, QUrl("cid:1@n")), QImage)
    assert editor.loadResource(2, QUrl("cid:2@n")) is None


# -------------------------------------------------------------------------------------------- marks and keys


def test_clearing_takes_marks_links_lists_and_headings_away(editor: Editor) -> None:
    editor.start_from('<h2>T</h2><ul><li><b>a</b> <a href="https://x.example">l</a></li></ul><blockquote>q</blockquote>', "")
    editor.selectAll()

    editor.clear_marks()

    assert html_of(editor.document()) is None
    assert editor.toPlainText() == "T\na l\nq"


def test_tab_indents_an_item_and_enter_on_an_empty_one_ends_the_list(qtbot: QtBot, editor: Editor) -> None:
    editor.toggle_list(QTextListFormat.Style.ListDisc)
    qtbot.keyClicks(editor, "a")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    qtbot.keyClicks(editor, "b")
    nested = html_of(editor.document())
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "after")

    assert nested == "<ul><li>a<ul><li>b</li></ul></li></ul>"
    assert html_of(editor.document()) == "<ul><li>a<ul><li>b</li></ul></li></ul><div>after</div>"


def test_after_a_heading_comes_text(qtbot: QtBot, editor: Editor) -> None:
    qtbot.keyClicks(editor, "Agenda")
    editor.set_heading(2)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "words")

    assert html_of(editor.document()) == "<h2>Agenda</h2><div>words</div>"


def test_a_heading_can_be_taken_back(editor: Editor) -> None:
    editor.setPlainText("Agenda")
    editor.set_heading(3)
    editor.set_heading(0)

    assert html_of(editor.document()) is None


def test_a_link_is_changed_where_the_cursor_stands_in_it_and_removed_again(editor: Editor) -> None:
    editor.start_from('<div>see <a href="https://a.example">the page</a> now</div>', "")
    cursor = editor.textCursor()
    cursor.setPosition(7)
    editor.setTextCursor(cursor)

    met = editor.link_at_cursor()
    editor.add_link("https://b.example", "that page")
    changed = html_of(editor.document())
    cursor = editor.textCursor()
    cursor.setPosition(7)
    editor.setTextCursor(cursor)
    editor.remove_link()

    assert met == ("the page", "https://a.example")
    assert changed == '<div>see <a href="https://b.example">that page</a> now</div>'
    assert editor.toPlainText() == "see that page now"
    assert html_of(editor.document()) is None


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("example.org", "https://example.org"),
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("anna@example.org", "mailto:anna@example.org"),
        ("mailto:anna@example.org", "mailto:anna@example.org"),
        ("localhost:8080/x", "https://localhost:8080/x"),
    ],
)
def test_an_address_without_a_scheme_gets_the_one_it_means(typed: str, address: str) -> None:
    assert with_scheme(typed) == address
    assert is_linkable(typed)


@pytest.mark.parametrize("typed", ["", "javascript:alert(1)", "file:///etc/passwd", "two words", "data:text/html,x", "mailto:"])
def test_what_leads_nowhere_is_no_link(typed: str) -> None:
    assert not is_linkable(typed)


def test_the_link_dialog_says_what_is_wrong_and_keeps_open(qtbot: QtBot) -> None:
    dialog = LinkDialog(None, address="javascript:alert(1)")
    qtbot.addWidget(dialog)
    dialog.show()
    chosen: list[tuple[str, str]] = []
    dialog.chosen.connect(lambda *link: chosen.append(link))

    qtbot.keyClick(dialog, Qt.Key.Key_Return)

    assert dialog.isVisible()
    assert chosen == []


def test_in_plain_mode_nothing_brings_marks(editor: Editor) -> None:
    editor.set_plain(True)
    reported: list[tuple[object, str]] = []
    editor.written.connect(lambda html, text: reported.append((html, text)))
    source = QMimeData()
    source.setHtml("<b>bold</b>")
    source.setText("bold")

    editor.insertFromMimeData(source)
    editor.flush()

    assert reported == [(None, "bold")]


def test_keys_make_no_marks_while_the_bar_is_off(qtbot: QtBot, editor: Editor) -> None:
    bar = FormatBar(editor)
    qtbot.addWidget(bar)
    bar.setEnabled(False)
    editor.activateWindow()
    editor.setFocus()

    qtbot.keyClick(editor, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(editor, "x")

    assert html_of(editor.document()) is None


def test_everything_is_replaced_in_one_step(editor: Editor) -> None:
    editor.start_from(SIGNED, "")
    before = written(editor.document())

    editor.replace_all("", "Dear Tom,\n\n-- \nAnna")
    plain = text_of_document(editor.document())
    editor.undo()

    assert plain == "Dear Tom,\n\n-- \nAnna"
    assert written(editor.document()) == before


def test_a_template_goes_in_at_the_cursor(editor: Editor) -> None:
    editor.start_from("", "before after")
    cursor = editor.textCursor()
    cursor.setPosition(7)
    editor.setTextCursor(cursor)

    editor.insert_body("<div><b>{{name}}</b> </div>", "{{name}} ")

    assert html_of(editor.document()) == "<div>before <b>{{name}}</b> after</div>"


def test_another_appearance_does_not_count_as_writing(editor: Editor, dressed: QApplication) -> None:
    """What was read in and never touched may be richer than what this editor writes."""
    editor.start_from("<table><tr><td>{{name}}</td></tr></table>", "")
    reported: list[object] = []
    editor.written.connect(lambda html, text: reported.append(html))

    look.dress(dressed, Theme.DARK)
    editor.flush()
    look.dress(dressed, Theme.LIGHT)

    assert reported == []


def test_a_message_goes_on_paper_with_its_pictures_and_nothing_from_the_disk(dressed: QApplication, tmp_path: Path) -> None:
    image = tmp_path / "p.png"
    picture().save(str(image))
    printed = Printed(
        "Hello <Tom>",
        (("From", "Anna <anna@example.org>"),),
        f'<p>Dear <b>Tom</b><img src="cid:1@n"><img src="{QUrl.fromLocalFile(str(image)).toString()}"></p>',
        "",
        (("1@n", image.read_bytes()),),
    )
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))

    paper = document(printed)
    put_on_paper(printed, printer)

    assert paper.toPlainText().startswith("Hello <Tom>")
    assert isinstance(paper.resource(2, QUrl("cid:1@n")), QImage)
    assert paper.resource(2, QUrl.fromLocalFile(str(image))) is None
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")


def test_a_plain_message_goes_on_paper_line_by_line(dressed: QApplication) -> None:
    assert "one\ntwo <b>" in document(Printed("x", (), None, "one\ntwo <b>")).toPlainText()


def test_what_is_copied_or_dragged_within_keeps_its_colours(editor: Editor) -> None:
    editor.start_from('<div>one <span style="color:#c00000">two</span></div>', "")
    cursor = editor.textCursor()
    cursor.select(QTextCursor.SelectionType.Document)
    editor.setTextCursor(cursor)

    carried = editor.createMimeDataFromSelection()
    editor.insertFromMimeData(carried)

    assert carried.text() == "one two"
    assert html_of(editor.document()) == '<div>one <span style="color:#c00000">two</span></div>'
