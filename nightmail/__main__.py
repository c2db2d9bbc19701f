"""Where a process of Nightmail begins: the `nightmail` command, and the few programs that it starts as processes of their own.

A bundle has one executable and no `python -m`, so that its first word chooses among them. Imports next to nothing before.
"""

from __future__ import annotations

import sys


def main() -> None:
    if hasattr(sys, "frozen"):
        from nightmail.cli.program import settle_in

        settle_in()
    match sys.argv[1:2]:
        case ["demo-drive"]:
            from nightmail.cli.demo_drive import main as drive

            drive()
        case ["qt-probe"]:
            from nightmail.cli.desktop import probe_qt

            probe_qt()
        case _:
            from nightmail.cli.main import main as command

            command()


if __name__ == "__main__":
    main()
