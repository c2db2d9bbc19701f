"""`value`: the dataclass of what is made for every message. The type checker refuses to change one; at run time nothing does,
since a frozen dataclass takes ten times as long to make, and a message on its way is some twenty of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["value"]

if TYPE_CHECKING:
    # Checkers know a dataclass under any name, and with it what `frozen` forbids.
    from dataclasses import dataclass as value
else:
    from dataclasses import dataclass

    def value(*, frozen, slots):
        """As `dataclass`, for those that are `frozen` with `slots`: compared, hashed and copied as such."""
        assert (frozen, slots) == (True, True), "what may change is a plain dataclass"
        return dataclass(slots=True, unsafe_hash=True)
