from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidget
from pytestqt.qtbot import QtBot

from desktop.drafts import Drafts
from desktop.screens.importing.presenter import ImportPresenter
from desktop.screens.importing.state import ImportLine, ImportState, Stage
from desktop.screens.importing.view import ImportView
from nightmail.errors import OutsideError
from tests.unit.desktop.fakes import ANNA, ZONE, AtOnce, FakeGateway, StillClock

LATER = "X-Send-Later-At: Thu, 12 Nov 2026 08:00:00 +0100\n"


class Desk:
    def __init__(self, profile: Path) -> None:
        self.gateway = FakeGateway()
        self.drafts = Drafts(profile / "drafts")
        self.shown: list[ImportState] = []
        self.refreshed = 0
        self.presenter = self.fresh()

    def fresh(self) -> ImportPresenter:
        return ImportPresenter(
            self.gateway, self.drafts, AtOnce(), StillClock(), self.shown.append, zone=ZONE, imported=self._refresh
        )

    def _refresh(self) -> None:
        self.refreshed += 1


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "profile")


@pytest.fixture
def box(tmp_path: Path) -> Path:
    file = tmp_path / "Drafts"
    mails = (("Later", LATER), ("Someday", ""), ("Past", LATER.replace("2026", "2019")))
    written = [
        f"From: anna@example.org\nTo: tom@example.net\nSubject: {subject}\nMessage-ID: <{subject}@x.example>\n{more}\nHi\n"
        for subject, more in mails
    ]
    file.write_text("".join(f"From - Wed Nov 11 10:00:00 2026\n{mail}\n" for mail in (*written, "no mail")), encoding="utf-8")
    return file


def test_the_list_says_what_will_happen_and_nothing_has_happened_yet(desk: Desk, box: Path) -> None:
    desk.presenter.choose([box])

    state = desk.presenter.state
    assert [(line.subject, line.fate, line.is_wanted) for line in state.lines] == [
        ("Later", "Goes Thu 12 Nov, 08:00 (Berlin)", True),
        ("Someday", "Becomes a draft", True),
        ("Past", "Becomes a draft", True),
        ("(no subject)", "Is left out", None),
    ]
    assert state.lines[2].why == "Its time has passed."
    assert state.lines[3].tone == "bad"
    assert (state.summary, state.button) == ("1 message to schedule · 2 drafts · 1 left out", "Import 3 mails")
    assert desk.gateway.calls == []
    assert desk.drafts.all() == ()


def test_a_yes_schedules_and_drafts_and_a_second_time_takes_nothing(desk: Desk, box: Path) -> None:
    desk.presenter.choose([box])
    desk.presenter.accept()
    done = desk.presenter.state
    again = desk.fresh()
    again.choose([box])

    assert (done.stage, done.summary) == (Stage.DONE, "1 message scheduled · 2 drafts made")
    assert [each.draft.subject for each in desk.drafts.all()] == ["Someday", "Past"] or len(desk.drafts.all()) == 2
    assert {each.account_id for each in desk.drafts.all()} == {ANNA}
    assert len(desk.gateway.asked("schedule")) == 1
    assert desk.refreshed == 1
    assert again.state.button == ""
    assert again.state.summary == "4 left out"


def test_each_line_names_its_account_and_an_unknown_sender_is_never_sent_from_another(desk: Desk, tmp_path: Path) -> None:
    for name, sender in (("a", "anna@example.org"), ("b", "anna@acme.test")):
        (tmp_path / f"{name}.eml").write_text(
            f"From: {sender}\nTo: tom@example.net\nSubject: {name}\n{LATER}\nHi\n", encoding="utf-8"
        )
    desk.presenter.choose([tmp_path / "a.eml", tmp_path / "b.eml"])
    own, stranger = desk.presenter.state.lines
    desk.presenter.accept()

    assert (own.account, own.fate, own.why) == ("anna@example.org", "Goes Thu 12 Nov, 08:00 (Berlin)", "")
    assert (stranger.account, stranger.fate, stranger.tone) == ("", "Becomes a draft", "warn")
    assert stranger.why == "anna@acme.test is none of your accounts. Choose one to send it from, then schedule it."
    assert len(desk.gateway.asked("schedule")) == 1
    assert [(each.draft.subject, each.account_id) for each in desk.drafts.all()] == [("b", None)]


def test_only_what_is_ticked_comes_in(desk: Desk, box: Path) -> None:
    desk.presenter.choose([box])
    first = desk.presenter.state.lines[0]

    desk.presenter.want(first.id, False)
    summary = desk.presenter.state.summary
    desk.presenter.accept()

    assert summary == "2 drafts · 2 left out"
    assert desk.gateway.asked("schedule") == []
    assert len(desk.drafts.all()) == 2


def test_a_mail_that_can_not_be_scheduled_fails_alone_and_can_be_imported_again(desk: Desk, box: Path) -> None:
    desk.gateway.refuses["schedule"] = OutsideError("disk-full", "The disk is full.")
    desk.presenter.choose([box])
    desk.presenter.accept()
    lines = desk.presenter.state.lines
    desk.gateway.refuses.clear()
    again = desk.fresh()
    again.choose([box])

    assert (lines[0].fate, lines[0].why, lines[0].tone) == ("Not imported", "The disk is full.", "bad")
    assert lines[1].tone == "good"
    assert again.state.button == "Import 1 mail"


def test_what_can_not_be_read_is_said_and_another_can_be_chosen(desk: Desk, tmp_path: Path, box: Path) -> None:
    desk.presenter.choose([tmp_path / "nothing"])
    said = desk.presenter.state
    desk.presenter.choose([box])

    assert (said.stage, said.problem) == (
        Stage.CHOOSE,
        'There is no "nothing". Choose a file or folder that is there.',
    )
    assert desk.presenter.state.stage is Stage.PLAN


def test_a_folder_without_mail_says_so(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    desk.presenter.choose([tmp_path / "empty"])

    assert (desk.presenter.state.summary, desk.presenter.state.button) == ("No mail was found there.", "")


def test_lines_are_ticked_by_keyboard(qtbot: QtBot, desk: Desk, box: Path, dressed: object) -> None:
    view = ImportView(None)
    qtbot.addWidget(view)
    desk.presenter._render = view.render_state
    view.wanted.connect(desk.presenter.want)
    view.accepted_plan.connect(desk.presenter.accept)
    desk.presenter.choose([box])
    view.show()
    view._list.setFocus()
    first = view._list.topLevelItem(0)
    assert first is not None
    view._list.setCurrentItem(first)

    qtbot.keyClick(view._list, Qt.Key.Key_Space)
    button = view._accept.text()
    qtbot.mouseClick(view._accept, Qt.MouseButton.LeftButton)

    assert button == "Import 2 mails"
    assert desk.presenter.state.stage is Stage.DONE
    assert not view._accept.isVisible()
    assert view._close.text() == "Close"


@pytest.mark.usefixtures("dressed")
def test_a_long_reason_is_shown_whole_on_lines_of_its_own(qtbot: QtBot) -> None:
    why = "Its time has passed. It repeats in the other program; only the next one would have been taken. Schedule it anew."
    lines = tuple(
        ImportLine(UUID(int=number), "Report", "lena.vogt@example.net", "Becomes a draft", "draft", why=said, is_wanted=True)
        for number, said in ((1, why), (2, ""))
    )
    view = ImportView(None)
    qtbot.addWidget(view)
    view.show()

    view.render_state(ImportState(stage=Stage.PLAN, source="Drafts", lines=lines))

    table = view.findChild(QTreeWidget)
    assert table is not None
    long, short = (table.visualItemRect(item) for place in (0, 1) if (item := table.topLevelItem(place)) is not None)
    assert long.height() > 1.4 * short.height()
    assert table.columnWidth(2) >= table.fontMetrics().horizontalAdvance("lena.vogt@example.net")
