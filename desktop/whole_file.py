"""Write small files so that a crash leaves the old one or the new one, never half of one."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any


def write_whole(file: Path, text: str) -> None:
    """Beside first, then over. Makes the folder. Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(".new")
    with beside.open("w", encoding="utf-8") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    beside.replace(file)


def write_json(file: Path, value: object) -> None:
    write_whole(file, json.dumps(value, ensure_ascii=False))


def read_json(file: Path) -> dict[str, Any]:
    """Empty where the file is missing, damaged, or holds something else."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}
