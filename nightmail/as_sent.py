"""A message as a file, octet for octet as it went out where that can be had, held against the fingerprint in its record."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

from nightmail.account.model import Account
from nightmail.delivery.audit import AuditEvent
from nightmail.errors import OutsideError, PersonError
from nightmail.message.dates import zone_of
from nightmail.message.mime import serialize
from nightmail.message.wire import Wire
from nightmail.ports import BlobStore, Item, Signer


@dataclass(frozen=True, slots=True)
class Mail:
    """`octets` of RFC 5322, with the blind copies before them. `differs`: those that were handed over were others."""

    octets: bytes
    differs: bool = False


async def as_mail(item: Item, account: Account | None, blobs: BlobStore, signer: Signer | None) -> Mail:
    """As any mail program opens it, with the blind copies that its recipients don't see. Its date is the one it was handed over
    with; of what never was, the one it is wanted at. Signed again, with the octets it had, where `signer` has the account's key.

    Raises OutsideError `blob-missing` or `blob-damaged`."""
    message = item.message
    await blobs.bring(item.delivery.owner_id, message.attachments)
    date = _date_of(item)
    wire = serialize(message, date=date)
    sent = _last(item, "wire_sha256")
    differs = False
    if sent is not None and sent != await asyncio.to_thread(wire.sha256, blobs.read):
        signed = await _signed(wire, account, signer, date=date)
        is_found = signed is not None and sent == await asyncio.to_thread(signed.sha256, blobs.read)
        wire, differs = (signed, False) if signed is not None and is_found else (wire, True)
    content = await asyncio.to_thread(lambda: b"".join(wire.chunks(blobs.read)))
    blind = "".join(f"Bcc: {address.spec}\r\n" for address in message.bcc)
    # RFC 5321 4.5.2: the dots that only the wire needs. No message starts with one.
    return Mail(blind.encode() + content.replace(b"\r\n..", b"\r\n."), differs)


async def _signed(wire: Wire, account: Account | None, signer: Signer | None, *, date: datetime) -> Wire | None:
    """As its account signs today; None where that can't be done here."""
    if account is None or signer is None:
        return None
    try:
        return await signer.sign(account, wire, date=date)
    except (OutsideError, PersonError):
        # The key is not here, and what goes out is not held up by that: the file has the rest of the message.
        return None


def _date_of(item: Item) -> datetime:
    """Each transaction of a message names the date that the first one fixed, in its person's zone."""
    written = _last(item, "date")
    date = datetime.fromisoformat(written) if written else item.sent_at or item.delivery.wanted_at
    return date.astimezone(zone_of(item.wall_time.zone if item.wall_time else None))


def _last(item: Item, name: str) -> str | None:
    """What the last intent to write the dot says under that name."""
    intents = (entry.fields.get(name) for entry in reversed(item.audit) if entry.event == AuditEvent.TRANSMITTING)
    return next((said for said in intents if isinstance(said, str)), None)
