"""Ask where a link leads, and what is shown for it. Opens nothing."""

from __future__ import annotations

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from desktop.language import tr
from desktop.widgets.parts import button, column, fit_height, label, line, set_text


class LinkDialog(QDialog):
    """`chosen` carries (address, words to show)."""

    chosen = Signal(str, str)
    removed = Signal()

    def __init__(self, parent: QWidget | None, *, words: str = "", address: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Link"))
        self.setFixedWidth(420)
        self._words = QLineEdit(words)
        self._address = QLineEdit(address)
        self._address.setPlaceholderText("https://")
        self._problem = label("", "problem", wraps=True)
        self._problem.hide()
        fields = []
        for name, field in ((tr("Address of the page"), self._address), (tr("Text"), self._words)):
            said = label(name, "soft")
            said.setBuddy(field)
            field.setAccessibleName(name)
            fields += [said, field]
        keep = button(tr("Set link"), "primary", press=self._accept)
        keep.setDefault(True)
        row = line(1, button(tr("Cancel"), press=self.reject), keep, margins=(0, 10, 0, 0))
        if address:
            row.insertWidget(0, button(tr("Remove link"), "quiet", press=self._remove))
        column(*fields, self._problem, row, on=self, margins=(20, 18, 20, 16), gap=6)
        self._address.setFocus()
        self._address.selectAll()
        fit_height(self)

    def _accept(self) -> None:
        typed = self._address.text().strip()
        if not is_linkable(typed):
            set_text(self._problem, tr("Enter the address of a web page, or a mail address."))
            self._address.setFocus()
            fit_height(self)
            return
        self.chosen.emit(with_scheme(typed), self._words.text())
        self.accept()

    def _remove(self) -> None:
        self.removed.emit()
        self.accept()


def with_scheme(typed: str) -> str:
    """`anna@example.org` is a mail address, and what has no scheme a page on the web."""
    if "@" in typed and ":" not in typed and "/" not in typed:
        return f"mailto:{typed}"
    return typed if ":" in typed.split("/")[0] and not typed.split(":")[1][:1].isdigit() else f"https://{typed}"


def is_linkable(typed: str) -> bool:
    url = QUrl(with_scheme(typed), QUrl.ParsingMode.StrictMode)
    if not url.isValid() or url.scheme() not in ("http", "https", "mailto"):
        return False
    return bool(url.path().strip()) if url.scheme() == "mailto" else "." in url.host() or url.host() == "localhost"
