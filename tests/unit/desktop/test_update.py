"""A newer Nightmail is told of once, at a quiet moment, and when the person asks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from desktop.language import tr
from desktop.screens.update.presenter import UpdatePresenter
from desktop.screens.update.state import Standing, UpdateState
from desktop.screens.update.view import UpdateView
from nightmail.errors import OutsideError
from nightmail.updates.channel import PYTHON, Channel, Installation
from nightmail.updates.news import Release, read_news
from tests.unit.desktop.fakes import ZONE, AtOnce, StillClock
from tests.unit.updates.signed import MAKER, NOW, news, public

ASKS = Installation("0.1.0", channel=Channel("https://nightmail.example/news.json", (public(MAKER),)))


def release(version: str = "0.2.0") -> Release:
    return read_news(news(version), (public(MAKER),), now=NOW)


class Makers:
    def __init__(self) -> None:
        self.installation = ASKS
        self.asked = 0
        self.answer: Release | None = release()
        self.problem: OutsideError | None = None

    async def newer(self) -> Release | None:
        self.asked += 1
        if self.problem is not None:
            raise self.problem
        return self.answer


class Shelf(dict[str, str]):
    def value(self, name: str, /) -> object:
        return self.get(name)

    def setValue(self, name: str, words: str, /) -> None:
        self[name] = words

    def remove(self, name: str, /) -> None:
        self.pop(name, None)


class Page:
    def __init__(self) -> None:
        self.makers, self.shelf, self.clock = Makers(), Shelf(), StillClock(NOW)
        self.is_quiet = self.is_wanted = True
        self.announced: list[str] = []
        self.presenter = self.start()

    def start(self) -> UpdatePresenter:
        return UpdatePresenter(
            self.makers,
            self.shelf,
            AtOnce(),
            self.clock,
            self,
            zone=ZONE,
            is_quiet=lambda: self.is_quiet,
            is_wanted=lambda: self.is_wanted,
        )

    def render(self, state: UpdateState) -> None: ...

    def announce(self, version: str) -> None:
        self.announced.append(version)


@pytest.fixture
def page() -> Page:
    return Page()


def test_it_looks_once_a_day_however_often_it_is_started(page: Page) -> None:
    page.presenter.tick()
    page.start().tick()
    assert page.makers.asked == 1

    page.clock.at += timedelta(hours=25)
    page.start().tick()
    assert page.makers.asked == 2


def test_a_clock_that_was_set_back_does_not_silence_it(page: Page) -> None:
    page.presenter.tick()
    page.clock.at -= timedelta(days=400)

    page.start().tick()

    assert page.makers.asked == 2


def test_nothing_is_said_while_something_is_being_sent(page: Page) -> None:
    page.is_quiet = False
    page.presenter.tick()
    assert page.announced == []

    page.is_quiet = True
    page.presenter.tick()
    page.presenter.tick()
    assert page.announced == ["0.2.0"]


def test_a_version_that_was_skipped_is_not_spoken_of_again_but_the_next_one_is(page: Page) -> None:
    page.presenter.look()
    page.presenter.skip()
    page.clock.at += timedelta(days=2)
    again = page.start()
    again.tick()
    assert page.announced == []

    page.makers.answer = release("0.3.0")
    page.clock.at += timedelta(days=2)
    again.tick()
    assert page.announced == ["0.3.0"]


def test_who_does_not_want_it_is_not_looked_for(page: Page) -> None:
    page.is_wanted = False

    page.presenter.tick()

    assert page.makers.asked == 0


def test_a_failed_look_by_itself_says_nothing_and_an_asked_one_says_why(page: Page) -> None:
    page.makers.problem = OutsideError("news-unreachable", "The update address does not answer.")
    page.presenter.tick()
    assert page.announced == []

    page.presenter.look()
    assert page.presenter.state.standing is Standing.FAILED
    assert "does not answer" in page.presenter.state.words


def test_asked_it_shows_what_is_new_and_where_to_get_it(page: Page) -> None:
    page.presenter.look()

    state = page.presenter.state
    assert state.standing is Standing.NEWER
    assert state.title == "Nightmail 0.2.0 is there"
    assert "moonlight" in state.notes
    assert state.page == "https://nightmail.example/download"


def test_asked_it_says_that_this_is_the_newest(page: Page) -> None:
    page.makers.answer = None

    page.presenter.look()

    assert page.presenter.state.standing is Standing.CURRENT


@pytest.mark.parametrize(
    ("installation", "standing"),
    [
        (Installation("0.1.0", kept_by=PYTHON), Standing.KEPT),
        (Installation("0.1.0", channel=ASKS.channel, kept_by="packages"), Standing.KEPT),
        (Installation("0.1.0"), Standing.NOBODY),
    ],
    ids=str,
)
def test_who_gets_updates_from_elsewhere_asks_nobody(page: Page, installation: Installation, standing: Standing) -> None:
    page.makers.installation = installation

    page.presenter.tick()
    page.presenter.look()

    assert page.makers.asked == 0
    assert page.presenter.state.standing is standing


def test_the_page_offers_the_download_only_where_there_is_one(qtbot: Any, page: Page) -> None:
    view = UpdateView()
    qtbot.addWidget(view)
    got: list[bool] = []
    view.get_pressed.connect(lambda: got.append(True))

    page.presenter.look()
    view.render_state(page.presenter.state)
    assert not view._get.isHidden()
    assert view._close.text() == tr("Later")
    view._get.click()
    assert got == [True]

    view.render_state(UpdateState(Standing.CURRENT, "You have the newest Nightmail."))
    assert view._get.isHidden()
    assert view._skip.isHidden()
