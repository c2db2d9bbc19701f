from __future__ import annotations

import base64
import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightmail.delivery.outcome import MAX_RAW, Reply
from nightmail.smtp.parser import MAX_TEXT, ReplyParser, UnreadableReply


def read(*pieces: bytes) -> list[Reply]:
    parser, replies = ReplyParser(), list[Reply]()
    for piece in pieces:
        parser.feed(piece, replies)
    assert not parser.has_rest
    return replies


@pytest.mark.parametrize(
    ("octets", "reply"),
    [
        (b"250 2.1.0 Ok\r\n", Reply(250, "2.1.0 Ok", "2.1.0")),
        (b"250 Ok\r\n", Reply(250, "Ok")),
        (b"250\r\n", Reply(250, "")),
        (b"250 \r\n", Reply(250, "")),
        (b"250 ok\n", Reply(250, "ok")),
        (b"550-5.1.1 no such\r\n550 5.1.1 user\r\n", Reply(550, "5.1.1 no such user", "5.1.1")),
        (b"550-5.4.5 Daily\r\n550-5.4.5\r\n550 5.4.5 exceeded\r\n", Reply(550, "5.4.5 Daily exceeded", "5.4.5")),
        (b"550 a\x00b\x1bc\xffd\r\n", Reply(550, "a b c\ufffdd")),
        ("550 gr\u00fc\u00dfe \u2028x\r\n".encode(), Reply(550, "grüße  x")),
        (b"250 2.0.0.1 no code\r\n", Reply(250, "2.0.0.1 no code")),
    ],
)
def test_a_reply_is_read_and_made_safe(octets: bytes, reply: Reply) -> None:
    assert read(octets) == [reply]


def test_several_replies_in_one_segment_are_several() -> None:
    assert [reply.code for reply in read(b"250 a\r\n550-x\r\n550 y\r\n354 go\r\n")] == [250, 550, 354]


def test_a_reply_cut_anywhere_reads_the_same() -> None:
    octets = b"250-one\r\n250 two\r\n354 go\r\n"

    for cut in range(len(octets)):
        assert read(octets[:cut], octets[cut:]) == read(octets)
    assert read(*(octets[at : at + 1] for at in range(len(octets)))) == read(octets)


LINES = [
    b"250 ok\r\n",
    b"250 2.0.0 ok\n",
    b"250-one\r\n",
    b"250\r\n",
    b"354 go\r\n",
    b"421 bye\r\n",
    b"what\r\n",
    b"\n",
    b"99",
    b"2",
    b" ",
]


@given(st.lists(st.sampled_from(LINES), max_size=6))
def test_replies_that_come_together_read_as_those_that_come_octet_by_octet(lines: list[bytes]) -> None:
    octets = b"".join(lines)

    assert heard([octets]) == heard([octets[at : at + 1] for at in range(len(octets))])


def heard(pieces: list[bytes]) -> tuple[list[Reply], list[bytes], bytes | None]:
    """Replies, their octets, and what was left over; None where it could not be read."""
    parser, replies = ReplyParser(), list[Reply]()
    rest: bytes | None = None
    with suppress(UnreadableReply):
        for piece in pieces:
            parser.feed(piece, replies)
        rest = parser.rest
    return replies, [reply.raw for reply in replies], rest


@pytest.mark.parametrize(
    "octets",
    [
        b"\r\n250 ok\r\n",
        b"HTTP/1.1 400 Bad Request\r\n",
        b"250-a\r\n550 b\r\n",
        b"250=ok\r\n",
        b"25 ok\r\n",
        b"999 ok\r\n",
        b"120 soon\r\n",
        b"ok\r\n",
        b"250 " + b"x" * 200_000 + b"\r\n",
        b"250 " + b"x" * 200_000,
        b"250-" + b"x" * 100 + b"\r\n" + b"250-y\r\n" * 20_000,
    ],
)
def test_what_is_no_reply_is_refused(octets: bytes) -> None:
    with pytest.raises(UnreadableReply):
        read(octets)


def test_replies_before_an_unreadable_one_stand() -> None:
    replies: list[Reply] = []

    with pytest.raises(UnreadableReply):
        ReplyParser().feed(b"250 ok\r\nwhat\r\n", replies)

    assert [reply.code for reply in replies] == [250]


def test_a_thousand_lines_are_one_bounded_reply() -> None:
    (reply,) = read(b"250-line\r\n" * 1000 + b"250 end\r\n")

    assert reply.code == 250 and len(reply.text) <= MAX_TEXT


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_any_octets_are_read_or_refused_and_the_text_can_be_stored(pieces: list[bytes]) -> None:
    replies: list[Reply] = []
    parser = ReplyParser()
    try:
        for piece in pieces:
            parser.feed(b"550 " + piece + b"\r\n", replies)
    except UnreadableReply:
        pass
    for reply in replies:
        json.dumps(reply.text, ensure_ascii=False).encode("utf-8")
        assert "\x00" not in reply.text and "\n" not in reply.text
        assert len(reply.raw) <= MAX_RAW and (reply.evidence == "" or base64.b64decode(reply.evidence) == reply.raw)


@pytest.mark.parametrize(
    "octets",
    [
        b"250 2.1.0 Ok\n",
        b"250\r\n",
        b"250 Ok \r\n",
        b"550-5.1.1 no such\r\n550 5.1.1 user\r\n",
        b"550 a\x00b\x1bc\xffd\r\n",
        b"250 tab\there\r\n",
        b"550 " + b"x" * (MAX_TEXT + 1) + b"\r\n",
    ],
)
def test_octets_that_the_safe_text_does_not_tell_are_kept(octets: bytes) -> None:
    (reply,) = read(octets[:5], octets[5:])

    assert reply.raw == octets and (base64.b64decode(reply.evidence) == octets) is (octets != b"250\r\n")


@pytest.mark.parametrize("octets", [b"250 2.1.0 Ok\r\n", "550 gr\u00fc\u00dfe\r\n".encode()])
def test_octets_that_the_safe_text_tells_are_not_kept_twice(octets: bytes) -> None:
    (reply,) = read(octets)

    assert reply.raw == octets == f"{reply}\r\n".encode() and reply.evidence == ""


@pytest.mark.parametrize(
    "octets",
    [b"\r\n250 ok\r\n", b"HTTP/1.1 400 Bad Request\r\nServer: x\r\n", b"250-a\r\n550 b\r\n", b"250 " + b"x" * 200_000, b"250 o"],
    ids=["blank line", "HTTP", "mixed codes", "endless", "cut off"],
)
def test_what_could_not_be_read_is_kept_as_it_came(octets: bytes) -> None:
    parser = ReplyParser()
    with suppress(UnreadableReply):
        parser.feed(b"250 before\r\n", [])
        parser.feed(octets, [])

    assert parser.rest == octets[:MAX_RAW]
