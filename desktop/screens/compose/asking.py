"""What the checks need to know beside the draft, gathered for one compose window. No Qt, no widget is asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from desktop.gateway.port import Gateway
from desktop.preferences import PreferenceBook
from desktop.running import Runner
from desktop.screens.compose.checks import Check, Circumstances, Finding, Waiting, look_over
from nightmail.account.model import Account
from nightmail.delivery.model import DeliveryState
from nightmail.message.draft import Draft
from nightmail.ports import OutboxQuery, OutboxRow, Suppression
from nightmail.schedule.due import due_at
from nightmail.schedule.model import Schedule, WallTime

# A second copy is written soon after the first one; whatever waits behind these is not looked at.
_MOST_WAITING = 500


class Asking:
    """`learn` asks the gateway once; until it has answered a warning less is given."""

    def __init__(self, preferences: PreferenceBook, *, zone: str) -> None:
        self._preferences = preferences
        self._zone = zone
        self._returned: tuple[Suppression, ...] = ()
        self._waiting: tuple[Waiting, ...] = ()

    def learn(self, gateway: Gateway, runner: Runner) -> None:
        runner.run(gateway.suppressions(), done=self._learn_returned, failed=lambda _: None)
        scheduled = OutboxQuery(frozenset({DeliveryState.SCHEDULED}), limit=_MOST_WAITING)
        runner.run(gateway.list(scheduled), done=self._learn_waiting, failed=lambda _: None)

    def findings(self, draft: Draft, schedule: Schedule, accounts: Sequence[Account], *, now: datetime) -> tuple[Finding, ...]:
        preferences = self._preferences.now
        is_for_later = isinstance(schedule, WallTime)
        return look_over(
            draft,
            Circumstances(
                due=due_at(schedule, now=now) if is_for_later else None,
                now=now,
                zone=schedule.zone if isinstance(schedule, WallTime) else self._zone,
                own=frozenset(account.address.lower() for account in accounts),
                returned=self._returned,
                waiting=self._waiting,
                attachment_words=preferences.attachment_words,
                quiet_days=preferences.quiet_days,
                silenced=preferences.silenced_checks,
            ),
        )

    def silence(self, check: Check) -> None:
        """Not to be asked about any more, in any window; the settings can bring it back."""
        self._preferences.change(silenced_checks=self._preferences.now.silenced_checks | {check.value})

    def _learn_returned(self, returned: tuple[Suppression, ...]) -> None:
        self._returned = returned

    def _learn_waiting(self, rows: tuple[OutboxRow, ...]) -> None:
        self._waiting = tuple(Waiting(row.subject, row.to) for row in rows)
