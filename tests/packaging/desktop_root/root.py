"""A bare Debian to install into, with mounts of its own: what a person's machine has on its first day. Needs root."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SUITE = "bookworm"
PERSON = "anna"
_PATH = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
_LENT = ("/etc/resolv.conf",)


class NotDone(Exception):
    """What a command in the root said when it failed."""


@dataclass(frozen=True, slots=True)
class Root:
    path: Path

    def run(self, *words: str, as_person: bool = False, seconds: int = 600, display: str = "", stdin: str = "") -> str:
        """What it printed. Raises NotDone."""
        try:
            done = subprocess.run(
                self.command(words, as_person=as_person, display=display),
                input=stdin,
                capture_output=True,
                text=True,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise NotDone(f"{' '.join(words)} did not end within {seconds} s") from None
        if done.returncode != 0:
            raise NotDone(f"{' '.join(words)} ended with {done.returncode}: {done.stdout[-1500:]}{done.stderr[-1500:]}")
        return done.stdout

    def start(self, *words: str, display: str = "") -> subprocess.Popen[str]:
        """As the person; it goes on until it is ended. What it becomes keeps its process's number."""
        return subprocess.Popen(
            self.command(words, as_person=True, display=display), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def command(self, words: Sequence[str], *, as_person: bool, display: str) -> list[str]:
        """In mounts that end with it. Nothing of this machine's environment comes along. `display`: like ":1" of X11, or the path
        of a Wayland socket."""
        mounts = [
            "mount --make-rprivate /",
            f"mount -t proc proc {self.path}/proc",
            f"mount --rbind /dev {self.path}/dev",
            *(f"touch {self.path}{file} && mount --bind {file} {self.path}{file}" for file in _LENT),
        ]
        home = f"/home/{PERSON}" if as_person else "/root"
        environment = {"PATH": _PATH, "HOME": home, "LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}
        if display.startswith(":"):
            environment["DISPLAY"] = display
        elif display:
            environment |= {"WAYLAND_DISPLAY": Path(display).name, "XDG_RUNTIME_DIR": str(Path(display).parent)}
        identity = [f"--userspec={PERSON}"] if as_person else []
        chroot = ["chroot", *identity, str(self.path), "env", "-i", *(f"{name}={value}" for name, value in environment.items())]
        inside = ["sh", "-c", 'cd "$HOME" && exec "$@"', "sh", *words]
        return ["unshare", "--mount", "sh", "-c", f'{" && ".join(mounts)} && exec "$@"', "sh", *chroot, *inside]

    def files(self) -> set[str]:
        """What is installed for all, by path."""
        found = set()
        for place in ("usr", "etc", "opt"):
            found |= {path.relative_to(self.path).as_posix() for path in (self.path / place).rglob("*")}
        return found

    def has(self, path: str) -> bool:
        return (self.path / path.lstrip("/")).exists() or (self.path / path.lstrip("/")).is_symlink()


def bare(folder: Path) -> Root:
    """A fresh copy of a root that debootstrap made once, with one person in it and the package lists read."""
    base = folder / f"debian-{SUITE}"
    if not (base / ".whole").exists():
        shutil.rmtree(base, ignore_errors=True)
        subprocess.run(["debootstrap", "--variant=minbase", SUITE, str(base)], check=True, stdout=subprocess.DEVNULL)
        (base / ".whole").touch()
    made = folder / "root"
    shutil.rmtree(made, ignore_errors=True)
    subprocess.run(["cp", "--archive", "--reflink=auto", str(base), str(made)], check=True)
    root = Root(made)
    root.run("useradd", "--create-home", "--shell", "/bin/sh", PERSON)
    root.run("apt-get", "-qq", "update")
    return root
