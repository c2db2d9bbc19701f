"""An account's signatures: for new messages, and for answers where those have one of their own. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol
from uuid import UUID

from desktop.signature_block import words_of
from desktop.signatures import Signature, Signatures
from desktop.templates import without_pictures
from desktop.words import sentence_of
from nightmail.errors import NightmailError


@dataclass(frozen=True, slots=True)
class SignatureState:
    """`reply` counts only where `has_reply`."""

    new: str
    reply: str
    has_reply: bool
    problem: str = ""


class SignatureScreen(Protocol):
    def render(self, state: SignatureState) -> None: ...

    def kept(self) -> None:
        """It is saved; the dialog is done."""
        ...


class SignaturePresenter:
    def __init__(self, signatures: Signatures, screen: SignatureScreen, account_id: UUID) -> None:
        self._signatures = signatures
        self._screen = screen
        self._account_id = account_id
        known = signatures.of(account_id)
        self.state = SignatureState(known.new, known.reply or known.new, known.reply is not None)

    def write(self, html: str) -> None:
        self.state = replace(self.state, new=_cleaned(html))

    def write_reply(self, html: str) -> None:
        self.state = replace(self.state, reply=_cleaned(html))

    def part_replies(self, has_reply: bool) -> None:
        self.state = replace(self.state, has_reply=has_reply)
        self._screen.render(self.state)

    def save(self) -> None:
        state = self.state
        try:
            self._signatures.keep(self._account_id, Signature(state.new, state.reply if state.has_reply else None))
        except NightmailError as problem:
            self.state = replace(state, problem=sentence_of(problem))
            self._screen.render(self.state)
            return
        self._screen.kept()


def _cleaned(html: str) -> str:
    """Blank lines alone are no signature; a picture would be a file that no message has."""
    kept = without_pictures(html) or ""
    return kept if words_of(kept) else ""
