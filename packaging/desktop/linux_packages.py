"""Make what Linux installs out of the bundle: .deb, .rpm and a portable tar.gz, the same twice from the same commit."""

from __future__ import annotations

import gzip
import io
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import packed_deb
import slim
from bundle import FOLDER, MAKING, WORK
from facts import FACTS, made_at

HERE = Path(__file__).resolve().parent / "linux"
PLACE = "/usr/lib/nightmail"
_LEVEL = 6
# Library that a person's machine has to have → its package on Debian; None: part of the C library. Systems of .rpm know libraries
# by their own names, and name their packages each in its way.
_PACKAGES: dict[str, str | None] = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb.so.1": "libxcb1",
    **dict.fromkeys(("libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "libresolv.so.2", "librt.so.1", "libutil.so.1")),
}
_LOADERS = re.compile(r"ld-linux[\w-]*\.so\.\d")
_GLIBC = re.compile(r"\bGLIBC_(\d+)\.(\d+)")


def packages() -> list[Path]:
    """Answers the files made. Raises SystemExit where the bundle needs a library whose package nobody named."""
    glibc = newest_glibc()
    share = _share(WORK / "share")
    wanted = WORK / "nfpm.json"
    made = [_portable(share, glibc)]
    for folder in (FOLDER, share, _beside(WORK / "beside")):
        _date(folder)
    for kind, name in (("deb", _deb_name()), ("rpm", _rpm_name())):
        wanted.write_text(json.dumps(_nfpm(share, kind, glibc), indent=1), encoding="utf-8")
        target = MAKING / name
        nfpm = Path(sys.executable).with_name("nfpm")
        command = [str(nfpm), "package", "--config", str(wanted), "--packager", kind, "--target", str(target)]
        subprocess.run(
            command, check=True, cwd=WORK, env={**os.environ, "SOURCE_DATE_EPOCH": str(made_at())}, stdout=subprocess.DEVNULL
        )
        if kind == "deb":
            packed_deb.pack_tighter(target)
        made.append(target)
    return made


def depends(kind: str, glibc: str) -> list[str]:
    """What a package of this kind, "deb" or "rpm", asks its system for."""
    outside = {name for name in slim.needed_outside(FOLDER) if not _LOADERS.fullmatch(name)}
    if unknown := sorted(outside - _PACKAGES.keys()):
        raise SystemExit(f"No package is named for {', '.join(unknown)}, which the bundle needs: see _PACKAGES.")
    named = {name: package for name in outside if (package := _PACKAGES[name]) is not None}
    if kind == "deb":
        return [f"libc6 (>= {glibc})", "ca-certificates", "fontconfig-config", *sorted(named.values())]
    return [f"libc.so.6(GLIBC_{glibc})(64bit)", "ca-certificates", "fontconfig", *(f"{name}()(64bit)" for name in sorted(named))]


def newest_glibc() -> str:
    """The oldest C library that the bundle runs on, like 2.36."""
    found = {(0, 0)}
    for path in slim.elf_files(FOLDER):
        told = subprocess.run(["objdump", "-T", str(path)], capture_output=True, text=True, check=False).stdout
        found |= {(int(major), int(minor)) for major, minor in _GLIBC.findall(told)}
    return ".".join(map(str, max(found)))


def _share(folder: Path) -> Path:
    """What the menus and stores of a desktop read."""
    day = datetime.fromtimestamp(made_at(), UTC).date().isoformat()
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "applications").mkdir(parents=True)
    (folder / "metainfo").mkdir()
    shutil.copyfile(HERE / "nightmail.desktop", folder / "applications" / f"{FACTS.id}.desktop")
    metainfo = (HERE / "metainfo.xml").read_text(encoding="utf-8").format(id=FACTS.id, version=FACTS.version, day=day)
    (folder / "metainfo" / f"{FACTS.id}.metainfo.xml").write_text(metainfo, encoding="utf-8")
    shutil.copytree(WORK / "hicolor", folder / "icons" / "hicolor")
    _validate(folder)
    return folder


def _validate(share: Path) -> None:
    """By the tools that the desktops' makers wrote, where they are installed: desktop-file-utils, appstream."""
    for tool, *words in (("desktop-file-validate",), ("appstreamcli", "validate", "--no-net")):
        if shutil.which(tool):
            files = sorted((share / ("metainfo" if tool == "appstreamcli" else "applications")).iterdir())
            subprocess.run([tool, *words, *map(str, files)], check=True, stdout=subprocess.DEVNULL)


def _nfpm(share: Path, kind: str, glibc: str) -> dict[str, object]:
    """nfpm's own description, as JSON, which is YAML."""
    beside = WORK / "beside"
    return {
        "name": "nightmail",
        "arch": _arch(),
        "platform": "linux",
        "version": FACTS.version,
        "mtime": datetime.fromtimestamp(made_at(), UTC).isoformat(),
        "release": "1",
        "section": "mail",
        "priority": "optional",
        "maintainer": "The Nightmail authors <packages@nightmail.invalid>",
        "description": f"{FACTS.summary}\nA desktop app, a command line and an agent that send mail when you chose.",
        "license": "Apache-2.0",
        "depends": depends(kind, glibc),
        "recommends": ["xdg-utils", "xdg-desktop-portal", "gnome-keyring"] if kind == "deb" else ["xdg-utils", "gnome-keyring"],
        "provides": ["mail-reader"] if kind == "deb" else [],
        "contents": [
            {"src": str(FOLDER), "dst": PLACE, "type": "tree"},
            {"src": str(beside / "kept-by"), "dst": f"{PLACE}/_internal/kept-by"},
            {"src": f"{PLACE}/nightmail", "dst": "/usr/bin/nightmail", "type": "symlink"},
            # One by one: the folders above them are the system's.
            *({"src": str(path), "dst": f"/usr/share/{path.relative_to(share).as_posix()}"} for path in _files(share)),
            {"src": str(beside / "nightmail-agent.service"), "dst": "/usr/lib/systemd/user/nightmail-agent.service"},
            {"src": str(beside / "copyright"), "dst": "/usr/share/doc/nightmail/copyright"},
            # dpkg takes away what it made; rpm what it was told.
            {"dst": "/usr/share/doc/nightmail", "type": "dir", "packager": "rpm"},
        ],
        # Whoever has a C library this new has a package manager that reads it, and it packs six times as fast as xz.
        "deb": {"compression": "zstd"},
        "rpm": {
            "buildhost": "nightmail",
            "compression": "zstd:19",
            "group": "Applications/Internet",
            "summary": FACTS.summary.rstrip("."),
        },
    }


def _beside(folder: Path) -> Path:
    """What the packages carry beside the bundle and the menus' files."""
    folder.mkdir(exist_ok=True)
    for name in ("nightmail-agent.service", "copyright"):
        shutil.copyfile(HERE / name, folder / name)
    (folder / "kept-by").write_text("packages\n", encoding="utf-8")
    return folder


def _date(folder: Path) -> None:
    """Packages keep the times of files: here all have the one of the commit."""
    for path in (folder, *folder.rglob("*")):
        os.utime(path, (made_at(), made_at()), follow_symlinks=False)


def _portable(share: Path, glibc: str) -> Path:
    top = f"nightmail-{FACTS.version}-linux-{platform.machine()}"
    target = MAKING / f"{top}.tar.gz"
    readme = (HERE / "README.txt").read_text(encoding="utf-8").format(version=FACTS.version, glibc=glibc)
    install = (HERE / "install").read_text(encoding="utf-8").replace("@ID@", FACTS.id)
    with (
        target.open("wb") as file,
        gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=_LEVEL, mtime=made_at()) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for name, path in [*_below(FOLDER, top), *_below(share, f"{top}/share")]:
            _add(archive, name, path)
        _add_text(archive, f"{top}/README.txt", readme)
        _add_text(archive, f"{top}/share/install", install, mode=0o755)
    return target


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def _below(folder: Path, top: str) -> Iterator[tuple[str, Path]]:
    yield top, folder
    for path in sorted(folder.rglob("*")):
        yield f"{top}/{path.relative_to(folder).as_posix()}", path


def _add(archive: tarfile.TarFile, name: str, path: Path) -> None:
    info = archive.gettarinfo(path, name)
    mode = 0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644
    _neutral(info, mode)
    if info.isfile():
        with path.open("rb") as content:
            archive.addfile(info, content)
    else:
        archive.addfile(info)


def _add_text(archive: tarfile.TarFile, name: str, text: str, *, mode: int = 0o644) -> None:
    content = text.encode()
    info = tarfile.TarInfo(name)
    info.size = len(content)
    _neutral(info, mode)
    archive.addfile(info, io.BytesIO(content))


def _neutral(info: tarfile.TarInfo, mode: int) -> None:
    """Nothing of the machine or the hour it was packed."""
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    info.mtime = made_at()
    info.mode = mode


def _arch() -> str:
    return {"x86_64": "amd64", "aarch64": "arm64"}[platform.machine()]


def _deb_name() -> str:
    return f"nightmail_{FACTS.version}_{_arch()}.deb"


def _rpm_name() -> str:
    return f"nightmail-{FACTS.version}.{platform.machine()}.rpm"
