"""Where the desktop keeps passwords, over the real sealed file; the computer has no keyring here."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest

from desktop.gateway.passwords import Passwords
from desktop.gateway.port import PasswordHome
from nightmail.account.secret import Secret
from nightmail.errors import PersonError

ANNA = UUID(int=1)
PASSPHRASE = Secret("four words are enough")


def passwords(folder: Path, master_key: Secret | None = None) -> Passwords:
    return Passwords(folder, kind="file", master_key=master_key)


async def sealed(folder: Path) -> None:
    made = passwords(folder)
    await made.unlock(PASSPHRASE)
    await made.put(ANNA, Secret("hunter2"))


async def test_before_a_passphrase_is_chosen_nothing_is_kept_and_nothing_missing(tmp_path: Path) -> None:
    fresh = passwords(tmp_path)

    assert await fresh.home() is PasswordHome.UNMADE
    assert await fresh.get(ANNA) is None
    await fresh.delete(ANNA)
    with pytest.raises(PersonError) as refused:
        await fresh.put(ANNA, Secret("hunter2"))

    assert refused.value.code == "passphrase-needed"
    assert list(tmp_path.iterdir()) == []


async def test_after_a_restart_the_passphrase_is_needed_again(tmp_path: Path) -> None:
    await sealed(tmp_path)

    again = passwords(tmp_path)
    locked = await again.home()
    with pytest.raises(PersonError):
        await again.get(ANNA)
    await again.unlock(PASSPHRASE)

    assert locked is PasswordHome.LOCKED
    assert await again.home() is PasswordHome.SEALED
    assert await again.get(ANNA) == Secret("hunter2")


async def test_a_wrong_passphrase_opens_nothing_and_the_right_one_still_does(tmp_path: Path) -> None:
    await sealed(tmp_path)
    again = passwords(tmp_path)

    with pytest.raises(PersonError) as refused:
        await again.unlock(Secret("four words are enugh"))
    still = await again.home()
    await again.unlock(PASSPHRASE)

    assert refused.value.code == "wrong-master-key"
    assert still is PasswordHome.LOCKED
    assert await again.get(ANNA) == Secret("hunter2")


async def test_a_master_key_from_outside_is_never_asked_for(tmp_path: Path) -> None:
    await sealed(tmp_path)

    opened = passwords(tmp_path, PASSPHRASE)

    assert await opened.home() is PasswordHome.SEALED
    assert await opened.get(ANNA) == Secret("hunter2")
