"""`nightmail db`: the hosted database's tables."""

from __future__ import annotations

from typing import Annotated

import typer

from nightmail.cli.command import Call, command, group
from nightmail.cli.wiring import require_database

PlatformFlag = Annotated[
    bool, typer.Option("--with-platform", help="First make the Supabase roles and auth schema that a plain PostgreSQL lacks.")
]


def register(app: typer.Typer) -> None:
    database = group("The hosted database's tables.", parent=app, name="db")
    command(database, "migrate")(migrate)
    command(database, "status")(status)


async def migrate(call: Call, *, with_platform: PlatformFlag = False) -> None:
    """Bring the database's tables to this version."""
    from nightmail.store import migrate as migrations

    applied = await migrations.migrate(require_database(call.settings), with_platform=with_platform)
    said = f"Applied: {', '.join(applied)}." if applied else "The database is up to date."
    call.out.answer({"applied": list(applied)}, said)


async def status(call: Call) -> None:
    """Which migrations the database has, lacks, or has from a newer version."""
    from nightmail.store import migrate as migrations

    found = await migrations.status(require_database(call.settings))
    fields = {"applied": list(found.applied), "missing": list(found.missing), "unknown": list(found.unknown)}
    lines = [f"{name:<8} {', '.join(versions) or '(none)'}" for name, versions in fields.items()]
    call.out.answer(fields, "\n".join(lines))
