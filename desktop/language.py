"""Say a sentence in the person's language. The English text is the key; until a language is chosen it is also the answer.

No Qt here, so that presenters and states may speak. `desktop.languages` plugs the catalogue in when the application starts.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time

Translate = Callable[[str, int | None], str | None]


def english(text: str, count: int | None) -> str | None:
    return None


def _as_it_is(sentence: str) -> str:
    return sentence


_translate: Translate = english
_of_core: Callable[[str], str] = _as_it_is
_is_twelve_hours = False
_is_month_first = False
_first_weekday = 0
_since = 0


def speak(translate: Translate, *, of_core: Callable[[str], str] = _as_it_is) -> None:
    """From now on `tr` and `plural` ask `translate(English text, count or None)`; None: it does not know the text. `of_core`
    knows whole English sentences of the core."""
    global _translate, _of_core, _since
    _translate, _of_core = translate, of_core
    _since += 1


def say_of_core(sentence: str) -> str:
    """What the core said in English, in the person's language where it is known."""
    return _of_core(sentence)


def use_twelve_hours(wanted: bool) -> None:
    """Whether clocks read 8:00 PM or 20:00."""
    global _is_twelve_hours, _since
    _is_twelve_hours = wanted
    _since += 1


def write_dates(*, month_first: bool, first_weekday: int) -> None:
    """Whether days read Nov 12 or 12 Nov, and with which day a week begins; Monday is 0."""
    global _is_month_first, _first_weekday, _since
    _is_month_first, _first_weekday = month_first, first_weekday
    _since += 1


def is_month_first() -> bool:
    return _is_month_first


def first_weekday() -> int:
    """Monday is 0."""
    return _first_weekday


def spoken_since() -> int:
    """Another number each time that sentences may have begun to read differently: what was made of them before is old."""
    return _since


def tr(text: str, /, **values: object) -> str:
    """`text` in the person's language with `{name}` filled in. `text` has to be a literal, or the catalogue will not know it."""
    said = _translate(text, None) or text
    return said.format(**values) if values else said


def plural(one: str, many: str, count: int, /, **values: object) -> str:
    """The form that fits `count`; `{count}` is filled in too. The catalogue's key is `many`, which has to be a literal."""
    said = _translate(many, count) or (one if count == 1 else many)
    return said.format(count=count, **values)


def clock_words(at: datetime | time, *, seconds: bool = False) -> str:
    """`20:00`, or `8:00 PM` where people read clocks like that."""
    pattern = ("%I:%M:%S %p" if seconds else "%I:%M %p") if _is_twelve_hours else ("%H:%M:%S" if seconds else "%H:%M")
    return at.strftime(pattern).removeprefix("0") if _is_twelve_hours else at.strftime(pattern)


def hour_words(hour: int) -> str:
    """At the side of a day: `20:00`, or `8 PM`."""
    return time(hour).strftime("%I %p").removeprefix("0") if _is_twelve_hours else f"{hour:02}:00"
