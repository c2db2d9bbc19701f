"""Keep what a composer holds, one JSON file a draft, so that a crash costs at most two seconds of typing. No Qt, no network."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from nightmail.errors import OutsideError
from nightmail.message.draft import Draft, DraftFile


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """A draft with what only the composer knows: its account, when it was saved, and the held message it is to replace."""

    id: UUID
    account_id: UUID | None
    draft: Draft
    saved_at: datetime
    replaces: UUID | None = None

    @property
    def is_blank(self) -> bool:
        draft = self.draft
        return not (draft.to or draft.cc or draft.bcc or draft.subject.strip() or draft.text.strip() or draft.files)


class Drafts:
    """The folder of drafts. `changed` is called after each write, on the thread that wrote. Calls block for one small file."""

    def __init__(self, folder: Path, *, changed: Callable[[], None] = lambda: None) -> None:
        self._folder = folder
        self.changed = changed

    def save(self, saved: SavedDraft) -> None:
        """Raises OutsideError `draft-not-saved`."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            _write_whole(self._file(saved.id), json.dumps(_as_json(saved), ensure_ascii=False))
        except OSError as problem:
            raise OutsideError(
                "draft-not-saved", f"The draft could not be saved: {problem.strerror or problem}.", next="Free some disk space."
            ) from problem
        self.changed()

    def forget(self, id: UUID) -> None:
        self._file(id).unlink(missing_ok=True)
        self.changed()

    def find(self, id: UUID) -> SavedDraft | None:
        return _read(self._file(id))

    def all(self) -> tuple[SavedDraft, ...]:
        """Latest first. A file that can't be read is left where it is and not listed."""
        if not self._folder.is_dir():
            return ()
        found = [saved for file in self._folder.glob("*.json") if (saved := _read(file)) is not None]
        return tuple(sorted(found, key=lambda saved: saved.saved_at, reverse=True))

    def _file(self, id: UUID) -> Path:
        return self._folder / f"{id}.json"


def _write_whole(file: Path, text: str) -> None:
    """Beside first, then over: a crash between leaves the draft as it was."""
    beside = file.with_suffix(".new")
    with beside.open("w", encoding="utf-8") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    beside.replace(file)


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


def _words(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError("a list was expected")
    return tuple(str(word) for word in value)
