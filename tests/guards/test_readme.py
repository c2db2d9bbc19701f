"""What supabase/README.md and the snippets tell operators to do, done."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import psycopg
import pytest
import typer

from nightmail.cli.main import app
from tests.guards.cast import Cast
from tests.guards.project import Project, migrated

FOLDER = Path(__file__).parents[2] / "supabase"
README = (FOLDER / "README.md").read_text(encoding="utf-8")
SNIPPETS = sorted((FOLDER / "snippets").glob("*.sql"))
NOBODY = "00000000-0000-0000-0000-000000000000"


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda path: path.stem)
def test_every_snippet_does_what_it_says(cast: Cast, snippet: Path) -> None:
    wanted = {"08_retry": "failed", "09_cancel": "scheduled"}.get(snippet.stem, "sent")
    statements = snippet.read_text(encoding="utf-8").replace(NOBODY, str(cast.anna.messages[wanted]))
    people = {"12_name_an_admin": "eve@example.net", "13_name_the_storage_worker": "eve@example.net"}
    statements = re.sub(
        r"(?<=')worker@example.org|anna@example.org(?=')", people.get(snippet.stem, "anna@example.org"), statements
    )

    with cast.project.connect() as owner, owner.transaction(force_rollback=True):
        if snippet.stem == "11_resume_account":
            owner.execute("select ops.pause_account('anna@example.org')")
        cursor = owner.execute(statements.encode())

        assert not cursor.description or cursor.fetchall() != []


def test_the_documents_name_snippets_and_views_that_are(project: Project) -> None:
    named = set(re.findall(r"`(?:snippets/)?(\d\d_\w+)\.sql`", README))
    views = {name for name in re.findall(r"`(ops_\w+)`", README) if project.one("select to_regclass('ops.' || %s)", name) is None}
    functions = set(re.findall(r"`ops\.(\w+)", README))
    missing = {name for name in functions if not project.one("select count(*) from pg_proc where proname = %s", name)}

    assert named <= {path.stem for path in SNIPPETS}
    assert views == missing == set()


def test_every_nightmail_command_of_the_document_exists() -> None:
    lines = re.findall(r"^\s*(nightmail .+)$", README, re.MULTILINE) + re.findall(r"`(nightmail [^`]+)`", README)
    for line in lines:
        command, words = typer.main.get_command(app), shlex.split(line)[1:]
        while words and (inner := getattr(command, "commands", {}).get(words[0])):
            command, words = inner, words[1:]
        options = {option for parameter in command.params for option in parameter.opts}

        assert not hasattr(command, "commands"), line
        assert [word for word in words if word.startswith("--") and word not in options] == []


def test_the_configuration_opens_nothing_by_itself_and_holds_no_secret() -> None:
    text = (FOLDER / "config.toml").read_text(encoding="utf-8")
    config = tomllib.loads(text)

    assert config["api"]["auto_expose_new_tables"] is False
    assert config["api"]["schemas"] == ["public"]
    assert config["storage"]["buckets"]["attachments"]["public"] is False
    assert all(
        value.startswith('"env(') for value in re.findall(r"^(?:pass|secret|\w*_key|\w*token) = (.+)$", text, re.MULTILINE)
    )


def test_the_seed_can_be_sown_twice(running: object, cast: Cast) -> None:
    project = migrated(cast.project.running)
    seed = (FOLDER / "seed.sql").read_bytes()
    with psycopg.connect(project.url(), autocommit=True) as owner:
        owner.execute(seed)
        owner.execute(seed)

    assert project.one("select count(*) from ops.ops_queue") == 1
    project.hang_up()
