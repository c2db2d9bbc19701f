"""Drive the real windows for the demo, in a process of its own: Qt may be unable to load, and must not take the demo down."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from nightmail.cli.demo_stage import Stage
from nightmail.cli.demo_steps import StepFailed, Steps
from nightmail.cli.desktop import has_screen
from nightmail.cli.program import inner

Told = dict[str, Any]


@contextmanager
def windows(stage: Stage, steps: Steps, part: str, asked: Mapping[str, object]) -> Iterator[Iterator[Told]]:
    """What the process says beside its steps, as it says it. It may be left early: then it is killed, as a power cut would.

    Raises StepFailed where it ends badly by itself."""
    log = stage.folder / f"{part}.log"
    with (
        log.open("w") as complaints,
        subprocess.Popen(
            [*inner("demo-drive"), json.dumps({"part": part, **asked})],
            env=_with_screen(stage.environment),
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
        ) as process,
    ):
        try:
            yield _told(process, steps)
        finally:
            process.kill()
    if process.returncode > 0:
        complaint = log.read_text().strip().splitlines()
        raise StepFailed(
            "The windows do what they are told", (complaint or [f"Their process ended with {process.returncode}."])[-1]
        )


def _told(process: subprocess.Popen[str], steps: Steps) -> Iterator[Told]:
    assert process.stdout is not None
    for line in process.stdout:
        told: Told = json.loads(line)
        if "step" in told:
            steps.holds(told.pop("step"))
        if told:
            yield told
    process.wait()


def _with_screen(environment: Mapping[str, str]) -> dict[str, str]:
    """Without a display Qt draws into memory."""
    return {**environment} if has_screen(environment) else {**environment, "QT_QPA_PLATFORM": "offscreen"}
