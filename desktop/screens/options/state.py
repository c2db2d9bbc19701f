"""What an account's options show: what becomes of a message in doubt, copies, and what may be sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.language import tr
from nightmail.account.model import WhenUnknown


def doubt_words() -> dict[WhenUnknown, str]:
    return {
        WhenUnknown.ASK: tr("Ask me"),
        WhenUnknown.RESEND: tr("Send again after 30 minutes"),
    }


def doubt_notes() -> dict[WhenUnknown, str]:
    return {
        WhenUnknown.ASK: tr("Nothing is sent twice: the message waits under “Needs attention” for your word."),
        WhenUnknown.RESEND: tr("Nothing is lost, but a recipient may get the message twice."),
    }


# In the order they are shown; what is empty is not limited, where that may be.


def limit_words() -> dict[str, str]:
    return {
        "per_minute": tr("Messages a minute"),
        "daily_messages": tr("Messages a day"),
        "daily_recipients": tr("Recipients a day"),
        "connections": tr("Connections at a time"),
        "recipients_per_envelope": tr("Recipients at once"),
    }


@dataclass(frozen=True, slots=True)
class Fields:
    """Everything as typed, so that a slip stays visible."""

    when_unknown: WhenUnknown = WhenUnknown.ASK
    files_copy: bool = False
    limits: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OptionsState:
    """`notes` says, by limit, what the server taught or how much is used; `copy_note` why a copy is needless or can't be kept,
    `learned` what else the server's replies taught. `can_forget`: it taught anything at all."""

    address: str = ""
    fields: Fields = Fields()
    notes: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    copy_note: str = ""
    can_copy: bool = True
    learned: str = ""
    can_forget: bool = False
    failure: str = ""
    is_loaded: bool = False
    is_saving: bool = False
