"""The bar that asks before a message goes: a line for each finding with what can be done about it, and "Send anyway"."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.screens.compose.checks import Finding, remedy_words
from desktop.widgets.parts import button, clear, column, label, line


class CheckBar(QFrame):
    """Signals carry what the person decides; `render_findings` draws it, and hides the bar where nothing was found."""

    anyway_pressed = Signal()
    back_pressed = Signal()
    remedy_pressed = Signal(object)
    silence_pressed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setProperty("tone", "warn")
        self.setAccessibleName(tr("Before it goes"))
        self._shown: tuple[Finding, ...] | None = None
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self._anyway = button(tr("Send anyway"), press=self.anyway_pressed.emit)
        self._back = button(tr("Go back"), "quiet", press=self.back_pressed.emit)
        column(self._lines, line(1, self._back, self._anyway, gap=8), on=self, margins=(14, 8, 8, 8), gap=6)
        self.hide()

    def render_findings(self, findings: tuple[Finding, ...], *, is_for_later: bool = False) -> None:
        self._anyway.setText(tr("Schedule anyway") if is_for_later else tr("Send anyway"))
        self._anyway.setAccessibleName(self._anyway.text())
        was_hidden = self.isHidden()
        self.setVisible(bool(findings))
        if findings != self._shown:
            self._shown = findings
            clear(self._lines)
            for finding in findings:
                row = self._line(finding)
                self._lines.addWidget(row)
                row.show()
            self._chain_tabs()
        if findings and was_hidden:
            # What is asked is heard, and Enter takes the first remedy rather than the risk.
            (self._first_button() or self._back).setFocus(Qt.FocusReason.OtherFocusReason)

    def _chain_tabs(self) -> None:
        """Rows that come anew stand at the end of the window's chain; they belong before "Go back"."""
        rows = [item.widget() for place in range(self._lines.count()) if (item := self._lines.itemAt(place)) is not None]
        buttons = [each for row in rows if row is not None for each in row.findChildren(QPushButton)]
        for before, after in pairwise((*buttons, self._back, self._anyway)):
            QWidget.setTabOrder(before, after)

    def _first_button(self) -> QPushButton | None:
        item = self._lines.itemAt(0)
        row = item.widget() if item is not None else None
        return row.findChild(QPushButton) if row is not None else None

    def _line(self, finding: Finding) -> QWidget:
        row = QWidget()
        words = label(finding.sentence, "", wraps=True)
        box = QHBoxLayout()
        box.setSpacing(4)
        for remedy in finding.remedies:
            made = button(remedy_words()[remedy], "link", press=partial(self.remedy_pressed.emit, remedy))
            made.setAccessibleDescription(finding.sentence)
            box.addWidget(made)
        again = button(tr("Don’t warn again"), "link", press=partial(self.silence_pressed.emit, finding.check))
        again.setAccessibleDescription(finding.sentence)
        box.addWidget(again)
        whole = line(words, box, on=row, gap=10)
        whole.setStretch(0, 1)
        return row
