"""Make the worker's root file system by the steps of its Dockerfile, where no Docker runs: bare Debian roots by debootstrap, each
RUN in a chroot of its own mounts. Needs root. What it is lent of this machine is the way to the package registries.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tests.packaging.dockerfile import Ignored, Instruction, Stage, context, parse

# How this machine reaches its registries; where it needs nothing special, none of them is there.
_AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")
# The roots install certificates of their own: ours stand where they meet nothing.
_LENT = {Path("/etc/resolv.conf"): "/etc/resolv.conf", Path("/etc/pip.conf"): "/etc/pip.conf", _AUTHORITIES: "/tmp/lent.crt"}
_SPOKEN = ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_DEFAULT_TIMEOUT", "http_proxy", "https_proxy", "no_proxy")
_SAID_ONLY = {"ARG", "LABEL", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK", "ENTRYPOINT", "CMD", "ENV", "USER"}
_KEEPS_NONE = """Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb"; };
"""
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class BuildFailed(Exception):
    """The sentence to show."""


@dataclass(frozen=True, slots=True)
class Image:
    """A finished root, and how its last stage says it is to be run."""

    root: Path
    stage: Stage

    @property
    def environment(self) -> dict[str, str]:
        return {"PATH": _PATH, **self.stage.environment}

    @property
    def command(self) -> list[str]:
        return [*self.stage.command("ENTRYPOINT"), *self.stage.command("CMD")]

    @property
    def user(self) -> str:
        return self.stage.last("USER").value


def build(dockerfile: Path, source: Path, ignore_file: Path, folder: Path, variables: Mapping[str, str]) -> Image:
    """Raises BuildFailed. `folder` keeps the bare roots for the next time; the rest is made anew."""
    stages = parse(dockerfile.read_text(encoding="utf-8"))
    files = context(source, Ignored(ignore_file.read_text(encoding="utf-8")))
    lent = {name: variables[name] for name in _SPOKEN if name in variables}
    if _AUTHORITIES.exists():
        lent["PIP_CERT"] = _LENT[_AUTHORITIES]
    roots: dict[str, Path] = {}
    for stage in stages:
        root = folder / f"stage-{stage.name}"
        shutil.rmtree(root, ignore_errors=True)
        _run(["cp", "--archive", "--reflink=auto", str(_base(stage.base, folder)), str(root)])
        roots[stage.name] = root
        _Making(root, source, files, roots, lent).follow(stage)
    return Image(root, stage)


def _base(image: str, folder: Path) -> Path:
    """`debian:trixie-slim` as a bare root."""
    name, _, tag = image.partition(":")
    suite = tag.removesuffix("-slim")
    if name != "debian" or not suite:
        raise BuildFailed(f"Only Debian's own images can be made here, not {image}.")
    base = folder / f"debian-{suite}"
    if not (base / ".whole").exists():
        shutil.rmtree(base, ignore_errors=True)
        _run(["debootstrap", "--variant=minbase", suite, str(base)])
        # Debian's image keeps no packages, lists and indexes either, and goes on keeping none.
        (base / "etc/apt/apt.conf.d/keep-none").write_text(_KEEPS_NONE, encoding="utf-8")
        _run(["chroot", str(base), "sh", "-c", "apt-get clean; rm -rf /var/lib/apt/lists/* /var/cache/apt/*.bin; touch /.whole"])
    return base


@dataclass(slots=True)
class _Making:
    root: Path
    source: Path
    files: Sequence[PurePosixPath]
    roots: Mapping[str, Path]
    lent: Mapping[str, str]
    directory: str = "/"

    def follow(self, stage: Stage) -> None:
        environment = {"PATH": _PATH, "HOME": "/root", **self.lent}
        for instruction in stage.instructions:
            match instruction.name:
                case "RUN":
                    print(f"  line {instruction.line}: RUN {instruction.value[:100]} …", flush=True)
                    self._in_root(instruction.value, environment)
                case "COPY":
                    self._copy(instruction)
                case "WORKDIR":
                    self.directory = instruction.value
                    self._inside(instruction.value).mkdir(parents=True, exist_ok=True)
                case name if name in _SAID_ONLY:
                    environment |= instruction.pairs if name == "ENV" else {}
                case other:
                    raise BuildFailed(f"Line {instruction.line}: nobody here knows how to {other}.")

    def _inside(self, path: str) -> Path:
        return self.root / str(PurePosixPath(self.directory) / path).lstrip("/")

    def _in_root(self, script: str, environment: Mapping[str, str]) -> None:
        """In mounts of its own, which end with it."""
        root = str(self.root)
        mounts = [f"mount -t proc proc {root}/proc", f"mount --rbind /dev {root}/dev", f"mount -t tmpfs tmpfs {root}/tmp"]
        lent = {str(here): there for here, there in _LENT.items() if here.exists()}
        mounts += [f"touch {root}{there} && mount --bind {here} {root}{there}" for here, there in lent.items()]
        # A place to mount on that Docker would not have left behind.
        made = [self.root / there.lstrip("/") for there in lent.values() if not (self.root / there.lstrip("/")).exists()]
        words = ["env", "-i", *(f"{name}={value}" for name, value in environment.items())]
        inner = ["/bin/sh", "-c", f"cd {self.directory} && {script}"]
        outer = " && ".join(["mount --make-rprivate /", *mounts, f'exec chroot {root} "$@"'])
        _run(["unshare", "--mount", "sh", "-c", outer, "sh", *words, *inner])
        for path in made:
            path.unlink(missing_ok=True)

    def _copy(self, instruction: Instruction) -> None:
        *sources, target = instruction.words
        origin = self.roots[stage] if (stage := instruction.flags.get("from")) else None
        for source in sources:
            if origin is not None:
                found = origin / source.lstrip("/")
                self._inside(target).parent.mkdir(parents=True, exist_ok=True)
                _run(["cp", "--archive", "--no-target-directory", str(found), str(self._inside(target))])
            else:
                self._copy_context(source, target)

    def _copy_context(self, source: str, target: str) -> None:
        """A folder's content, or a file into a folder, as Docker does."""
        path = PurePosixPath(source)
        chosen = [file for file in self.files if file == path or path in file.parents]
        if not chosen:
            raise BuildFailed(f"COPY {source}: not in what Docker would be sent.")
        for file in chosen:
            name = file.name if file == path else str(file.relative_to(path))
            into = self._inside(target) / name
            into.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self.source / file, into)


def _run(command: Sequence[str]) -> None:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
        raise BuildFailed(f"{command[0]} ended with {done.returncode}:\n{said}")
