"""The window of templates: the list at the left, the chosen one at the right. Draws and reports; keeps nothing."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QStackedWidget, QWidget

from desktop.language import tr
from desktop.screens.templates.presenter import TemplatesState
from desktop.widgets.blank import Blank
from desktop.widgets.editor import Editor
from desktop.widgets.format_bar import FormatBar
from desktop.widgets.parts import button, column, icon_button, label, line, set_text

_REST_MS = 400


class TemplatesView(QDialog):
    chosen = Signal(object)
    add_pressed = Signal()
    copy_pressed = Signal()
    remove_pressed = Signal()
    undo_pressed = Signal()
    named = Signal(str)
    subject_changed = Signal(str)
    body_changed = Signal(object, str)
    insert_pressed = Signal()

    def __init__(self, parent: QWidget | None, *, can_insert: bool) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setWindowTitle(tr("Templates"))
        self.resize(820, 540)
        self.setMinimumSize(620, 420)
        self._shown: UUID | None = None
        self._list = QListWidget()
        self._list.setObjectName("settingsPages")
        self._list.setAccessibleName(tr("Templates"))
        self._list.setFixedWidth(220)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._name, self._subject = QLineEdit(), QLineEdit()
        self._name.setAccessibleName(tr("Name"))
        self._subject.setAccessibleName(tr("Subject"))
        self.editor = Editor(
            tr("Text of the template"), tr("Write the text. Fields stand in double braces."), takes_pictures=False
        )
        self.editor.document().setDocumentMargin(12)
        self._fields = label("", "soft", wraps=True)
        self._problem = label("", "problem", wraps=True)
        self._removed = label("", "soft")
        self._undo = button(tr("Undo"), "link", press=self.undo_pressed.emit)
        self._can_insert = can_insert
        self._pages = QStackedWidget()
        self._pages.addWidget(self._page())
        self._blank = Blank(self.add_pressed.emit)
        self._pages.addWidget(self._blank)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._report)
        self._build()
        self._connect()

    def render_state(self, state: TemplatesState) -> None:
        self._render_list(state)
        self._pages.setCurrentIndex(0 if state.chosen is not None else 1)
        if state.chosen is None:
            if state.lines:
                self._blank.show_blank("template", tr("Choose a template"), "", "")
            else:
                words = tr("Save what you write again and again, and insert it with a few keys.")
                self._blank.show_blank("template", tr("No templates yet"), words, tr("New template"))
        elif state.chosen.id != self._shown:
            with QSignalBlocker(self._name), QSignalBlocker(self._subject):
                self._name.setText(state.chosen.name)
                self._subject.setText(state.chosen.subject)
            self.editor.start_from(state.chosen.html or "", state.chosen.text)
        self._shown = state.chosen.id if state.chosen else None
        set_text(self._fields, state.fields)
        set_text(self._problem, state.problem)
        set_text(self._removed, state.removed)
        self._undo.setVisible(bool(state.removed))
        for press in (self._copy, self._remove, self._insert):
            press.setEnabled(state.chosen is not None)

    def edit_name(self) -> None:
        self._name.setFocus()
        self._name.selectAll()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._report()
        super().closeEvent(event)

    def reject(self) -> None:
        self._report()
        super().reject()

    def _render_list(self, state: TemplatesState) -> None:
        with QSignalBlocker(self._list):
            self._list.clear()
            for each in state.lines:
                item = QListWidgetItem(each.name)
                item.setToolTip(each.subject)
                item.setData(Qt.ItemDataRole.UserRole, each.id)
                self._list.addItem(item)
                if state.chosen is not None and each.id == state.chosen.id:
                    self._list.setCurrentItem(item)

    def _report(self) -> None:
        """What was typed a moment ago counts."""
        self._rest.stop()
        self.editor.flush()
        if self._shown is not None:
            self.named.emit(self._name.text())
            self.subject_changed.emit(self._subject.text())

    def _connect(self) -> None:
        self._list.currentItemChanged.connect(self._choose)
        self._name.textEdited.connect(lambda _: self._rest.start())
        self._subject.textEdited.connect(lambda _: self._rest.start())
        self.editor.written.connect(self.body_changed)

    def _choose(self, item: QListWidgetItem | None) -> None:
        self._report()
        self.chosen.emit(item.data(Qt.ItemDataRole.UserRole) if item is not None else None)

    def _press_insert(self) -> None:
        self._report()
        self.insert_pressed.emit()

    def _page(self) -> QWidget:
        page = QWidget()
        card = QFrame()
        card.setObjectName("card")
        column(self.editor, FormatBar(self.editor), on=card, margins=(4, 4, 4, 4), gap=2)
        rows = []
        for words, field in ((tr("Name"), self._name), (tr("Subject"), self._subject)):
            said = label(words, "soft")
            said.setFixedWidth(64)
            said.setBuddy(field)
            rows.append(line(said, field, gap=8))
        whole = column(*rows, card, self._fields, self._problem, on=page, margins=(18, 18, 18, 8), gap=10)
        whole.setStretchFactor(card, 1)
        return page

    def _build(self) -> None:
        self._copy = icon_button("copy", tr("Copy the template"), press=self.copy_pressed.emit)
        self._remove = icon_button("trash", tr("Remove the template"), press=self.remove_pressed.emit)
        self._insert = button(tr("Insert"), "primary", press=self._press_insert)
        self._insert.setVisible(self._can_insert)
        add = icon_button("plus", tr("New template"), press=self.add_pressed.emit)
        side = QWidget()
        side.setObjectName("side")
        tools: QHBoxLayout = line(add, self._copy, self._remove, 1, margins=(8, 4, 8, 8), gap=2)
        column(self._list, tools, on=side, margins=(8, 14, 8, 0), gap=4)
        close = button(tr("Close"), press=self.reject)
        close.setAutoDefault(False)
        self._insert.setAutoDefault(False)
        foot = line(self._removed, self._undo, 1, close, self._insert, margins=(18, 4, 18, 14), gap=8)
        right = column(self._pages, foot, gap=0)
        whole = line(side, right, on=self, gap=0)
        whole.setStretch(1, 1)
