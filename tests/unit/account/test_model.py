"""What an account's limits come to."""

from __future__ import annotations

from dataclasses import replace

from nightmail.account.model import Learned
from tests.letters import account


def test_what_a_server_taught_counts_from_the_moment_an_account_knows_it() -> None:
    known = account()
    assert known.effective == known.limits

    taught = replace(known, learned=Learned(connections=1, messages_per_connection=10_000, max_size=20_000))

    assert taught.effective == replace(known.limits, connections=1, max_size=20_000)


def test_accounts_that_differ_in_nothing_else_are_equal_and_new_limits_take_effect() -> None:
    known = account()

    lowered = replace(known, limits=replace(known.limits, connections=2))

    assert lowered.effective.connections == 2 and lowered != known and replace(lowered, limits=known.limits) == known
