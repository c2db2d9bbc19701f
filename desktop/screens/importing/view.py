"""The import window: choose where the mails are, see what would become of each, say yes. Draws and reports."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHeaderView,
    QLabel,
    QProgressBar,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from desktop.language import tr
from desktop.look.theme import look, set_icon, tinted
from desktop.screens.importing.state import ImportLine, ImportState, Stage
from desktop.widgets.parts import button, column, label, line, set_text

_ROLES = {"": "text_soft", "good": "good", "warn": "warn", "bad": "bad"}
_SUBJECT, _ACCOUNT, _PEOPLE, _FATE, _WHY = range(5)


class ImportView(QDialog):
    chosen = Signal(list)
    wanted = Signal(object, bool)
    accepted_plan = Signal()
    stop_pressed = Signal()

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setWindowTitle(tr("Import messages"))
        self.resize(1080, 580)
        self.setMinimumSize(640, 420)
        self.setAcceptDrops(True)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._start_page())
        self._pages.addWidget(self._plan_page())
        self._problem = label("", "problem", wraps=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(6)
        self._bar.setAccessibleName(tr("Import"))
        self._summary = label("", "strong", wraps=True)
        self._other = button(tr("Choose others…"), press=self._choose_files)
        self._stop = button(tr("Stop"), press=self.stop_pressed.emit)
        self._close = button(tr("Cancel"), press=self.reject)
        self._accept = button(tr("Import"), "primary", press=self.accepted_plan.emit)
        self._accept.setDefault(True)
        foot = line(self._summary, self._other, self._stop, self._close, self._accept, gap=8)
        foot.setStretch(0, 1)
        whole = column(self._pages, self._problem, self._bar, foot, on=self, margins=(22, 20, 22, 16), gap=12)
        whole.setStretch(0, 1)
        self._shown: tuple[ImportLine, ...] = ()

    def render_state(self, state: ImportState) -> None:
        is_start = state.stage in (Stage.CHOOSE, Stage.READING)
        is_busy = state.stage in (Stage.READING, Stage.IMPORTING)
        self._pages.setCurrentIndex(0 if is_start else 1)
        for press in (self._file, self._folder):
            press.setEnabled(not is_busy)
        self._reading.setVisible(state.stage is Stage.READING)
        self._reading.setText(tr("Reading {source}…", source=state.source))
        set_text(self._problem, state.problem)
        self._source.setText(tr("What will become of the mails in {source}", source=state.source))
        self._render_lines(state.lines)
        self._summary.setText("" if is_start else state.summary)
        self._bar.setVisible(state.stage is Stage.IMPORTING)
        self._bar.setValue(state.share)
        self._other.setVisible(state.stage in (Stage.PLAN, Stage.DONE))
        self._stop.setVisible(state.stage is Stage.IMPORTING)
        self._close.setText(tr("Close") if state.stage is Stage.DONE else tr("Cancel"))
        self._close.setEnabled(state.stage is not Stage.IMPORTING)
        was_offered = self._accept.isVisible()
        self._accept.setVisible(bool(state.button))
        if state.button and not was_offered:
            self._accept.setFocus()
        self._accept.setText(state.button)
        self._accept.setAccessibleName(state.button)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self._report([url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()

    def reject(self) -> None:
        if self._close.isEnabled():
            super().reject()

    # ------------------------------------------------------------------------------------- inside

    def _render_lines(self, lines: tuple[ImportLine, ...]) -> None:
        if lines == self._shown:
            return
        is_same = [each.id for each in lines] == [each.id for each in self._shown]
        self._shown = lines
        with QSignalBlocker(self._list):
            if not is_same:
                self._list.clear()
                self._list.addTopLevelItems([QTreeWidgetItem() for _ in lines])
            for place, each in enumerate(lines):
                item = self._list.topLevelItem(place)
                if item is not None:
                    _fill(item, each)
        if not is_same:
            self._fit_columns()

    def _fit_columns(self) -> None:
        """Addresses and times whole, as far as they are no novels; the subject and the reasons share what is left."""
        for place, widest in ((_ACCOUNT, 200), (_PEOPLE, 200), (_FATE, 280)):
            self._list.setColumnWidth(place, min(max(self._list.sizeHintForColumn(place) + 16, 90), widest))
        left = self._list.viewport().width() - sum(self._list.columnWidth(place) for place in (_ACCOUNT, _PEOPLE, _FATE))
        self._list.setColumnWidth(_SUBJECT, max(left * 2 // 5, 150))
        self._fit_rows()

    def _fit_rows(self) -> None:
        """As tall as the whole reason, broken at its column."""
        width = max(self._list.viewport().width() - self._list.header().sectionPosition(_WHY) - 24, 120)
        flags = Qt.TextFlag.TextWordWrap
        for place in range(self._list.topLevelItemCount()):
            if (item := self._list.topLevelItem(place)) is not None and item.text(_WHY):
                words = self._list.fontMetrics().boundingRect(0, 0, width, 10_000, flags, item.text(_WHY))
                item.setSizeHint(_WHY, QSize(width, words.height() + 14))

    def _changed(self, item: QTreeWidgetItem) -> None:
        id = item.data(_SUBJECT, Qt.ItemDataRole.UserRole)
        if isinstance(id, UUID):
            self.wanted.emit(id, item.checkState(_SUBJECT) is Qt.CheckState.Checked)

    def _choose_files(self) -> None:
        kinds = f"{tr('Mails and mailboxes')} (*.eml *.mbox Drafts* Entw* Unsent*);;{tr('All files')} (*)"
        chosen, _ = QFileDialog.getOpenFileNames(self, tr("Choose mails or a mailbox"), filter=kinds)
        self._report(chosen)

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Choose a folder with mails"))
        self._report([chosen] if chosen else [])

    def _report(self, paths: list[str]) -> None:
        if paths:
            self.chosen.emit([Path(path) for path in paths])

    def _start_page(self) -> QWidget:
        page = QWidget()
        sign = QLabel()
        sign.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        set_icon(sign, "import", role="text_faint", side=40)
        title = label(tr("Bring your drafts and scheduled messages along"), "large", wraps=True)
        words = label(
            tr(
                "Choose an .eml file, an mbox, a maildir, or the whole folder of a Thunderbird profile. What its Send Later "
                "add-on was to send is scheduled for the same time; everything else becomes a draft. "
                "You see what will happen before anything does, and nothing comes in twice."
            ),
            "soft",
            wraps=True,
        )
        for said in (title, words):
            said.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._file = button(tr("Choose files…"), "primary", icon="mail", press=self._choose_files)
        self._folder = button(tr("Choose a folder…"), icon="inbox", press=self._choose_folder)
        self._reading = label("", "soft")
        self._reading.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column(
            2,
            sign,
            title,
            words,
            line(1, self._file, self._folder, 1, margins=(0, 8, 0, 0)),
            self._reading,
            3,
            on=page,
            margins=(60, 0, 60, 0),
            gap=10,
        )
        return page

    def _plan_page(self) -> QWidget:
        page = QWidget()
        self._source = label("", "large", wraps=True)
        self._list = QTreeWidget()
        self._list.setObjectName("importList")
        self._list.setAccessibleName(tr("Mails"))
        self._list.setHeaderLabels([tr("Subject"), tr("From"), tr("To"), tr("What happens"), tr("Why")])
        self._list.setRootIsDecorated(False)
        self._list.setWordWrap(True)
        self._list.setIndentation(0)
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._list.itemChanged.connect(lambda item, _: self._changed(item))
        header = self._list.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for place, width in ((_SUBJECT, 200), (_ACCOUNT, 130), (_PEOPLE, 130), (_FATE, 250)):
            self._list.setColumnWidth(place, width)
        whole = column(self._source, self._list, on=page, gap=10)
        whole.setStretch(1, 1)
        return page


def _fill(item: QTreeWidgetItem, each: ImportLine) -> None:
    item.setData(_SUBJECT, Qt.ItemDataRole.UserRole, each.id)
    for place, words in enumerate((each.subject, each.account, each.people, each.fate, each.why)):
        item.setText(place, words)
        item.setToolTip(place, words)
    role = _ROLES[each.tone]
    item.setIcon(_FATE, tinted(each.icon, role))
    colours = look.colours
    item.setForeground(_FATE, QColor(getattr(colours, role) if each.tone else colours.text))
    item.setForeground(_WHY, QColor(colours.text_soft))
    flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
    if each.is_wanted is None:
        item.setData(_SUBJECT, Qt.ItemDataRole.CheckStateRole, None)
    else:
        flags |= Qt.ItemFlag.ItemIsUserCheckable
        item.setCheckState(_SUBJECT, Qt.CheckState.Checked if each.is_wanted else Qt.CheckState.Unchecked)
    item.setFlags(flags)
