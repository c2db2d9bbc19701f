"""What happened to a message, a line an event, and below it what was said or done then. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nightmail.cli.render import local, printable
from nightmail.delivery.audit import AuditEntry
from nightmail.delivery.settle import began_a_pause


def story(entries: Iterable[AuditEntry]) -> Iterator[str]:
    for entry in entries:
        yield f"  {entry.seq:>3}  {local(entry.at)}  {entry.event}  by {entry.actor}"
        yield from (f"       {line}" for line in _told(entry))


def _told(entry: AuditEntry) -> Iterator[str]:
    fields = entry.fields
    reply, reason = printable(str(fields.get("reply") or "")), printable(str(fields.get("reason") or ""))
    if reply:
        # Only what begins with its code is a server's word; the rest is what we met instead of one.
        yield f"The server said: {reply}" if reply[:3].isdigit() else reply
    if reason and reason != reply:
        yield reason
    if began_a_pause(entry):
        yield "With that the account was paused: its messages wait until it is let send again."
