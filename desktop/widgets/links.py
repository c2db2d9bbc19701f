"""Ask before a link is opened: its words can lie about where it leads, its address can't."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop.language import tr
from desktop.widgets.question import Answer, Question

_OPENED = ("http", "https", "mailto", "tel")
_MOST = 300


def target_words(url: QUrl) -> str:
    """The whole address; a host in letters that look like others stands beside its plain spelling."""
    shown = url.toDisplayString()[:_MOST]
    plain = url.host(QUrl.ComponentFormattingOption.FullyEncoded)
    return shown if plain == url.host() else f"{shown} ({plain})"


def ask_link(owner: QWidget, url: QUrl) -> None:
    """Whatever is no web or mail address is not opened at all."""
    if url.scheme().lower() not in _OPENED:
        return
    where = url.host() or url.path() or url.scheme()
    Question(
        owner,
        icon="link",
        title=tr("This link leads to {where}.", where=where[:_MOST]),
        words=target_words(url),
        answers=(
            Answer(tr("Open in browser"), lambda: QDesktopServices.openUrl(url), "primary"),
            Answer(tr("Cancel"), kind="quiet"),
        ),
    ).open()
