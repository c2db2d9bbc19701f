"""Give a field that grows downwards no more than a few lines of its window; the rest is scrolled. Knows no field's content."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QSizePolicy, QWidget


class GrowingRoom(QScrollArea):
    """As high as what is in it, up to `most` pixels. Whatever in it has the keyboard is in sight."""

    def __init__(self, inner: QWidget, *, most: int) -> None:
        super().__init__()
        self._most = most
        self._inner = inner
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setWidget(inner)
        inner.setAutoFillBackground(False)
        self.setWidgetResizable(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusProxy(inner)
        inner.installEventFilter(self)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return min(self._inner.heightForWidth(width), self._most)

    def sizeHint(self) -> QSize:
        return QSize(self._inner.sizeHint().width(), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._inner.minimumSizeHint().width(), min(self._inner.minimumSizeHint().height(), self._most))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._inner:
            if event.type() == QEvent.Type.LayoutRequest:
                self.updateGeometry()
            elif event.type() == QEvent.Type.Resize:
                # Once what is in it has its new place, too.
                QTimer.singleShot(0, self, self._look_again)
        return super().eventFilter(watched, event)

    def _look_again(self) -> None:
        self._follow(None, QApplication.focusWidget())

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self._inner.isAncestorOf(now):
            # Whole, and not only where its caret is, as the toolkit's own way has it.
            top = now.mapTo(self._inner, QPoint()).y()
            self.ensureVisible(0, top, 0, 0)
            self.ensureVisible(0, top + now.height(), 0, 0)
