"""The first screen of all: three ways in, of which one can't do any harm."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from desktop.look import icons
from desktop.look.theme import set_icon
from desktop.widgets.parts import button, column, label, line

# Three of them stand beside each other in the smallest window.
_CARD_WIDTH = 232


class Welcome(QWidget):
    account_wanted = Signal()
    sandbox_wanted = Signal()
    cloud_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        sign = QLabel()
        sign.setPixmap(icons.pixmap("nightmail", "#000000", 76, scale=2))
        sign.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        title = label("Write now. It leaves at the right moment.", "display", wraps=True)
        title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        words = label(
            "Nightmail schedules mail from your own account, sends it on time, and can prove it afterwards.", "soft", wraps=True
        )
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        ways = line(
            1,
            _way(
                "mail",
                "Add my account",
                "Gmail, Fastmail, your company's server: anything that speaks SMTP. The password stays on this PC.",
                button("Add account", "primary", press=self.account_wanted.emit),
            ),
            _way(
                "shield",
                "Try it safely",
                "Nothing leaves this PC: a built-in mail server catches everything you send.",
                self._sandbox_button(self.sandbox_wanted.emit),
            ),
            _way(
                "cloud",
                "Use my cloud",
                "You use Nightmail elsewhere: your accounts and what waits in the cloud are there once you sign in.",
                button("Sign in to the cloud", press=self.cloud_wanted.emit),
            ),
            1,
            gap=18,
            margins=(0, 14, 0, 0),
        )
        self._said = label("", "problem", wraps=True)
        self._said.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column(2, sign, title, words, ways, self._said, 3, on=self, margins=(40, 24, 40, 24), gap=14)

    def say(self, sentence: str) -> None:
        self._said.setText(sentence)

    def show_busy(self, is_busy: bool) -> None:
        self._try.setEnabled(not is_busy)
        self._try.setText("Starting…" if is_busy else "Try the sandbox")

    def _sandbox_button(self, press: Callable[[], object]) -> QWidget:
        self._try = button("Try the sandbox", press=press)
        return self._try


def _way(icon: str, title: str, sentence: str, press: QWidget) -> QFrame:
    made = QFrame()
    made.setObjectName("choice")
    made.setFixedWidth(_CARD_WIDTH)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)
    sign = QLabel()
    set_icon(sign, icon, role="accent", side=28)
    words = label(sentence, "soft", wraps=True)
    words.setMinimumHeight(52)
    words.setAlignment(Qt.AlignmentFlag.AlignTop)
    column(sign, label(title, "large"), words, 1, press, on=made, margins=(20, 18, 20, 18), gap=8)
    return made
