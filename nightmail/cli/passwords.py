"""Get a password from a person or a pipe. It is never an argument: those can be seen by others."""

from __future__ import annotations

import getpass
import sys
from typing import Annotated

import typer

from nightmail.account.secret import Secret
from nightmail.errors import PersonError

PasswordFlag = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input; do not ask.")]


def is_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def asked(account: str) -> Secret:
    """Typed unseen. Asked before any loop runs: a loop would keep the first Ctrl+C to itself."""
    try:
        typed = getpass.getpass(f"Password of {account}: ")
    except EOFError:
        typed = ""
    if not typed:
        raise PersonError("no-password", "No password was typed.", next="Try again, or pipe it in with --password-stdin.")
    return Secret(typed)


def from_stdin() -> Secret:
    """The first line, without its end. A blank one is a mistake: a wrong pipe would wipe the password."""
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise PersonError("no-password", "No password came on standard input.", next="Pipe it in, in one line.")
    return Secret(line)
