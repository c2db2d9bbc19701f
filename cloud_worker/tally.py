"""What is counted for every message, in plain numbers: the library's own counters take a lock and a call for each. They become
what a scraper reads when it asks."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate

from prometheus_client.metrics_core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

_BOUNDS = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 15.0, 60.0, 300.0, 3600.0)
_NAMES = (*map(str, _BOUNDS), "+Inf")


class Tally(Collector):
    """Added to and read by one thread."""

    def __init__(self) -> None:
        self._states: Counter[str] = Counter()
        self._late = [0] * len(_NAMES)
        self._late_seconds = 0.0

    def add(self, state: str, late: float | None) -> None:
        """One delivery was settled, `late` seconds after it was wanted; less than none counts as none."""
        self._states[state] += 1
        if state == "sent" and late is not None:
            late = late if late > 0 else 0.0
            self._late[bisect_left(_BOUNDS, late)] += 1
            self._late_seconds += late

    def collect(self) -> Iterator[Metric]:
        deliveries = CounterMetricFamily("nightmail_deliveries", "Deliveries settled, by state", labels=["state"])
        for state, count in self._states.items():
            deliveries.add_metric(["retry" if state == "scheduled" else state], count)
        yield deliveries
        yield CounterMetricFamily("nightmail_attempts", "Attempts that came to an outcome", value=self._states.total())
        within = list(zip(_NAMES, accumulate(self._late), strict=True))
        yield HistogramMetricFamily(
            "nightmail_lateness_seconds",
            "From the instant asked for to the server's acceptance",
            buckets=within,
            sum_value=self._late_seconds,
        )
