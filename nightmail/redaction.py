"""Take out of a log or a trace what belongs to a person: addresses, secrets, the words of mail, names of folders. Pure.

It errs on the side of taking out: a report that lacks a word can be asked for again, one that was sent can't be called back.
"""

from __future__ import annotations

import re
from pathlib import Path

# In this order: what a later pattern would cut into pieces goes first.
_TAKEN_OUT = (
    # Of an address on the Internet only where it leads: not who signed in there, not what was asked.
    (re.compile(r"\b([a-z][a-z0-9+.-]*://)(?:[^\s/@]*@)?([^\s/?#'\"<>]+)[^\s'\"<>]*"), r"\1\2"),
    # The makers' own kinds of keys, and signed tokens (RFC 7519).
    (re.compile(r"\b(?:nmk1|nmp1|sb_secret|sb_publishable|sbp|eyJ)[\w.~+/=-]{6,}"), "<secret>"),
    (re.compile(r"(?i)\b(authorization)\b[ :=]+\S.*"), r"\1 <secret>"),
    (re.compile(r"(?i)\b(bearer|basic|auth plain|auth login|xoauth2)\b[ :=]+\S+"), r"\1 <secret>"),
    (
        re.compile(r"(?i)\b([\w-]*(?:password|passphrase|passwd|secret|token|api_?key|master_?key)[\w-]*)(['\"]?\s*[=:]\s*)\S+"),
        r"\1\2<secret>",
    ),
    (re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)*"), "<address>"),
    (re.compile(r"\b(?=[A-Za-z+/_-]*\d)[A-Za-z0-9+/_-]{32,}={0,2}"), "<secret>"),
)
_QUOTED = re.compile(r"'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"|“[^”\n]*”")
# A frame of a trace names a file of ours and shows a line of ours: neither holds anything of the person.
_FRAME = re.compile(r"^(?:  |Traceback|Fatal Python|Current thread|Thread )")


def redacted(text: str, *, home: Path | None = None) -> str:
    """`home` is written as ~, since its name is often the person's."""
    if home is not None and len(str(home)) > 1:
        text = text.replace(str(home), "~")
    lines = (line if _FRAME.match(line) else _QUOTED.sub("'…'", line) for line in text.split("\n"))
    text = "\n".join(lines)
    for pattern, instead in _TAKEN_OUT:
        text = pattern.sub(instead, text)
    return text
