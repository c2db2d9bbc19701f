"""What a person's own words in a mail give away: a file they speak of, somebody they greet. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

# In the languages the first users write; a word more costs one question, a word less a forgotten file.
_ATTACHED = (
    r"attach(?:ed|ment|ments|ing)?|enclos(?:ed|ure|ures)|"
    r"anbei|anhang|anhänge|angehängt\w*|anhängend\w*|beigefügt\w*|beiliegend\w*|anliegend\w*|"
    r"adjunt[oa]s?|pièces? jointes?|ci-joint\w*|allegat[oi]|in allegato"
)
_WITHOUT = re.compile(r"\b(?:no|not|without|ohne|kein\w*|nicht|sin|sans|senza)\s+(?:\w+\s+)?$", re.IGNORECASE)
_GREETING = re.compile(
    r"\s*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|hallo|moin|servus|liebe[rs]?|guten (?:tag|morgen|abend)|"
    r"sehr geehrte[rs]?)\s+"
    r"(?:(?:mr|mrs|ms|miss|frau|herr|herrn|dr|prof)\.?\s+)*([^\W\d_][\w'’-]+)",
    re.IGNORECASE,
)
# Greeted, and nobody's name.
_EVERYBODY = frozenset(
    [
        "all",
        "everyone",
        "everybody",
        "team",
        "both",
        "there",
        "sir",
        "madam",
        "friends",
        "colleagues",
        "folks",
        "guys",
        "customer",
        "customers",
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "zusammen",
        "alle",
        "allerseits",
        "leute",
        "kollegen",
        "kolleginnen",
        "freunde",
        "freundinnen",
        "kunde",
        "kunden",
        "damen",
        "herren",
        "frau",
        "herr",
        "herrn",
        "familie",
        "beide",
        "ihr",
        "euch",
        "again",
        "and",
        "und",
        "from",
        "to",
        "you",
    ]
)
_SIGNATURE = ("-- ", "--")


def own_lines(text: str) -> list[str]:
    """Without what is quoted, and without the signature."""
    own = []
    for line in text.splitlines():
        if line in _SIGNATURE:
            break
        if not line.lstrip().startswith(">"):
            own.append(line)
    return own


def speaks_of_a_file(subject: str, text: str, own_words: Sequence[str] = ()) -> bool:
    """`own_words` are looked for beside those that are known anyway."""
    pattern = _pattern(own_words)
    lines: Iterable[str] = (subject, *own_lines(text))
    return any(not _WITHOUT.search(line[: found.start()]) for line in lines for found in pattern.finditer(line))


def greeted(text: str) -> str | None:
    """The name after "Dear" or "Hallo" in the first line; None where nobody is greeted by name."""
    first = next((line for line in own_lines(text) if line.strip()), "")
    found = _GREETING.match(first)
    if found is None or found[1].casefold() in _EVERYBODY or not found[1][0].isupper():
        return None
    return found[1]


def _pattern(own_words: Sequence[str]) -> re.Pattern[str]:
    added = "".join(f"|{re.escape(word.strip())}" for word in own_words if word.strip())
    return re.compile(rf"(?<!\w)(?:{_ATTACHED}{added})(?!\w)", re.IGNORECASE)
