"""Keep the signatures of each account, for new messages and for answers. One small file in the profile. No Qt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from desktop.language import tr
from desktop.whole_file import read_json, write_json
from nightmail.errors import OutsideError


@dataclass(frozen=True, slots=True)
class Signature:
    """HTML as the editor writes it; empty: none. `reply` None: answers bear the same as new messages."""

    new: str = ""
    reply: str | None = None

    def fitting(self, *, is_reply: bool) -> str:
        return self.new if self.reply is None or not is_reply else self.reply


class Signatures:
    """`file` may not exist yet. Calls block for one small file."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def of(self, account_id: UUID | None) -> Signature:
        kept = read_json(self._file).get(str(account_id))
        return _read(kept) if isinstance(kept, dict) else Signature()

    def all(self) -> tuple[Signature, ...]:
        return tuple(_read(kept) for kept in read_json(self._file).values() if isinstance(kept, dict))

    def keep(self, account_id: UUID, signature: Signature) -> None:
        """Raises OutsideError `signature-not-saved`."""
        kept = read_json(self._file)
        kept[str(account_id)] = {"new": signature.new, "reply": signature.reply}
        try:
            write_json(self._file, kept)
        except OSError as problem:
            raise OutsideError(
                "signature-not-saved",
                tr("The signature could not be saved: {reason}.", reason=problem.strerror or problem),
                next=tr("Free some disk space."),
            ) from problem

    def words_of_all(self, *, except_for: Iterable[UUID] = ()) -> frozenset[str]:
        """Every signature as it was kept, to tell one that was edited in a message from one that was not."""
        left = {str(id) for id in except_for}
        found: set[str] = set()
        for id, kept in read_json(self._file).items():
            if id not in left and isinstance(kept, dict):
                signature = _read(kept)
                found.update(html for html in (signature.new, signature.reply) if html)
        return frozenset(found)


def _read(kept: dict[str, object]) -> Signature:
    new, reply = kept.get("new"), kept.get("reply")
    return Signature(new if isinstance(new, str) else "", reply if isinstance(reply, str) else None)
