"""Reports of mail servers as they really look, about any message and address. No assertions."""

from __future__ import annotations

import base64
from uuid import UUID

BOB = "bob@example.net"


def returned(id: UUID, subject: str = "Minutes") -> str:
    return f"Message-ID: <{id.hex}@example.org>\nFrom: anna@example.org\nSubject: {subject}\nX-Nightmail-Id: {id}\n"


def postfix(
    id: UUID | None,
    address: str = BOB,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    diagnostic: str = "smtp; 550 5.1.1 <bob@example.net>: Recipient address rejected:\n    User unknown",
    headers: str = "",
) -> bytes:
    back = "From: stranger@example.com\nSubject: hi\n" if id is None else returned(id)
    return f"""\
From: MAILER-DAEMON@mail.example.org (Mail Delivery System)
To: anna@example.org
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
{headers}Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4B1.1732"

--4B1.1732
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--4B1.1732
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org
X-Postfix-Queue-ID: 4B1
Arrival-Date: Sun, 22 Nov 2026 08:00:00 +0100 (CET)

Final-Recipient: rfc822; {address}
Original-Recipient: rfc822;{address}
Action: {action}
Status: {status}
Remote-MTA: dns; mx.example.net
Diagnostic-Code: {diagnostic}

--4B1.1732
Content-Description: Undelivered Message
Content-Type: message/rfc822

{back}
the text
--4B1.1732--
""".encode()


def exchange(id: UUID, address: str = BOB) -> bytes:
    """Exchange Online, after it gave the message another Message-ID: ours stands in a header of its own."""
    return f"""\
From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.org>
To: <anna@example.org>
Subject: Undeliverable: Minutes
Auto-Submitted: auto-generated
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
 boundary="a1b2"

--a1b2
Content-Type: multipart/alternative; differences=Content-Type; boundary="c3"

--c3
Content-Type: text/plain; charset="us-ascii"

Your message to bob@example.net couldn't be delivered.
--c3
Content-Type: text/html

<p>Your message couldn't be delivered.</p>
--c3--

--a1b2
Content-Type: message/delivery-status

Reporting-MTA: dns;DU0PR01.eurprd01.prod.exchangelabs.com
Received-From-MTA: dns;localhost

Final-Recipient: rfc822;{address}
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient {address} not found by SMTP address lookup

--a1b2
Content-Type: text/rfc822-headers

Message-ID: <DU0PR01MB1@DU0PR01.eurprd01.prod.outlook.com>
X-Microsoft-Original-Message-ID: <{id.hex}@example.org>
Subject: Minutes

--a1b2--
""".encode()


def international(id: UUID, address: str = "bøb@example.net", *, encoding: str = "8bit") -> bytes:
    """RFC 6533, which the standard library does not read."""
    status = f"""\
Reporting-MTA: dns; mail.example.org

Final-Recipient: utf-8; {address}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user
"""
    body = base64.encodebytes(status.encode()).decode() if encoding == "base64" else status
    return f"""\
From: MAILER-DAEMON@mail.example.org
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=global-delivery-status; boundary="x"

--x
Content-Type: message/global-delivery-status
Content-Transfer-Encoding: {encoding}

{body}
--x
Content-Type: message/global-headers

{returned(id)}
--x--
""".encode()


def exim(id: UUID | None, address: str = BOB) -> bytes:
    """An old server's report: words only."""
    back = "" if id is None else returned(id)
    return f"""\
From: Mail Delivery System <Mailer-Daemon@mail.example.org>
To: anna@example.org
X-Failed-Recipients: {address}
Auto-Submitted: auto-replied
Subject: Mail delivery failed: returning message to sender

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  {address}
    SMTP error from remote mail server after RCPT TO:<{address}>:
    host mx.example.net [192.0.2.1]: 550 5.1.1 User unknown

------ This is a copy of the message, including all the headers. ------

{back}
the text
""".encode()


def qmail(id: UUID, address: str = BOB) -> bytes:
    return f"""\
From: MAILER-DAEMON@mail.example.org
To: anna@example.org
Subject: failure notice

Hi. This is the qmail-send program at mail.example.org.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<{address}>:
192.0.2.1 does not like recipient.
Remote host said: 550 5.2.1 mailbox disabled
Giving up on 192.0.2.1.

--- Below this line is a copy of the message.

Return-Path: <anna@example.org>
{returned(id)}
the text
""".encode()


def absence(id: UUID) -> bytes:
    """An auto-reply, which names the message as a report does."""
    return f"""\
From: Bob <bob@example.net>
To: anna@example.org
Subject: Out of office: Minutes
Auto-Submitted: auto-replied
In-Reply-To: <{id.hex}@example.org>
References: <{id.hex}@example.org>

I am away. Undelivered mail: 550 5.1.1 bob@example.net
> Message-ID: <{id.hex}@example.org>
""".encode()


def receipt(id: UUID) -> bytes:
    """A read receipt (RFC 8098): a report, but not of a delivery."""
    return f"""\
From: Bob <bob@example.net>
Subject: Read: Minutes
MIME-Version: 1.0
Content-Type: multipart/report; report-type=disposition-notification; boundary="x"

--x
Content-Type: text/plain

read
--x
Content-Type: message/disposition-notification

Final-Recipient: rfc822; bob@example.net
Original-Message-ID: <{id.hex}@example.org>
Disposition: manual-action/MDN-sent-manually; displayed
--x--
""".encode()


def forwarded(report: bytes) -> bytes:
    """Somebody passes a report on as a file."""
    head = b"From: Carl <carl@example.net>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=outer\n\n"
    return head + b"--outer\nContent-Type: message/rfc822\n\n" + report + b"\n--outer--\n"


def with_footer(report: bytes) -> bytes:
    """A gateway wraps a report to put a notice under it."""
    head, _, body = report.partition(b"MIME-Version: 1.0\n")
    outer = b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=outer\n\n--outer\n"
    return head + outer + body + b"\n--outer\nContent-Type: text/plain\n\nScanned.\n--outer--\n"
