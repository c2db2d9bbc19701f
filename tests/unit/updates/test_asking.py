"""Who asks for updates, whom, and what becomes of the answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nightmail.errors import OutsideError
from nightmail.updates.ask import fetched, newer_release
from nightmail.updates.channel import PYTHON, Channel, Installation, read_installation
from tests.unit.desktop.fakes import StillClock
from tests.unit.updates.signed import MAKER, NOW, news, public

URL = "https://nightmail.example/news.json"
ASKS = Installation("0.1.0", channel=Channel(URL, (public(MAKER),)))
CLOCK = StillClock(NOW)


class Address:
    def __init__(self, answer: bytes) -> None:
        self.answer = answer
        self.asked: list[str] = []

    async def fetch(self, url: str) -> bytes:
        self.asked.append(url)
        return self.answer


@pytest.mark.parametrize(("version", "newer"), [("0.2.0", "0.2.0"), ("0.1.0", None), ("0.0.9", None), ("0.1.0-rc.1", None)])
async def test_only_a_newer_version_is_news(version: str, newer: str | None) -> None:
    address = Address(news(version))

    found = await newer_release(ASKS, clock=CLOCK, fetch=address.fetch)

    assert (str(found.version) if found else None) == newer
    assert address.asked == [URL]


@pytest.mark.parametrize(
    "silent", [Installation("0.1.0"), Installation("0.1.0", channel=ASKS.channel, kept_by="packages")], ids=str
)
async def test_whom_a_package_manager_updates_asks_nobody(silent: Installation) -> None:
    address = Address(news())

    assert await newer_release(silent, clock=CLOCK, fetch=address.fetch) is None
    assert address.asked == []


async def test_an_address_that_is_away_is_an_outside_matter() -> None:
    with pytest.raises(OutsideError) as away:
        await fetched("https://127.0.0.1:1/news.json")
    assert away.value.code == "news-unreachable"


def about(folder: Path, updates: object, *, kept_by: str = "") -> Installation:
    (folder / "build.json").write_text(json.dumps({"version": "0.3.0", "commit": "abc", "updates": updates}))
    if kept_by:
        (folder / "kept-by").write_text(f"{kept_by}\n")
    return read_installation(folder)


def test_a_bundle_asks_the_address_it_was_built_with(tmp_path: Path) -> None:
    found = about(tmp_path, {"url": URL, "keys": ["k"]})

    assert (found.version, found.commit, found.channel, found.asks) == ("0.3.0", "abc", Channel(URL, ("k",)), True)


def test_a_bundle_from_a_package_leaves_updates_to_its_manager(tmp_path: Path) -> None:
    assert not about(tmp_path, {"url": URL, "keys": ["k"]}, kept_by="packages").asks


@pytest.mark.parametrize("updates", [None, {"url": "http://a.example", "keys": ["k"]}, {"url": 5}, "x"], ids=str)
def test_a_bundle_without_a_proper_address_asks_nobody(tmp_path: Path, updates: object) -> None:
    assert not about(tmp_path, updates).asks


def test_a_bundle_that_lost_what_it_knew_of_itself_still_starts(tmp_path: Path) -> None:
    assert not read_installation(tmp_path).asks


def test_a_python_environment_is_updated_by_its_own_tools() -> None:
    assert read_installation(None).kept_by == PYTHON
