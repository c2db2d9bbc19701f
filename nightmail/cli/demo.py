"""`nightmail demo`: the main job, run by itself in a throw-away profile, with every step checked from outside."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import typer

from nightmail.cli.command import Call, command
from nightmail.cli.demo_steps import Steps
from nightmail.cli.program import is_bundle
from nightmail.errors import NightmailError


def register(app: typer.Typer) -> None:
    command(app, "demo")(demo)


def demo(call: Call) -> None:
    """Send and prove one message from this computer, one by the hosted worker, one with the PC off. Sends nothing outside."""
    from nightmail.cli.demo_cloud import has_stand_in, run_cloud_part
    from nightmail.cli.demo_desktop import run_desktop_part
    from nightmail.cli.demo_hosted import run_hosted_part
    from nightmail.cli.demo_stage import stage

    steps = Steps(call.out)
    failures: list[NightmailError] = []
    pictures = Path(tempfile.gettempdir()) / f"nightmail-demo-{os.getpid()}"
    with stage(steps) as there:
        steps.part("On this computer: the compose window, the local agent and SQLite")
        _attempt(lambda: run_desktop_part(there, steps, screenshot=pictures.with_suffix(".png")), steps, failures)
        steps.part("Hosted: PostgreSQL, and a worker in a process of its own")
        if is_bundle():
            steps.out.say("  Left out: what is installed here is for one computer, and came without PostgreSQL.")
        else:
            _attempt(lambda: run_hosted_part(there, steps), steps, failures)
        steps.part("The cloud: signed in, sealed, scheduled, and then the PC is off")
        if has_stand_in():
            picture = pictures.with_name(f"{pictures.name}-cloud.png")
            _attempt(lambda: run_cloud_part(there, steps, screenshot=picture), steps, failures)
        else:
            steps.out.say("  Left out: this part runs from a checkout, whose tests bring a stand-in for Supabase.")
    held = "Every step held." if not failures else "Not every step held."
    call.out.answer({"held": not failures, "steps": steps.held, **steps.facts}, f"\n{held}")
    if failures:
        raise failures[0]


def _attempt(part: Callable[[], None], steps: Steps, failures: list[NightmailError]) -> None:
    """A part that can't run does not keep the other from running."""
    try:
        part()
    except NightmailError as error:
        steps.out.say(f"✗ {error.message}")
        failures.append(error)
