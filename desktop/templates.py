"""Keep messages that are written again and again, one JSON file each. Their {{fields}} stay as they are typed. No Qt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from desktop.language import tr
from desktop.whole_file import read_json, write_json
from nightmail.errors import OutsideError

_FIELD = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_PICTURE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Template:
    """`html` None: plain text only. It has no files and no recipients: those differ from message to message."""

    id: UUID
    name: str
    subject: str = ""
    text: str = ""
    html: str | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """The names between double braces, each once, as they come."""
        return fields_in(self.subject, self.text)


class Templates:
    """The folder of templates. Calls block for small files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> tuple[Template, ...]:
        """By name. A file that can't be read is left where it is and not listed."""
        if not self._folder.is_dir():
            return ()
        found = [made for file in self._folder.glob("*.json") if (made := _read(read_json(file))) is not None]
        return tuple(sorted(found, key=lambda each: (each.name.casefold(), each.id)))

    def find(self, id: UUID) -> Template | None:
        return _read(read_json(self._file(id)))

    def save(self, template: Template) -> None:
        """Raises OutsideError `template-not-saved`."""
        kept = {
            "id": str(template.id),
            "name": template.name,
            "subject": template.subject,
            "text": template.text,
            "html": template.html,
        }
        try:
            write_json(self._file(template.id), kept)
        except OSError as problem:
            raise OutsideError(
                "template-not-saved",
                tr("The template could not be saved: {reason}.", reason=problem.strerror or problem),
                next=tr("Free some disk space."),
            ) from problem

    def forget(self, id: UUID) -> None:
        self._file(id).unlink(missing_ok=True)

    def _file(self, id: UUID) -> Path:
        return self._folder / f"{id}.json"


def fields_in(*texts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for text in texts for name in _FIELD.findall(text)))


def without_pictures(html: str | None) -> str | None:
    """A picture of a message is a file of that message, and would be missing in the next one."""
    return None if html is None else _PICTURE.sub("", html)


def _read(kept: dict[str, object]) -> Template | None:
    name, subject, text, html = (kept.get(key) for key in ("name", "subject", "text", "html"))
    if not isinstance(name, str) or not isinstance(subject, str) or not isinstance(text, str):
        return None
    try:
        id = UUID(str(kept.get("id")))
    except ValueError:
        return None
    return Template(id, name, subject, text, html if isinstance(html, str) else None)
