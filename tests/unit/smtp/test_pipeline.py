"""What a transaction writes, whichever of its ways it takes."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nightmail.account.model import Security, Server
from nightmail.clock import SystemClock
from nightmail.delivery.outcome import Accepted, Outcome, Refused
from nightmail.message.wire import Wire
from nightmail.ports import Envelope
from nightmail.smtp.connection import Connection
from nightmail.smtp.conversation import Conversation
from nightmail.smtp.pipeline import Means, Transaction, transact
from tests.unit.smtp.stage import CONTENT, PATIENT, Blobs, Fence

EXTENSIONS = ("size", "smtputf8", "pipelining")

addresses = st.text('ab.@é"> \r\n\x00\x7f\u2028', max_size=8)


class Line(asyncio.Transport):
    """Takes everything, and says yes to it in the next turn. `written` are the octets of each write."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[bytes] = []
        self.talk: Conversation | None = None

    def write(self, data: bytes | bytearray | memoryview) -> None:
        octets = bytes(data)
        self.written.append(octets)
        is_body = octets.endswith(b"\r\n.\r\n")
        commands = [octets] if is_body else octets.split(b"\r\n")[:-1]
        replies = [b"354 go\r\n" if command == b"DATA" else b"250 ok\r\n" for command in commands]
        assert self.talk is not None
        asyncio.get_running_loop().call_soon(self.talk.data_received, b"".join(replies))

    def abort(self) -> None:
        """Nothing is held back."""


def carried(envelope: Envelope, *extensions: str) -> tuple[Outcome | type[ValueError], list[bytes]]:
    """The outcome and what was written, to a server that offers such extensions: "size 1000"."""
    return asyncio.run(_carried(envelope, *extensions))


async def _carried(envelope: Envelope, *extensions: str) -> tuple[Outcome | type[ValueError], list[bytes]]:
    line = Line()
    line.talk = talk = Conversation(line)
    server = Server("127.0.0.1", 25, Security.PLAIN)
    offered = {name: value for name, _, value in (extension.partition(" ") for extension in extensions)}
    connection = Connection(server, talk, "hi", offered, is_encrypted=False, opened_at=0.0)
    means = Means(Blobs().read, SystemClock(), PATIENT, lambda event: None)
    try:
        outcome = await transact(connection, Transaction(envelope, Wire((CONTENT,), len(CONTENT)), Fence(), means))
    except ValueError:
        return ValueError, line.written
    finally:
        talk.give_up("the test is over")
    assert outcome is not None, "nothing was to follow"
    return outcome, line.written


@given(addresses, st.lists(addresses, min_size=1, max_size=4), st.sets(st.sampled_from(EXTENSIONS[:2])))
@example("a@b", ["b@c"], set())
def test_a_group_of_commands_says_what_they_say_one_by_one(sender: str, recipients: list[str], offered: set[str]) -> None:
    envelope = Envelope(sender, tuple(enumerate(recipients)))

    outcome, together = carried(envelope, *offered, "pipelining")
    alone, apart = carried(envelope, *offered)

    assert outcome == alone and b"".join(together) == b"".join(apart)


@pytest.mark.parametrize("forbidden", ["\r\nRCPT TO:<eve@example.org>", "\x00", "\x7f", "\n", "\x1f"])
@pytest.mark.parametrize("extensions", [EXTENSIONS, ()])
def test_no_address_begins_a_command_of_its_own(forbidden: str, extensions: tuple[str, ...]) -> None:
    for envelope in (
        Envelope(f"anna{forbidden}@example.org", ((0, "bob@example.org"),)),
        Envelope("a@b", ((0, f"b{forbidden}@c"),)),
    ):
        assert carried(envelope, *extensions) == (ValueError, [])


@pytest.mark.parametrize(("recipients", "groups"), [(1, 1), (98, 1), (99, 2), (198, 2), (199, 3)])
def test_no_more_than_a_hundred_replies_are_outstanding(recipients: int, groups: int) -> None:
    envelope = Envelope("anna@example.org", tuple((n, f"u{n}@example.net") for n in range(recipients)))

    outcome, written = carried(envelope, "pipelining")

    assert isinstance(outcome, Accepted) and [result.n for result in outcome.recipients] == list(range(recipients))
    assert len(written) == groups + 1 and all(group.count(b"\r\n") <= 100 for group in written[:-1])


def test_a_message_of_just_the_announced_size_is_sent_and_one_octet_more_is_not() -> None:
    envelope = Envelope("anna@example.org", ((0, "bob@example.org"),))

    fitting, _ = carried(envelope, "pipelining", f"size {len(CONTENT)}")
    too_large, written = carried(envelope, "pipelining", f"size {len(CONTENT) - 1}")

    assert isinstance(fitting, Accepted)
    assert isinstance(too_large, Refused) and written == []
