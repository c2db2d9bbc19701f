from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import httpx
import psycopg
import pytest

from tests import databases
from tests.patience import PATIENCE
from tests.supabase_stack.fixture import stack
from tests.unit.house.tree import ROOT


@pytest.mark.skipif(sys.platform == "win32", reason="A process can't be asked to end there, only ended.")
def test_the_process_tells_where_it_is_and_leaves_nothing_when_it_is_ended() -> None:
    command = [sys.executable, "-m", "tests.supabase_stack", "--json"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ}) as process:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        health = httpx.get(f"{told['url']}/auth/v1/health", headers={"apikey": told["publishable_key"]}, trust_env=False)
        with psycopg.connect(told["database_url"]) as connection:
            versions = connection.execute("select count(*) from supabase_migrations.schema_migrations").fetchone()
        process.send_signal(signal.SIGTERM)
        code = process.wait(PATIENCE)

    assert set(told) == {"url", "publishable_key", "secret_key", "database_url", "admin"}
    assert (health.status_code, versions is not None and versions[0] > 0, code) == (200, True, 0)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(told["database_url"], connect_timeout=2)


@pytest.mark.parametrize("version", databases.versions())
def test_projects_of_one_cluster_know_nothing_of_each_other(version: int) -> None:
    with databases.server(version) as server, stack(server) as one, stack(server) as other:
        one.create_user("anna@stack.example", "secret1")

        with psycopg.connect(other.database_url) as connection:
            people = connection.execute("select email from auth.users").fetchall()
        refused = httpx.get(f"{other.url}/rest/v1/", headers={"apikey": one.publishable_key}, trust_env=False)

    assert people == [("operator@localhost",)]
    assert refused.status_code == 401
