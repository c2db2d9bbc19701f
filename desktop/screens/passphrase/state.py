"""What the passphrase dialog shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PassphraseState:
    """`is_new`: it is being chosen, and asked for twice. `problems` by field: "passphrase", "again"."""

    is_new: bool = False
    passphrase: str = ""
    again: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    is_busy: bool = False
