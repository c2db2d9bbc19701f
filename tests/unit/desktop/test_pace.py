from __future__ import annotations

from datetime import timedelta

from desktop.pace import HIDDEN, SEEN, SOON, Pace
from tests.unit.desktop.fakes import NOW_AT, StillClock


def test_a_visible_window_with_something_due_soon_is_asked_for_most_often() -> None:
    pace = Pace(StillClock())

    pace.expect(NOW_AT + timedelta(seconds=90), is_busy=False)
    soon = pace.seconds()
    pace.expect(NOW_AT + timedelta(hours=3), is_busy=False)
    later = pace.seconds()
    pace.expect(None, is_busy=True)

    assert (soon, later, pace.seconds()) == (SOON, SEEN, SOON)


def test_from_the_tray_it_is_asked_seldom_and_coming_back_is_news() -> None:
    pace = Pace(StillClock())
    pace.expect(NOW_AT, is_busy=True)

    was_news = pace.show(is_seen=False)
    hidden = pace.seconds()

    assert (was_news, hidden) == (False, HIDDEN)
    assert pace.show(is_seen=True)
    assert not pace.show(is_seen=True)
    assert pace.seconds() == SOON


def test_what_is_long_overdue_does_not_keep_the_cloud_busy_for_ever() -> None:
    pace = Pace(StillClock())

    pace.expect(NOW_AT - timedelta(seconds=90), is_busy=False)
    just = pace.seconds()
    pace.expect(NOW_AT - timedelta(minutes=20), is_busy=False)

    assert (just, pace.seconds()) == (SOON, SEEN)
