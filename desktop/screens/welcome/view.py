"""The first screen of all: three ways in, of which the first can't do any harm."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QWidget

from desktop.language import tr
from desktop.look import icons
from desktop.look.theme import set_icon
from desktop.widgets.parts import button, column, label, line

# Three of them stand beside each other in the smallest window.
_CARD_WIDTH = 244


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
        title = label(tr("Write now. It leaves at the right moment."), "display", wraps=True)
        title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        words = label(
            tr("Nightmail schedules mail from your own account, sends it on time, and can prove it afterwards."),
            "soft",
            wraps=True,
        )
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._try = button(tr("Try it now"), "primary", press=self.sandbox_wanted.emit)
        add = button(tr("Add my account"), press=self.account_wanted.emit)
        cloud = button(tr("Connect Supabase"), press=self.cloud_wanted.emit)
        ways = line(
            1,
            _way(
                "shield",
                tr("Just try it"),
                tr("Nothing leaves this PC: a built-in mail server catches all that you send, and you can look at it."),
                self._try,
            ),
            _way(
                "mail",
                tr("With my own account"),
                tr("Gmail, Outlook, your company's server: an address is enough to begin. The password stays on this PC."),
                add,
            ),
            _way(
                "cloud",
                tr("With a cloud worker"),
                tr("Mail leaves while this PC is off. Paste what your project shows, or sign in to the one you use."),
                cloud,
            ),
            1,
            gap=16,
            margins=(0, 14, 0, 0),
        )
        self._said = label("", "problem", wraps=True)
        self._said.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column(2, sign, title, words, ways, self._said, 3, on=self, margins=(32, 24, 32, 24), gap=14)

    def say(self, sentence: str) -> None:
        self._said.setText(sentence)

    def show_busy(self, is_busy: bool) -> None:
        # Not disabled meanwhile: the keyboard's place would move on.
        said = tr("Starting…") if is_busy else tr("Try it now")
        self._try.setText(said)
        self._try.setAccessibleName(said)


def _way(icon: str, title: str, sentence: str, press: QPushButton) -> QFrame:
    made = QFrame()
    made.setObjectName("choice")
    made.setFixedWidth(_CARD_WIDTH)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)
    press.setAccessibleDescription(sentence)
    sign = QLabel()
    set_icon(sign, icon, role="accent", side=28)
    words = label(sentence, "soft", wraps=True)
    words.setMinimumHeight(68)
    words.setAlignment(Qt.AlignmentFlag.AlignTop)
    column(sign, label(title, "large"), words, 1, press, on=made, margins=(20, 18, 20, 18), gap=8)
    return made
