"""Look at a file somebody wants to attach: its name, type and size. The bytes are not read here."""

from __future__ import annotations

import mimetypes
import os
import stat
from pathlib import Path

from nightmail.errors import PersonError
from nightmail.message.addresses import FORBIDDEN
from nightmail.message.draft import DraftFile

UNKNOWN_TYPE = "application/octet-stream"

# Types that Python 3.11's own table lacks; the machine's tables are not asked, so a file has the same type everywhere.
_MORE_TYPES = {
    ".7z": "application/x-7z-compressed",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".epub": "application/epub+zip",
    ".gz": "application/gzip",
    ".heic": "image/heic",
    ".ics": "text/calendar",
    ".log": "text/plain",
    ".m4a": "audio/mp4",
    ".md": "text/markdown",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ogg": "audio/ogg",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".rar": "application/vnd.rar",
    ".rtf": "application/rtf",
    ".vcf": "text/vcard",
    ".webp": "image/webp",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".yaml": "application/yaml",
}
_COMPRESSED = {"gzip": "application/gzip", "bzip2": "application/x-bzip2", "xz": "application/x-xz", "br": UNKNOWN_TYPE}


def _table() -> mimetypes.MimeTypes:
    table = mimetypes.MimeTypes()
    for extension, media_type in _MORE_TYPES.items():
        table.add_type(media_type, extension)
    return table


_TYPES = _table()


def file_for(path: Path) -> DraftFile:
    """The file as a part of a draft. Raises PersonError `file-vanished`, `file-is-folder` or `file-unreadable`."""
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise PersonError(
            "file-vanished", f'There is no file "{_name(path)}".', next="Choose the file again, or remove it."
        ) from error
    except (OSError, ValueError) as error:
        raise _unreadable(path) from error
    if stat.S_ISDIR(status.st_mode):
        raise PersonError(
            "file-is-folder", f'"{_name(path)}" is a folder.', next="Attach its files, or pack it into a .zip first."
        )
    if not stat.S_ISREG(status.st_mode) or not os.access(path, os.R_OK):
        raise _unreadable(path)
    return DraftFile(filename=_name(path), media_type=media_type_of(path.name), size=status.st_size, path=path)


def media_type_of(filename: str) -> str:
    """The media type that a file's name suggests; `application/octet-stream` where it suggests none."""
    # Only the last part: a name with a colon would be taken for a URL.
    guessed, encoding = _TYPES.guess_type("file" + "".join(Path(filename).suffixes[-2:]))
    if encoding is not None:
        return _COMPRESSED.get(encoding, UNKNOWN_TYPE)
    return guessed or UNKNOWN_TYPE


def _unreadable(path: Path) -> PersonError:
    return PersonError(
        "file-unreadable", f'"{_name(path)}" can\'t be read.', next="Check that you may open it, or attach a copy of it."
    )


def _name(path: Path) -> str:
    """The file's name, with whatever can't be written in a mail (bytes that are no UTF-8, control characters) made visible."""
    return FORBIDDEN.sub("\ufffd", path.name or str(path))
