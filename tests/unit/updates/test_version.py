"""Versions stand in the order of semantic versioning."""

from __future__ import annotations

from itertools import pairwise

import pytest

from nightmail.updates.version import parse_version

# The specification's own row, point 11, and what people get wrong.
RISING = (
    "0.9.0 0.10.0 1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1.0.0 1.0.1 2.0.0"
)


@pytest.mark.parametrize(("lower", "higher"), list(pairwise(RISING.split())))
def test_each_version_stands_above_the_one_before(lower: str, higher: str) -> None:
    assert parse_version(lower) < parse_version(higher)
    assert not parse_version(higher) < parse_version(lower)
    assert str(parse_version(lower)) == lower


def test_what_the_build_adds_orders_nothing() -> None:
    assert parse_version("1.0.0+abc") == parse_version("1.0.0+def")


@pytest.mark.parametrize(
    "text", ["", "1", "1.0", "1.0.0.0", "v1.0.0", "01.0.0", "1.0.0-", "1.0.0 ", "１.0.0", "9" * 90 + ".0.0", "1.0.x"]
)
def test_what_is_no_version_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a version"):
        parse_version(text)
