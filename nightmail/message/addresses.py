"""Read one typed address or a pasted list of them, and write an address back as people know it.

Pure text: no DNS is asked and nothing is guessed. What can't be an address comes back as a Problem, never as an exception.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from dataclasses import dataclass

import idna

from nightmail.errors import Problem
from nightmail.message.model import Address

FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""What no header may hold: line ends in any disguise, other control characters, and halves of surrogate pairs."""

_ATEXT = r"A-Za-z0-9!#$%&'*+/=?^_`{|}~\-"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_COMMON = re.compile(rf"([{_ATEXT}]++(?:\.[{_ATEXT}]++)*+)@((?:{_LABEL}\.)+[A-Za-z](?:[A-Za-z0-9-]{{0,61}}[A-Za-z0-9]))")
_DOT_ATOM = re.compile(rf"[{_ATEXT}\u00a0-\U0010ffff]++(?:\.[{_ATEXT}\u00a0-\U0010ffff]++)*+")
_HOST = re.compile(rf"(?:{_LABEL}\.)*{_LABEL}")
_QUOTED = r'"(?:[^"\\]|\\.)*+"'
_QUOTED_LOCAL = re.compile(_QUOTED)
_NAMED = re.compile(rf'((?:[^"<>]++|{_QUOTED})*+)<\s*((?:[^"<>]++|{_QUOTED})*+)>')
_COMMENTED = re.compile(r"([^\s()<>\"]++)\s+\(([^()]*+)\)")  # RFC 822's old form: anna@example.org (Anna Example)
_LINK = re.compile(r"^mailto:", re.IGNORECASE)  # as a link is copied from a page
# RFC 5322 3.4: a group as some programs copy it, `Team: anna@example.org, ben@example.org;`
_GROUP_NAME = re.compile(rf'^(?!mailto:)(?:{_QUOTED}|[^"<>()@:\[\]]++)\s*:\s*', re.IGNORECASE)
_ESCAPED = re.compile(r"\\(.)")
_SEGMENT = re.compile(rf"{_QUOTED}")
_NEEDS_QUOTES = re.compile(r'[,;<>"@()\uff0c\uff1b\u3001\u060c]|^\s|\s$')
_COMMAS = frozenset(",\uff0c\u3001\u060c")
_LIST_TOKEN = re.compile(
    # Kept whole, whatever is inside; of a remark in parentheses only what holds no address.
    r'("(?:[^"\\\r\n]|\\[^\r\n])*+"|<(?:[^"<>\r\n]|"(?:[^"\\\r\n]|\\[^\r\n])*+")*+>|\([^()@;<>"\r\n]*+\))'
    r"|([;\uff1b]|[\t\r\n\x0b\x0c\x85\u2028\u2029]+|[,\uff0c\u3001\u060c])"
    r"|([^\"<(,;\t\r\n\x0b\x0c\x85\u2028\u2029\uff0c\uff1b\u3001\u060c]++|.)"
)
_DUST = "\u200b\u200e\u200f\u2060\ufeff \t\u00a0"  # what pasting from web pages and spreadsheets leaves around an address

# Of a family name: "van den Berg Meyer".
_MOST_NAME_WORDS = 4
_MAX_LOCAL = 64  # RFC 5321 4.5.3.1.1, octets
_MAX_DOMAIN = 255  # RFC 5321 4.5.3.1.2
_MAX_SPEC = 254  # RFC 5321 4.5.3.1.3: a path of 256 with its angle brackets


@dataclass(frozen=True, slots=True)
class _Refusal:
    """Why a text is no address, as a whole sentence that other languages can translate, and what to do about it. `{typed}` and
    `{part}` stand for what was typed and the part of it that is wrong."""

    code: str
    message: str
    next: str = ""
    part: str = ""


def parse_address(text: str, *, field: str = "to") -> Address | Problem:
    """`anna@example.org`, `Anna Example <anna@example.org>` or `"Doe, J" <j@example.org>` as an Address.

    The domain becomes a lower-case A-label (UTS #46); a non-ASCII local part is kept, see `needs_smtputf8`.
    A Problem is `header-injection` for control characters and `bad-address` for everything else.
    """
    common = _COMMON.fullmatch(text)
    if common is not None and len(text) <= _MAX_SPEC and len(common[1]) <= _MAX_LOCAL and "xn--" not in text.lower():
        return Address(f"{common[1]}@{common[2].lower()}")
    if FORBIDDEN.search(text):
        return Problem(
            "header-injection",
            field,
            f'"{_shown(text)}" contains a line break or another control character.',
            "Type the address again, on one line.",
        )
    read = _read(_LINK.sub("", text.strip(_DUST)))
    if isinstance(read, Address):
        return read
    return Problem(read.code, field, read.message.format(typed=_shown(text), part=_shown(read.part)), read.next)


def needs_smtputf8(address: Address) -> bool:
    """True where only a server that offers SMTPUTF8 (RFC 6531) can take the address."""
    return not address.spec.isascii()


def display(address: Address) -> str:
    """As a person writes it: the domain in its own script, the name in quotes only where it needs them."""
    local, _, domain = address.spec.rpartition("@")
    spec = f"{local}@{_readable(domain)}"
    if not address.name:
        return spec
    return f"{_quoted(address.name) if _NEEDS_QUOTES.search(address.name) else address.name} <{spec}>"


def split_addresses(text: str) -> list[str]:
    """The entries of a pasted list, as typed: split at commas, semicolons, tabs and line ends outside quotes and remarks.

    A comma between a family name and the rest belongs to the name: `Doe, Jane <jane@example.org>` is one person, alone or in a
    list. Where entries are parted by semicolons, as Outlook copies lists, so does every comma before the "@". Of a group, which
    ends in a semicolon, only its members are entries.
    """
    entries: list[str] = []
    entry, is_outlook = "", ";" in text or "\uff1b" in text
    pieces = _pieces(text)
    for (piece, mark), (following, _) in zip(pieces, [*pieces[1:], ("", "")], strict=True):
        entry += piece
        if (
            mark in _COMMAS
            and _is_half_a_name(entry)
            and (is_outlook or (_is_family_name(entry) and _is_rest_of_a_name(following)))
        ):
            entry += mark
        else:
            entries.append(entry)
            entry = ""
    if is_outlook:
        entries = [_GROUP_NAME.sub("", entry.strip(_DUST), count=1) if ":" in entry else entry for entry in entries]
    return [cleaned for cleaned in (entry.strip(_DUST) for entry in entries) if cleaned]


def _pieces(text: str) -> list[tuple[str, str]]:
    """What stands between separators, each with the separator behind it; the last one has none."""
    pieces, piece = [], ""
    for kept, separator, other in _LIST_TOKEN.findall(text):
        if separator:
            pieces.append((piece, separator))
            piece = ""
        else:
            piece += kept or other
    return [*pieces, (piece, "")]


def _is_half_a_name(entry: str) -> bool:
    return "@" not in entry and bool(entry.strip(_DUST))


def _is_family_name(entry: str) -> bool:
    """One word, or up to four of which the last one starts like a name: "von der Leyen", not "call him back"."""
    words = entry.strip(_DUST).split()
    return len(words) == 1 or (1 < len(words) <= _MOST_NAME_WORDS and not words[-1][0].islower())


def _is_rest_of_a_name(piece: str) -> bool:
    before, angle, _ = piece.partition("<")
    return bool(angle) and "@" not in before and piece.rstrip(_DUST).endswith(">")


def _read(text: str) -> Address | _Refusal:
    if not text:
        return _Refusal("bad-address", '"{typed}" is not an email address: it is empty.')
    if text.endswith(">"):
        return _read_named(text)
    commented = _COMMENTED.fullmatch(text)
    if commented is not None:
        return _read_spec(commented[1], name=" ".join(commented[2].split()))
    return _read_spec(text, name="")


def _read_named(text: str) -> Address | _Refusal:
    named = _NAMED.fullmatch(text)
    if named is None:
        return _Refusal(
            "bad-address",
            '"{typed}" is not an email address: its quotation marks or angle brackets don\'t pair up.',
            'Write it like "Doe, J" <j@example.org>.',
        )
    bare = _SEGMENT.sub("", named[1])
    if "@" in bare and ("," in bare or ";" in bare):
        # Taking the first one for a name would lose a recipient without a word.
        return _Refusal(
            "bad-address", '"{typed}" is not an email address: it holds more than one.', "Enter each address by itself."
        )
    name = _SEGMENT.sub(lambda quoted: _unquoted(quoted[0]), named[1])
    return _read_spec(_LINK.sub("", named[2].strip()), name=" ".join(name.split()))


def _read_spec(spec: str, *, name: str) -> Address | _Refusal:
    typed_local, at, typed_domain = spec.rpartition("@")
    if not at:
        return _Refusal("bad-address", '"{typed}" is not an email address: it has no @.')
    local = _read_local(typed_local)
    if isinstance(local, _Refusal):
        return local
    domain = _read_domain(typed_domain)
    if isinstance(domain, _Refusal):
        return domain
    if len(local.encode()) + 1 + len(domain) > _MAX_SPEC:
        return _Refusal("bad-address", '"{typed}" is not an email address: it is longer than 254 characters.')
    return Address(f"{local}@{domain}", name)


def _read_local(typed: str) -> str | _Refusal:
    # RFC 6532 3.1: text in headers should be in normalization form NFC.
    local = unicodedata.normalize("NFC", typed)
    if _QUOTED_LOCAL.fullmatch(local):
        local = _simplest_local(_unquoted(local))
    elif not _DOT_ATOM.fullmatch(local) or not local.isprintable():
        return _bad_local(local)
    if local == '""':
        return _Refusal("bad-address", '"{typed}" is not an email address: nothing stands before the @.')
    if len(local.encode()) > _MAX_LOCAL:
        return _Refusal("bad-address", '"{typed}" is not an email address: the part before the @ is longer than 64 characters.')
    return local


def _bad_local(local: str) -> _Refusal:
    if not local:
        return _Refusal("bad-address", '"{typed}" is not an email address: nothing stands before the @.')
    if "@" in local:
        return _Refusal("bad-address", '"{typed}" is not an email address: it has more than one @.')
    if re.search(r"\s", local):
        return _Refusal("bad-address", '"{typed}" is not an email address: it has a space before the @.')
    if local.startswith(".") or local.endswith(".") or ".." in local:
        return _Refusal("bad-address", '"{typed}" is not an email address: a dot stands in the wrong place before the @.')
    return _Refusal("bad-address", '"{typed}" is not an email address: a character before the @ is not allowed.')


def _simplest_local(content: str) -> str:
    """RFC 5321 4.1.2: the quoted form only where the plain one can't say it, so that equal mailboxes look equal."""
    return content if _DOT_ATOM.fullmatch(content) else _quoted(content)


def _read_domain(typed: str) -> str | _Refusal:
    if typed.startswith("[") and typed.endswith("]"):
        return _read_literal(typed)
    if re.search(r"\s", typed):
        return _Refusal("bad-address", '"{typed}" is not an email address: it has a space after the @.')
    try:
        domain = idna.encode(typed, uts46=True, std3_rules=True).decode("ascii") if typed else ""
    except UnicodeError:
        return _bad_domain(typed)
    # RFC 5321 2.3.5: only fully-qualified names; a forgotten ".com" should be noticed now, not when the mail is due.
    if not _HOST.fullmatch(domain) or ("." not in domain and domain != "localhost") or domain.rpartition(".")[2].isdigit():
        return _bad_domain(typed)
    if len(domain) > _MAX_DOMAIN:
        return _Refusal("bad-address", '"{typed}" is not an email address: the part after the @ is longer than 255 characters.')
    return domain


def _bad_domain(typed: str) -> _Refusal:
    if not typed:
        return _Refusal("bad-address", '"{typed}" is not an email address: nothing stands after the @.')
    if len(typed) > _MAX_DOMAIN:
        return _Refusal("bad-address", '"{typed}" is not an email address: the part after the @ is longer than 255 characters.')
    return _Refusal("bad-address", '"{typed}" is not an email address: "{part}" is not a complete domain.', part=typed)


def _read_literal(typed: str) -> str | _Refusal:
    """RFC 5321 4.1.3: `[192.0.2.1]` or `[IPv6:2001:db8::1]`."""
    inside = typed[1:-1]
    try:
        if inside[:5].lower() == "ipv6:":
            return f"[IPv6:{ipaddress.IPv6Address(inside[5:])}]"
        return f"[{ipaddress.IPv4Address(inside)}]"
    except ValueError:
        return _Refusal("bad-address", '"{typed}" is not an email address: "{part}" is not an IP address.', part=typed)


def _readable(domain: str) -> str:
    if "xn--" not in domain:
        return domain
    try:
        return idna.decode(domain)
    except UnicodeError:
        return domain


def _quoted(content: str) -> str:
    return '"' + content.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _unquoted(quoted: str) -> str:
    return _ESCAPED.sub(r"\1", quoted[1:-1])


def _shown(text: str) -> str:
    """Short and harmless enough for a sentence."""
    visible = FORBIDDEN.sub("\ufffd", text.strip())
    return visible if len(visible) <= 60 else visible[:57] + "…"
