"""The mail that the project would send to its people, kept to be read by tests: a code of six digits, and a link."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field


@dataclass(slots=True)
class Letter:
    """`token_hash` is what the link carries instead of the code. `challenge` is the client's, where it uses PKCE."""

    to: str
    kind: str
    person_id: str
    challenge: str = ""
    redirect_to: str = ""
    code: str = field(default_factory=lambda: f"{secrets.randbelow(10**6):06}")
    token_hash: str = field(default_factory=lambda: secrets.token_hex(28))
    is_used: bool = False


class Mailbox:
    def __init__(self) -> None:
        self.letters: list[Letter] = []

    def send(self, letter: Letter) -> None:
        """A newer letter of its kind makes the ones before worthless."""
        for before in self.letters:
            before.is_used |= before.to == letter.to and before.kind == letter.kind
        self.letters.append(letter)

    def redeem(self, kind: str, *, to: str = "", code: str = "", token_hash: str = "") -> Letter | None:
        """The letter with that code or link, once."""
        for letter in self.letters:
            by_code = bool(code) and (letter.to, letter.code) == (to.lower(), code)
            by_link = bool(token_hash) and letter.token_hash == token_hash
            if not letter.is_used and _is_kind(kind, letter) and (by_code or by_link):
                letter.is_used = True
                return letter
        return None


def _is_kind(asked: str, letter: Letter) -> bool:
    # "email" stands for both mails that prove an address.
    return asked == letter.kind or (asked == "email" and letter.kind in ("signup", "magiclink"))
