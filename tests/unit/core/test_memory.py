from __future__ import annotations

import gc
import sys

import pytest

from nightmail.memory import give_back, keep_small


def test_giving_back_leaves_what_lives_and_works_where_the_system_has_no_such_door(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = [object() for _ in range(10)]

    keep_small()
    give_back()
    monkeypatch.setattr(sys, "platform", "sunos")
    keep_small()
    give_back()

    assert len(kept) == 10
    gc.unfreeze()
