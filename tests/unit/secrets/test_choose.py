"""Which place keeps passwords, and what is said where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null

from nightmail.account.secret import Secret
from nightmail.errors import PersonError
from nightmail.ids import new_id
from nightmail.secrets.choose import SEALED_FILE, open_secrets

PASSWORD = Secret("hunter2")


class MemoryKeyring(KeyringBackend):
    priority = 1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError


@pytest.fixture
def keyring_slot() -> Iterator[None]:
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


@pytest.fixture
def memory_keyring(keyring_slot: None) -> MemoryKeyring:
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    return backend


@pytest.fixture(params=[fail.Keyring, null.Keyring])
def no_keyring(keyring_slot: None, request: pytest.FixtureRequest) -> None:
    keyring.set_keyring(request.param())


async def test_the_operating_systems_keyring_is_preferred(memory_keyring: MemoryKeyring, tmp_path: Path) -> None:
    secrets = open_secrets("auto", tmp_path, "master")
    account = new_id()
    await secrets.put(account, PASSWORD)

    assert await secrets.get(account) == PASSWORD
    assert memory_keyring.kept == {("nightmail", str(account)): "hunter2"}
    assert not (tmp_path / SEALED_FILE).exists()

    await secrets.delete(account)
    await secrets.delete(account)
    assert await secrets.get(account) is None


@pytest.mark.usefixtures("no_keyring")
async def test_without_a_keyring_a_master_key_seals_a_file(tmp_path: Path) -> None:
    account = new_id()
    await open_secrets("auto", tmp_path, "master").put(account, PASSWORD)

    assert await open_secrets("auto", tmp_path, "master").get(account) == PASSWORD
    assert (tmp_path / SEALED_FILE).exists()


@pytest.mark.usefixtures("no_keyring")
async def test_without_keyring_and_key_the_first_use_says_what_to_do_and_keeps_nothing(tmp_path: Path) -> None:
    secrets = open_secrets("auto", tmp_path, None)

    with pytest.raises(PersonError) as caught:
        await secrets.put(new_id(), PASSWORD)

    assert caught.value.code == "no-keyring"
    assert "NIGHTMAIL_MASTER_KEY" in caught.value.next
    assert "NIGHTMAIL_KEYRING=file" in caught.value.next
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("no_keyring")
async def test_without_keyring_and_key_an_account_without_password_can_be_removed(tmp_path: Path) -> None:
    await open_secrets("auto", tmp_path, None).delete(new_id())
