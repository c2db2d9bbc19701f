"""Run a root as a container would be: process 1 of its own, an unprivileged user, a root that can't be written to. Needs root."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.packaging.worker_root.building import Image

_DEVICES = ("null", "zero", "full", "random", "urandom")
# A machine that others keep busy is slow, not broken.
_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Container:
    """What is started in it shares the machine's network, so that a database and a mail server on loopback are reached.

    `volume` is its one folder that lasts; /tmp is memory.
    """

    image: Image
    volume: Path
    variables: Mapping[str, str] = field(default_factory=dict)

    def run(self, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """A command in a container of its own, to its end."""
        return subprocess.run(
            self._words(words), input=stdin, capture_output=True, text=True, timeout=_SECONDS, check=False, env=_bare()
        )

    @contextmanager
    def running(self, *words: str) -> Iterator[Running]:
        """The image's own command, or `words`; killed at the end if it still runs."""
        with subprocess.Popen(
            self._words(words or self.image.command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=_bare(),
        ) as process:
            try:
                yield Running(process, self)
            finally:
                if process.poll() is None:
                    process.kill()

    @property
    def environment(self) -> list[str]:
        return [f"{name}={value}" for name, value in {**self.image.environment, **self.variables}.items()]

    def _words(self, words: Sequence[str]) -> list[str]:
        root, data = str(self.image.root), self.image.environment["NIGHTMAIL_PROFILE"]
        mounts = [
            "mount --make-rprivate /",
            f"mount --bind {root} {root}",
            f"mount -t tmpfs -o nosuid,nodev,mode=1777 tmpfs {root}/tmp",
            f"mount --bind {self.volume} {root}{data}",
            f"mount -t proc proc {root}/proc",
            f"mount -t tmpfs -o nosuid,mode=755 tmpfs {root}/dev",
            *(f"touch {root}/dev/{name} && mount --bind /dev/{name} {root}/dev/{name}" for name in _DEVICES),
            f"mount -o remount,bind,ro {root}",
            f'exec chroot --userspec={self.image.user} --groups= {root} setpriv --no-new-privs env -i --chdir={data} "$@"',
        ]
        apart = ["unshare", "--mount", "--pid", "--ipc", "--fork", "--kill-child=SIGKILL"]
        return [*apart, "sh", "-c", " && ".join(mounts), "sh", *self.environment, *words]


@dataclass(frozen=True, slots=True)
class Running:
    process: subprocess.Popen[str]
    container: Container

    @property
    def first(self) -> int:
        """Its process 1, by its number out here. Raises LookupError where there is none yet, or none any more."""
        return _child_of(self.process.pid)

    def signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.first, number)

    def inside(self, *words: str) -> subprocess.CompletedProcess[str]:
        """As `docker exec` does it: another process in the same container."""
        enter = ["nsenter", f"--target={self.first}", "--mount", "--pid", "--ipc", "--root", "--wd"]
        user, _, group = self.container.image.user.partition(":")
        drop = [f"--setuid={user}", f"--setgid={group}"]
        command = [*enter, *drop, "env", "-i", *self.container.environment, *words]
        return subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False, env=_bare())

    @property
    def status(self) -> dict[str, str]:
        """Of what process 1 started, from the kernel: Uid, CapEff, VmRSS …"""
        lines = Path(f"/proc/{_child_of(self.first)}/status").read_text(encoding="utf-8").splitlines()
        return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def _child_of(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()[0])
    except (FileNotFoundError, IndexError) as gone:
        raise LookupError(f"process {process} has no child") from gone


def _bare() -> dict[str, str]:
    return {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
