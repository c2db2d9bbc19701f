"""Everything that belongs to writing can be reached by keyboard and has a name for screen readers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QProgressBar,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.screens.compose.state import AttachedFile, ComposeState
from desktop.screens.compose.view import ComposeView
from desktop.screens.importing.state import ImportState
from desktop.screens.importing.view import ImportView
from desktop.screens.signatures.presenter import SignatureState
from desktop.screens.signatures.view import SignatureView
from desktop.screens.templates.presenter import TemplateLine, TemplatesState
from desktop.screens.templates.view import TemplatesView
from desktop.templates import Template
from desktop.widgets.entry import Entry
from desktop.widgets.link_dialog import LinkDialog
from desktop.widgets.name_question import NameQuestion
from nightmail.ids import new_id
from tests.unit.desktop.fakes import ANNA

pytestmark = pytest.mark.usefixtures("dressed")

_CONTROLS = (QAbstractButton, QLineEdit, QTextEdit, QComboBox, QAbstractItemView, QProgressBar)


def composer() -> QWidget:
    view = ComposeView()
    people = (Entry("tom@example.net", "Tom"), Entry("bad", "bad", problem="It has no @."))
    files = (AttachedFile("a.pdf", "2 kB", False, share=40), AttachedFile("b.pdf", "2 kB", True))
    view.render_state(
        ComposeState(to=people, cc=people, bcc=people, shows_cc=True, shows_bcc=True, files=files, files_share=20, upload="…")
    )
    return view


def signatures() -> QWidget:
    view = SignatureView(None, [(ANNA, "anna@example.org"), (new_id(), "b@example.org")], ANNA)
    view.render_state(SignatureState("<div>Anna</div>", "", has_reply=True))
    return view


def templates() -> QWidget:
    template = Template(new_id(), "Offer")
    view = TemplatesView(None, can_insert=True)
    view.render_state(TemplatesState((TemplateLine(template.id, "Offer", ""),), template, removed="“x” was removed."))
    return view


def imports() -> QWidget:
    view = ImportView(None)
    view.render_state(ImportState())
    return view


def link() -> QWidget:
    return LinkDialog(None, address="https://example.org")


def name() -> QWidget:
    return NameQuestion(None, title="Save", words="As what?", verb="Save", start="x", given=lambda _: None)


@pytest.mark.parametrize("make", [composer, signatures, templates, imports, link, name])
def test_every_control_has_a_name(qtbot: QtBot, make: object) -> None:
    window = make()  # type: ignore[operator]
    qtbot.addWidget(window)
    window.show()

    assert [type(each).__name__ for each in controls(window) if each.isVisible() and not named(each)] == []


@pytest.mark.parametrize("make", [composer, signatures, templates, imports, link, name])
def test_every_button_that_is_shown_can_be_reached_by_tab(qtbot: QtBot, make: object) -> None:
    window = make()  # type: ignore[operator]
    qtbot.addWidget(window)
    window.show()
    buttons = [each for each in controls(window) if isinstance(each, QAbstractButton) and each.isVisible()]

    assert [named(each) for each in buttons if not each.focusPolicy() & Qt.FocusPolicy.TabFocus] == []


def controls(window: QWidget) -> Iterator[QWidget]:
    for each in window.findChildren(QWidget):
        # What Qt builds into its own widgets is named by Qt, or is never reached.
        if isinstance(each, _CONTROLS) and not each.objectName().startswith("qt_") and not inside_of_qt(each):
            yield each


def inside_of_qt(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    return parent is not None and type(parent).__name__.startswith(
        ("QComboBox", "QSpinBox", "QCalendar", "QHeader", "QTreeWidget")
    )


def named(widget: QWidget) -> str:
    return widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
