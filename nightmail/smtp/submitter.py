"""The Submitter port over SMTP: one message, one outcome. Retries only what provably never reached the server's DATA."""

from __future__ import annotations

import asyncio
import hashlib
import ssl
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from uuid import UUID

from nightmail.account.model import Account, Learned, Security, Server
from nightmail.account.secret import AccessToken, Secret
from nightmail.clock import Clock, SystemClock
from nightmail.delivery.model import RecipientState
from nightmail.delivery.outcome import Accepted, Deferred, Outcome, Phase, Refused, Reply, ReplyClass, Withheld
from nightmail.errors import OutsideError, PersonError
from nightmail.message.wire import Wire
from nightmail.ports import BlobStore, DispatchEvent, Envelope, FencePass, Follow, Observe, Passage, Passwords, ServerFacts
from nightmail.smtp.connection import Connection, connect
from nightmail.smtp.door import Door
from nightmail.smtp.failed import TOKEN_REFUSED, Failed
from nightmail.smtp.pipeline import Means, Succession, Transaction, transact
from nightmail.smtp.pool import Pool
from nightmail.smtp.replies import judge, reread
from nightmail.smtp.resumption import ResumingContext, resuming_context
from nightmail.smtp.settings import SmtpSettings

_BEFORE_BODY = (Phase.MAIL, Phase.RCPT, Phase.DATA)
_TURNED_AWAY = (RecipientState.REFUSED, RecipientState.DEFERRED)
_DEFAULTS = SmtpSettings()
# Microsoft's "432 4.3.2 Concurrent connections limit exceeded".
_TOO_MANY_CONNECTIONS = 432
# A connection that carried only one message teaches nothing: another one for each is what a limit of one would come to.
_FEWEST_SERVED = 2
_MOST_CONTEXTS = 200


def _ignore(event: DispatchEvent) -> None:
    """Nobody listens."""


class SmtpSubmitter:
    def __init__(
        self,
        passwords: Passwords,
        blobs: BlobStore,
        *,
        settings: SmtpSettings = _DEFAULTS,
        clock: Clock | None = None,
        observe: Observe = _ignore,
    ) -> None:
        self._passwords = passwords
        self._settings = settings
        self._clock = clock or SystemClock()
        self._observe = observe
        self._means = Means(blobs.read, self._clock, settings, observe)
        # By account; with another server it gets another pool, and what the old one lent ends with it.
        self._pools: dict[UUID, tuple[Server, Pool]] = {}
        self._own_contexts: dict[str, ssl.SSLContext] = {}
        self._context: asyncio.Future[ResumingContext] | None = None
        # What hosts taught: not to pipeline, to say nothing behind a dot, and how many messages a connection carries.
        self._plain_hosts: set[str] = set()
        self._deaf_hosts: set[str] = set()
        self._served_by: dict[str, int] = {}
        self._worn_at: dict[str, int] = {}
        self._lessons: dict[UUID, Learned] = {}

    async def submit(self, account: Account, envelope: Envelope, wire: Wire, *, fence: FencePass) -> Outcome:
        ended: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()

        def end(outcome: Outcome | Exception) -> None:
            if isinstance(outcome, Exception):
                ended.set_exception(outcome)
            else:
                ended.set_result(outcome)

        await self.convey(account, Passage(envelope, wire, fence, end), follow=lambda: None)
        return await ended

    async def convey(self, account: Account, passage: Passage, *, follow: Follow) -> None:
        pool, limits = self._pool(account), account.effective
        host = account.smtp.host
        if host in self._served_by:
            limits = replace(limits, messages_per_connection=min(self._served_by[host], limits.messages_per_connection))
        lease = _Lease(pool.take_warm(limits) or await pool.take(limits))

        def next_one() -> Passage | None:
            may_go_on = lease.connection is not None and pool.may_go_on(lease.connection) and host not in self._deaf_hosts
            return follow() if may_go_on else None

        try:
            said: asyncio.Future[list[Reply]] | None = None
            going: Passage | None = passage
            while going is not None:
                succession = Succession(next_one, partial(self._tell, account, going))
                await self._carry(account, going, lease, pool.door, said, succession)
                going, said = succession.following, succession.said
                lease.is_warm = lease.connection is not None
        finally:
            pool.give_back(lease.connection)

    async def _carry(
        self,
        account: Account,
        passage: Passage,
        lease: _Lease,
        door: Door,
        said: asyncio.Future[list[Reply]] | None,
        succession: Succession,
    ) -> None:
        """One message to its outcome, or to where the connection goes on to the next one."""
        host = account.smtp.host
        job = Transaction(passage.envelope, passage.wire, passage.fence, self._means, host in self._plain_hosts, said, succession)
        was_said_ahead = said is not None
        try:
            while True:
                if lease.connection is None and (failed := await self._open_for(account, lease, door)) is not None:
                    outcome: Outcome | None = failed
                    break
                assert lease.connection is not None
                outcome = await transact(lease.connection, job)
                if outcome is None or isinstance(outcome, Accepted):
                    break
                if was_said_ahead:
                    was_said_ahead = False
                    self._note_deaf(host, lease.connection, outcome)
                if not self._needs_another(host, job, lease, outcome):
                    break
        except Exception as error:
            lease.drop()
            passage.ended(error)
            return
        if outcome is None:
            self._note_worn_out(account, lease)
            return
        if succession.following is not None and lease.connection is not None and lease.connection.is_busy:
            lease.drop()
        if not _is_tired(outcome):
            self._note_worn_out(account, lease)
        self._tell(account, passage, outcome)

    def _tell(self, account: Account, passage: Passage, outcome: Outcome) -> None:
        """Learn from a message's outcome, and tell it."""
        try:
            if not _took_all(outcome):
                self._note_unknowns(account.smtp.host, outcome)
                self._note_limits(account, passage.envelope, outcome)
        except Exception as error:
            passage.ended(error)
            return
        passage.ended(outcome)

    def _note_worn_out(self, account: Account, lease: _Lease) -> None:
        """Another connection took what the one before it did not want any more."""
        if lease.worn_after >= _FEWEST_SERVED and lease.connection is not None:
            self._note_worn(account, lease.worn_after)
        lease.worn_after = 0

    async def prepare(self, account: Account, *, messages: int) -> None:
        pool, limits = self._pool(account), account.effective
        ready = pool.warm
        while ready < messages and pool.reserve(limits):
            ready += 1
            opened: Connection | Failed | Withheld | None = None
            try:
                opened = await pool.door.enter(partial(self._connect, account))
            finally:
                pool.give_back(opened if isinstance(opened, Connection) else None)
            if not isinstance(opened, Connection):
                return

    @property
    def has_lessons(self) -> bool:
        return bool(self._lessons)

    def lessons(self) -> Mapping[UUID, Learned]:
        lessons, self._lessons = self._lessons, {}
        return lessons

    async def test(self, account: Account, secret: Secret | None) -> ServerFacts:
        opened = await self._sign_in(account, secret)
        if isinstance(opened, Failed):
            raise opened.error()
        opened.close()
        await self._gone([opened])
        return ServerFacts(
            greeting=opened.greeting,
            extensions=opened.extensions,
            max_size=opened.max_size,
            is_encrypted=opened.is_encrypted,
            is_authenticated=account.smtp.username is not None,
        )

    async def close(self) -> None:
        """Say goodbye on idle connections. Transactions under way end first; their callers are waiting for them."""
        pools, self._pools = [pool for _, pool in self._pools.values()], {}
        await self._gone([connection for pool in pools for connection in pool.close()])

    # ------------------------------------------------------------------------------------------ one message

    async def _open_for(self, account: Account, lease: _Lease, door: Door) -> Outcome | None:
        """Why there is no connection; None once there is one."""
        opened = await door.enter(partial(self._connect, account))
        if not isinstance(opened, Connection):
            return opened.outcome() if isinstance(opened, Failed) else opened
        lease.connection = opened
        if opened.max_size is not None and opened.max_size != account.effective.max_size:
            self._learn(account, max_size=opened.max_size)
        return None

    def _needs_another(self, host: str, job: Transaction, lease: _Lease, outcome: Outcome) -> bool:
        """True where this connection was the matter and not the message: it is dropped, and another one may tell."""
        if lease.is_warm and (_is_stale(outcome) or _is_misunderstood(outcome) or _is_out_of_step(outcome)):
            # The server ended an idle connection, wants no more messages on this one, or is still speaking of the one
            # before. Nothing of the message was sent.
            lease.drop(is_tired=_is_tired(outcome))
            return True
        if job.is_plain or not _is_misunderstood(outcome):
            return False
        self._plain_hosts.add(host)
        self._observe(DispatchEvent("smtp.unpipelined", {"host": host}))
        job.is_plain = True
        lease.drop()
        return True

    def _note_deaf(self, host: str, connection: Connection, outcome: Outcome) -> None:
        """Some servers lose what comes behind a dot, or stumble over it. Nothing of that message was sent."""
        if connection.talk.is_deaf or _is_misunderstood(outcome):
            self._deaf_hosts.add(host)
            self._observe(DispatchEvent("smtp.deaf_behind_dot", {"host": host}))

    async def _connect(self, account: Account) -> Connection | Failed | Withheld:
        try:
            secret = None if account.smtp.username is None else await self._passwords.get(account)
            return await self._sign_in(account, secret)
        except OutsideError as error:
            return Withheld(error.message)
        except PersonError as error:
            # The whole account waits for its person, who reads no more of it than this.
            says = f"{error.message} {error.next}"
            return Failed(error.code, says, error.next, Phase.AUTH, ReplyClass.AUTH, is_personal=True)

    async def _sign_in(self, account: Account, secret: Secret | None) -> Connection | Failed:
        """A token that is refused is renewed once. Raises what renewing does."""
        if account.options.oauth and secret is not None and not isinstance(secret, AccessToken):
            raise PersonError(
                "password-for-token", f"{account.address} signs in with its provider, not by a password.", next="Sign in again."
            )
        opened = await self._open(account, secret)
        if isinstance(opened, Failed) and opened.code == TOKEN_REFUSED and isinstance(secret, AccessToken):
            opened = await self._open(account, await secret.renewed())
        return opened

    async def _open(self, account: Account, secret: Secret | None) -> Connection | Failed:
        server = account.smtp
        is_free = account.is_trusted or self._settings.private_hosts
        started = self._clock.monotonic()
        context = None if server.security is Security.PLAIN else await self._tls_context(account.options.ca)
        opened = await connect(server, secret, settings=self._settings, tls_context=context, may_be_private=is_free)
        fields: dict[str, object] = {"host": server.host, "ms": round((self._clock.monotonic() - started) * 1000, 1)}
        if isinstance(opened, Failed):
            self._observe(DispatchEvent("smtp.connect_failed", {**fields, "code": opened.code}))
            if opened.heard is not None:
                self._note_unknown(server.host, opened.heard, opened.phase)
        else:
            self._observe(
                DispatchEvent("smtp.connected", {**fields, "encrypted": opened.is_encrypted, "resumed": opened.is_resumed})
            )
        return opened

    async def _tls_context(self, ca: str) -> ssl.SSLContext:
        """One for all connections: reading the system's trust takes 65 ms. Another one for each trust of an account's own."""
        if ca:
            if ca not in self._own_contexts:
                if len(self._own_contexts) >= _MOST_CONTEXTS:
                    self._own_contexts.clear()
                self._own_contexts[ca] = resuming_context(ca=ca)
            return self._own_contexts[ca]
        if self._settings.tls_context is not None:
            return self._settings.tls_context
        if self._context is None or (self._context.done() and (self._context.cancelled() or self._context.exception())):
            self._context = asyncio.ensure_future(asyncio.to_thread(resuming_context))
        return await asyncio.shield(self._context)

    # ------------------------------------------------------------------------------------------ connections

    def _pool(self, account: Account) -> Pool:
        known = self._pools.get(account.id)
        if known is not None and (known[0] is account.smtp or known[0] == account.smtp):
            return known[1]
        if known is not None:
            known[1].close()
        pool = Pool(self._settings, account.limits, on_empty=lambda empty: self._forget(account.id, empty))
        self._pools[account.id] = account.smtp, pool
        return pool

    def _forget(self, account_id: UUID, pool: Pool) -> None:
        known = self._pools.get(account_id)
        if known is not None and known[1] is pool:
            del self._pools[account_id]

    async def _gone(self, connections: list[Connection]) -> None:
        """Wait until the transports have ended; a server that lingers is cut off."""
        if not connections:
            return
        await asyncio.wait([connection.talk.closed for connection in connections], timeout=self._settings.reset)
        for connection in connections:
            connection.talk.give_up("the server lingered")

    def _note_limits(self, account: Account, envelope: Envelope, outcome: Outcome) -> None:
        """A server that takes only so many recipients, or connections, says so by its replies."""
        if isinstance(outcome, Accepted) or (isinstance(outcome, Deferred) and outcome.reply_class is ReplyClass.TOOMANY):
            judged = len(outcome.recipients)
            if 0 < judged < len(envelope.recipients):
                self._learn(account, recipients_per_envelope=judged)
        if isinstance(outcome, Deferred) and outcome.reply.code == _TOO_MANY_CONNECTIONS:
            self._learn(account, connections=max(1, account.effective.connections - 1))

    def _note_worn(self, account: Account, served: int) -> None:
        """One refusal may be a mishap; the second after just as many messages is a limit."""
        host = account.smtp.host
        if self._worn_at.get(host) != served:
            self._worn_at[host] = served
            return
        self._served_by[host] = min(served, self._served_by.get(host, served))
        self._learn(account, messages_per_connection=self._served_by[host])

    def _learn(self, account: Account, **lower: int) -> None:
        known = self._lessons.get(account.id, account.learned)
        if any(getattr(known, name) != value for name, value in lower.items()):
            self._lessons[account.id] = replace(known, **lower)

    def _note_unknowns(self, host: str, outcome: Outcome) -> None:
        if not isinstance(outcome, Accepted | Deferred | Refused):
            return
        if not isinstance(outcome, Accepted):
            self._note_unknown(host, outcome.reply, outcome.phase)
        told = {result.reply for result in outcome.recipients if result.state in _TURNED_AWAY}
        for reply in map(reread, told - {str(outcome.reply)} if told else ()):
            if reply is not None:
                self._note_unknown(host, reply, Phase.RCPT)

    def _note_unknown(self, host: str, reply: Reply, phase: Phase) -> None:
        """Rules grow from replies that none of them knew. The words themselves may name people, so only their hash is told."""
        if reply.code and judge(reply, phase, host).is_fallback:
            words = hashlib.sha256(reply.text.encode()).hexdigest()[:16]
            fields = {"host": host, "phase": phase.value, "code": reply.code, "enhanced": reply.enhanced, "words": words}
            self._observe(DispatchEvent("smtp.unclassified", fields))


class _Lease:
    """The right to one connection, and the connection in use. `is_warm` while it is one that has served before; `worn_after` are
    the messages that the one before it took, where it wanted no more."""

    __slots__ = ("connection", "is_warm", "worn_after")

    def __init__(self, warm: Connection | None) -> None:
        self.connection = warm
        self.is_warm = warm is not None
        self.worn_after = 0

    def drop(self, *, is_tired: bool = False) -> None:
        connection, self.connection, self.is_warm = self.connection, None, False
        if connection is not None:
            connection.close()
            self.worn_after = connection.served - 1 if is_tired else self.worn_after


def _took_all(outcome: Outcome) -> bool:
    """As almost always: then there is nothing to learn."""
    if not isinstance(outcome, Accepted) or outcome.surplus is not None:
        return False
    for result in outcome.recipients:  # noqa: SIM110 - a generator takes longer than what it looks at
        if result.state in _TURNED_AWAY:
            return False
    return True


def _is_stale(outcome: Outcome) -> bool:
    return (
        isinstance(outcome, Deferred) and outcome.phase in _BEFORE_BODY and (outcome.reply.code in (0, 421) or _is_tired(outcome))
    )


def _is_tired(outcome: Outcome) -> bool:
    """The server takes no new message now; on a fresh connection it may."""
    return isinstance(outcome, Deferred) and outcome.phase is Phase.MAIL and 400 <= outcome.reply.code <= 499


def _is_out_of_step(outcome: Outcome) -> bool:
    """DATA was answered with what is said of an address (RFC 3463 3.2: X.1.Y): rather the reply to a RCPT before it."""
    if not isinstance(outcome, Deferred | Refused) or outcome.phase is not Phase.DATA:
        return False
    return outcome.reply.enhanced[1:4] == ".1."


def _is_misunderstood(outcome: Outcome) -> bool:
    return isinstance(outcome, Deferred | Refused) and outcome.phase in _BEFORE_BODY and outcome.reply_class is ReplyClass.PROTO
