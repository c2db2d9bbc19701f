"""Every error people can meet, in one tree. The class says who can mend it; the code is stable.

    NightmailError
    ├── PersonError    the person can mend it: exit 3
    ├── OutsideError   the network, a server, the database or the disk must mend it: exit 4
    └── OurError       a bug of ours: exit 1

Bugs are not caught here: anything outside the tree is a bug and is reported as one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Blame(StrEnum):
    PERSON = "person"
    OUTSIDE = "outside"
    OURS = "ours"


class NightmailError(Exception):
    """A failure with a sentence for people.

    `code` is stable (kebab case), `message` says what happened, `next` is the one thing to do about it (may be empty).
    """

    blame: Blame = Blame.OURS

    def __init__(self, code: str, message: str, *, next: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.next = next


class PersonError(NightmailError):
    blame = Blame.PERSON


class OutsideError(NightmailError):
    blame = Blame.OUTSIDE


class OurError(NightmailError):
    blame = Blame.OURS


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with what a person entered. `field` names where ("to", "subject", "attach"…)."""

    code: str
    field: str
    message: str
    next: str = ""


class Invalid(PersonError):
    """What was entered can't be accepted; carries every problem at once, not the first one."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        super().__init__(
            first.code if len(self.problems) == 1 else "invalid",
            " ".join(problem.message for problem in self.problems),
            next=" ".join(problem.next for problem in self.problems if problem.next),
        )
