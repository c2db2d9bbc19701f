"""The message that stands in the first composer of whoever only tries it: ready to go, to nobody who exists. No Qt."""

from __future__ import annotations

from datetime import datetime
from html import escape
from uuid import UUID

from desktop.drafts import SavedDraft
from desktop.language import tr
from nightmail.ids import new_id
from nightmail.message.draft import Draft

# RFC 2606 2: nobody can have it.
_TO = "Lena Vogt <lena@sandbox.test>"


def sample(account_id: UUID, now: datetime) -> SavedDraft:
    paragraphs = (
        tr("Dear Lena,"),
        tr(
            "This message does not leave this PC: a mail server inside Nightmail catches it. Send it now, or press the arrow "
            "beside “Send” and choose when it is to go."
        ),
        tr("Afterwards you can read what was caught, and see in its timeline everything that happened to it."),
    )
    text = "\n\n".join(paragraphs)
    html = "".join(f"<p>{escape(each)}</p>" for each in paragraphs)
    draft = Draft(to=(_TO,), subject=tr("My first message with Nightmail"), text=text, html=html)
    return SavedDraft(new_id(), account_id, draft, now)
