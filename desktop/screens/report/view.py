"""The report of a problem, to be read before it is sent: the whole text, a button that copies it, one that shows its file."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPlainTextEdit, QWidget

from desktop.language import tr
from desktop.look.theme import set_icon
from desktop.widgets.parts import button, column, fit_height, label, line

_HIGH = 260


class ReportView(QDialog):
    folder_wanted = Signal()

    def __init__(self, report: str, *, has_crashed: bool, is_kept: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(620)
        title = tr("Nightmail ended unexpectedly last time.") if has_crashed else tr("Report a problem")
        self.setWindowTitle(title)
        promise = tr(
            "Addresses, passwords and the words of your mail are taken out. Nothing is sent by itself: read it, then send it."
        )
        kept = tr("What you scheduled and wrote is still there.") + " " if has_crashed else ""
        sign = QLabel()
        set_icon(sign, "alert" if has_crashed else "info", role="warn" if has_crashed else "accent", side=26)
        words = column(label(title, "large", wraps=True), label(kept + promise, "soft", wraps=True), gap=6)
        head = line(sign, words, gap=14)
        head.setStretch(1, 1)
        head.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
        self._report = QPlainTextEdit(report)
        self._report.setReadOnly(True)
        self._report.setTabChangesFocus(True)
        self._report.setFixedHeight(_HIGH)
        self._report.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._report.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._report.setAccessibleName(tr("The report"))
        self._copy = button(tr("Copy"), "primary", icon="copy", press=self._copied)
        self._copy.setDefault(True)
        folder = button(tr("Show the file"), press=self.folder_wanted.emit)
        folder.setVisible(is_kept)
        row = line(1, button(tr("Close"), press=self.reject), folder, self._copy, margins=(0, 10, 0, 0))
        column(head, self._report, row, on=self, margins=(22, 20, 20, 16), gap=10)
        self._copy.setFocus()

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            fit_height(self)
        return handled

    def _copied(self) -> None:
        QApplication.clipboard().setText(self._report.toPlainText())
        self._copy.setText(tr("Copied"))
