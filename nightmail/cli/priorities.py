"""A message's priority as people and scripts write it. Pure."""

from __future__ import annotations

from enum import StrEnum

from nightmail.delivery.model import Priority
from nightmail.errors import Invalid, Problem


class PriorityWord(StrEnum):
    URGENT = "urgent"
    NORMAL = "normal"
    BULK = "bulk"


def priority_of(word: str) -> Priority:
    """Raises Invalid `bad-priority`."""
    try:
        return Priority[PriorityWord(word).name]
    except ValueError as error:
        raise Invalid(
            [Problem("bad-priority", "priority", f"“{word}” is no priority.", "Say urgent, normal or bulk.")]
        ) from error


def priority_word(priority: Priority) -> str:
    return PriorityWord[priority.name].value
