"""Files in Storage: one folder a person, named by hash, never overwritten; the storage worker reads them and nothing else."""

from __future__ import annotations

import psycopg
import pytest

from tests.guards.cast import Cast, brought_to
from tests.guards.project import ANONYMOUS, Caller, Project

HASH = "cd" * 32


def upload(project: Project, caller: Caller, name: str, bucket: str = "attachments") -> bool:
    with project.speaking(caller) as line:
        try:
            with line.transaction():
                line.execute("insert into storage.objects (bucket_id, name) values (%s, %s)", (bucket, name))
        except psycopg.errors.InsufficientPrivilege:
            return False
    return True


def seen(project: Project, caller: Caller) -> set[str]:
    with project.speaking(caller) as line:
        return {name for (name,) in line.execute("select name from storage.objects").fetchall()}


def removed(project: Project, caller: Caller, name: str) -> int:
    with project.speaking(caller) as line:
        return line.execute("delete from storage.objects where name = %s", (name,)).rowcount


def test_a_person_adds_files_named_by_their_hash_to_their_own_folder_only(cast: Cast) -> None:
    ben, anna = cast.ben.caller, cast.anna.caller
    refused = [
        f"{anna.id}/{HASH}",
        HASH,
        f"/{HASH}",
        f"{ben.id}/deeper/{HASH}",
        f"{ben.id}/../{anna.id}/{HASH}",
        f"{ben.id}/plan.pdf",
        f"{ben.id}/{HASH}.pdf",
        f"{ben.id}/{HASH.upper()}",
        f"{ben.id.upper()}/{HASH}",
        f"{ben.id}//{HASH}",
        f"{ben.id}/",
    ]

    assert [name for name in refused if upload(cast.project, ben, name)] == []
    assert not upload(cast.project, ANONYMOUS, f"{ben.id}/{HASH}")
    assert not upload(cast.project, cast.storage_worker, f"{ben.id}/{HASH}")
    assert not upload(cast.project, cast.admin, f"{ben.id}/{HASH}")
    assert upload(cast.project, ben, f"{ben.id}/{HASH}")
    assert removed(cast.project, ben, f"{ben.id}/{HASH}") == 1


def test_a_person_sees_their_own_files_and_the_storage_worker_sees_all(cast: Cast) -> None:
    annas, bens = (f"{keeper.caller.id}/{'ab' * 32}" for keeper in (cast.anna, cast.ben))

    assert seen(cast.project, cast.anna.caller) == {annas}
    assert seen(cast.project, cast.eve) == seen(cast.project, cast.admin) == seen(cast.project, ANONYMOUS) == set()
    assert seen(cast.project, cast.storage_worker) >= {annas, bens}


@pytest.mark.parametrize(
    "claims",
    [
        {"user_metadata": {"nightmail_role": "worker"}},
        {"nightmail_role": "worker"},
        {"app_metadata": {"nightmail_role": "admin"}},
    ],
)
def test_only_an_operators_word_makes_a_storage_worker(cast: Cast, claims: dict[str, object]) -> None:
    assert seen(cast.project, Caller("authenticated", {**cast.eve.claims, **claims})) == set()


def test_nothing_is_overwritten_and_nobody_removes_what_is_not_theirs(cast: Cast) -> None:
    name = f"{cast.anna.caller.id}/{'ab' * 32}"
    for caller in (cast.anna.caller, cast.eve, cast.admin, cast.storage_worker, ANONYMOUS):
        with cast.project.speaking(caller) as line:
            assert line.execute("update storage.objects set name = name || 'x' where true").rowcount == 0
            assert line.execute("update storage.buckets set public = true where true").rowcount == 0
    for caller in (cast.eve, cast.admin, cast.storage_worker, ANONYMOUS):
        assert removed(cast.project, caller, name) == 0


def test_a_file_that_a_message_still_needs_is_not_removed(cast: Cast) -> None:
    ben = cast.ben
    needed = f"{ben.caller.id}/{'ab' * 32}"
    brought_to(cast.project, ben.caller, ben.account, "scheduled", cast.worker)

    assert removed(cast.project, ben.caller, needed) == 0


def test_the_bucket_is_private_and_bounded(project: Project) -> None:
    with project.connect() as owner:
        bucket = owner.execute("select public, file_size_limit from storage.buckets where id = 'attachments'").fetchone()

    assert bucket == (False, 50 * 1024 * 1024)
