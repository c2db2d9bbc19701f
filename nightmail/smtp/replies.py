"""Name what a negative reply asks for, by the ordered rules of `replies.toml`. Pure; never raises for any reply."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import translate
from functools import cache
from importlib.resources import files
from typing import Any

from nightmail.delivery.audit import AuditEntry, AuditEvent
from nightmail.delivery.model import RecipientState
from nightmail.delivery.outcome import Advice, Phase, Reply, ReplyClass, Scope
from nightmail.smtp.parser import reply_from

# Refusals of the thing itself. Every other class is about the account, the server or the moment, which change.
_FINAL = frozenset(
    {ReplyClass.RCPT_PERM, ReplyClass.SIZE, ReplyClass.CONTENT, ReplyClass.MSG_PERM, ReplyClass.PROTO, ReplyClass.TOOMANY}
)
# What an earlier attempt met neither ended the message nor keeps it waiting now.
_SAID = re.compile(r"\((?:The server|[^\s()]+) said: (.*)\)", re.DOTALL)
_PAST_ATTEMPTS = frozenset({AuditEvent.EXPIRED, AuditEvent.REDRIVEN, AuditEvent.SEND_AGAIN, AuditEvent.RESCHEDULED})


@dataclass(frozen=True, slots=True)
class Judgement:
    """`scope` is whom the reply is about. `is_fallback` marks replies that no rule knew better than by phase and code: rules
    grow from those."""

    reply_class: ReplyClass
    scope: Scope
    advice: Advice
    is_fallback: bool


@dataclass(frozen=True, slots=True)
class _Rule:
    hosts: re.Pattern[str] | None
    phases: frozenset[Phase]
    code: re.Pattern[str] | None
    enhanced: re.Pattern[str] | None
    text: re.Pattern[str] | None
    judgement: Judgement

    def fits(self, reply: Reply, phase: Phase, host: str) -> bool:
        return (
            (not self.phases or phase in self.phases)
            and (self.code is None or self.code.fullmatch(f"{reply.code:03d}") is not None)
            and (self.enhanced is None or self.enhanced.fullmatch(reply.enhanced) is not None)
            and (self.hosts is None or self.hosts.match(host) is not None)
            and (self.text is None or self.text.search(reply.text) is not None)
        )


def judge(reply: Reply, phase: Phase, host: str) -> Judgement:
    """The first rule that fits; the last rule fits everything."""
    return next(rule.judgement for rule in _rules() if rule.fits(reply, phase, host))


def classify(reply: Reply, phase: Phase, host: str) -> ReplyClass:
    return judge(reply, phase, host).reply_class


def advice(key: str) -> Advice:
    """The sentences for people by their key in `replies.toml`. Raises KeyError."""
    return _sentences()[key][1]


def known_advice(key: str) -> Advice | None:
    """The same; None where there is no such key."""
    return advice(key) if key in _sentences() else None


def paused_by(reason: str) -> tuple[str, str]:
    """(key, the server's words) of the sentence an account was paused with; both may be empty."""
    key = next((key for key, (_, told) in _sentences().items() if reason.startswith(told.says)), "")
    said = _SAID.search(reason)
    return key, said[1] if said else ""


def explain(key: str, reply_class: ReplyClass) -> tuple[Scope, Advice]:
    """Whom it is about and the sentences by their key, or, where that is unknown, those of the class."""
    sentences = _sentences()
    return sentences.get(key) or sentences[reply_class.value]


def told_in(entries: Sequence[AuditEntry]) -> Advice | None:
    """The sentences for people on what the last attempt met, as its audit entries have it: by their key, or, where some of the
    recipients were refused, by what was said of the first of them. None where the message has moved on since that attempt."""
    for entry in reversed(entries):
        if entry.event in _PAST_ATTEMPTS:
            return None
        fields = entry.fields
        known = _sentences().get(str(fields.get("advice")))
        if known is not None:
            return known[1]
        results = fields.get("results")
        for _, state, words in results if isinstance(results, list) else ():
            if state == RecipientState.REFUSED and (reply := reread(words)):
                return judge(reply, Phase.RCPT, "").advice
    return None


def reread(words: str) -> Reply | None:
    """A reply of which only the safe text was kept; None where it was a sentence of ours."""
    code = words[:3]
    return reply_from(int(code), [words[4:].encode()]) if code.isascii() and code.isdecimal() else None


def is_final(reply: Reply, reply_class: ReplyClass) -> bool:
    """True where another try would be refused again. The basic code's first digit outranks every class (RFC 5321 4.2.1)."""
    return 500 <= reply.code <= 599 and reply_class in _FINAL


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((files(__package__) / "replies.toml").read_text("utf-8"))


@cache
def _sentences() -> Mapping[str, tuple[Scope, Advice]]:
    return {
        key: (Scope(entry["scope"]), Advice(key, entry["says"], entry["safe"], entry["next"]))
        for key, entry in _table()["advice"].items()
    }


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(_rule(entry) for entry in _table()["rule"])


def _rule(entry: Mapping[str, Any]) -> _Rule:
    hosts = entry.get("host")
    scope, sentences = _sentences()[entry.get("advice", entry["class"])]
    return _Rule(
        hosts=re.compile("|".join(translate(pattern) for pattern in hosts), re.IGNORECASE) if hosts else None,
        phases=frozenset(Phase(phase) for phase in entry.get("phase", ())),
        code=_pattern(entry, "code"),
        enhanced=_pattern(entry, "enhanced"),
        text=_pattern(entry, "text"),
        judgement=Judgement(ReplyClass(entry["class"]), scope, sentences, entry.get("fallback", False)),
    )


def _pattern(entry: Mapping[str, Any], key: str) -> re.Pattern[str] | None:
    return re.compile(entry[key], re.IGNORECASE | re.DOTALL) if key in entry else None
