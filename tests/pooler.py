"""A pooler of transactions (PgBouncer, where it is installed) before a test's server: any transaction on any connection."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from nightmail.cli.embedded_postgres import free_port
from tests.patience import PATIENCE

PROGRAM = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


@contextmanager
def pooler(server_port: int, users: Mapping[str, str], *, connections: int = 2) -> Iterator[int]:
    """The port of a pooler for every database of the server; `users` are names and passwords.

    It keeps `connections` to each database and hands transactions to them in turn."""
    assert PROGRAM is not None
    folder = Path(tempfile.mkdtemp(prefix="nightmail-pgbouncer-"))
    port = free_port()
    (folder / "users").write_text("".join(f'"{name}" "{password}"\n' for name, password in users.items()))
    (folder / "ini").write_text(
        f"[databases]\n* = host=127.0.0.1 port={server_port}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n"
        f"listen_port = {port}\nunix_socket_dir =\nauth_type = plain\nauth_file = {folder / 'users'}\npool_mode = transaction\n"
        f"default_pool_size = {connections}\nserver_round_robin = 1\nmax_client_conn = 500\nlogfile =\npidfile =\n"
        "log_connections = 0\nlog_disconnections = 0\nlog_pooler_errors = 0\nlog_stats = 0\n"
    )
    process = _started(folder)
    reader: Thread | None = None
    try:
        assert process.stderr is not None
        for line in process.stderr:
            if "process up" in line:
                break
        else:
            raise AssertionError("the pooler did not start")
        # It has a word for every database: a full pipe would stop it.
        reader = Thread(target=process.stderr.read, daemon=True)
        reader.start()
        yield port
    finally:
        process.kill()
        process.wait(PATIENCE)
        if reader is not None:
            reader.join(PATIENCE)
        if process.stderr:
            process.stderr.close()
        shutil.rmtree(folder, ignore_errors=True)


def _started(folder: Path) -> subprocess.Popen[str]:
    # PgBouncer refuses to run as root.
    nobody = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    if nobody:
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return subprocess.Popen(
        [str(PROGRAM), str(folder / "ini")],
        user=nobody.pw_uid if nobody else None,
        group=nobody.pw_gid if nobody else None,
        extra_groups=[] if nobody else None,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
