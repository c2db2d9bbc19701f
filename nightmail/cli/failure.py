"""What a person and a script read when a command fails, and the exit code. Only what is a bug of ours gets a crash log."""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
import traceback
from pathlib import Path
from typing import NoReturn

from nightmail.clock import SystemClock, rfc3339
from nightmail.errors import Blame, Invalid, NightmailError, OurError, PersonError
from nightmail.redaction import redacted

USAGE = 2
INTERRUPTED = 130
PIPE_CLOSED = 141  # as a shell reports a program that SIGPIPE ended
# The option parser's words on a value of the wrong kind, and ours.
_PLAIN = (
    (re.compile(r"Input should be a valid UUID.*", re.DOTALL), "An id looks like 01a20105-d28c-7cee-b246-ac31b09c7294."),
    (re.compile(r"Input should be a valid integer.*", re.DOTALL), "It is a whole number."),
    (re.compile(r"Input should be greater than or equal to (-?\d+).*", re.DOTALL), r"It is at least \1."),
    (re.compile(r"Input should be less than or equal to (-?\d+).*", re.DOTALL), r"It is at most \1."),
    (re.compile(r"Value error, "), ""),
)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_EXITS = {Blame.OURS: 1, Blame.PERSON: 3, Blame.OUTSIDE: 4}


class UsageProblem(PersonError):
    """The words of the command make no sense together."""

    def __init__(self, message: str) -> None:
        super().__init__("usage", message, next="Add --help to see how it is used.")


def exit_code(error: NightmailError) -> int:
    return USAGE if isinstance(error, UsageProblem) else _EXITS[error.blame]


def as_json(error: NightmailError) -> dict[str, object]:
    """The error as every machine-readable answer writes it; `problems` only where there are several."""
    fields: dict[str, object] = {
        "code": error.code,
        "message": error.message,
        "blame": error.blame.value,
        "next": error.next,
    }
    if isinstance(error, Invalid) and len(error.problems) > 1:
        fields["problems"] = [
            {"code": problem.code, "field": problem.field, "message": problem.message, "next": problem.next}
            for problem in error.problems
        ]
    return fields


def as_text(error: NightmailError) -> str:
    if isinstance(error, Invalid) and len(error.problems) > 1:
        lines = [f"  · {problem.message} {problem.next}".rstrip() for problem in error.problems]
        return "\n".join(("This can't be done yet:", *lines))
    return f"{error.message}\n{error.next}".strip()


def tell(error: NightmailError, *, json_wanted: bool) -> None:
    """The last thing on stderr."""
    words = json.dumps({"error": as_json(error)}, ensure_ascii=False) if json_wanted else as_text(error)
    print(words, file=sys.stderr, flush=True)


def warn(words: str, error: NightmailError, *, json_wanted: bool) -> None:
    """One line on stderr about what did not keep the command from its answer."""
    line = f"{words}: {error.message} {error.next}".strip()
    told = json.dumps({"warning": {**as_json(error), "message": f"{words}: {error.message}"}}, ensure_ascii=False)
    print(told if json_wanted else line, file=sys.stderr, flush=True)


def plain(words: str) -> str:
    """A parser's complaint about an option, without the words of the library that checks it."""
    for theirs, ours in _PLAIN:
        words = theirs.sub(ours, words)
    return words


def is_storable(text: str) -> bool:
    """False for what neither a database nor a mail can hold: halves of surrogate pairs, and NUL."""
    return _UNSTORABLE.search(text) is None


def known(error: BaseException) -> NightmailError | None:
    """The error with a sentence inside an exception or a group of one; None for a bug."""
    while isinstance(error, BaseExceptionGroup) and len(error.exceptions) == 1:
        error = error.exceptions[0]
    return error if isinstance(error, NightmailError) else None


def bug(error: BaseException, folder: Path) -> OurError:
    """Writes the crash log and answers with the sentence that names it."""
    log = _write_crash_log(error, folder)
    where = f"What happened is written to {log}." if log else "What happened could not be written down."
    words = f"This is a bug in Nightmail: {type(error).__name__}. {where}"
    return OurError("bug", words, next="Please report it with that log.")


def _write_crash_log(error: BaseException, folder: Path) -> Path | None:
    stamp = rfc3339(SystemClock().now()).replace(":", "")
    text = redacted("".join(traceback.format_exception(error)), home=Path.home())
    for place in (folder, Path(tempfile.gettempdir())):
        path = place / f"crash-{stamp}-{os.getpid()}.log"
        try:
            place.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(text)
        except OSError:
            continue
        return path
    return None


def leave_quietly() -> NoReturn:
    """Whoever read our output has gone. Nothing is said, not even by the interpreter's own flush at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise SystemExit(PIPE_CLOSED)
