"""Drive the windows for the demo, in a process of its own: one JSON argument in, JSON lines out, one for each step."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any
from uuid import UUID


def main() -> None:
    asked: dict[str, Any] = json.loads(sys.argv[-1])
    files: tuple[str, ...] = ("profile", "attachment", "screenshot")
    paths = {name: Path(asked.pop(name)) for name in files if name in asked}
    match asked.pop("part"):
        case "send":
            _send(paths, asked)
        case "schedule_in_cloud":
            _schedule_in_cloud(paths, asked)
        case _:
            _show_sent(paths, asked)


def _send(paths: dict[str, Path], asked: dict[str, Any]) -> None:
    from desktop.demo_drive import drive

    id = drive(paths["profile"], attachment=paths["attachment"], screenshot=paths["screenshot"], on_step=_step, **asked)
    _tell(id=str(id))


def _schedule_in_cloud(paths: dict[str, Path], asked: dict[str, Any]) -> None:
    from desktop.demo_cloud import schedule_in_cloud

    schedule_in_cloud(
        paths["profile"], attachment=paths["attachment"], on_step=_step, scheduled=lambda id: _tell(id=str(id)), **asked
    )


def _show_sent(paths: dict[str, Path], asked: dict[str, Any]) -> None:
    from desktop.demo_cloud import show_sent

    word, place = show_sent(paths["profile"], UUID(asked["id"]), screenshot=paths["screenshot"], on_step=_step)
    _tell(word=word, place=place)


def _step(step: str) -> None:
    _tell(step=step)


def _tell(**told: str) -> None:
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
