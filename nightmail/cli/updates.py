"""`nightmail updates`: which Nightmail this is, and whether there is a newer one. It looks; it installs nothing."""

from __future__ import annotations

import typer

from nightmail.cli.command import Call, command
from nightmail.clock import SystemClock


def register(app: typer.Typer) -> None:
    command(app, "updates")(updates)


async def updates(call: Call) -> None:
    """Say which Nightmail this is, and whether there is a newer one."""
    from nightmail.updates.ask import newer_release
    from nightmail.updates.channel import PYTHON, this_installation

    here = this_installation()
    release = await newer_release(here, clock=SystemClock())
    fields: dict[str, object] = {
        "version": here.version,
        "commit": here.commit,
        "asks": here.asks,
        "kept_by": here.kept_by,
        "newer": str(release.version) if release else None,
        "page": release.page if release else None,
    }
    if release is not None:
        words = f"There is a newer one, {release.version}: {release.page}\n\n{release.notes}"
    elif here.asks:
        words = "It is the newest."
    elif here.kept_by:
        words = f"Updates come with {'this Python environment' if here.kept_by == PYTHON else 'those of your system'}."
    else:
        words = "This build does not look for updates."
    call.out.answer(fields, f"Nightmail {here.version}. {words}")
