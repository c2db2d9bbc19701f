"""A real disk with no room left: a small file system in memory, where this user may mount one, with a database on it."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from nightmail.cli.embedded_postgres import PostgresServer

_SYS_ADMIN = 21
_MEGABYTES = 48


def may_mount() -> bool:
    status = Path("/proc/self/status")
    if os.name != "posix" or os.geteuid() != 0 or not status.exists():
        return False
    (able,) = (line.split()[1] for line in status.read_text().splitlines() if line.startswith("CapEff:"))
    return bool(int(able, 16) >> _SYS_ADMIN & 1)


@contextmanager
def small_disk() -> Iterator[Path]:
    """Owned by whom the throw-away servers run as."""
    folder = Path(tempfile.mkdtemp(prefix="nightmail-disk-"))
    person = pwd.getpwnam("nobody")
    options = f"size={_MEGABYTES}m,mode=755,uid={person.pw_uid},gid={person.pw_gid}"
    subprocess.run(("mount", "-t", "tmpfs", "-o", options, "nightmail", str(folder)), check=True)
    try:
        yield folder
    finally:
        subprocess.run(("umount", str(folder)), check=True)
        folder.rmdir()


@contextmanager
def moved_to(folder: Path, running: PostgresServer, url: str) -> Iterator[None]:
    """The tables of the database `url` are in `folder` for as long as the context lasts. Its log stays on the server's own disk:
    what is full here is answered with an error, not with a crash."""
    name = url.rsplit("/", 1)[1]
    with psycopg.connect(running.url(), autocommit=True) as line:
        line.execute(f"create tablespace small location '{folder}'".encode())
        line.execute(f"alter database {name} set tablespace small".encode())
        yield
        line.execute(f"alter database {name} set tablespace pg_default".encode())
        line.execute("drop tablespace small")


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """Not an octet is free for as long as the context lasts."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(min(65536, max(4096, shutil.disk_usage(folder).free))))
        except OSError:
            pass
    try:
        yield
    finally:
        ballast.unlink()
