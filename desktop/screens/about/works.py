"""Read what ships with Nightmail, and Nightmail itself first, from the list that `make licences` writes."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources

from desktop.screens.about.state import Work

OWN = "Nightmail"


@cache
def works(version: str) -> tuple[Work, ...]:
    """`version` is Nightmail's own."""
    listed = json.loads(resources.files("desktop.screens.about").joinpath("licences.json").read_text(encoding="utf-8"))
    own = Work(OWN, version, "Apache-2.0", "", frozenset({"desktop", "worker"}), (listed["notice"], listed["own"]))
    others = (
        Work(
            name=each["name"],
            version=each["version"],
            licence=each["licence"],
            url=each["url"],
            ships_in=frozenset(each["ships_in"]),
            texts=tuple(listed["texts"][place] for place in each["texts"]),
            inside=tuple(f"{name} {inner}, {licence}" for name, inner, licence in each["inside"]),
        )
        for each in listed["parts"]
    )
    return (own, *others)
