"""What is asked before the person leaves while mail is still to go. Decides nothing; every answer goes back to the shell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from desktop.gateway.cloud_port import MoveReport
from desktop.language import plural, tr
from desktop.screens.outbox.cloud_lines import report_words
from desktop.screens.outbox.state import OutboxState
from desktop.widgets.question import Answer, Question
from desktop.words import away_words


@dataclass(frozen=True, slots=True)
class Ways:
    """`stay` keeps running out of sight, `leave` ends the program."""

    stay: Callable[[], None]
    leave: Callable[[], None]
    move_and_leave: Callable[[], None]


def ask_before_leaving(window: QWidget, state: OutboxState, ways: Ways, *, has_tray: bool) -> None:
    away = away_words(state.still_to_go, is_sent_elsewhere=state.is_sent_elsewhere)
    Question(
        window,
        icon="clock",
        title=tray_words(state) if has_tray else _still_to_go(state),
        words=away if has_tray else tr("This desktop has no tray, so Nightmail can only keep running minimised.") + " " + away,
        answers=_answers(state, ways, has_tray=has_tray),
    ).open()


def ask_after_moving(window: QWidget, report: MoveReport, ways: Ways) -> None:
    """Not everything went up: say which did not and why, and ask again."""
    title, words = report_words(report)
    Question(
        window,
        icon="cloud",
        tone="warn",
        title=title,
        words=words,
        answers=(Answer(tr("Keep running"), ways.stay, "primary"), Answer(tr("Quit anyway"), ways.leave, "danger")),
    ).open()


def tray_words(state: OutboxState) -> str:
    if state.is_sent_elsewhere:
        return tr("Nightmail keeps running in the tray.")
    return plural(
        "Nightmail keeps running in the tray so {count} message can be sent.",
        "Nightmail keeps running in the tray so {count} messages can be sent.",
        state.still_to_go,
    )


def _still_to_go(state: OutboxState) -> str:
    return plural("{count} message is still to go.", "{count} messages are still to go.", state.still_to_go)


def _answers(state: OutboxState, ways: Ways, *, has_tray: bool) -> tuple[Answer, ...]:
    stay, leave = (tr("OK") if has_tray else tr("Keep running")), Answer(tr("Quit anyway"), ways.leave, "danger")
    if not state.can_move_up:
        return Answer(stay, ways.stay, "primary"), leave
    move = plural("Move it to the cloud and quit", "Move them to the cloud and quit", state.still_to_go)
    return Answer(move, ways.move_and_leave, "primary"), Answer(stay, ways.stay), leave
