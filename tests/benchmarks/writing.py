"""How long it takes to write a message as bytes, beside what Python's own library takes for the same mail."""

from __future__ import annotations

import timeit
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP

from nightmail.message.mime import serialize
from tests.benchmarks.letters import HTML
from tests.letters import account, message

_TIMES = 2000


async def measure() -> dict[str, object]:
    letter = message(account(), html=HTML)
    date = datetime.now(UTC)
    ours = min(timeit.repeat(lambda: serialize(letter, date=date), number=_TIMES, repeat=3)) / _TIMES * 1000
    library = min(timeit.repeat(_by_the_library, number=_TIMES // 10, repeat=3)) / (_TIMES // 10) * 1000
    return {"mime_ms": round(ours, 4), "mime_times_faster_than_stdlib": round(library / ours, 1)}


def _by_the_library() -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Anna Example <anna@example.org>", "bob@example.net", "Minutes"
    mail.set_content("Dear Bob,\n\nhere they are.\n")
    mail.add_alternative(HTML, subtype="html")
    return mail.as_bytes(policy=SMTP)
