"""Whether something under an SPDX licence expression may ship with Nightmail."""

from __future__ import annotations

import re

ALLOWED = frozenset(
    {
        "0BSD", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "blessing", "BSD-2-Clause", "BSD-3-Clause", "BSD-4-Clause-UC",
        "FTL", "IJG", "ISC", "libpng-2.0", "MIT", "MIT-0", "OFL-1.1", "OLDAP-2.8", "PostgreSQL", "PSF-2.0", "Unicode-3.0",
        "Unicode-DFS-2016", "Unlicense", "Zlib",
        # File by file, and we change none of theirs.
        "MPL-2.0",
        # As shared libraries of their own, which whoever wishes may replace (NOTICE).
        "LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later",
        # The exception is made for what is started by it.
        "GPL-2.0-or-later WITH Bootloader-exception",
    }
)  # fmt: skip

_WORD = re.compile(r"[()]|[^\s()]+")


def is_allowed(expression: str) -> bool:
    """Of what OR joins, one has to be allowed; of what AND joins, all. What is no expression is not allowed."""
    words = _WORD.findall(expression)
    try:
        answer = _either(words)
    except IndexError:
        return False
    return answer and not words


def _either(words: list[str]) -> bool:
    answer = _all(words)
    while words[:1] == ["OR"]:
        words.pop(0)
        # Read on in any case: the words have to be used up.
        answer = _all(words) or answer
    return answer


def _all(words: list[str]) -> bool:
    answer = _one(words)
    while words[:1] == ["AND"]:
        words.pop(0)
        answer = _one(words) and answer
    return answer


def _one(words: list[str]) -> bool:
    word = words.pop(0)
    if word == "(":
        answer = _either(words)
        return words.pop(0) == ")" and answer
    if words[:1] == ["WITH"]:
        words.pop(0)
        word = f"{word} WITH {words.pop(0)}"
    return word in ALLOWED
