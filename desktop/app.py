"""Start the desktop app and keep it alive: one instance, one event loop, a mishap shown and logged instead of lost."""

from __future__ import annotations

import logging
import logging.handlers
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QSocketNotifier, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop.asked_by_system import AskedBySystem
from desktop.courtesy import AWAITED
from desktop.crashes.watch import CrashWatch, hear_threads
from desktop.instance import Instance
from desktop.language import tr
from desktop.languages.loading import speak_language
from desktop.look.icons import app_icon
from desktop.look.theme import look
from desktop.look.tokens import Theme
from desktop.opening import whole_words
from desktop.preferences import read_preferences
from desktop.tidying import Tidying, collect_seldom
from desktop.widgets.question import Answer, Question
from desktop.wiring import Desk, open_window_settings, read_settings
from nightmail.memory import give_back, keep_small

_SETTLED_MS = 4_000

log = logging.getLogger("nightmail.desktop")


def run(profile_folder: Path, *, argv: Sequence[str] = ()) -> int:
    """Open the windows on a profile and stay until the person quits; answers the exit code.

    Where the profile's desktop runs already, that one is brought forward instead, and told `argv` ("write", a mailto: link, a
    mail's file).
    """
    keep_small()
    app = make_app(argv)
    words = whole_words(argv, Path.cwd())
    instance = Instance(profile_folder)
    if not instance.claim():
        return 0 if instance.hand_over(words) else _say_stuck()
    settings = read_settings(profile_folder)
    kept = open_window_settings(profile_folder)
    liked = read_preferences(kept)
    speak_language(app, liked.language, hours=liked.hours)
    look.wear(app, liked.theme, liked.density, reduces_motion=liked.reduces_motion)
    _log_to(profile_folder)
    crashes = CrashWatch(profile_folder)
    trace = crashes.begin()
    desk = Desk(settings, kept, quit_app=app.quit)
    sys.excepthook = mishap
    hear_threads(lambda problem: log.error("desktop.thread-failed", exc_info=problem))
    app.styleHints().colorSchemeChanged.connect(lambda _: look.dress(app, look.theme) if look.theme is Theme.SYSTEM else None)
    instance.called.connect(desk.shell.open_words)
    if sys.platform == "darwin":
        # A filter hears every event there is, so that it is set only where one is for it.
        app.installEventFilter(AskedBySystem(desk.shell.open_words, app))
    keep = _quit_on_signals(desk.shell.leave)
    desk.shell.open_words(words)
    QTimer.singleShot(0, desk.open)
    QTimer.singleShot(_SETTLED_MS, give_back)
    Tidying(lambda: desk.shell.main.presenter.state.is_sending, app)
    if trace:
        QTimer.singleShot(0, lambda: desk.shell.report_problem(trace))
    code = app.exec()
    del keep
    desk.close()
    crashes.end()
    instance.release()
    return code


def make_app(argv: Sequence[str] = ()) -> QApplication:
    """The one application object; the one that exists already, where there is one."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    sys.setswitchinterval(AWAITED)
    collect_seldom()
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication(["nightmail", *argv])
    app.setApplicationName("Nightmail")
    # The name of the menu entry, by which Wayland finds the window's picture.
    app.setDesktopFileName("org.nightmail.Nightmail")
    app.setQuitOnLastWindowClosed(False)
    app.setWindowIcon(app_icon())
    return app


def _say_stuck() -> int:
    QMessageBox.warning(
        None, "Nightmail", tr("Nightmail already runs on this profile, but does not answer. End it first, then start it again.")
    )
    return 3


def _log_to(profile: Path) -> None:
    """Mishaps only, never content: a small file beside the profile's database."""
    handler = logging.handlers.RotatingFileHandler(profile / "desktop.log", maxBytes=500_000, backupCount=1, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False


def mishap(kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
    """A bug in a slot: logged whole, said once, and the app goes on."""
    log.error("desktop.mishap", exc_info=(kind, problem, trace))
    sys.__excepthook__(kind, problem, trace)
    if issubclass(kind, KeyboardInterrupt):
        QApplication.quit()
        return
    if QApplication.activeModalWidget() is not None:
        return
    Question(
        QApplication.activeWindow(),
        icon="alert",
        tone="warn",
        title=tr("Something went wrong inside Nightmail."),
        words=tr("The details are in desktop.log in the profile folder. What you wrote is kept as a draft."),
        answers=(Answer(tr("Go on"), kind="primary"),),
    ).open()


def _quit_on_signals(leave: Callable[[], None]) -> object:
    """SIGTERM and SIGINT end the app the orderly way. Answers what has to stay alive for it."""
    # Python runs its handlers only between bytecodes, and Qt's loop may sit in C for hours: the pipe wakes it.
    reader, writer = socket.socketpair()
    reader.setblocking(False)
    writer.setblocking(False)
    signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
    notifier = QSocketNotifier(reader.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda *_: reader.recv(64) and None)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: leave())
    return reader, writer, notifier
