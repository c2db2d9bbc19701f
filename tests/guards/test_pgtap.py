"""The tests in supabase/tests, by pgTAP where the server has it and by its few functions that they use where it has not."""

from __future__ import annotations

import re
from pathlib import Path

import psycopg
import pytest

from nightmail.cli.embedded_postgres import PostgresServer
from tests.guards.project import Project, migrated

TESTS = sorted((Path(__file__).parents[2] / "supabase" / "tests").glob("*.sql"))
LITE = (Path(__file__).parent / "pgtap_lite.sql").read_text(encoding="utf-8")


def tap(project: Project, file: Path) -> list[str]:
    said: list[str] = []
    with psycopg.connect(project.url(), autocommit=True, prepare_threshold=None) as owner:
        cursor = owner.execute(file.read_text(encoding="utf-8").encode())
        while True:
            if cursor.description:
                said += [str(value) for row in cursor.fetchall() for value in row]
            if not cursor.nextset():
                return said


@pytest.fixture(scope="session", params=["pgtap", "lite"])
def tested(request: pytest.FixtureRequest, running: PostgresServer) -> Project:
    project = migrated(running)
    with psycopg.connect(running.url(project.database), autocommit=True) as admin:
        if request.param == "pgtap":
            has_pgtap = admin.execute("select true from pg_available_extensions where name = 'pgtap'").fetchone()
            if has_pgtap:
                admin.execute("create extension pgtap with schema extensions")
                return project
        admin.execute(b"set check_function_bodies = off; set search_path = extensions;" + LITE.encode())
    return project


@pytest.mark.parametrize("file", TESTS, ids=lambda file: file.stem)
def test_every_line_of_tap_is_ok(tested: Project, file: Path) -> None:
    said = tap(tested, file)

    plans = [int(found[1]) for line in said if (found := re.fullmatch(r"1\.\.(\d+)", line))]
    numbered = [line for line in said if re.match(r"(not )?ok \d+", line)]
    assert [line for line in numbered if line.startswith("not ok")] == []
    assert plans == [len(numbered)]
    assert len(numbered) > 0


def test_a_failing_line_is_noticed(tested: Project, tmp_path: Path) -> None:
    file = tmp_path / "failing.sql"
    file.write_text("begin; select plan(2); select ok(false, 'no'); select is(1, 2, 'no'); select * from finish(); rollback;")

    assert sum(line.startswith("not ok") for line in tap(tested, file)) == 2
