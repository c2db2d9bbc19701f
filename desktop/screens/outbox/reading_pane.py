"""The right pane: one message with what will happen to it, its text, its files and its history."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.look.theme import set_icon
from desktop.screens.outbox.state import ActButton, Detail, Pictures, RecipientLine
from desktop.timeline_words import timeline_text
from desktop.widgets.attachments import Attachments, Chip
from desktop.widgets.flow import Flow
from desktop.widgets.links import target_words
from desktop.widgets.parts import button, card, clear, column, icon_button, label, line, restyle, rule, set_text
from desktop.widgets.reading import Reading
from desktop.widgets.timeline import Timeline

_REST_MS = 600


class _Page(QWidget):
    """What scrolls. It is as tall as its words are at the pane's width; Qt's own guess for wrapped labels is taller."""

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)


class ReadingPane(QScrollArea):
    act_pressed = Signal(object, object)
    link_pressed = Signal(QUrl)
    pictures_wanted = Signal()
    proof_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("reading")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._detail: Detail | None = None
        self._shown_acts: tuple[ActButton, ...] | None = None
        self._shown_ledger: tuple[RecipientLine, ...] | None = None
        self._subject = label("", "title", wraps=True, selectable=True)
        self._from = label("", "soft", wraps=True, selectable=True)
        self._to = label("", "soft", wraps=True, selectable=True)
        self._copies = label("", "soft", wraps=True, selectable=True)
        self._sign = QLabel()
        self._state = label("", "strong")
        self._headline = label("", "", wraps=True)
        self._place_sign, self._place_words = QLabel(), label("", "soft", wraps=True)
        self._place = QWidget()
        line(self._place_sign, self._place_words, on=self._place, gap=10).setStretch(1, 1)
        self._reason = label("", "", wraps=True)
        self._said = label("", "soft", wraps=True, selectable=True)
        self._acts_room = QWidget()
        self._acts = Flow(self._acts_room, gap=6)
        self._strip = self._make_strip()
        self._body = Reading()
        self._pictures_words = label("", "soft", wraps=True)
        self._pictures_press = button(tr("Load remote pictures"), icon="globe", press=self.pictures_wanted.emit)
        self._pictures = self._make_pictures()
        self._cut = label(tr("This is the beginning of a very long message; the whole of it is sent."), "soft", wraps=True)
        self._files = Attachments(is_fixed=True)
        self._ledger = QVBoxLayout()
        self._timeline = Timeline()
        self._copy = icon_button("copy", tr("Copy the timeline"), press=self._copy_timeline, side=16)
        self._proof = button(tr("Export proof"), "quiet", icon="shield", press=self.proof_wanted.emit)
        self._proof.setToolTip(tr("Save the record with its hashes, for anybody to check"))
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._build()
        self._body.link_pressed.connect(self.link_pressed)
        self._body.highlighted.connect(self._show_target)

    def render_detail(self, detail: Detail) -> None:
        before = self._detail
        if detail == before and detail.images == before.images:
            # Signs drawn and set anew would have all of it laid out anew.
            return
        is_another = before is None or before.id != detail.id
        self._detail = detail
        self._subject.setText(detail.subject)
        self._from.setText(tr("From  {sender}", sender=detail.sender))
        self._to.setText(tr("To  {people}", people=detail.to) if detail.to else tr("To  (nobody)"))
        set_text(self._copies, detail.copies)
        self._render_strip(detail)
        self._body.show_body(detail.html, detail.text, detail.images)
        self._pictures.setVisible(bool(detail.pictures_words))
        self._pictures_words.setText(detail.pictures_words)
        self._pictures_press.setVisible(detail.pictures is not Pictures.LOADING)
        self._cut.setVisible(detail.is_cut)
        self._files.render_chips([Chip(file.name, file.size) for file in detail.files], "")
        self._render_ledger(detail.ledger)
        self._timeline.render_lines(detail.timeline)
        if is_another:
            self.verticalScrollBar().setValue(0)

    def scroll_to(self, value: int) -> None:
        """As soon as what is shown has its height."""
        QTimer.singleShot(0, self, lambda: self.verticalScrollBar().setValue(value))

    def _show_target(self, url: QUrl) -> None:
        """Where the link under the mouse, or under the keyboard's attention, leads."""
        words = target_words(url) if not url.isEmpty() else ""
        self._body.setToolTip(words)
        self._body.setAccessibleDescription(words)

    def _render_strip(self, detail: Detail) -> None:
        tone = detail.state.tone
        restyle(self._strip, "tone", tone.value)
        set_icon(self._sign, detail.state.icon, role=tone.value, side=20)
        self._state.setText(detail.state.word)
        self._headline.setText(detail.headline)
        self._render_place(detail)
        set_text(self._reason, detail.reason)
        set_text(self._said, tr("The server said: {words}", words=detail.said) if detail.said[:3].isdigit() else detail.said)
        self._render_acts(detail.acts)

    def _render_place(self, detail: Detail) -> None:
        self._place.setVisible(detail.place is not None)
        if detail.place is not None:
            role = "text_soft" if detail.place.tone == "calm" else detail.place.tone.value
            set_icon(self._place_sign, detail.place.icon, role=role, side=16)
            self._place_words.setText(detail.place.words)

    def _render_acts(self, acts: tuple[ActButton, ...]) -> None:
        if acts == self._shown_acts:
            return
        self._shown_acts = acts
        while (item := self._acts.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for each in acts:
            made = button(each.label, each.weight.value, icon=each.icon, press=partial(self._press, each.act))
            self._acts.addWidget(made)
            made.show()
        self._acts_room.setVisible(bool(acts))
        self._acts.invalidate()

    def _press(self, act: object) -> None:
        """A second click right behind the first was meant for the first, whatever stands there now."""
        if self._detail is not None and not self._rest.isActive():
            self._rest.start(_REST_MS)
            self.act_pressed.emit(self._detail.id, act)

    def _render_ledger(self, lines: tuple[RecipientLine, ...]) -> None:
        if lines == self._shown_ledger:
            return
        self._shown_ledger = lines
        clear(self._ledger)
        for each in lines:
            said = label("", "faint", wraps=True, selectable=True)
            set_text(said, each.said)
            word = label(each.word, "strong")
            word.setAccessibleName(f"{each.address}: {each.word}")
            head = line(label(each.address, "", selectable=True), 1, word)
            self._ledger.addWidget(card(head, said, gap=2, margins=(12, 7, 12, 7)))

    def _make_strip(self) -> QFrame:
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._acts_room.setSizePolicy(policy)
        head = line(self._sign, column(self._state, self._headline, gap=1), gap=10)
        head.setStretch(1, 1)
        head.setAlignment(self._sign, Qt.AlignmentFlag.AlignTop)
        return card(head, self._place, self._reason, self._said, self._acts_room, margins=(14, 12, 14, 12), gap=8)

    def _make_pictures(self) -> QFrame:
        row = line(self._pictures_words, self._pictures_press, gap=10)
        row.setStretch(0, 1)
        return card(row, tone="calm", margins=(12, 8, 8, 8))

    def _build(self) -> None:
        page = _Page()
        page.setObjectName("page")
        names = column(self._from, self._to, self._copies, gap=2)
        history = line(label(tr("Timeline"), "large"), 1, self._proof, self._copy)
        column(
            self._subject,
            names,
            self._strip,
            self._ledger,
            self._pictures,
            self._body,
            self._cut,
            self._files,
            rule(),
            history,
            self._timeline,
            1,
            on=page,
            margins=(24, 20, 24, 24),
            gap=14,
        )
        self.setWidget(page)

    def _copy_timeline(self) -> None:
        if self._detail is not None:
            words = f"{self._detail.subject}\n{self._detail.message_id}\n{timeline_text(self._detail.timeline)}\n"
            QGuiApplication.clipboard().setText(words)
            self._copy.setToolTip(tr("Copied"))
