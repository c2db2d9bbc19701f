"""The bar at the bottom: who sends from here and what goes next, how the cloud stands, how many messages wait."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from desktop.look.theme import look
from desktop.screens.outbox.state import OutboxState
from desktop.widgets.cut_label import CutLabel
from desktop.widgets.parts import label, line

_DOT = 8


class StatusLine(QStatusBar):
    def __init__(self) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self._dot, self._agent, self._queue = QLabel(), CutLabel("faint"), label("", "faint")
        self._cloud_dot, self._cloud, self._cloud_room = QLabel(), CutLabel("faint"), QWidget()
        for dot in (self._dot, self._cloud_dot):
            dot.setFixedSize(_DOT, _DOT)
        room, tail = QWidget(), QWidget()
        line(self._dot, self._agent, on=room, margins=(12, 4, 12, 4), gap=8)
        line(self._cloud_dot, self._cloud, on=self._cloud_room, margins=(12, 4, 12, 4), gap=8)
        line(self._queue, on=tail, margins=(12, 4, 12, 4))
        self.addWidget(room)
        self.addWidget(self._cloud_room)
        self.addPermanentWidget(tail)

    def render_state(self, state: OutboxState) -> None:
        self.setVisible(not state.is_welcome)
        _colour_dot(self._dot, getattr(look.colours, state.agent.tone))
        self._agent.setText(state.agent.sentence)
        self._queue.setText(state.queue)
        _colour_dot(self._cloud_dot, getattr(look.colours, state.cloud.tone))
        self._cloud.setText(state.cloud.sentence)
        self._cloud_room.setVisible(bool(state.cloud.sentence))


def _colour_dot(dot: QLabel, colour: str) -> None:
    """A style sheet is read and applied anew even where it is the same."""
    wanted = f"background: {colour}; border-radius: 4px;"
    if dot.styleSheet() != wanted:
        dot.setStyleSheet(wanted)
