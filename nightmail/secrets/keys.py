"""The key of the sealed file: what the person knows, stretched. Keeps it in memory only."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from nightmail.errors import PersonError

Ask = Callable[[], str]

_KEY_OCTETS = 32
_SALT_OCTETS = 16
# A file from elsewhere must not be able to ask for all the memory there is.
_LARGEST_N = 2**20


@dataclass(frozen=True, slots=True)
class Stretch:
    """scrypt's parameters and salt (RFC 7914). The default cost is OWASP's for 32 MiB: N = 2^15, r = 8, p = 3."""

    salt: bytes
    n: int = 2**15
    r: int = 8
    p: int = 3

    @staticmethod
    def new() -> Stretch:
        return Stretch(os.urandom(_SALT_OCTETS))

    @staticmethod
    def from_json(fields: Mapping[str, object]) -> Stretch:
        """Raises ValueError for anything a sealed file of ours would not say."""
        salt, n, r, p = fields.get("salt"), fields.get("n"), fields.get("r"), fields.get("p")
        if not (isinstance(salt, str) and isinstance(n, int) and isinstance(r, int) and isinstance(p, int)):
            raise ValueError("the key's parameters are not readable")
        if not (2 <= n <= _LARGEST_N and n.bit_count() == 1 and 1 <= r <= 32 and 1 <= p <= 16):
            raise ValueError("the key's parameters are out of range")
        return Stretch(bytes.fromhex(salt), n, r, p)

    def as_json(self) -> dict[str, object]:
        return {"name": "scrypt", "salt": self.salt.hex(), "n": self.n, "r": self.r, "p": self.p}

    def key(self, words: str) -> bytes:
        # Imported here: the cipher's library takes megabytes, and many starts read no sealed password.
        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

        return Scrypt(salt=self.salt, length=_KEY_OCTETS, n=self.n, r=self.r, p=self.p).derive(words.encode())


class MasterKey:
    """What opens the sealed file: given from outside, or asked for once."""

    def __init__(self, words: str | None, ask: Ask | None) -> None:
        self._words = words
        self._ask = ask
        self._stretched: dict[Stretch, bytes] = {}

    def key(self, stretch: Stretch) -> bytes:
        """The 32 octets for this salt. Slow the first time (about 0.2 s). Raises PersonError `no-master-key`."""
        if stretch not in self._stretched:
            self._stretched[stretch] = stretch.key(self._known())
        return self._stretched[stretch]

    def _known(self) -> str:
        if self._words is None and self._ask is not None:
            self._words = self._ask()
        if not self._words:
            raise PersonError(
                "no-master-key",
                "The sealed password file needs its key.",
                next="Set NIGHTMAIL_MASTER_KEY, or run the command in a terminal to be asked for the passphrase.",
            )
        return self._words
