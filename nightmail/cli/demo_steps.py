"""The demo's steps: told as they happen, and the first that does not hold ends its part."""

from __future__ import annotations

from dataclasses import dataclass, field

from nightmail.cli.render import Out
from nightmail.errors import OurError


class StepFailed(OurError):
    def __init__(self, step: str, reason: str) -> None:
        super().__init__("demo-failed", f"This step did not hold: {step}. {reason}".strip(), next="Run nightmail doctor.")


@dataclass
class Steps:
    """The steps taken so far, told as they happen; `facts` are the figures worth keeping."""

    out: Out
    held: list[str] = field(default_factory=list)
    facts: dict[str, object] = field(default_factory=dict)

    def part(self, heading: str) -> None:
        self.out.say(f"\n{heading}")

    def holds(self, step: str) -> None:
        self.held.append(step)
        self.out.say(f"✓ {step}")

    def check(self, step: str, holds: bool, reason: str = "") -> None:
        """Raises StepFailed where it does not hold."""
        if not holds:
            raise StepFailed(step, reason)
        self.holds(step)
