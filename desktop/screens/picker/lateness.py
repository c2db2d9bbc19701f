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
    """The policy, and how many minutes late it may go."""
    return preferences.late_policy, 60 * min(max(preferences.late_hours, HOURS[0]), HOURS[-1])


def kept(lifetime: timedelta) -> tuple[LatePolicy, int]:
    """The choice that says what a message has already, to the minute."""
    if lifetime >= LONGEST_LIFETIME:
        return LatePolicy.WHEN_POSSIBLE, HOURS[-1] * 60
    if lifetime <= _ASK_AFTER:
        return LatePolicy.ASK, HOURS[0] * 60
    return LatePolicy.ONLY_UNTIL, round(lifetime / timedelta(minutes=1))


def lifetime_of(policy: LatePolicy, minutes: int) -> timedelta:
    """How long after its time it may still be sent."""
    match policy:
        case LatePolicy.WHEN_POSSIBLE:
            return LONGEST_LIFETIME
        case LatePolicy.ONLY_UNTIL:
            return min(timedelta(minutes=max(minutes, 1)), LONGEST_LIFETIME)
        case LatePolicy.ASK:
            return _ASK_AFTER
        case _:
            assert_never(policy)


def late(
    policy: LatePolicy,
    minutes: int,
    due: datetime,
    zone: str,
    *,
    now: datetime,
    is_known: bool = True,
    lifetime: timedelta | None = None,
    own: int = 0,
) -> Late:
    """`is_known`: there is a time at all. `lifetime`: where it is another than the choice means, as of a message that has one.
    `own`: minutes that are offered beside the usual ones, since the message or the preferences have them."""
    lifetime = lifetime if lifetime is not None else lifetime_of(policy, minutes)
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
    return Late(policy, minutes, words, _offers(own or minutes))


def policy_words() -> dict[LatePolicy, str]:
    return {
        LatePolicy.WHEN_POSSIBLE: tr("Send when possible"),
        LatePolicy.ONLY_UNTIL: tr("Send only until…"),
        LatePolicy.ASK: tr("Ask me"),
    }


def _offers(own: int) -> tuple[tuple[int, str], ...]:
    """In their order, by minutes."""
    return tuple((minutes, _span_words(minutes)) for minutes in sorted({own, *(hours * 60 for hours in HOURS)}))


def _span_words(minutes: int) -> str:
    if minutes % 60:
        return plural("{count} minute later", "{count} minutes later", minutes)
    return plural("{count} hour later", "{count} hours later", minutes // 60)
