"""Read the XML by which a domain names its mail servers (Thunderbird's autoconfig). Pure, and bounded: it is a stranger's.

No document type, so no entities; no deeper and no longer than such a file ever is. Servers without encryption are passed over.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import quote
from xml.parsers import expat

from nightmail.account.model import Server
from nightmail.account.servers import ServerKind, parse_server
from nightmail.errors import PersonError

LONGEST = 64 * 1024
_DEEPEST = 16
_MOST_ELEMENTS = 2_000
_LONGEST_TEXT = 1_000
_SCHEMES = {
    (ServerKind.SMTP, "SSL"): "smtps",
    (ServerKind.SMTP, "STARTTLS"): "smtp+starttls",
    (ServerKind.IMAP, "SSL"): "imaps",
    (ServerKind.IMAP, "STARTTLS"): "imap+starttls",
}
_KINDS = {("outgoingServer", "smtp"): ServerKind.SMTP, ("incomingServer", "imap"): ServerKind.IMAP}


class NotAutoconfig(Exception):
    """It is no such file; the text says why."""


@dataclass(frozen=True, slots=True)
class Named:
    """The first server of each kind that can be used, and what the provider calls itself."""

    smtp: Server | None = None
    imap: Server | None = None
    name: str = ""


def read(content: bytes, address: str) -> Named:
    """Raises NotAutoconfig."""
    if len(content) > LONGEST:
        raise NotAutoconfig("it is too long")
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = reader.refuse_doctype
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise NotAutoconfig("it is no well-formed XML") from error
    if not reader.is_config:
        raise NotAutoconfig("it is XML about something else")
    return Named(_first(reader.servers, ServerKind.SMTP, address), _first(reader.servers, ServerKind.IMAP, address), reader.name)


@dataclass(slots=True)
class _Entry:
    kind: ServerKind
    values: dict[str, str] = field(default_factory=dict)


class _Reader:
    """Hears the parser; keeps the values of the servers alone."""

    def __init__(self) -> None:
        self.servers: list[_Entry] = []
        self.name = ""
        self.is_config = False
        self._path: list[str] = []
        self._open: _Entry | None = None
        self._count = 0

    def refuse_doctype(self, *_: object) -> None:
        raise NotAutoconfig("it brings a document type")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        self._path.append(tag)
        if len(self._path) > _DEEPEST or self._count > _MOST_ELEMENTS:
            raise NotAutoconfig("it is nested too deeply, or too long")
        if len(self._path) == 1:
            self.is_config = tag == "clientConfig"
        kind = _KINDS.get((tag, attributes.get("type", "").lower()))
        if kind is not None and len(self._path) == 3:
            self._open = _Entry(kind)

    def end(self, tag: str) -> None:
        self._path.pop()
        if self._open is not None and len(self._path) == 2:
            self.servers.append(self._open)
            self._open = None

    def text(self, words: str) -> None:
        if self._open is not None and len(self._path) == 4:
            values, name = self._open.values, self._path[-1]
            values[name] = (values.get(name, "") + words)[:_LONGEST_TEXT]
        elif self._path[1:] == ["emailProvider", "displayName"]:
            self.name = (self.name + words.strip())[:80]


def _first(entries: list[_Entry], kind: ServerKind, address: str) -> Server | None:
    return next((server for entry in entries if entry.kind is kind and (server := _server(entry, address))), None)


def _server(entry: _Entry, address: str) -> Server | None:
    """None for one that is not encrypted, or not to be understood."""
    values = {name: _filled(value.strip(), address) for name, value in entry.values.items()}
    scheme = _SCHEMES.get((entry.kind, values.get("socketType", "").upper()))
    host, port = values.get("hostname", ""), values.get("port", "")
    if scheme is None or not host or not (port.isascii() and port.isdecimal() and 0 < int(port) < 65536):
        return None
    user = quote(values.get("username") or address, safe="")
    try:
        return parse_server(f"{scheme}://{user}@{host}:{port}", kind=entry.kind)
    except PersonError:
        return None


def _filled(value: str, address: str) -> str:
    local, _, domain = address.rpartition("@")
    for name, filling in (("%EMAILADDRESS%", address), ("%EMAILLOCALPART%", local), ("%EMAILDOMAIN%", domain)):
        value = value.replace(name, filling)
    return value
