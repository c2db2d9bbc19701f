"""Recognise a slip of the finger in the domain of a well-known mail provider. Pure; it only asks, and knows nothing of DNS."""

from __future__ import annotations

_COM = ("gmail", "googlemail", "hotmail", "outlook", "yahoo", "icloud", "protonmail", "fastmail", "comcast", "verizon")
_DOMAINS = frozenset(
    {
        *(f"{name}.com" for name in _COM),
        *(f"{name}.de" for name in ("googlemail", "hotmail", "outlook", "yahoo", "t-online", "freenet", "posteo", "arcor")),
        *(f"{name}.fr" for name in ("hotmail", "outlook", "yahoo", "orange", "laposte")),
        *(f"{name}.co.uk" for name in ("hotmail", "yahoo")),
        "mailbox.org",
        "proton.me",
        "verizon.net",
        "comcast.net",
        "bluewin.ch",
    }
)
# Only what nobody registers on purpose: of "yahoo.es" nobody can tell whether "yahoo.de" was meant.
_NOT_COM = frozenset({"con", "cmo", "ocm", "vom", "cim", "xom", "comm", "coom", "cpm", "co", "cm", "om"})


def meant_domain(domain: str) -> str:
    """`gmail.com` for `gmial.com`; empty where it is right, or nothing comes near."""
    typed = domain.strip().lower()
    name, dot, ending = typed.partition(".")
    if not dot or typed in _DOMAINS:
        return ""
    ending = "com" if ending in _NOT_COM else ending
    for known in sorted(_DOMAINS):
        right, _, known_ending = known.partition(".")
        if known_ending == ending and name[:1] == right[:1] and is_one_slip(name, right):
            return known
    return ""


def meant_address(address: str) -> str:
    """The whole address as it was probably meant; empty where nothing is odd about it."""
    mailbox, at, domain = address.strip().rpartition("@")
    meant = meant_domain(domain) if at else ""
    return f"{mailbox}@{meant}" if meant else ""


def is_one_slip(typed: str, right: str) -> bool:
    """The same, or one letter too many, too few, wrong, or two neighbours exchanged."""
    if abs(len(typed) - len(right)) > 1:
        return False
    same = 0
    while same < min(len(typed), len(right)) and typed[same] == right[same]:
        same += 1
    left, wanted = typed[same:], right[same:]
    is_exchanged = left[:2] == wanted[:2][::-1] and left[2:] == wanted[2:]
    return left == wanted or left[1:] == wanted[1:] or left[1:] == wanted or left == wanted[1:] or is_exchanged
