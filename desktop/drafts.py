"""Keep what a composer holds, one JSON file a draft, so that a crash costs at most two seconds of typing. No Qt, no network."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from threading import Lock
from uuid import UUID

from desktop.language import tr
from desktop.signature_block import part_text
from desktop.whole_file import read_json, write_json
from nightmail.errors import OutsideError
from nightmail.message.draft import Draft, DraftFile
from nightmail.schedule.model import WallTime

_OPEN = "open.list"


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """A draft with what only the composer knows: its account, when it was saved, where the caret stood, and the held message it
    is to replace. Of that it knows when it was to go (`schedule`), whether somebody held it before it was opened (`was_held`),
    and whether it was changed at all. `undoes` is the cancelled message it was before it was taken back."""

    id: UUID
    account_id: UUID | None
    draft: Draft
    saved_at: datetime
    replaces: UUID | None = None
    caret: int | None = None
    is_plain: bool = False
    schedule: WallTime | None = None
    was_held: bool = False
    is_unchanged: bool = False
    undoes: UUID | None = None

    @property
    def stands_for(self) -> UUID | None:
        """The message that this draft is now: what is done to it is done here."""
        return self.replaces or self.undoes

    @property
    def is_blank(self) -> bool:
        draft = self.draft
        signed = part_text(draft.text)
        words = draft.text if signed is None else signed.before
        return not (draft.to or draft.cc or draft.bcc or draft.subject.strip() or words.strip() or draft.files)


class Drafts:
    """The folder of drafts. `changed` is called after each write, on the thread that wrote. Calls block for one small file.

    What several threads do to one draft happens in the order in which it was asked for, or not at all: words that were written
    on a slow disk are not put over later ones, nor over a draft that was thrown away meanwhile. A `turn` is taken where a thing
    is asked for that is done elsewhere; without one, it is asked for now."""

    def __init__(self, folder: Path, *, changed: Callable[[], None] = lambda: None) -> None:
        self.folder = folder
        self.changed = changed
        self._writing = Lock()
        self._turns = count(1)
        self._done: dict[UUID, int] = {}

    def turn(self) -> int:
        return next(self._turns)

    def save(self, saved: SavedDraft, turn: int | None = None) -> None:
        """Raises OutsideError `draft-not-saved`."""
        try:
            self._do(saved.id, turn, lambda file: write_json(file, _as_json(saved)))
        except OSError as problem:
            raise OutsideError(
                "draft-not-saved",
                tr("The draft could not be saved: {reason}.", reason=problem.strerror or problem),
                next=tr("Free some disk space."),
            ) from problem

    def forget(self, id: UUID, turn: int | None = None) -> None:
        self._do(id, turn, lambda file: file.unlink(missing_ok=True))

    def _do(self, id: UUID, turn: int | None, act: Callable[[Path], None]) -> None:
        turn = self.turn() if turn is None else turn
        with self._writing:
            if turn < self._done.get(id, 0):
                return
            act(self._file(id))
            self._done[id] = turn
        self.changed()

    def find(self, id: UUID) -> SavedDraft | None:
        return _read(self._file(id))

    def all(self) -> tuple[SavedDraft, ...]:
        """Latest first. A file that can't be read is left where it is and not listed."""
        if not self.folder.is_dir():
            return ()
        found = [saved for file in self.folder.glob("*.json") if (saved := _read(file)) is not None]
        return tuple(sorted(found, key=lambda saved: saved.saved_at, reverse=True))

    # ------------------------------------------------------------------------------------- open windows

    def opened(self, id: UUID) -> None:
        """A window stands open on it: should nobody close it, `left_open` tells."""
        self._note({*self._noted(), str(id)})

    def closed(self, id: UUID) -> None:
        self._note(self._noted() - {str(id)})

    def left_open(self) -> tuple[SavedDraft, ...]:
        """Drafts whose windows were open when Nightmail ended without closing them. Tells each once."""
        noted = self._noted()
        if not noted:
            return ()
        self._note(set())
        return tuple(saved for saved in self.all() if str(saved.id) in noted)

    def _noted(self) -> set[str]:
        kept = read_json(self.folder / _OPEN).get("open")
        return {id for id in kept if isinstance(id, str)} if isinstance(kept, list) else set()

    def _note(self, ids: set[str]) -> None:
        try:
            write_json(self.folder / _OPEN, {"open": sorted(ids)})
        except OSError:
            # Without the note the draft is still kept, and listed among the drafts.
            return

    def _file(self, id: UUID) -> Path:
        return self.folder / f"{id}.json"


def _read(file: Path) -> SavedDraft | None:
    try:
        return _from_json(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _as_json(saved: SavedDraft) -> dict[str, object]:
    draft = saved.draft
    return {
        "id": str(saved.id),
        "account": str(saved.account_id) if saved.account_id else None,
        "saved_at": saved.saved_at.isoformat(),
        "replaces": str(saved.replaces) if saved.replaces else None,
        "undoes": str(saved.undoes) if saved.undoes else None,
        "caret": saved.caret,
        "is_plain": saved.is_plain,
        "schedule": [saved.schedule.local_time.isoformat(), saved.schedule.zone] if saved.schedule else None,
        "was_held": saved.was_held,
        "is_unchanged": saved.is_unchanged,
        "to": draft.to,
        "cc": draft.cc,
        "bcc": draft.bcc,
        "subject": draft.subject,
        "text": draft.text,
        "html": draft.html,
        "in_reply_to": draft.in_reply_to,
        "references": draft.references,
        "reply_to": draft.reply_to,
        "files": [_file_as_json(file) for file in draft.files],
    }


def _file_as_json(file: DraftFile) -> dict[str, object]:
    return {
        "filename": file.filename,
        "media_type": file.media_type,
        "size": file.size,
        "path": str(file.path) if file.path else None,
        "content": base64.b64encode(file.content).decode() if file.content is not None else None,
        "content_id": file.content_id,
    }


def _from_json(kept: dict[str, object]) -> SavedDraft:
    text = _texts(kept)
    files = kept["files"]
    assert isinstance(files, list)
    return SavedDraft(
        id=UUID(text("id")),
        account_id=UUID(text("account")) if kept["account"] else None,
        saved_at=datetime.fromisoformat(text("saved_at")),
        replaces=UUID(text("replaces")) if kept["replaces"] else None,
        undoes=UUID(text("undoes")) if kept.get("undoes") else None,
        caret=_whole(kept.get("caret")),
        is_plain=kept.get("is_plain") is True,
        schedule=_wall_time(kept.get("schedule")),
        was_held=kept.get("was_held") is True,
        is_unchanged=kept.get("is_unchanged") is True,
        draft=Draft(
            to=_words(kept["to"]),
            cc=_words(kept["cc"]),
            bcc=_words(kept["bcc"]),
            subject=text("subject"),
            text=text("text"),
            html=text("html") if kept["html"] is not None else None,
            in_reply_to=text("in_reply_to") if kept["in_reply_to"] else None,
            references=_words(kept["references"]),
            reply_to=text("reply_to") if kept["reply_to"] else None,
            files=tuple(_file_from_json(file) for file in files),
        ),
    )


def _file_from_json(kept: dict[str, object]) -> DraftFile:
    text = _texts(kept)
    size = kept["size"]
    assert isinstance(size, int)
    return DraftFile(
        filename=text("filename"),
        media_type=text("media_type"),
        size=size,
        path=Path(text("path")) if kept["path"] else None,
        content=base64.b64decode(text("content")) if kept["content"] is not None else None,
        content_id=text("content_id") if kept["content_id"] else None,
    )


def _texts(kept: dict[str, object]) -> Callable[[str], str]:
    def text(key: str) -> str:
        value = kept[key]
        if not isinstance(value, str):
            raise TypeError(key)
        return value

    return text


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _wall_time(value: object) -> WallTime | None:
    match value:
        case [str(at), str(zone)]:
            return WallTime(datetime.fromisoformat(at), zone)
        case _:
            return None


def _words(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError("a list was expected")
    return tuple(str(word) for word in value)
