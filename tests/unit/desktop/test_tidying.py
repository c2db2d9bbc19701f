from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from desktop.tidying import Tidying, collect_seldom


class Knot:
    """Refers to itself, so that only a collection finds it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def only_when_told() -> Iterator[None]:
    before = gc.get_threshold()
    gc.disable()
    yield
    gc.enable()
    gc.set_threshold(*before)


def left_behind() -> weakref.ref[Knot]:
    return weakref.ref(Knot())


def test_what_was_left_behind_is_collected_while_nothing_is_sent(qapp: QApplication, only_when_told: None) -> None:
    left = left_behind()

    Tidying(lambda: False).tidy()

    assert left() is None


def test_nobody_tidies_while_mail_is_sent(qapp: QApplication, only_when_told: None) -> None:
    left = left_behind()

    Tidying(lambda: True).tidy()

    assert left() is not None


def test_python_still_collects_by_itself_but_seldom_everything(only_when_told: None) -> None:
    before = gc.get_threshold()

    collect_seldom()

    assert gc.get_threshold()[:2] == (700, 10)
    assert gc.get_threshold()[2] >= before[2]
