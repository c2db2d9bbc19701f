"""What an account's options show: what becomes of a message in doubt, copies, and what may be sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from nightmail.account.model import WhenUnknown

DOUBT_WORDS = {
    WhenUnknown.ASK: "Ask me",
    WhenUnknown.RESEND: "Send again after 30 minutes",
}
DOUBT_NOTES = {
    WhenUnknown.ASK: "Nothing is sent twice: the message waits under “Needs attention” for your word.",
    WhenUnknown.RESEND: "Nothing is lost, but a recipient may get the message twice.",
}
# In the order they are shown; what is empty is not limited, where that may be.
LIMIT_WORDS = {
    "per_minute": "Messages a minute",
    "daily_messages": "Messages a day",
    "daily_recipients": "Recipients a day",
    "connections": "Connections at a time",
    "recipients_per_envelope": "Recipients at once",
}


@dataclass(frozen=True, slots=True)
class Fields:
    """Everything as typed, so that a slip stays visible."""

    when_unknown: WhenUnknown = WhenUnknown.ASK
    files_copy: bool = False
    limits: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OptionsState:
    """`notes` says, by limit, what the server taught or how much is used; `copy_note` why a copy is needless or can't be kept."""

    address: str = ""
    fields: Fields = Fields()
    notes: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    copy_note: str = ""
    can_copy: bool = True
    failure: str = ""
    is_loaded: bool = False
    is_saving: bool = False
