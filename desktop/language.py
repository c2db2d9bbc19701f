"""Say a sentence in the person's language. The English text is the key; until a language is chosen it is also the answer.

No Qt here, so that presenters and states may speak. `desktop.look` plugs the catalogue in when the application starts.
"""

from __future__ import annotations

from collections.abc import Callable

Translate = Callable[[str, int | None], str]


def _english(text: str, count: int | None) -> str:
    del count
    return text


_translate: Translate = _english


def speak(translate: Translate) -> None:
    """From now on `tr` and `plural` ask `translate(English text, count or None)`."""
    global _translate
    _translate = translate


def tr(text: str, /, **values: object) -> str:
    """`text` in the person's language with `{name}` filled in. `text` has to be a literal, or the catalogue will not know it."""
    return _translate(text, None).format(**values) if values else _translate(text, None)


def plural(one: str, many: str, count: int, /, **values: object) -> str:
    """The form that fits `count`; `{count}` is filled in too. The catalogue's key is `many`, which has to be a literal."""
    translated = _translate(many, count)
    text = one if translated == many and count == 1 else translated
    return text.format(count=count, **values)
