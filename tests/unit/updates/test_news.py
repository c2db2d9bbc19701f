"""Only news that its makers signed is believed, and only while it is fresh."""

from __future__ import annotations

import base64
import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightmail.errors import OutsideError
from nightmail.updates.news import LONGEST, Release, read_news
from tests.unit.updates.signed import MAKER, NOW, STRANGER, news, public

KEYS = (public(STRANGER), public(MAKER))


def refused(envelope: bytes, *keys: str) -> str:
    with pytest.raises(OutsideError) as refusal:
        read_news(envelope, keys or (public(MAKER),), now=NOW)
    return refusal.value.code


def test_news_signed_by_any_known_key_is_read() -> None:
    release = read_news(news(), KEYS, now=NOW)

    assert isinstance(release, Release)
    assert str(release.version) == "0.2.0"
    assert release.notes == "Mail now leaves by moonlight too."
    assert release.files["linux-x86_64"].size == 71_000_000


def test_news_by_a_stranger_is_not_believed() -> None:
    assert refused(news(key=STRANGER)) == "news-unsigned"


def test_news_without_a_signature_is_not_believed() -> None:
    envelope = json.loads(news())

    assert refused(json.dumps({**envelope, "signatures": []}).encode()) == "news-unsigned"


def test_no_key_believes_nothing() -> None:
    with pytest.raises(OutsideError) as refusal:
        read_news(news(), (), now=NOW)
    assert refusal.value.code == "news-unsigned"


@given(place=st.integers(0, 200), by=st.integers(1, 255))
def test_one_octet_changed_and_it_is_not_believed(place: int, by: int) -> None:
    envelope = json.loads(news())
    signed = bytearray(base64.b64decode(envelope["signed"]))
    signed[place] = (signed[place] + by) % 256

    changed = json.dumps({**envelope, "signed": base64.b64encode(bytes(signed)).decode()}).encode()

    assert refused(changed) == "news-unsigned"


def test_the_same_key_signing_something_else_signs_no_news() -> None:
    signed = base64.b64decode(json.loads(news())["signed"])
    bare = {"signed": base64.b64encode(signed).decode(), "signatures": [base64.b64encode(MAKER.sign(signed)).decode()]}

    assert refused(json.dumps(bare).encode()) == "news-unsigned"


def test_old_news_kept_by_somebody_is_refused_when_its_time_is_over() -> None:
    with pytest.raises(OutsideError) as refusal:
        read_news(news(), KEYS, now=NOW + timedelta(days=60))
    assert refusal.value.code == "news-expired"


@pytest.mark.parametrize(
    "wrong",
    [
        {"page": "http://nightmail.example/"},
        {"page": "javascript:alert(1)"},
        {"page": None},
        {"version": "next"},
        {"published_at": "2026-11-22"},
        {"expires_at": 5},
        {"format": "nightmail-news-2"},
        {"files": ["a"]},
        {"files": {"linux-x86_64": {"name": "../evil", "url": "https://a.example/", "size": 1, "sha256": "ab" * 32}}},
        {"files": {"linux-x86_64": {"name": "a", "url": "ftp://a.example/", "size": 1, "sha256": "ab" * 32}}},
        {"files": {"linux-x86_64": {"name": "a", "url": "https://a.example/", "size": 0, "sha256": "ab" * 32}}},
        {"files": {"linux-x86_64": {"name": "a", "url": "https://a.example/", "size": 1, "sha256": "ab"}}},
    ],
    ids=str,
)
def test_signed_news_that_makes_no_sense_is_refused_whole(wrong: dict[str, object]) -> None:
    assert refused(news(other=wrong)) == "news-unreadable"


@pytest.mark.parametrize(
    "envelope", [b"", b"{}", b"[]", b"<html>", b'{"signed": 1, "signatures": []}', b"[" * 5000, b" " * (LONGEST + 1)]
)
def test_what_is_no_envelope_is_refused(envelope: bytes) -> None:
    assert refused(envelope) == "news-unreadable"
