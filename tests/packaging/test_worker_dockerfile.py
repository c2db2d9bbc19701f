"""The worker's Dockerfile is read as Docker reads it, and keeps the rules of a good image. No image is made here."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

import pytest

from nightmail.environment import PREFIX, read_environment, unknown_variables
from tests.packaging.dockerfile import Ignored, Stage, context, parse
from tests.unit.house.tree import ROOT

FILE = ROOT / "packaging" / "worker" / "Dockerfile"
IGNORED = Ignored((ROOT / ".dockerignore").read_text(encoding="utf-8"))
STAGES = parse(FILE.read_text(encoding="utf-8"))
FINAL = STAGES[-1]
SECRETS = re.compile(r"PASSWORD|PRIVATE_KEY|SECRET|MASTER_KEY|DATABASE_URL")


def scripts(stage: Stage) -> list[str]:
    return [instruction.value for instruction in stage.all("RUN")]


def test_lines_are_joined_and_comments_between_them_are_gone() -> None:
    text = "# first\nFROM debian:trixie-slim AS build\nRUN one \\\n# why\n    && two\n\nENV A=1 \\\n    B='2 3'\n"
    (stage,) = parse(text)

    assert (stage.base, stage.name) == ("debian:trixie-slim", "build")
    assert scripts(stage) == ["one && two"]
    assert stage.environment == {"A": "1", "B": "2 3"}


@pytest.mark.parametrize("text", ["RUN true\n", "FROM a\nhello\n", "FROM a\nRUN true \\\n", "FROM a b c\n"])
def test_what_is_no_dockerfile_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="line"):
        parse(text)


def test_the_last_pattern_that_fits_a_path_decides() -> None:
    ignored = Ignored("# all but\n*\n!kept\n!deep/er\n**/*.pyc\n")

    assert ignored(PurePosixPath("other"))
    assert ignored(PurePosixPath("other/kept"))
    assert not ignored(PurePosixPath("kept"))
    assert not ignored(PurePosixPath("kept/below/file.py"))
    assert ignored(PurePosixPath("kept/below/file.pyc"))
    assert not ignored(PurePosixPath("deep/er/file"))
    assert ignored(PurePosixPath("deep/file"))


def test_docker_is_sent_what_is_copied_and_nothing_else(tmp_path: Path) -> None:
    sent = context(ROOT, IGNORED)
    copied = [PurePosixPath(word) for stage in STAGES for each in stage.all("COPY") if not each.flags for word in each.words[:-1]]

    unused = [path for path in sent if not any(path == source or source in path.parents for source in copied)]
    missing = [source for source in copied if not any(path == source or source in path.parents for path in sent)]

    assert (unused, missing) == ([], [])
    assert not [path for path in sent if path.suffix == ".pyc" or path.name.startswith(".env")]


def test_what_runs_is_pinned_with_hashes_and_comes_as_wheels() -> None:
    installs = [part for script in scripts(STAGES[0]) for part in script.split("&&") if " install " in part and "pip" in part]
    from_registry = [part for part in installs if "--no-deps" not in part]

    assert len(installs) == 3
    assert len(from_registry) == 2
    assert all("--require-hashes --only-binary :all:" in part for part in from_registry)


def test_the_finished_image_starts_as_nobody_and_holds_no_secret() -> None:
    uid, gid = FINAL.last("USER").value.split(":")

    assert int(uid) >= 10_000
    assert int(gid) >= 10_000
    assert [name for stage in STAGES for name in stage.environment if SECRETS.search(name)] == []
    assert [each for stage in STAGES for each in stage.all("ARG")] == []
    # Railway refuses it, and elsewhere each deploy file names its volume itself.
    assert FINAL.all("VOLUME") == []


def test_apt_brings_along_nothing_unasked_and_leaves_no_lists() -> None:
    apt = [script for stage in STAGES for script in scripts(stage) if "apt-get" in script]

    assert len(apt) == len(STAGES)
    assert all("--no-install-recommends" in script and "rm -rf /var/lib/apt/lists/*" in script for script in apt)
    assert all(script.index("apt-get update") < script.index("apt-get install") for script in apt)


def test_its_settings_are_the_workers() -> None:
    ours = {name: value for name, value in FINAL.environment.items() if name.startswith(PREFIX)}
    environment = read_environment(ours)

    assert unknown_variables(ours) == ()
    assert environment.health_port == int(FINAL.last("EXPOSE").value)
    assert environment.log == "json"
    assert str(environment.profile) == FINAL.last("WORKDIR").value == FINAL.environment["HOME"]


def test_it_is_stopped_started_and_asked_as_a_worker_is() -> None:
    assert FINAL.last("STOPSIGNAL").value == "SIGTERM"
    assert [*FINAL.command("ENTRYPOINT"), *FINAL.command("CMD")] == ["tini", "--", "nightmail", "worker"]
    assert FINAL.health_command == ["python", "-m", "cloud_worker.probe", "/healthz"]
