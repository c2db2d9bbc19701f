"""The throw-away PostgreSQL is unprivileged, on loopback, behind a password, and leaves nothing."""

from __future__ import annotations

import tempfile
from pathlib import Path

import psycopg
import pytest

from nightmail.cli.embedded_postgres import postgres


def test_it_runs_unprivileged_on_loopback_and_leaves_nothing() -> None:
    before = set(Path(tempfile.gettempdir()).glob("nightmail-postgres-*"))

    with postgres(user="owner", settings={"fsync": "off"}) as server:
        with psycopg.connect(server.url()) as database:
            row = database.execute(
                "select current_user, current_setting('listen_addresses'), current_setting('fsync')"
            ).fetchone()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(server.url().replace(server.password, "wrong"))
        process = Path(f"/proc/{server.pid}")
        owner = process.stat().st_uid if process.exists() else None

    assert row == ("owner", "127.0.0.1", "off")
    assert owner != 0
    assert set(Path(tempfile.gettempdir()).glob("nightmail-postgres-*")) <= before
