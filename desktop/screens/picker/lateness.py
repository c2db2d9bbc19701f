"""What becomes of a message that can't be sent in time: the person's choice as a span, and in words. No Qt."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import assert_never

from desktop.language import plural, tr
from desktop.preferences import LatePolicy, Preferences
from desktop.screens.picker.state import Late
from desktop.words import full_when
from nightmail.delivery.retry import LONGEST_LIFETIME

HOURS = (1, 2, 4, 8, 12, 24, 48, 72)
_ASK_AFTER = timedelta(minutes=15)


def preferred(preferences: Preferences) -> tuple[LatePolicy, int]:
    return preferences.late_policy, _offered(preferences.late_hours)


def kept(lifetime: timedelta) -> tuple[LatePolicy, int]:
    """The choice that comes next to what a message has already."""
    if lifetime >= LONGEST_LIFETIME:
        return LatePolicy.WHEN_POSSIBLE, HOURS[-1]
    if lifetime <= _ASK_AFTER:
        return LatePolicy.ASK, HOURS[0]
    return LatePolicy.ONLY_UNTIL, _offered(round(lifetime / timedelta(hours=1)))


def lifetime_of(policy: LatePolicy, hours: int) -> timedelta:
    """How long after its time it may still be sent."""
    match policy:
        case LatePolicy.WHEN_POSSIBLE:
            return LONGEST_LIFETIME
        case LatePolicy.ONLY_UNTIL:
            return min(timedelta(hours=max(hours, 1)), LONGEST_LIFETIME)
        case LatePolicy.ASK:
            return _ASK_AFTER
        case _:
            assert_never(policy)


def late(
    policy: LatePolicy,
    hours: int,
    due: datetime,
    zone: str,
    *,
    now: datetime,
    is_known: bool = True,
    lifetime: timedelta | None = None,
) -> Late:
    """`is_known`: there is a time at all. `lifetime`: where it is another than the choice means, as of a message that has one."""
    lifetime = lifetime if lifetime is not None else lifetime_of(policy, hours)
    match policy:
        case LatePolicy.WHEN_POSSIBLE:
            days = lifetime // timedelta(days=1)
            words = plural(
                "It goes up to {count} day late. After that it waits for your word.",
                "It goes up to {count} days late. After that it waits for your word.",
                days,
            )
        case LatePolicy.ONLY_UNTIL if not is_known:
            words = ""
        case LatePolicy.ONLY_UNTIL:
            words = tr("It goes until {when}. After that it waits for your word.", when=full_when(due + lifetime, zone, now=now))
        case LatePolicy.ASK:
            words = plural(
                "If it is more than {count} minute late, it waits for your word.",
                "If it is more than {count} minutes late, it waits for your word.",
                lifetime // timedelta(minutes=1),
            )
        case _:
            assert_never(policy)
    return Late(policy, hours, words)


def policy_words() -> dict[LatePolicy, str]:
    return {
        LatePolicy.WHEN_POSSIBLE: tr("Send when possible"),
        LatePolicy.ONLY_UNTIL: tr("Send only until…"),
        LatePolicy.ASK: tr("Ask me"),
    }


def hours_words() -> dict[int, str]:
    return {hours: plural("{count} hour later", "{count} hours later", hours) for hours in HOURS}


def _offered(hours: int) -> int:
    """The choice that comes next to what is preferred."""
    return min(HOURS, key=lambda each: abs(each - hours))
