"""Take up a TLS session where an earlier connection to the same host left it: one round trip and the server's proof less.

Python's asyncio has no argument for it (python/cpython#79152), but asks the context for every TLS object it makes. A session that
the server does not know any more costs nothing: the handshake is then a whole one.
"""

from __future__ import annotations

import ssl
import sys
from collections import OrderedDict
from typing import Any

from nightmail.account.trust import trusting

# A worker may serve many hosts; who was not asked for longest is forgotten.
_MOST = 1_000


class ResumingContext(ssl.SSLContext):
    """A client's context. What a resumed session proves was proven, to this very context, when the session began."""

    _sessions: OrderedDict[str, ssl.SSLSession]

    def wrap_bio(
        self,
        incoming: ssl.MemoryBIO,
        outgoing: ssl.MemoryBIO,
        server_side: bool = False,
        server_hostname: str | bytes | None = None,
        session: ssl.SSLSession | None = None,
    ) -> ssl.SSLObject:
        if session is None and isinstance(server_hostname, str):
            session = self._sessions.get(server_hostname)
        return super().wrap_bio(incoming, outgoing, server_side, server_hostname, session)

    def remember(self, tls: ssl.SSLObject) -> None:
        """Once the server was heard: in TLS 1.3 the session comes after the handshake (RFC 8446 4.6.1)."""
        session, host = tls.session, tls.server_hostname
        if session is None or host is None:
            return
        self._sessions[host] = session
        self._sessions.move_to_end(host)
        if len(self._sessions) > _MOST:
            self._sessions.popitem(last=False)


def resuming_context(*, ca: str = "", **trusted: Any) -> ResumingContext:
    """As `ssl.create_default_context` makes one: certificates and names are checked. `trusted` are its `cafile`, `capath` and
    `cadata`; without any, the system's trust. `ca`: an account's own (see `trusting`)."""
    context = ResumingContext(ssl.PROTOCOL_TLS_CLIENT)
    context._sessions = OrderedDict()
    if sys.version_info >= (3, 13):
        # From there on `create_default_context` holds certificates to RFC 5280's letter.
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN | ssl.VERIFY_X509_STRICT
    if ca:
        trusting(context, ca)
    elif trusted:
        context.load_verify_locations(**trusted)
    else:
        context.load_default_certs(ssl.Purpose.SERVER_AUTH)
    return context
