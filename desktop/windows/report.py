"""The report of a problem: made of what the last run left and the log, kept as a file, shown before anybody sends it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl, qVersion
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop.crashes.report import report
from desktop.crashes.watch import FOLDER, CrashWatch
from desktop.screens.report.view import ReportView
from nightmail.clock import Clock
from nightmail.updates.channel import this_installation


def show_report(window: QWidget | None, profile: Path, clock: Clock, *, trace: str = "") -> ReportView:
    """`trace` "": the person asks by themselves."""
    now = clock.now()
    text = report(this_installation(), profile, trace=trace, qt=qVersion(), now=now)
    kept = CrashWatch(profile).keep(text, name=f"{now:%Y%m%d-%H%M%S}")
    view = ReportView(text, has_crashed=bool(trace), is_kept=kept is not None, parent=window)
    view.folder_wanted.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(profile / FOLDER))))
    view.open()
    return view
