"""Everything a mail server may do wrong, by name: what it says, when, and how it leaves. Data alone; `session` plays it.

The numbers are those of the project's list of 38 behaviours. `UNPLAYED` names those that are no server's, and what comes nearest.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Point(Enum):
    """The moment of a session at which something goes wrong."""

    GREETING = auto()
    EHLO = auto()
    STARTTLS = auto()
    AUTH = auto()  # the command
    PASSWORD = auto()  # what was said to it
    MAIL = auto()
    RCPT = auto()
    DATA = auto()
    BODY = auto()  # its first octets
    DOT = auto()  # before the message is kept
    KEPT = auto()  # after
    QUIT = auto()
    PIPELINED = auto()  # several commands in one go


class Then(Enum):
    """What the server does after its words."""

    GO_ON = auto()
    CLOSE = auto()
    DROP = auto()  # the connection, without TLS's goodbye
    RESET = auto()  # TCP RST
    HANG = auto()
    STALL = auto()  # hang, and read nothing either


class Over(Enum):
    """What a fault with an amount counts: it strikes beyond the amount."""

    RECIPIENTS = auto()  # of this envelope
    MESSAGES = auto()  # on this connection
    SESSIONS = auto()  # of everybody


@dataclass(frozen=True, slots=True)
class Misdeed:
    """`what` is the sentence for people. Without `at` it is no reply but a way of working, which the session knows by name.

    `filler` is said `times` times between `says` and `ends`, and `echo` to whatever comes next. `amount` is what NAME:N changes,
    where the number is no occasion. `is_raw`: spoken without encryption on a TLS port as well.
    """

    number: int
    what: str
    at: Point | None = None
    says: bytes = b""
    then: Then = Then.GO_ON
    filler: bytes = b""
    times: int = 0
    ends: bytes = b""
    echo: bytes = b""
    amount: int | None = None
    over: Over | None = None
    is_raw: bool = False

    @property
    def words(self) -> bytes:
        return self.says + self.filler * self.times + self.ends


_GREETING, _EHLO, _STARTTLS, _AUTH, _PASSWORD = Point.GREETING, Point.EHLO, Point.STARTTLS, Point.AUTH, Point.PASSWORD
_MAIL, _RCPT, _DATA, _BODY, _DOT, _KEPT = Point.MAIL, Point.RCPT, Point.DATA, Point.BODY, Point.DOT, Point.KEPT
BANNER = b"220 localhost ESMTP Nightmail sandbox\r\n"
_HTTP = b"HTTP/1.1 400 Bad Request\r\n"
_READY = b"220 2.0.0 Go ahead\r\n"
_REFUSED = b"554 5.7.1 Message refused\r\n"

CATALOGUE: dict[str, Misdeed] = {
    "refuse-tcp": Misdeed(1, "Refuses connections (TCP)."),
    "blackhole": Misdeed(1, "Leaves connections unanswered (TCP)."),
    "reset-at-connect": Misdeed(1, "Takes the connection and resets it.", _GREETING, then=Then.RESET),
    "no-banner": Misdeed(2, "Takes the connection and never says a word.", _GREETING, then=Then.HANG),
    "drip-banner": Misdeed(2, "Greets one octet at a time, N milliseconds (default 10000) apart.", amount=10_000),
    "refuse-connection": Misdeed(
        3, "Greets with 421 and closes.", _GREETING, b"421 4.3.2 The sandbox takes no connections now\r\n", Then.CLOSE
    ),
    "banner-554": Misdeed(3, "Greets with 554 and closes.", _GREETING, b"554 5.3.2 No service here\r\n", Then.CLOSE),
    "long-banner": Misdeed(4, "Greets with many lines.", _GREETING, filler=b"220-Welcome\r\n", times=40, ends=BANNER),
    "plain-on-tls-port": Misdeed(4, "Greets without TLS on a TLS port.", _GREETING, BANNER, is_raw=True),
    "ehlo-500": Misdeed(5, "Answers EHLO with 500.", _EHLO, b"500 5.5.2 Unknown command\r\n"),
    "ehlo-421": Misdeed(
        5,
        "Answers EHLO with 421 4.7.0 and closes.",
        _EHLO,
        b"421 4.7.0 Try again later, closing connection. (EHLO)\r\n",
        Then.CLOSE,
    ),
    "bare-ehlo": Misdeed(5, "Answers EHLO without a single extension.", _EHLO, b"250 localhost\r\n"),
    "no-starttls": Misdeed(6, "Does not offer STARTTLS."),
    "starttls-454": Misdeed(6, "Answers STARTTLS with 454.", _STARTTLS, b"454 4.7.0 TLS not available\r\n"),
    "starttls-plain": Misdeed(6, "Takes STARTTLS, but goes on without TLS.", _STARTTLS, _READY, echo=b"250 localhost\r\n"),
    "starttls-injected": Misdeed(7, "Says yes to STARTTLS and more in the same breath, as an attacker on the way would."),
    "certificate-expired": Misdeed(8, "Shows a certificate that has expired."),
    "certificate-wrong-host": Misdeed(8, "Shows a certificate for another host."),
    "certificate-self-signed": Misdeed(8, "Shows a certificate that nobody vouches for."),
    "tls-1.0": Misdeed(8, "Speaks no TLS above 1.0."),
    "starttls-hangs": Misdeed(9, "Takes STARTTLS, then never shakes hands.", _STARTTLS, _READY, Then.HANG),
    "tls-hangs": Misdeed(9, "Never shakes hands on a TLS port.", _GREETING, then=Then.HANG, is_raw=True),
    "drop-at-quit": Misdeed(9, "Drops the connection at QUIT, without TLS's goodbye.", Point.QUIT, then=Then.DROP),
    "reject-auth": Misdeed(
        10, "Refuses every sign-in with 535 5.7.8.", _PASSWORD, b"535 5.7.8 Username and password not accepted\r\n"
    ),
    "auth-534": Misdeed(
        10,
        "Refuses sign-ins with 534 5.7.9 (app password).",
        _PASSWORD,
        b"534-5.7.9 Application-specific password required.\r\n534 5.7.9 https://support.example.com/app-passwords\r\n",
    ),
    "auth-535-139": Misdeed(
        10,
        "Refuses sign-ins with 535 5.7.139 (switched off).",
        _PASSWORD,
        b"535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.\r\n",
    ),
    "auth-535-basic": Misdeed(
        10,
        "Refuses sign-ins with 535 5.7.139 (passwords switched off).",
        _PASSWORD,
        b"535 5.7.139 Authentication unsuccessful, basic authentication is disabled.\r\n",
    ),
    "auth-550": Misdeed(
        10,
        "Refuses sign-ins with 550 5.7.30 (no passwords).",
        _PASSWORD,
        b"550 5.7.30 Basic authentication is not supported for Client Submission.\r\n",
    ),
    "busy-auth": Misdeed(
        11,
        "Answers a sign-in with 454 4.7.0 (too many login attempts).",
        _AUTH,
        b"454 4.7.0 Too many login attempts, please try again later\r\n",
    ),
    "expired-token": Misdeed(12, "Refuses the token of XOAUTH2 with its JSON, then 535."),
    "close-at-mail": Misdeed(13, "Answers MAIL with 421 and closes.", _MAIL, b"421 4.4.2 Closing, come again\r\n", Then.CLOSE),
    "idle-421": Misdeed(13, "Says 421 and closes, N milliseconds (default 100) after a message.", amount=100),
    "close-idle": Misdeed(14, "Closes after a message without a word.", _KEPT, b"250 2.0.0 Ok\r\n", Then.CLOSE),
    "size-at-mail": Misdeed(
        15, "Answers MAIL with 552 5.3.4 (too large).", _MAIL, b"552 5.3.4 Message size exceeds fixed limit\r\n"
    ),
    "reject-mail-451": Misdeed(16, "Answers MAIL with 451 4.3.0.", _MAIL, b"451 4.3.0 Try again\r\n"),
    "reject-sender": Misdeed(
        16,
        "Answers MAIL with 553 5.7.1 (sender not owned by user).",
        _MAIL,
        b"553 5.7.1 Sender address rejected: not owned by user\r\n",
    ),
    "rcpt-450": Misdeed(16, "Answers RCPT with 450 4.2.0 (mailbox busy).", _RCPT, b"450 4.2.0 Mailbox busy\r\n"),
    "rcpt-550": Misdeed(16, "Answers RCPT with 550 5.1.1 (no such mailbox).", _RCPT, b"550 5.1.1 No such mailbox here\r\n"),
    "too-many-rcpt": Misdeed(
        17,
        "Takes N recipients of a message (default 10) and answers the others with 452 4.5.3.",
        _RCPT,
        b"452 4.5.3 Too many recipients\r\n",
        amount=10,
        over=Over.RECIPIENTS,
    ),
    "rcpt-421": Misdeed(
        18, "Answers RCPT with 421 and closes.", _RCPT, b"421 4.7.0 Try again later, closing connection. (RCPT)\r\n", Then.CLOSE
    ),
    "empty-data": Misdeed(19, "Refuses every recipient, and yet takes DATA with 354."),
    "quota": Misdeed(
        20,
        "Answers DATA with 550 5.4.5 (daily sending quota exceeded).",
        _DATA,
        b"550 5.4.5 Daily user sending quota exceeded\r\n",
    ),
    "quota-icloud": Misdeed(
        20,
        "Answers DATA with 550 5.7.1 (iCloud's daily limit).",
        _DATA,
        b"550 5.7.1 Mail from this account has exceeded your daily sending limit\r\n",
    ),
    "quota-exchange": Misdeed(
        20,
        "Answers the dot with 554 5.2.0 (Exchange's daily limit).",
        _DOT,
        b"554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; Failed to process message\r\n",
    ),
    "pace-exchange": Misdeed(
        31,
        "Answers MAIL with 432 4.3.2 (Exchange's limit of a minute).",
        _MAIL,
        b"432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded\r\n",
        Then.CLOSE,
    ),
    "data-451": Misdeed(20, "Answers DATA with 451 4.3.0.", _DATA, b"451 4.3.0 Try again\r\n"),
    "data-503": Misdeed(20, "Answers DATA with 503 5.5.1.", _DATA, b"503 5.5.1 Bad sequence of commands\r\n"),
    "byte-by-byte": Misdeed(21, "Sends its replies one octet at a time."),
    "split-crlf": Misdeed(21, "Sends each line's end in two pieces."),
    "data-early": Misdeed(21, "Answers pipelined DATA before the last RCPT."),
    "no-pipelining": Misdeed(22, "Does not offer PIPELINING."),
    "reject-pipelining": Misdeed(
        22,
        "Offers PIPELINING, but answers pipelined commands with 554 and closes.",
        Point.PIPELINED,
        b"554 5.5.0 Pipelining not supported\r\n",
        Then.CLOSE,
    ),
    "pipelining-500": Misdeed(
        22,
        "Offers PIPELINING, but answers pipelined commands with 500 and closes.",
        Point.PIPELINED,
        b"500 5.5.1 One command at a time\r\n",
        Then.CLOSE,
    ),
    "drop-in-body": Misdeed(23, "Closes in the middle of the body.", _BODY, then=Then.DROP),
    "reset-in-body": Misdeed(23, "Resets the connection in the middle of the body.", _BODY, then=Then.RESET),
    "stall-in-body": Misdeed(23, "Stops reading in the middle of the body.", _BODY, then=Then.STALL),
    "refuse-in-body": Misdeed(
        23, "Answers 552 in the middle of the body and closes.", _BODY, b"552 5.3.4 Message too big\r\n", Then.CLOSE
    ),
    "drop-after-dot": Misdeed(24, "Closes after the dot, without a reply and without keeping the message.", _DOT, then=Then.DROP),
    "reset-after-dot": Misdeed(24, "Keeps the message, then resets the connection.", _KEPT, then=Then.RESET),
    "lose-reply": Misdeed(24, "Keeps the message, then closes without a reply.", _KEPT, then=Then.DROP),
    "hang-after-dot": Misdeed(24, "Never answers the dot, and keeps nothing.", _DOT, then=Then.HANG),
    "keep-and-hang": Misdeed(24, "Keeps the message, and never answers the dot.", _KEPT, then=Then.HANG),
    "late-reply": Misdeed(25, "Answers the dot N milliseconds late (default 590000).", amount=590_000),
    "reject-dot-554": Misdeed(26, "Answers the dot with 554 5.7.1.", _DOT, _REFUSED),
    "reject-dmarc": Misdeed(
        26,
        "Answers the dot with 550 5.7.26 (DMARC).",
        _DOT,
        b"550 5.7.26 This mail has been blocked because the sender is unauthenticated (SPF, DKIM, DMARC).\r\n",
    ),
    "reject-dmarc-yahoo": Misdeed(
        26,
        "Answers the dot with 554 5.7.9 (Yahoo's DMARC).",
        _DOT,
        b"554 5.7.9 Message not accepted for policy reasons. See https://postmaster.example.com/error-codes\r\n",
    ),
    "reject-dmarc-exchange": Misdeed(
        26,
        "Answers the dot with 550 5.7.515 (Microsoft's DMARC).",
        _DOT,
        b"550 5.7.515 Access denied, sending domain example.org does not meet the required authentication level.\r\n",
    ),
    "defer-dot-451": Misdeed(26, "Answers the dot with 451 4.3.0.", _DOT, b"451 4.3.0 Try again\r\n"),
    "dot-421": Misdeed(26, "Answers the dot with 421 and closes.", _DOT, b"421 4.3.0 Closing, come again\r\n", Then.CLOSE),
    "mailbox-full": Misdeed(26, "Answers the dot with 452 4.2.2.", _DOT, b"452 4.2.2 The recipient's mailbox is full\r\n"),
    "storage-full": Misdeed(26, "Answers the dot with 452 4.3.1.", _DOT, b"452 4.3.1 Insufficient system storage\r\n"),
    "refuse-and-hang": Misdeed(26, "Answers the dot with 554 5.7.1, then nothing more.", _DOT, _REFUSED, Then.HANG),
    "refuse-and-reset": Misdeed(26, "Answers the dot with 554 5.7.1 and resets the connection.", _DOT, _REFUSED, Then.RESET),
    "refuse-and-babble": Misdeed(
        26, "Answers the dot with 554 5.7.1 and the next command with HTTP.", _DOT, _REFUSED, echo=_HTTP
    ),
    "dot-bare": Misdeed(27, "Answers the dot with 250 and no words.", _KEPT, b"250\r\n"),
    "dot-thousand-lines": Misdeed(
        27, "Answers the dot with a thousand lines.", _KEPT, filler=b"250-2.0.0 Line\r\n", times=1000, ends=b"250 2.0.0 Ok\r\n"
    ),
    "dot-endless-line": Misdeed(
        27, "Answers the dot with a line of 200 kB.", _KEPT, b"250 ", filler=b"x", times=200_000, ends=b"\r\n"
    ),
    "dot-blank-line": Misdeed(27, "Answers the dot with an empty line and then 250.", _KEPT, b"\r\n250 2.0.0 Ok\r\n"),
    "dot-mixed-codes": Misdeed(
        27, "Answers the dot with 250 and 550 in one reply.", _KEPT, b"250-2.0.0 Ok\r\n550 5.7.1 Not ok\r\n"
    ),
    "dot-bad-utf8": Misdeed(
        27, "Answers the dot with 250 and broken UTF-8.", _KEPT, b"250 2.0.0 Gr\xfc\xdfe \xed\xa0\x80 \xff\r\n"
    ),
    "dot-nul": Misdeed(27, "Answers the dot with 250 and a NUL.", _KEPT, b"250 2.0.0 Ok\x00: queued\r\n"),
    "garbage-reply": Misdeed(
        27, "Keeps the message and answers the dot with something that is no SMTP.", _KEPT, _HTTP, Then.CLOSE
    ),
    "dot-lf": Misdeed(27, "Answers the dot with lines that end on LF alone.", _KEPT, b"250-2.0.0 Ok\n250 2.0.0 queued\n"),
    "chatty": Misdeed(
        28, "Says a second 250 after each message.", _KEPT, b"250 2.0.0 Ok, and by the way\r\n250 2.0.0 Ok: queued\r\n"
    ),
    "belated-250": Misdeed(
        29, "Says a second 250 when the next message begins.", _KEPT, b"250 2.0.0 Ok\r\n", echo=b"250 2.0.0 Ok\r\n"
    ),
    "tired-421": Misdeed(
        30,
        "Takes N messages on a connection (default 3), then answers MAIL with 421 and closes.",
        _MAIL,
        b"421 4.7.0 Too many messages on this connection\r\n",
        Then.CLOSE,
        amount=3,
        over=Over.MESSAGES,
    ),
    "tired-451": Misdeed(
        30,
        "Takes N messages on a connection (default 3), then answers MAIL with 451.",
        _MAIL,
        b"451 4.3.0 No more messages on this connection\r\n",
        amount=3,
        over=Over.MESSAGES,
    ),
    "too-many-connections": Misdeed(
        31,
        "Takes N connections at once (default 3) and answers MAIL on more with 432 4.3.2.",
        _MAIL,
        b"432 4.3.2 Concurrent connections limit exceeded\r\n",
        Then.CLOSE,
        amount=3,
        over=Over.SESSIONS,
    ),
    "slow": Misdeed(32, "Waits N milliseconds (default 200) before each answer.", amount=200),
    "dedup": Misdeed(36, "Answers 250 to a message whose Message-ID it knows, but keeps no second copy."),
    "endless-ehlo": Misdeed(
        38,
        "Answers EHLO with lines without end (10 MB).",
        _EHLO,
        then=Then.HANG,
        filler=b"250-" + b"X" * 60 + b"\r\n",
        times=150_000,
    ),
    "shrinking-ehlo": Misdeed(38, "Offers less after STARTTLS than before, and means it."),
}

UNPLAYED = {
    33: "Names that resolve to a dead address beside a living one, or not at all: played by the tests alone.",
    34: "Sudden death of the sender: hang-after-dot and keep-and-hang give the time for a kill -9.",
    35: "A cancel while the server takes the message: slow:2000 gives the time for one.",
    37: "Odd bodies (dots, long lines): send one; what is caught is kept octet by octet.",
}
