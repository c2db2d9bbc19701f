"""What to ask about before a message goes: things that are allowed and usually a slip. Pure; they warn and never block."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nightmail.message.draft import Draft
from nightmail.outbox import bounced_words, warned_of
from nightmail.ports import Suppression

# In the languages the first users write; a word more costs one question, a word less a forgotten file.
_ATTACHED = re.compile(
    r"\b(attach(ed|ment|ments|ing)?|enclosed|anbei|anhang|angehängt|beigefügt|adjunto|pièces? jointes?|ci-joint|allegat[oi])\b",
    re.IGNORECASE,
)
_CROWD = 12


def slips(draft: Draft, known: Sequence[Suppression] = ()) -> tuple[str, ...]:
    """Each as a sentence, the likeliest slip first. `known` are addresses whose mail came back."""
    found = [bounced_words(one) for one in warned_of([*draft.to, *draft.cc, *draft.bcc], known)]
    if _speaks_of_a_file(draft) and not draft.files:
        found.append("The text speaks of an attachment, but no file is attached.")
    if not draft.subject.strip():
        found.append("The subject is empty.")
    if not draft.text.strip() and not draft.files:
        found.append("The message has no text.")
    seen = len(draft.to) + len(draft.cc)
    if seen >= _CROWD:
        found.append(f"The {seen} recipients in To and Cc can see the address of each other.")
    return tuple(found)


def _speaks_of_a_file(draft: Draft) -> bool:
    own = "\n".join(line for line in draft.text.splitlines() if not line.lstrip().startswith(">"))
    return bool(_ATTACHED.search(own) or _ATTACHED.search(draft.subject))
