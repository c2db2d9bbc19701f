"""What can go wrong on purpose. The switches only say when; whoever serves the request does it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(slots=True)
class Turn:
    """Hits the next `next` requests, or every `every`th; only those whose path starts with `only`."""

    next: int = 0
    every: int = 0
    only: str = ""
    seen: int = 0

    def hits(self, path: str) -> bool:
        if not path.startswith(self.only) or not (self.next or self.every):
            return False
        if self.next:
            self.next -= 1
            return True
        self.seen += 1
        return self.seen % self.every == 0


@dataclass(slots=True)
class Faults:
    """`reuse_seconds` and `confirm_emails` are no faults but settings of the project that tests turn, too."""

    unavailable: Turn = field(default_factory=Turn)
    html_502: Turn = field(default_factory=Turn)
    drop_before_commit: Turn = field(default_factory=Turn)
    drop_after_commit: Turn = field(default_factory=Turn)
    delay_ms: int = 0
    paused: bool = False
    rate_limited: bool = False
    skew_seconds: int = 0
    confirm_emails: bool = False
    reuse_seconds: float = 10.0
    token_seconds: int = 3600

    def set(self, changes: dict[str, Any]) -> None:
        """Raises KeyError for a switch there is not."""
        known = {each.name for each in fields(self)}
        for name, value in changes.items():
            if name not in known:
                raise KeyError(name)
            setattr(self, name, Turn(**value) if isinstance(value, dict) else value)

    def clear(self) -> None:
        fresh = Faults()
        for each in fields(self):
            setattr(self, each.name, getattr(fresh, each.name))
