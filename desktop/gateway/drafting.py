"""Make a draft again of a message that was scheduled, attachments included. Reads the blobs; keeps and sends nothing."""

from __future__ import annotations

from nightmail.message.addresses import display
from nightmail.message.draft import Draft, DraftFile
from nightmail.ports import BlobStore, Item


def draft_from(item: Item, blobs: BlobStore) -> Draft:
    """Blocks while it reads. Raises OutsideError `blob-missing`, `blob-damaged`."""
    message = item.message
    return Draft(
        to=tuple(display(address) for address in message.to),
        cc=tuple(display(address) for address in message.cc),
        bcc=tuple(display(address) for address in message.bcc),
        subject=message.subject,
        text=message.text,
        html=message.html,
        files=tuple(
            DraftFile(
                file.filename,
                file.media_type,
                file.size,
                content=b"".join(blobs.read(file.sha256)),
                content_id=file.content_id,
            )
            for file in message.attachments
        ),
        reply_to=display(message.reply_to) if message.reply_to else None,
        in_reply_to=message.in_reply_to,
        references=message.references,
    )
