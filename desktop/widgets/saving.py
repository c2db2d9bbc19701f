"""Let the person choose where a text is kept, and keep it there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.language import tr


def save_text(owner: QWidget, name: str, text: str, *, said: Callable[[str], None]) -> None:
    chosen, _ = QFileDialog.getSaveFileName(owner, tr("Save"), name)
    if chosen:
        keep_text(Path(chosen), text, said=said)


def keep_text(path: Path, text: str, *, said: Callable[[str], None]) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        said(tr("{file} can't be written: {why}. Choose another place.", file=path.name, why=error.strerror or ""))
    else:
        said(tr("Saved as {file}.", file=path.name))
