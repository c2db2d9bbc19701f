from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage, QTextCursor, QTextDocument, QTextListFormat
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.screens.outbox.list_model import Heading, ListModel, RowRole
from desktop.screens.outbox.sidebar import AccountButton
from desktop.screens.outbox.state import AccountCloud, AccountLine, Row
from desktop.widgets.attachments import Attachments, Chip
from desktop.widgets.editor import Editor
from desktop.widgets.entry import Entry
from desktop.widgets.format_bar import FormatBar
from desktop.widgets.pill import PillWidget
from desktop.widgets.pills import PillField
from desktop.widgets.reading import Reading
from desktop.widgets.rich_text import html_of, read_html
from desktop.widgets.time_field import TimeField, read_clock
from desktop.widgets.toast import Toast, ToastButton
from desktop.words import StateWords, Tone
from nightmail.ids import new_id
from tests.unit.desktop.fakes import ANNA

pytestmark = pytest.mark.usefixtures("dressed")


# ------------------------------------------------------------------------------------------------ pills


class Echo:
    """A field whose entries are what was typed, as the presenter would answer."""

    def __init__(self, qtbot: QtBot) -> None:
        self.field = PillField("To")
        qtbot.addWidget(self.field)
        self.typed: list[str] = []
        self.field.changed.connect(self.take)
        self.field.resize(500, 60)
        with qtbot.waitActive(self.field):
            self.field.show()
            self.field.activateWindow()

    def take(self, typed: list[str]) -> None:
        parts = [part.strip() for text in typed for part in text.replace("\n", ",").split(",") if part.strip()]
        self.typed = parts
        self.field.render_pills([Entry(part, part, "" if "@" in part else "It has no @.") for part in parts])

    @property
    def pills(self) -> list[PillWidget]:
        return [pill for pill in self.field.findChildren(PillWidget) if not pill.isHidden()]


@pytest.fixture
def echo(qtbot: QtBot) -> Echo:
    return Echo(qtbot)


@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Comma, Qt.Key.Key_Semicolon])
def test_enter_comma_and_semicolon_finish_an_address(qtbot: QtBot, echo: Echo, end: Qt.Key) -> None:
    qtbot.keyClicks(echo.field.typing, "anna@example.org")
    qtbot.keyClick(echo.field.typing, end)

    assert echo.typed == ["anna@example.org"]
    assert echo.field.typing.text() == ""


def test_a_comma_inside_a_quoted_name_does_not_end_it(qtbot: QtBot, echo: Echo) -> None:
    qtbot.keyClicks(echo.field.typing, '"Doe, Jane')

    assert echo.typed == []
    assert echo.field.typing.text() == '"Doe, Jane'


def test_a_pasted_list_becomes_pills(qtbot: QtBot, echo: Echo) -> None:
    QApplication.clipboard().setText("a@example.org, b@example.org\nc@example.org")

    echo.field.typing.paste()

    assert echo.typed == ["a@example.org", "b@example.org", "c@example.org"]


def test_leaving_the_field_keeps_half_an_address(qtbot: QtBot, echo: Echo) -> None:
    qtbot.keyClicks(echo.field.typing, "anna@exa")

    echo.field.finish()

    assert echo.typed == ["anna@exa"]


def test_backspace_goes_to_the_last_pill_and_then_removes_it(qtbot: QtBot, echo: Echo) -> None:
    echo.take(["a@example.org", "b@example.org"])
    echo.field.activateWindow()

    qtbot.keyClick(echo.field.typing, Qt.Key.Key_Backspace)
    qtbot.keyClick(echo.pills[-1], Qt.Key.Key_Backspace)

    assert echo.typed == ["a@example.org"]


def test_enter_on_a_pill_edits_it(qtbot: QtBot, echo: Echo) -> None:
    echo.take(["a@example.org", "b@example.org"])

    qtbot.keyClick(echo.pills[0], Qt.Key.Key_Return)

    assert echo.field.typing.text() == "a@example.org"
    assert echo.typed == ["b@example.org"]


def test_a_pill_tells_a_screen_reader_its_place_its_keys_and_its_problem(echo: Echo) -> None:
    echo.take(["a@example.org", "nobody"])

    assert echo.pills[0].accessibleName() == "a@example.org, To 1 of 2: press Enter to edit, Delete to remove"
    assert echo.pills[1].accessibleDescription() == "It has no @."


# -------------------------------------------------------------------------------------------- rich text


def written(html: str) -> str | None:
    document = QTextDocument()
    read_html(document, html)
    return html_of(document)


@pytest.mark.parametrize(
    "html",
    [
        "<p>Hello <b>bold</b> <i>italic</i> <u>under</u></p>",
        "<ul><li>one</li><li>two</li></ul><p>after</p>",
        "<ol><li>one</li></ol>",
        '<p>See <a href="https://example.org/?a=1&amp;b=2">the page</a></p>',
        "<blockquote><p>quoted</p></blockquote><p>mine</p>",
        '<p><span style="color:#c0392b">red</span></p>',
        "<p><b>a &lt; b</b></p><p><br></p><p>c</p>",
    ],
)
def test_what_the_editor_writes_is_read_back_unchanged(html: str) -> None:
    once = written(html)

    assert once == html
    assert written(once) == once


def test_plain_words_need_no_html() -> None:
    assert written("<p>just words</p><p>and more</p>") is None


def test_no_dialect_of_the_toolkit_reaches_a_mail() -> None:
    html = written('<p style="margin-top:12px; -qt-block-indent:0; font-family:Inter"><b>x</b></p>')

    assert html == "<p><b>x</b></p>"


def test_the_marks_work_on_the_selection(qtbot: QtBot) -> None:
    editor = Editor()
    bar = FormatBar(editor)
    qtbot.addWidget(bar)
    qtbot.addWidget(editor)
    editor.setPlainText("hello")
    editor.selectAll()

    editor.toggle_bold()
    editor.toggle_italic()
    editor.toggle_list(QTextListFormat.Style.ListDisc)

    assert html_of(editor.document()) == "<ul><li><i><b>hello</b></i></li></ul>"
    editor.toggle_list(QTextListFormat.Style.ListDisc)
    editor.toggle_bold()
    assert html_of(editor.document()) == "<div><i>hello</i></div>"


def test_a_quote_can_be_set_and_taken_back(qtbot: QtBot) -> None:
    editor = Editor()
    qtbot.addWidget(editor)
    editor.setPlainText("hello")

    editor.toggle_quote()
    quoted = html_of(editor.document())
    editor.toggle_quote()

    assert quoted == "<blockquote><div>hello</div></blockquote>"
    assert html_of(editor.document()) is None


def test_a_link_needs_a_web_or_mail_address(qtbot: QtBot) -> None:
    editor = Editor()
    qtbot.addWidget(editor)

    editor.add_link("javascript:alert(1)")
    assert editor.toPlainText() == ""
    editor.add_link("https://example.org")

    assert html_of(editor.document()) == '<div><a href="https://example.org">https://example.org</a> </div>'


def test_a_file_dropped_on_the_text_is_attached_and_foreign_markup_is_not_kept(qtbot: QtBot, tmp_path: Path) -> None:
    editor = Editor()
    qtbot.addWidget(editor)
    dropped: list[list[str]] = []
    editor.files_dropped.connect(dropped.append)
    files, words = QMimeData(), QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.pdf"))])
    words.setHtml('<p style="font-family:Papyrus"><font color="pink">hello</font></p>')
    words.setText("hello")

    editor.insertFromMimeData(files)
    editor.insertFromMimeData(words)

    assert dropped == [[str(tmp_path / "a.pdf")]]
    assert html_of(editor.document()) is None
    assert editor.toPlainText() == "hello"


def test_typing_is_reported_after_a_rest_and_a_flush_reports_at_once(qtbot: QtBot) -> None:
    editor = Editor()
    qtbot.addWidget(editor)
    reports: list[str] = []
    editor.written.connect(lambda _, text: reports.append(text))

    for letter in "hello":
        editor.moveCursor(QTextCursor.MoveOperation.End)
        editor.insertPlainText(letter)
    assert reports == []

    editor.flush()
    editor.flush()
    assert reports == ["hello"]


def test_opening_and_closing_a_message_does_not_rewrite_its_html(qtbot: QtBot) -> None:
    editor = Editor()
    qtbot.addWidget(editor)
    reports: list[str] = []
    editor.written.connect(lambda _, text: reports.append(text))

    editor.start_from("<table><tr><td>kept as it is</td></tr></table>", "")
    editor.flush()

    assert reports == []


# ---------------------------------------------------------------------------------------------- reading


def test_reading_a_message_fetches_nothing(qtbot: QtBot) -> None:
    asked: list[str] = []

    class Watched(Reading):
        def loadResource(self, kind: int, name: QUrl | str) -> object:
            asked.append(name if isinstance(name, str) else name.toString())
            return super().loadResource(kind, name)

    watched = Watched()
    qtbot.addWidget(watched)
    watched.resize(300, 300)
    watched.show()
    watched.show_body('<p>x<img src="https://tracker.example/p.gif"><img src="file:///etc/passwd"></p>', "")
    watched.grab()

    assert asked
    images = [watched.loadResource(2, name) for name in tuple(asked)]
    assert all(isinstance(image, QImage) and image.width() == 1 for image in images)
    assert [watched.loadResource(kind, "file:///etc/passwd") for kind in (1, 3, 4, 100)] == [None] * 4


def test_a_link_in_a_message_is_reported_and_not_opened(qtbot: QtBot) -> None:
    reading = Reading()
    qtbot.addWidget(reading)
    pressed: list[str] = []
    reading.link_pressed.connect(lambda url: pressed.append(url.toString()))

    reading.anchorClicked.emit(QUrl("https://example.org/x"))

    assert pressed == ["https://example.org/x"]
    assert not reading.openLinks()


# ------------------------------------------------------------------------------------------------- list


def row(subject: str, group: str = "Today", id: object = None) -> Row:
    return Row(id or new_id(), StateWords("Scheduled", "clock", Tone.ACCENT), "Tom", subject, "08:00", "in 2 h", group, 0, False)  # type: ignore[arg-type]


def test_the_list_keeps_the_rules_of_qt_models(qtmodeltester: ModelTester) -> None:
    model = ListModel()
    rows = [row("a"), row("b"), row("c", "Tomorrow")]
    model.show_rows(rows, has_more=True)
    qtmodeltester.check(model, force_py=True)

    model.show_rows([rows[0], row("new"), rows[2]], has_more=False)
    model.show_rows([], has_more=False)
    model.show_rows(rows, has_more=False)


def test_rows_stand_under_their_headings_and_headings_can_not_be_chosen() -> None:
    model = ListModel()
    model.show_rows([row("a"), row("b"), row("c", "Tomorrow")], has_more=False)

    shown = [model.index(place).data() for place in range(model.rowCount())]
    assert shown == ["Today", "a", "b", "Tomorrow", "c"]
    assert model.flags(model.index(0)) == Qt.ItemFlag.NoItemFlags
    assert model.index(0).data(RowRole.HEADING) == "Today"


def test_a_change_of_one_row_leaves_the_others_in_place() -> None:
    model = ListModel()
    rows = [row(name) for name in "abcd"]
    model.show_rows(rows, has_more=False)
    removed: list[tuple[int, int]] = []
    changed: list[int] = []
    model.rowsRemoved.connect(lambda _, first, last: removed.append((first, last)))
    model.dataChanged.connect(lambda first, *_: changed.append(first.row()))

    model.show_rows([rows[0], row("B", id=rows[1].id), rows[3]], has_more=False)

    assert removed == [(3, 3)]
    assert changed == [2]


def test_a_row_is_read_out_whole() -> None:
    model = ListModel()
    model.show_rows([row("Invoice")], has_more=False)

    assert model.index(1).data(Qt.ItemDataRole.AccessibleTextRole) == "Scheduled, to Tom, Invoice, 08:00, in 2 h"
    assert Heading("Today").words == model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)


# ----------------------------------------------------------------------------------------- small things


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("8", time(8)),
        ("20:15", time(20, 15)),
        ("930", time(9, 30)),
        ("0830", time(8, 30)),
        ("8.05", time(8, 5)),
        ("08:00:30", time(8, 0, 30)),
        ("8 pm", time(20)),
        ("8:15 PM", time(20, 15)),
        ("930p", time(21, 30)),
        ("12:00 a.m.", time(0)),
        ("12 PM", time(12)),
        ("8:30:05 am", time(8, 30, 5)),
        ("13 pm", None),
        ("0 am", None),
        ("pm", None),
        ("24:00", None),
        ("8:7", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_time_is_read_in_the_usual_short_forms(text: str, clock: time | None) -> None:
    assert read_clock(text) == clock


def test_the_arrows_go_by_a_quarter_of_an_hour_and_nonsense_is_taken_back(qtbot: QtBot) -> None:
    field = TimeField("Time")
    qtbot.addWidget(field)
    times: list[time] = []
    field.clock_changed.connect(times.append)
    field.show_clock(time(23, 50))

    qtbot.keyClick(field, Qt.Key.Key_Up)
    field.setText("soon")
    field.editingFinished.emit()

    assert times == [time(0, 5)]
    assert field.text() == "00:05"


def test_attachments_show_names_and_sizes_and_report_removal(qtbot: QtBot) -> None:
    strip = Attachments()
    qtbot.addWidget(strip)
    removed: list[int] = []
    strip.removed.connect(removed.append)
    strip.render_chips([Chip("a.pdf", "2 kB"), Chip("b.pdf", "3 kB")], "2 files, 5 kB")
    remove = [child for child in strip.findChildren(QWidget) if child.accessibleName() == "Remove b.pdf"]

    qtbot.mouseClick(remove[0], Qt.MouseButton.LeftButton)

    assert removed == [1]


def test_a_toast_counts_down_offers_its_buttons_and_goes(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(600, 400)
    window.show()
    toast = Toast(window)
    pressed: list[str] = []
    toast.say("Sending soon…", seconds=10, buttons=[ToastButton("Undo", lambda: pressed.append("undo"))])
    assert toast.sentence == "Sending soon…"

    undo = next(child for child in toast.findChildren(QWidget) if child.accessibleName() == "Undo")
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)

    assert pressed == ["undo"]
    assert toast.sentence == ""


def test_an_account_too_long_for_the_sidebar_is_whole_in_its_tip(qtbot: QtBot) -> None:
    long = "anna.example@studio-nord.example"
    made = AccountButton(AccountLine(ANNA, long, "Anna at Studio Nord", 0, "The password was refused.", cloud=AccountCloud.THERE))
    qtbot.addWidget(made)

    assert made.toolTip().splitlines() == [
        f"{long} (Anna at Studio Nord)",
        "The password was refused.",
        "in the cloud only",
    ]
