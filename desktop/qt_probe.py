"""Load Qt and open an application on this display: a missing library may take the process down, so it is one of its own."""

from __future__ import annotations


def probe() -> str:
    """Qt's version, once an application could be made."""
    from PySide6 import QtCore, QtWidgets

    app = QtWidgets.QApplication([])
    del app
    return QtCore.qVersion()
