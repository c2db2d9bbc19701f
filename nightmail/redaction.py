"""Take out of a log or a trace what belongs to a person: addresses, secrets, the words of mail, names of folders. Pure.

It errs on the side of taking out: a report that lacks a word can be asked for again, one that was sent can't be called back.
"""

from __future__ import annotations

import re
from pathlib import Path

_URL = re.compile(r"\b([a-z][a-z0-9+.-]*://)([^\s'\"<>]*)", re.IGNORECASE)
_HOST = re.compile(r"(?:[\w.-]+|\[[0-9a-fA-F:.]+\])(?::\d{1,5})?")
# In this order: what a later pattern would cut into pieces goes first.
_TAKEN_OUT = (
    # The makers' own kinds of keys, of providers', and signed tokens (RFC 7519).
    (re.compile(r"\b(?:nmk1|nmp1|sb_secret|sb_publishable|sbp|eyJ|GOCSPX-|ya29\.|1//)[\w.~+/=-]{6,}"), "<secret>"),
    (re.compile(r"(?i)\b((?:proxy-)?authorization|(?:set-)?cookie|x-api-key)\b[ :=]+\S.*"), r"\1 <secret>"),
    # What signs in by SMTP and IMAP (RFC 4954, RFC 9051).
    (re.compile(r"(?i)\b(auth(?:enticate)?[ =]+[a-z][\w-]+)[ :=]+[^ \n]+"), r"\1 <secret>"),
    (re.compile(r"(?i)\b(bearer|basic|xoauth2|login)\b[ :=]+\S+.*"), r"\1 <secret>"),
    (
        re.compile(
            r"(?i)\b([\w-]*(?:password|passphrase|passwd|secret|token|credential|api_?key|private_?key|master_?key)[\w-]*)"
            r"(['\"]?\s*[=:]\s*)\S.*"
        ),
        r"\1\2<secret>",
    ),
    (re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)*"), "<address>"),
    (re.compile(r"\b(?=[A-Za-z+/_-]*\d)[A-Za-z0-9+/_-]{32,}={0,2}"), "<secret>"),
    # Base64 that was filled up is what a server is answered when it asks for a name and a password.
    (re.compile(r"(?<![\w+/=])[A-Za-z0-9+/]{6,}={1,2}(?![\w=])"), "<secret>"),
)
_QUOTED = re.compile(r"'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"|“[^”\n]*”|„[^“”\n]*[“”]|«[^»\n]*»")
# A frame of a trace names a file, and the next line shows that line of it: neither holds anything of the person. Groups of errors
# draw a line along their frames.
_FRAME = re.compile(r"^[ |+-]*(?:File \"|Traceback|Exception Group Traceback|Fatal Python|Current thread|Thread )")
_SHOWN = re.compile(r"^[ |]{4}")
_HOMES = re.compile(r"(?:/var)?/home/[^/\s'\"]+|/Users/[^/\s'\"]+|[A-Za-z]:(?:\\+|/)Users(?:\\+|/)[^\\/\s'\"]+")


def redacted(text: str, *, home: Path | None = None) -> str:
    """`home` is written as ~, since its name is often the person's; so are everybody's usual ones."""
    if home is not None and len(str(home)) > 1:
        text = text.replace(str(home), "~")
    lines, is_shown = [], False
    for line in _HOMES.sub("~", text).split("\n"):
        lines.append(line if _FRAME.match(line) or (is_shown and _SHOWN.match(line)) else _QUOTED.sub("'…'", line))
        is_shown = _FRAME.match(line) is not None
    text = _URL.sub(_where_it_leads, "\n".join(lines))
    for pattern, instead in _TAKEN_OUT:
        text = pattern.sub(instead, text)
    return text


def _where_it_leads(address: re.Match[str]) -> str:
    """Of an address on the Internet only the server: not who signed in there, not what was asked. Where a password has signs that
    make it hard to say which part is the server, none."""
    who, _, rest = address[2].rpartition("@")
    host = _HOST.match(rest)
    if host is None or "@" in who or "/" in who or rest[host.end() :][:1] not in ("", *"/?#.,;:)]}…"):
        return f"{address[1]}…"
    return f"{address[1]}{host[0]}"
