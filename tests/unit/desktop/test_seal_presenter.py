from __future__ import annotations

from collections.abc import Callable

import pytest

from desktop.gateway.cloud_port import Sealed
from desktop.screens.seal.presenter import SealPresenter
from desktop.screens.seal.state import SealState
from nightmail.errors import PersonError
from tests.unit.desktop.fakes import ANNA, AtOnce, FakeCloud

OLD = "k-1111-2222-3333-4444-5555-6666"


class Screen:
    def __init__(self) -> None:
        self.done: list[str] = []
        self.waiting: list[Callable[[], None]] = []

    def render(self, state: SealState) -> None: ...

    def sealed(self, address: str) -> None:
        self.done.append(address)

    def ask_passphrase(self, then: Callable[[], None]) -> None:
        self.waiting.append(then)


class Page:
    def __init__(self) -> None:
        self.cloud = FakeCloud()
        self.screen = Screen()
        self.presenter = SealPresenter(self.cloud, AtOnce(), self.screen, ANNA)

    @property
    def state(self) -> SealState:
        return self.presenter.state


@pytest.fixture
def page() -> Page:
    return Page()


def test_nothing_is_sealed_before_the_person_has_seen_what_it_means_and_agreed(page: Page) -> None:
    page.presenter.agree()
    page.presenter.open()
    assert page.state.consent is not None
    assert page.state.consent.key_id == page.cloud.key
    assert not page.state.is_changed
    assert page.cloud.asked("seal") == []

    page.presenter.agree()

    assert page.cloud.asked("seal") == [(ANNA, page.cloud.key)]
    assert page.screen.done == ["anna@example.org"]


def test_another_key_than_the_one_agreed_to_is_shown_beside_it(page: Page) -> None:
    page.cloud.stands = page.cloud.stands.__class__(sealed={ANNA: Sealed(OLD, is_current=False)})

    page.presenter.open()

    assert page.state.is_changed
    assert page.state.consent is not None
    assert (page.state.consent.before, page.state.consent.key_id) == (OLD, page.cloud.key)
    assert page.cloud.asked("seal") == []


def test_a_key_that_changes_while_the_page_is_open_voids_the_consent(page: Page) -> None:
    page.presenter.open()
    page.cloud.refuses["seal"] = PersonError("key-retired", "The worker's key has changed.")
    page.cloud.key = "k-NEW0-0000-0000-0000-0000-0000"

    page.presenter.agree()

    assert page.screen.done == []
    assert page.state.consent is not None
    assert page.state.consent.key_id == "k-NEW0-0000-0000-0000-0000-0000"
    assert page.state.failure.startswith("The worker's key has changed.")


def test_a_locked_password_is_unlocked_and_sealing_goes_on(page: Page) -> None:
    page.presenter.open()
    page.cloud.refuses["seal"] = PersonError("passphrase-needed", "Passwords are sealed on this PC.")
    page.presenter.agree()
    page.cloud.refuses.clear()

    page.screen.waiting[0]()

    assert page.screen.done == ["anna@example.org"]


def test_without_a_published_key_it_says_so_and_offers_nothing(page: Page) -> None:
    page.cloud.refuses["consent_for"] = PersonError("no-worker-key", "No worker has published a key yet.")

    page.presenter.open()
    page.presenter.agree()

    assert page.state.failure.startswith("No worker has published a key yet.")
    assert page.cloud.asked("seal") == []
