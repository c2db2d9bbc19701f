"""One transaction: MAIL, RCPT, DATA, the body, the fence, the dot. Everything before the dot is provably not accepted;
after it only a reply gives a verdict. Opens no connections and retries nothing."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass

from nightmail.clock import Clock
from nightmail.delivery.outcome import MAX_RAW, Deferred, Fenced, InDoubt, Outcome, Phase, Refused, Reply, ReplyClass
from nightmail.errors import NightmailError
from nightmail.message.wire import ReadBlob, Wire
from nightmail.ports import DispatchEvent, Envelope, FencePass, Follow, Observe, Passage
from nightmail.smtp.connection import Connection
from nightmail.smtp.conversation import CLOSING, Behind, is_told_apart
from nightmail.smtp.replies import explain
from nightmail.smtp.settings import SmtpSettings
from nightmail.smtp.verdict import START_INPUT, Ready, lost_in_body, read_dot, read_early, read_envelope

_BLOCK = 64 * 1024
_DOT = b".\r\n"
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f]")
# Replies outstanding at a time: RFC 2920 3.1 asks clients to mind the TCP window.
_AHEAD = 100
_DAMAGED = frozenset({"blob-missing", "blob-damaged"})


@dataclass(frozen=True, slots=True)
class Means:
    """What all transactions of a submitter are carried out with."""

    read: ReadBlob
    clock: Clock
    settings: SmtpSettings
    observe: Observe


@dataclass(slots=True)
class Transaction:
    """What is to be sent, and with what. `is_plain` leaves out pipelining and SIZE, for servers that stumble over them. `said`
    are the replies to the envelope where that was said behind another one's dot."""

    envelope: Envelope
    wire: Wire
    fence: FencePass
    means: Means
    is_plain: bool = False
    said: asyncio.Future[list[Reply]] | None = None
    succession: Succession | None = None


@dataclass(slots=True)
class Succession:
    """`follow` is asked for what comes next on the connection, which is kept in `following`. Where its envelope was said behind
    the dot, `said` are the replies to it, and `ended` is told the outcome of the one before."""

    follow: Follow
    ended: Callable[[Outcome], None]
    following: Passage | None = None
    said: asyncio.Future[list[Reply]] | None = None


async def transact(connection: Connection, job: Transaction) -> Outcome | None:
    """Afterwards `connection.is_busy` tells whether the transaction was left unfinished: then it must be dropped. None where the
    outcome is told later, and the connection went on to the next message."""
    talk, settings = connection.talk, job.means.settings
    recipients = job.envelope.recipients
    if job.said is not None:
        replies = await job.said
        job.said = None
    else:
        group = b"" if job.is_plain else _usual_group(connection, job.envelope, job.wire.size)
        if not group and (impossible := _impossible(connection, job)) is not None:
            return impossible
        connection.is_busy = True
        connection.served += 1
        if group:
            talk.expect(len(recipients) + 2)
            replies = await talk.ask(group, within=settings.command, last=settings.data)
        else:
            replies = await _say_envelope(connection, job, _commands(connection, job))
    numbers = [number for number, _ in recipients]
    if talk.surplus:
        # Replies beyond those asked for: which of them belongs to which command can't be told, so none is believed.
        replies = []
    ready = read_envelope(replies, numbers, host=connection.server.host, lost=talk.lost, unread=talk.unread)
    if not isinstance(ready, Ready):
        await _leave(connection, job, replies)
        return ready
    talk.expect(1)
    end = job.wire.octets
    if end is None or len(end) > settings.held_back:
        try:
            end = await _say_body(connection, job)
        except NightmailError as error:
            talk.give_up("the message could not be read here")
            return _unreadable(error, ready)
    if not talk.has_answer and not await _passes_fence(connection, job, ready):
        return Fenced()
    if talk.has_answer:
        return _answered_early(connection, ready)
    # From this write on the server may hold the message.
    if job.succession is not None and connection.takes_groups and not job.is_plain and is_told_apart(replies[0]):
        job.succession.following = following = job.succession.follow()
        if following is not None and (group := _usual_group(connection, following.envelope, following.wire.size)):
            _go_on(connection, job.succession, ready, b"".join((end, _DOT, group)), following, job.means.settings)
            return None
    replies = await talk.ask(end + _DOT, within=settings.dot)
    reply, unread = (replies[0] if replies else None), talk.unread
    if reply is not None and any(other.is_positive is not reply.is_positive for other in talk.surplus if other.code != CLOSING):
        # Yes and no in one breath: which of them is about this message can't be told.
        unread = b"".join(each.raw for each in (reply, *talk.surplus))[:MAX_RAW]
        reply = None
    outcome = read_dot(reply, ready, host=connection.server.host, lost=talk.lost, unread=unread)
    connection.is_busy = bool(talk.lost) or isinstance(outcome, InDoubt)
    return outcome


def _go_on(
    connection: Connection, succession: Succession, ready: Ready, octets: bytes, following: Passage, settings: SmtpSettings
) -> None:
    """Write the dot and the next envelope at once. From here on the connection is the next message's."""
    talk = connection.talk

    def heard(reply: Reply | None) -> None:
        succession.ended(read_dot(reply, ready, host=connection.server.host, lost=talk.lost, unread=talk.unread))

    behind = Behind(heard, len(following.envelope.recipients) + 2, settings.behind, settings.command, settings.data)
    connection.served += 1
    succession.said = talk.ask_behind(octets, behind, within=settings.dot)


# ---------------------------------------------------------------------------------------------- envelope


def _usual_group(connection: Connection, envelope: Envelope, size: int) -> bytes:
    """All commands of an envelope in which nothing needs more care, as almost always; nothing where something does."""
    recipients = envelope.recipients
    if not connection.takes_groups or len(recipients) > _AHEAD - 2 or size > (connection.max_size or size):
        return b""
    addresses = sender = envelope.sender
    commands = f"MAIL FROM:<{sender}> SIZE={size}\r\n" if connection.takes_size else f"MAIL FROM:<{sender}>\r\n"
    for _, address in recipients:
        addresses += address
        commands += f"RCPT TO:<{address}>\r\n"
    if not addresses.isascii() or not addresses.isprintable():
        return b""
    commands += "DATA\r\n"
    return commands.encode()


def _impossible(connection: Connection, job: Transaction) -> Refused | None:
    limit = connection.max_size
    if limit is not None and job.wire.size > limit:
        says = f"The message has {_megabytes(job.wire.size)} MB; the server takes at most {_megabytes(limit)} MB."
        return _unsendable(ReplyClass.SIZE, "size", says)
    if _needs_utf8(job.envelope) and "smtputf8" not in connection.extensions:
        return _unsendable(ReplyClass.RCPT_PERM, "international-address")
    return None


def _unsendable(reply_class: ReplyClass, key: str, says: str = "") -> Refused:
    scope, told = explain(key, reply_class)
    return Refused(Reply(0, says or told.says), Phase.MAIL, reply_class, scope=scope, advice=told)


def _megabytes(octets: int) -> str:
    return f"{octets / 1_000_000:.1f}"


def _needs_utf8(envelope: Envelope) -> bool:
    return not (envelope.sender.isascii() and all(address.isascii() for _, address in envelope.recipients))


def _commands(connection: Connection, job: Transaction) -> list[bytes]:
    size = f" SIZE={job.wire.size}" if connection.takes_size and not job.is_plain else ""
    utf8 = " SMTPUTF8" if _needs_utf8(job.envelope) else ""
    lines = [f"MAIL FROM:<{_safe(job.envelope.sender)}>{size}{utf8}\r\n".encode()]
    lines += [f"RCPT TO:<{_safe(address)}>\r\n".encode() for _, address in job.envelope.recipients]
    lines.append(b"DATA\r\n")
    return lines


def _safe(address: str) -> str:
    if _FORBIDDEN.search(address):
        raise ValueError("an address with control characters reached the wire")
    return address


async def _say_envelope(connection: Connection, job: Transaction, commands: list[bytes]) -> list[Reply]:
    settings, talk = job.means.settings, connection.talk
    if job.is_plain or not connection.takes_groups:
        return await _say_one_by_one(connection, commands, settings)
    replies: list[Reply] = []
    for start in range(0, len(commands), _AHEAD):
        batch = commands[start : start + _AHEAD]
        talk.expect(len(batch))
        last = settings.data if start + _AHEAD >= len(commands) else None
        replies += await talk.ask(b"".join(batch), within=settings.command, last=last)
        if talk.lost:
            break
    return replies


async def _say_one_by_one(connection: Connection, commands: list[bytes], settings: SmtpSettings) -> list[Reply]:
    """MAIL, RCPT and DATA each after the reply to the one before. No DATA when nobody was accepted."""
    talk = connection.talk
    replies: list[Reply] = []
    for at, command in enumerate(commands):
        is_data = at == len(commands) - 1
        if is_data and not any(reply.is_positive for reply in replies[1:]):
            break
        talk.expect(1)
        replies += await talk.ask(command, within=settings.data if is_data else settings.command)
        if talk.lost or not replies[0].is_positive:
            break
    return replies


async def _leave(connection: Connection, job: Transaction, replies: list[Reply]) -> None:
    """Bring the connection back to where a new transaction may begin. Whatever happens here changes no verdict."""
    talk = connection.talk
    if talk.lost:
        return
    data = replies[len(job.envelope.recipients) + 1 :]
    if data and data[0].code == START_INPUT:
        # RFC 2920 3.1: DATA was taken though nobody was accepted; a lone dot ends it.
        farewell, within = _DOT, job.means.settings.command
    elif data and data[0].code < 400:
        return  # the replies no longer belong to the commands
    elif 400 <= replies[0].code <= 599:
        connection.is_busy = False
        return
    else:
        farewell, within = b"RSET\r\n", job.means.settings.reset
    talk.expect(1)
    await talk.ask(farewell, within=within)
    connection.is_busy = bool(talk.lost)


# ---------------------------------------------------------------------------------------------- message


def _answered_early(connection: Connection, ready: Ready) -> Outcome:
    """The dot was not written and will not be."""
    talk = connection.talk
    replies, reason = talk.replies, talk.lost
    talk.give_up("the server answered before the message was whole")
    if replies:
        return read_early(replies[0], ready, host=connection.server.host)
    return lost_in_body(reason, ready, unread=talk.unread)


async def _passes_fence(connection: Connection, job: Transaction, ready: Ready) -> bool:
    """False: somebody else decides over the message now. Passing too late drops the connection, which is a lost one."""
    clock, window = job.means.clock, job.means.settings.dot_window
    asked_at, asked_on = clock.monotonic(), clock.now()
    try:
        may_send = await job.fence(ready.accepted)
    except Exception as error:
        # Whether the intent was kept is unknown, so no dot may follow; the store's rescue sorts it out.
        job.means.observe(DispatchEvent("smtp.fence_broke", {"error": type(error).__name__}))
        may_send = False
    if not may_send:
        connection.talk.give_up("the fence said no")
        return False
    # A computer that slept may have lost its lease; not every monotonic clock counts sleep, so both are asked.
    if clock.monotonic() - asked_at >= window or abs((clock.now() - asked_on).total_seconds()) >= window:
        connection.talk.give_up("too much time passed before its last octets")
    return True


def _unreadable(error: NightmailError, ready: Ready) -> Deferred | Refused:
    reply = Reply(0, error.message)
    if error.code in _DAMAGED:
        return Refused(reply, Phase.BODY, ReplyClass.MSG_PERM)
    return Deferred(reply, Phase.BODY, ReplyClass.RETRY, ready.results)


async def _say_body(connection: Connection, job: Transaction) -> bytes:
    """Write all but the last octets and answer those. Stops early when the server answers or the connection ends."""
    held = b""
    chunks = job.wire.chunks(job.means.read)
    # Blobs are read and encoded on a thread: disks may be slow.
    while not connection.talk.has_answer and (chunk := await asyncio.to_thread(next, chunks, None)) is not None:
        held = await _push(connection, held + chunk, job.means.settings)
    return held


async def _push(connection: Connection, octets: bytes, settings: SmtpSettings) -> bytes:
    """Write all but the last octets, block by block as there is room, and answer those."""
    end = max(len(octets) - settings.held_back, 0)
    with memoryview(octets) as whole:
        for start in range(0, end, _BLOCK):
            if connection.talk.has_answer:
                break
            connection.talk.write(bytes(whole[start : min(start + _BLOCK, end)]))
            await connection.talk.room(within=settings.stall)
    return octets[end:]
