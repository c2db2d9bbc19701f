"""Run the real `nightmail` command, in a process of its own or, faster, in this one, and read what it answers."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from nightmail.cli.main import run
from tests.patience import PATIENCE

PROGRAM = (sys.executable, "-m", "nightmail.cli.main")


@dataclass(frozen=True, slots=True)
class Answered:
    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one object on stdout; anything else there is a failure."""
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def error(self) -> dict[str, Any]:
        """The error line that stderr ends with."""
        found: dict[str, Any] = json.loads(self.err.splitlines()[-1])["error"]
        return found


@dataclass(frozen=True, slots=True)
class Nightmail:
    """The command with its environment; `--json` is always asked for. `is_apart`: each call is a process of its own."""

    environment: Mapping[str, str] = field(default_factory=dict)
    is_apart: bool = False
    seconds: float = PATIENCE

    def apart(self) -> Nightmail:
        return replace(self, is_apart=True)

    @property
    def process_environment(self) -> dict[str, str]:
        return {**os.environ, **self.environment}

    def __call__(self, *words: str, stdin: str = "") -> Answered:
        return self._in_a_process(words, stdin) if self.is_apart else self._here(words, stdin)

    def _here(self, words: Sequence[str], stdin: str) -> Answered:
        out, err, before = io.StringIO(), io.StringIO(), dict(os.environ)
        os.environ.update(self.environment)
        given, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(stdin.encode()))
        try:
            with redirect_stdout(out), redirect_stderr(err):
                code = run([*words, "--json"])
        finally:
            sys.stdin = given
            os.environ.clear()
            os.environ.update(before)
        return Answered(code, out.getvalue(), err.getvalue())

    def _in_a_process(self, words: Sequence[str], stdin: str) -> Answered:
        done = subprocess.run(
            [*PROGRAM, *words, "--json"],
            input=stdin,
            env=self.process_environment,
            capture_output=True,
            text=True,
            timeout=self.seconds,
            check=False,
        )
        return Answered(done.returncode, done.stdout, done.stderr)

    def ok(self, *words: str, stdin: str = "") -> Answered:
        answered = self(*words, stdin=stdin)
        assert answered.code == 0, answered.err
        return answered

    @contextmanager
    def running(self, *words: str) -> Iterator[subprocess.Popen[str]]:
        """A command that goes on; killed at the end if it still does."""
        with subprocess.Popen(
            [*PROGRAM, *words],
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            try:
                yield process
            finally:
                if process.poll() is None:
                    process.kill()

    @contextmanager
    def sandbox(self, *words: str, maildir: Path | None = None) -> Iterator[str]:
        """A sandbox mail server; its URL."""
        kept = ("--maildir", str(maildir)) if maildir else ()
        with self.running("sandbox", "--smtp-port", "0", *kept, *words) as process:
            assert process.stdout is not None
            yield f"smtp://127.0.0.1:{json.loads(process.stdout.readline())['smtp_port']}"

    @contextmanager
    def provider(self, *words: str) -> Iterator[tuple[str, str]]:
        """A sandbox with a mailbox; their URLs."""
        with self.running("sandbox", "--smtp-port", "0", "--imap-port", "0", *words) as process:
            assert process.stdout is not None
            ports = json.loads(process.stdout.readline())
            yield f"smtp://127.0.0.1:{ports['smtp_port']}", f"imap://127.0.0.1:{ports['imap_port']}"


def event(process: subprocess.Popen[str], name: str) -> dict[str, Any]:
    """Wait for a log event of a running command."""
    assert process.stderr is not None
    for line in process.stderr:
        fields: dict[str, Any] = json.loads(line)
        if fields.get("event") == name:
            return fields
    raise AssertionError(f"the command ended without {name}")
