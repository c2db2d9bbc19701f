"""What a scraper reads of every message that was settled."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, generate_latest

from cloud_worker.tally import Tally


def page(tally: Tally) -> str:
    registry = CollectorRegistry()
    registry.register(tally)
    return generate_latest(registry).decode()


def test_before_the_first_message_everything_is_nothing():
    told = page(Tally())

    assert "nightmail_attempts_total 0.0" in told
    assert 'nightmail_lateness_seconds_bucket{le="+Inf"} 0.0' in told
    assert "nightmail_deliveries_total{" not in told


def test_each_bucket_holds_what_came_within_its_bound_and_all_before():
    tally = Tally()
    for late in (0.01, 0.010001, 0.05, 7200.0):
        tally.add("sent", late)

    told = page(tally)

    for bound, count in (("0.01", 1), ("0.05", 3), ("3600.0", 3), ("+Inf", 4)):
        assert f'nightmail_lateness_seconds_bucket{{le="{bound}"}} {count}.0' in told
    assert "nightmail_lateness_seconds_count 4.0" in told


def test_a_message_that_left_before_its_moment_by_this_clock_is_not_late():
    tally = Tally()
    tally.add("sent", -5.0)

    assert 'nightmail_lateness_seconds_bucket{le="0.01"} 1.0' in page(tally)
    assert "nightmail_lateness_seconds_sum 0.0" in page(tally)


def test_only_what_was_sent_can_be_late_and_what_waits_for_another_try_is_a_retry():
    tally = Tally()
    tally.add("scheduled", 3.0)
    tally.add("failed", None)
    tally.add("sent", None)

    told = page(tally)

    for state in ("retry", "failed", "sent"):
        assert f'nightmail_deliveries_total{{state="{state}"}} 1.0' in told
    assert "nightmail_attempts_total 3.0" in told
    assert "nightmail_lateness_seconds_count 0.0" in told
