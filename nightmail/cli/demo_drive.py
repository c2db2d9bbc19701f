"""Drive the compose window for the demo, in a process of its own: one JSON argument in, one JSON line per step out."""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main() -> None:
    from desktop.demo_drive import drive

    asked = json.loads(sys.argv[-1])
    id = drive(
        Path(asked["profile"]),
        account_address=asked["account"],
        to=asked["to"],
        subject=asked["subject"],
        text=asked["text"],
        attachment=Path(asked["attachment"]),
        in_seconds=asked["in_seconds"],
        screenshot=Path(asked["screenshot"]),
        on_step=lambda step: print(json.dumps({"step": step}), flush=True),
    )
    print(json.dumps({"id": str(id)}), flush=True)


if __name__ == "__main__":
    main()
