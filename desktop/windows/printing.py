"""Put a message on paper: its heading, who it is for, and the body as it was written. Fetches nothing."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QMarginsF, QUrl
from PySide6.QtGui import QFont, QImage, QPageLayout, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from desktop.language import tr
from desktop.look.theme import ui_font
from desktop.screens.compose.presenter import Printed

_MARGIN_MM = 18.0


def print_message(parent: QWidget, printed: Printed) -> None:
    """Asks for the printer; one of the choices is a PDF file."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(printed.title)
    asked = QPrintDialog(printer, parent)
    asked.setWindowTitle(tr("Print"))
    asked.accepted.connect(lambda: put_on_paper(printed, printer))
    QDialog.open(asked)


def put_on_paper(printed: Printed, printer: QPrinter) -> None:
    printer.setPageMargins(QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM), QPageLayout.Unit.Millimeter)
    document(printed).print_(printer)


class _Paper(QTextDocument):
    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Only pictures of the message, which are added; nothing from the net or the disk, whatever its HTML asks for."""
        return None


def document(printed: Printed) -> QTextDocument:
    """In black on white, whatever the window wears."""
    made = _Paper()
    made.setDefaultFont(QFont(ui_font().family(), 10))
    made.setDefaultStyleSheet("body { color: black; } a { color: #2a2f9f; } td { padding-right: 10px; color: #333333; }")
    for id, content in printed.pictures:
        made.addResource(QTextDocument.ResourceType.ImageResource, QUrl(f"cid:{id}"), QImage.fromData(content))
    rows = "".join(f"<tr><td><b>{escape(name)}</b></td><td>{escape(words)}</td></tr>" for name, words in printed.lines)
    body = printed.html if printed.html is not None else f'<div style="white-space:pre-wrap">{escape(printed.text)}</div>'
    made.setHtml(f"<h2>{escape(printed.title)}</h2><table>{rows}</table><hr>{body}")
    return made
