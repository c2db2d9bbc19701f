"""The dispatcher's numbers for Prometheus. The queue is counted when somebody asks, not by a clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from cloud_worker.tally import Tally
from nightmail.delivery.breaker import Breaker, BreakerKind
from nightmail.delivery.model import DeliveryState
from nightmail.ports import DispatchEvent, QueueStats, StuckReason

_CLAIM_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)

# Keeping within a known limit is no trouble, and the database does it by itself.
_OPENED = (BreakerKind.FAILING, BreakerKind.SLOW, BreakerKind.QUOTA)


class Busy(Protocol):
    @property
    def in_flight(self) -> int: ...


class Metrics:
    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry()
        self._tally = Tally()
        registry.register(self._tally)
        self._claims = Histogram("nightmail_claim_seconds", "How long claiming took", registry=registry, buckets=_CLAIM_BUCKETS)
        self._claimed = Counter("nightmail_claimed", "Deliveries claimed", registry=registry)
        self._in_flight = Gauge("nightmail_in_flight", "Transactions under way", registry=registry)
        self._renewals = Counter("nightmail_lease_renewals", "Lease renewals", ["result"], registry=registry)
        self._troubles = Counter("nightmail_troubles", "Things worth a look, by event", ["event"], registry=registry)
        self._queue = Gauge("nightmail_queue", "Deliveries in the database, by state", ["state"], registry=registry)
        self._workers = Gauge("nightmail_workers_alive", "Workers with a living lease", registry=registry)
        self._oldest = Gauge("nightmail_oldest_due_timestamp_seconds", "When the oldest is due; 0: none", registry=registry)
        self._open_breakers = Gauge(
            "nightmail_open_breakers", "Accounts and mail servers left alone for now, by kind", ["kind"], registry=registry
        )
        self._stuck = Gauge("nightmail_stuck_deliveries", "Due mail that does not move, by reason", ["reason"], registry=registry)
        self._stuck_for = Gauge(
            "nightmail_stuck_oldest_seconds", "How long ago the oldest of them should have left; 0: none", registry=registry
        )
        self._seen: dict[str, Callable[[DispatchEvent], None]] = {
            "delivery.settled": self._settled,
            "delivery.claimed": self._claimed_some,
            "dispatcher.lease_renewed": lambda event: self._renewals.labels("renewed").inc(),
            "deliveries.stuck": self._stuck_now,
            "deliveries.moving": self._stuck_now,
            "dispatcher.lease_lost": lambda event: self._renewals.labels("lost").inc(),
        }
        for state in DeliveryState:
            self._queue.labels(state.value)
        for reason in StuckReason:
            self._stuck.labels(reason.value)

    def observe(self, event: DispatchEvent) -> None:
        if seen := self._seen.get(event.name):
            seen(event)
        elif event.name in (
            "store.unreachable",
            "account.unreachable",
            "account.set_aside",
            "account.paused",
            "attempt.crashed",
            "delivery.stale",
            "bounces.unreachable",
            "copy.not_filed",
            "mailbox.crashed",
            "mailbox.not_asked",
        ):
            self._troubles.labels(event.name).inc()

    def watch(self, dispatcher: Busy) -> None:
        """Read what is in flight from the dispatcher itself when asked."""
        self._in_flight.set_function(lambda: dispatcher.in_flight)

    def page(self, queue: QueueStats | None, breakers: Sequence[Breaker] = ()) -> bytes:
        """The page a scraper reads. `queue` None: the database does not answer, and its last numbers stand."""
        if queue is not None:
            for state in DeliveryState:
                self._queue.labels(state.value).set(queue.states.get(state, 0))
            self._workers.set(sum(worker.is_alive for worker in queue.workers))
            self._oldest.set(queue.oldest_due.timestamp() if queue.oldest_due else 0)
            for kind in _OPENED:
                self._open_breakers.labels(kind.value).set(sum(breaker.kind is kind for breaker in breakers))
        return generate_latest(self._registry)

    def _settled(self, event: DispatchEvent) -> None:
        late = event.fields.get("late_ms")
        self._tally.add(str(event.fields.get("state")), late / 1000 if isinstance(late, (int, float)) else None)

    def _stuck_now(self, event: DispatchEvent) -> None:
        reasons, oldest = event.fields.get("reasons"), event.fields.get("oldest_seconds")
        for reason in StuckReason:
            self._stuck.labels(reason.value).set(reasons.get(reason.value, 0) if isinstance(reasons, Mapping) else 0)
        self._stuck_for.set(oldest if isinstance(oldest, (int, float)) else 0)

    def _claimed_some(self, event: DispatchEvent) -> None:
        count, took = event.fields.get("count"), event.fields.get("ms")
        if isinstance(count, int):
            self._claimed.inc(count)
        if isinstance(took, (int, float)):
            self._claims.observe(took / 1000)
