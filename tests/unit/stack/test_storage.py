from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import psycopg
import pytest
from storage3.exceptions import StorageApiError
from storage3.types import FileOptions
from supabase import AsyncClient

from tests.supabase_stack.fixture import NO_TLS, Stack
from tests.unit.stack.conftest import SignIn

TEXT: FileOptions = {"content-type": "text/plain"}


async def refusal(act: Awaitable[Any]) -> tuple[str, str]:
    with pytest.raises(StorageApiError) as caught:
        await act
    return str(caught.value.status), str(caught.value.code)


async def folder_of(client: AsyncClient) -> str:
    who = await client.auth.get_user()
    assert who is not None
    return who.user.id


@pytest.fixture
async def anna(sign_in: SignIn) -> AsyncClient:
    return await sign_in("anna")


async def test_a_file_comes_back_as_it_went_with_what_is_known_of_it(anna: AsyncClient) -> None:
    files, path = anna.storage.from_("files"), f"{await folder_of(anna)}/grüße.txt"
    content = bytes(range(256)) * 3000

    stored = await files.upload(path, content, {"content-type": "text/plain", "metadata": {"kind": "letter"}})
    info = await files.info(path)
    (entry,) = await files.list(await folder_of(anna))

    assert stored.full_path == f"files/{path}"
    assert await files.download(path) == content
    assert (info["size"], info["content_type"], info["metadata"]) == (len(content), "text/plain", {"kind": "letter"})
    assert (entry["name"], entry["metadata"]["size"]) == ("grüße.txt", len(content))
    assert await files.exists(path)
    assert not await files.exists(f"{path}.none")


async def test_nothing_enters_or_leaves_another_persons_folder(anna: AsyncClient, sign_in: SignIn) -> None:
    ben = (await sign_in("ben")).storage.from_("files")
    folder = await folder_of(anna)
    await anna.storage.from_("files").upload(f"{folder}/a", b"anna's", TEXT)

    assert await refusal(ben.upload(f"{folder}/b", b"ben's", TEXT)) == ("403", "Unauthorized")
    assert await refusal(ben.download(f"{folder}/a")) == ("404", "not_found")
    assert await refusal(ben.create_signed_url(f"{folder}/a", 60)) == ("404", "not_found")
    assert await ben.remove([f"{folder}/a"]) == []
    assert await ben.list(folder) == []


async def test_a_stranger_gets_nothing(project: Stack, anna: AsyncClient, client: AsyncClient) -> None:
    folder = await folder_of(anna)
    await anna.storage.from_("files").upload(f"{folder}/a", b"anna's", TEXT)

    assert await refusal(client.storage.from_("files").download(f"{folder}/a")) == ("404", "not_found")
    async with httpx.AsyncClient(trust_env=False, verify=NO_TLS) as http:
        answer = await http.get(f"{project.url}/storage/v1/object/files/{folder}/a")
    assert (answer.status_code, answer.json()["statusCode"]) == (400, "403")


async def test_the_same_path_again_is_a_duplicate_unless_it_may_replace(anna: AsyncClient) -> None:
    files, path = anna.storage.from_("files"), f"{await folder_of(anna)}/a"
    await files.upload(path, b"first", TEXT)

    again = await refusal(files.upload(path, b"second", TEXT))
    await files.upload(path, b"third", {**TEXT, "upsert": "true"})
    third = await files.download(path)
    await files.update(path, b"fourth", TEXT)

    assert again == ("409", "Duplicate")
    assert (third, await files.download(path)) == (b"third", b"fourth")


async def test_the_buckets_own_rules_hold(anna: AsyncClient) -> None:
    files, folder = anna.storage.from_("files"), await folder_of(anna)

    assert (await refusal(files.upload(f"{folder}/big", b"x" * 1_000_001, TEXT)))[0] == "413"
    assert (await refusal(files.upload(f"{folder}/bigger", b"x" * 3_000_000, TEXT)))[0] == "413"
    assert await refusal(files.upload(f"{folder}/page", b"<p>", {"content-type": "text/html"})) == ("415", "invalid_mime_type")
    assert (await refusal(anna.storage.from_("nowhere").upload(f"{folder}/a", b"x", TEXT)))[0] == "404"
    assert await files.list(folder) == []


async def test_a_signed_link_opens_its_object_alone_and_for_its_time(anna: AsyncClient) -> None:
    files, folder = anna.storage.from_("files"), await folder_of(anna)
    for name in ("a", "b"):
        await files.upload(f"{folder}/{name}", name.encode(), TEXT)

    link = (await files.create_signed_url(f"{folder}/a", 60))["signedURL"]
    late = (await files.create_signed_url(f"{folder}/a", -1))["signedURL"]
    many = await files.create_signed_urls([f"{folder}/a", f"{folder}/none"], 60)
    assert link is not None and late is not None
    async with httpx.AsyncClient(trust_env=False, verify=NO_TLS) as http:
        opened = await http.get(link)
        part = await http.get(link, headers={"range": "bytes=0-0"})
        other = await http.get(link.replace("/a?", "/b?"))
        expired = await http.get(late)

    assert (opened.content, opened.headers["content-type"], part.status_code) == (b"a", "text/plain; charset=utf-8", 206)
    assert [answer.json()["error"] for answer in (other, expired)] == ["InvalidJWT", "InvalidJWT"]
    assert [each["error"] is None for each in many] == [True, False]


async def test_a_folder_shows_its_files_and_the_names_of_its_folders(anna: AsyncClient) -> None:
    files, folder = anna.storage.from_("files"), await folder_of(anna)
    for name in ("b", "a/1", "a/2", "c"):
        await files.upload(f"{folder}/{name}", b"x", TEXT)

    whole = await files.list(folder)
    page = await files.list(folder, {"limit": 1, "offset": 1, "sortBy": {"column": "name", "order": "desc"}})

    assert [(entry["name"], entry["id"] is None) for entry in whole] == [("a", True), ("b", False), ("c", False)]
    assert [entry["name"] for entry in page] == ["b"]


async def test_a_removed_file_is_gone_with_its_row(project: Stack, anna: AsyncClient) -> None:
    files, path = anna.storage.from_("files"), f"{await folder_of(anna)}/a"
    await files.upload(path, b"x", TEXT)

    removed = await files.remove([path])

    assert [each["name"] for each in removed] == [path]
    assert await refusal(files.download(path)) == ("404", "not_found")
    with psycopg.connect(project.database_url) as connection:
        assert connection.execute("select count(*) from storage.objects").fetchone() == (0,)


@pytest.mark.parametrize(
    ("break_it", "seen"), [(Stack.lose_blob, ("404", "not_found")), (Stack.alter_blob, b"\x00rest")], ids=["lost", "altered"]
)
async def test_a_blob_can_be_lost_or_altered_behind_its_row(
    project: Stack, anna: AsyncClient, break_it: Callable[..., None], seen: object
) -> None:
    files, path = anna.storage.from_("files"), f"{await folder_of(anna)}/a"
    await files.upload(path, b"\x01rest", TEXT)

    break_it(project, "files", path)

    found = await refusal(files.download(path)) if isinstance(seen, tuple) else await files.download(path)
    assert found == seen
    assert await files.exists(path)


async def test_an_expired_session_may_not_store(project: Stack, anna: AsyncClient) -> None:
    folder = await folder_of(anna)
    project.expire_tokens()

    assert await refusal(anna.storage.from_("files").upload(f"{folder}/a", b"x", TEXT)) == ("403", "Unauthorized")
