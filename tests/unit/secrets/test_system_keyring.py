"""Secrets in the system's keyring, which on Windows takes short ones only."""

from __future__ import annotations

from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError, PasswordSetError

from nightmail.account.secret import Secret
from nightmail.errors import OutsideError
from nightmail.ids import new_id
from nightmail.secrets.system_keyring import SystemKeyring

TOKENS = Secret("".join(chr(97 + number % 26) for number in range(6_500)))


class Vault(KeyringBackend):
    """As small as Windows'. `refuses_after` so many more writes."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[str, str] = {}
        self.refuses_after = 1_000

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self.refuses_after -= 1
        if len(password.encode("utf-16-le")) > 2_560 or self.refuses_after < 0:
            raise PasswordSetError("too long, or out of order")
        self.kept[username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop(username, None) is None:
            raise PasswordDeleteError("not there")


@pytest.fixture
def vault() -> Iterator[Vault]:
    before, made = keyring.get_keyring(), Vault()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


async def test_a_long_secret_comes_back_whole_and_leaves_nothing_behind(vault: Vault) -> None:
    id, system = new_id(), SystemKeyring()
    await system.put(id, TOKENS)
    assert await system.get(id) == TOKENS

    await system.put(id, Secret("short"))
    assert vault.kept == {str(id): "short"}
    await system.put(id, TOKENS)
    await system.delete(id)
    assert vault.kept == {} and await system.get(id) is None


async def test_a_write_that_fails_halfway_leaves_the_old_secret(vault: Vault) -> None:
    id, system = new_id(), SystemKeyring()
    await system.put(id, TOKENS)
    vault.refuses_after = 3
    with pytest.raises(OutsideError):
        await system.put(id, Secret("x" * 6_500))

    assert await system.get(id) == TOKENS
    assert len(vault.kept) == 8


async def test_a_password_that_looks_like_an_entry_of_parts_is_a_password(vault: Vault) -> None:
    id, system = new_id(), SystemKeyring()
    odd = Secret("nightmail-parts-1:0123456789abcdef:3")
    await system.put(id, odd)

    assert await system.get(id) == odd


async def test_deleting_what_is_not_there_is_no_failure(vault: Vault) -> None:
    await SystemKeyring().delete(new_id())
