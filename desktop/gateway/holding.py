"""For how long a message that goes up is held so that it can be taken back: by the clock of whoever sends it. Pure."""

from __future__ import annotations

from datetime import timedelta

from nightmail.message.draft import Draft
from nightmail.schedule.model import After, Schedule

# Longer waits are wishes, not a moment to think again.
_LONGEST = timedelta(minutes=2)
# What is smaller is there in less than the seconds that it is held beyond the promise.
_TAKES_TIME = 1_000_000
TO_GO_UP = timedelta(minutes=2)
"""What a large message may take on its way before its wait begins. Should it never begin, it leaves that much later."""


def wait_to_begin(schedule: Schedule, draft: Draft) -> timedelta | None:
    """The wait that has to begin anew once the message is there; None where it can run from the start."""
    if not isinstance(schedule, After) or not timedelta(0) < schedule.wait <= _LONGEST:
        return None
    return schedule.wait if sum(file.size for file in draft.files) >= _TAKES_TIME else None
