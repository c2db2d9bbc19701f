"""The sealed file keeps passwords, shows none of them, and opens for its own key only."""

from __future__ import annotations

import asyncio
import json
import stat
from pathlib import Path

import pytest

from nightmail.account.secret import Secret
from nightmail.errors import PersonError
from nightmail.ids import new_id
from nightmail.ports import Secrets
from nightmail.secrets.choose import SEALED_FILE, open_secrets

PASSWORD = Secret("correct horse battery staple")


def sealed(folder: Path, key: str | None = "master") -> Secrets:
    return open_secrets("file", folder, key)


async def test_a_password_comes_back_after_a_restart(tmp_path: Path) -> None:
    account = new_id()
    await sealed(tmp_path).put(account, PASSWORD)

    assert await sealed(tmp_path).get(account) == PASSWORD


async def test_the_file_shows_no_password_and_no_account_and_is_the_owners_alone(tmp_path: Path) -> None:
    account = new_id()
    await sealed(tmp_path).put(account, PASSWORD)

    content = (tmp_path / SEALED_FILE).read_text()

    assert PASSWORD.reveal() not in content
    assert str(account) not in content
    assert stat.S_IMODE((tmp_path / SEALED_FILE).stat().st_mode) == 0o600


async def test_a_wrong_key_is_told_and_changes_nothing(tmp_path: Path) -> None:
    account = new_id()
    await sealed(tmp_path).put(account, PASSWORD)
    before = (tmp_path / SEALED_FILE).read_bytes()

    for attempt in (sealed(tmp_path, "other").get(account), sealed(tmp_path, "other").put(new_id(), PASSWORD)):
        with pytest.raises(PersonError) as caught:
            await attempt
        assert caught.value.code == "wrong-master-key"

    assert (tmp_path / SEALED_FILE).read_bytes() == before


async def test_without_a_key_the_person_is_told_what_to_set(tmp_path: Path) -> None:
    with pytest.raises(PersonError) as caught:
        await sealed(tmp_path, None).put(new_id(), PASSWORD)

    assert caught.value.code == "no-master-key"
    assert "NIGHTMAIL_MASTER_KEY" in caught.value.next
    assert not (tmp_path / SEALED_FILE).exists()


async def test_a_passphrase_is_asked_for_once(tmp_path: Path) -> None:
    asked: list[str] = []

    def ask() -> str:
        asked.append("asked")
        return "a passphrase"

    secrets = open_secrets("file", tmp_path, None, ask=ask)
    account = new_id()
    await secrets.put(account, PASSWORD)

    assert await secrets.get(account) == PASSWORD
    assert len(asked) == 1
    assert await sealed(tmp_path, "a passphrase").get(account) == PASSWORD


async def test_a_changed_header_is_noticed(tmp_path: Path) -> None:
    account = new_id()
    await sealed(tmp_path).put(account, PASSWORD)
    path = tmp_path / SEALED_FILE
    fields = json.loads(path.read_text())
    fields["key"]["p"] = 1
    path.write_text(json.dumps(fields))

    with pytest.raises(PersonError) as caught:
        await sealed(tmp_path).get(account)

    assert caught.value.code == "wrong-master-key"


@pytest.mark.parametrize("content", ["", "{}", "[]", "null", '{"format": "nightmail-secrets-1", "key": {"n": 1073741824}}'])
async def test_a_damaged_file_is_told_and_kept(tmp_path: Path, content: str) -> None:
    (tmp_path / SEALED_FILE).write_text(content)

    with pytest.raises(PersonError) as caught:
        await sealed(tmp_path).put(new_id(), PASSWORD)

    assert caught.value.code == "secrets-damaged"
    assert (tmp_path / SEALED_FILE).read_text() == content


async def test_passwords_put_at_the_same_time_are_all_kept(tmp_path: Path) -> None:
    accounts = [new_id() for _ in range(4)]

    await asyncio.gather(*(sealed(tmp_path).put(account, Secret(str(account))) for account in accounts))

    assert [await sealed(tmp_path).get(account) for account in accounts] == [Secret(str(account)) for account in accounts]


async def test_a_deleted_password_is_gone_and_deleting_it_again_is_harmless(tmp_path: Path) -> None:
    account, other = new_id(), new_id()
    secrets = sealed(tmp_path)
    await secrets.put(account, PASSWORD)
    await secrets.put(other, PASSWORD)

    await secrets.delete(account)
    await secrets.delete(account)

    assert await secrets.get(account) is None
    assert await secrets.get(other) == PASSWORD
