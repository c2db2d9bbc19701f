"""The worker's way through a day, in its own container: migrate, add, schedule, send, be asked how it is, drain, and go on."""

from __future__ import annotations

import contextlib
import json
import shutil
import signal
import socket
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from nightmail.cli.embedded_postgres import PostgresServer, postgres
from tests.journeys.commands import Nightmail, event
from tests.packaging.worker_root.building import Image
from tests.packaging.worker_root.running import Container, Running

ANNA = "anna@example.org"
PASSWORD = "NotASecretOfAnybody1234567890"
BURST = 160
# As the deploy files have it: NIGHTMAIL_GRACE and what they add before they kill.
GRACE_SECONDS = 25.0
_AT_ONCE_SECONDS = 3.0
_PATIENCE_SECONDS = 30.0
LARGEST_INSTALL_MB = 120.0


@dataclass(slots=True)
class Story:
    """What was seen, line by line; `broken` counts what did not hold."""

    figures: dict[str, object] = field(default_factory=dict)
    broken: int = 0

    def holds(self, claim: str, is_so: bool, detail: object = "") -> None:
        self.broken += not is_so
        print(f"{'✓' if is_so else '✗'} {claim}{f' ({detail})' if detail != '' else ''}", flush=True)


def tell(image: Image, figures: dict[str, object]) -> Story:
    story = Story(figures)
    folder = Path(tempfile.mkdtemp(prefix="nightmail-worker-"))
    volume, caught = folder / "volume", folder / "caught"
    volume.mkdir(mode=0o700)
    uid, _, gid = image.user.partition(":")
    shutil.chown(volume, int(uid), int(gid))
    try:
        with postgres() as server, Nightmail().sandbox("--fault", "slow:300", maildir=caught) as smtp:
            owner = Container(image, volume, {"NIGHTMAIL_DATABASE_URL": server.url()})
            _looks_like_ours(story, owner)
            _migrates(story, owner, server)
            worker = _worker(owner, server)
            first = _is_given_mail(story, owner, smtp)
            _sends(story, worker, owner, first)
            _ends_early(story, worker)
            _drains(story, worker, owner)
            _goes_on(story, worker, owner, caught)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return story


def _looks_like_ours(story: Story, container: Container) -> None:
    size = _megabytes(container.image.root / "opt/nightmail")
    story.figures |= {"installed_mb": size, "root_mb": _megabytes(container.image.root)}
    story.holds("What is installed is within 120 MB", size <= LARGEST_INSTALL_MB, f"{size} MB")
    told = container.run(
        "sh", "-c", "id -u; touch /tried 2>&1; touch $NIGHTMAIL_PROFILE/tried && rm $NIGHTMAIL_PROFILE/tried && echo kept"
    )
    story.holds("It is no root", told.stdout.startswith("10001\n"))
    story.holds("Its root is read-only", "Read-only file system" in told.stdout)
    story.holds("Its volume is its own", told.stdout.endswith("kept\n"), told.stderr.strip())
    qt = container.run(
        "python", "-c", "import importlib.util as i; print([n for n in ('PySide6', 'desktop', 'pip') if i.find_spec(n)])"
    )
    story.holds("There is no Qt, no desktop and no pip in it", qt.stdout == "[]\n", qt.stderr.strip())


def _migrates(story: Story, owner: Container, server: PostgresServer) -> None:
    migrated = owner.run("nightmail", "db", "migrate", "--with-platform", "--json")
    story.holds("It brings a plain database up to date", migrated.returncode == 0, migrated.stderr.strip()[-300:])
    with psycopg.connect(server.url(), autocommit=True) as admin:
        admin.execute(f"alter role nightmail_worker password '{PASSWORD}'")


def _worker(owner: Container, server: PostgresServer) -> Container:
    """The same container under the worker's own login, which may do no more than send."""
    url = urlsplit(server.url())
    less = urlunsplit(url._replace(netloc=f"nightmail_worker:{PASSWORD}@127.0.0.1:{server.port}"))
    return replace(
        owner,
        variables={"NIGHTMAIL_DATABASE_URL": less, "NIGHTMAIL_CONCURRENCY": "20", "NIGHTMAIL_HEALTH_PORT": str(_free_port())},
    )


def _free_port() -> int:
    """The network is this machine's, and somebody may listen on the image's own port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _is_given_mail(story: Story, owner: Container, smtp: str) -> str:
    added = owner.run("nightmail", "account", "add", "--address", ANNA, "--smtp", smtp, "--json")
    story.holds("An account is added", added.returncode == 0, added.stderr.strip()[-300:])
    words = f"--account {ANNA} --to ben@example.org --subject Minutes --text Here. --attach /tmp/minutes.txt --now --json"
    scheduled = owner.run("sh", "-c", f"cat >/tmp/minutes.txt && nightmail schedule {words}", stdin="The minutes.\n")
    story.holds("A mail with an attachment is scheduled", scheduled.returncode == 0, scheduled.stderr.strip()[-300:])
    return str(json.loads(scheduled.stdout)["id"])


def _sends(story: Story, worker: Container, owner: Container, first: str) -> None:
    started = time.monotonic()
    with worker.running() as running:
        healthy = _until_healthy(running, ["python", "-m", "cloud_worker.probe", "/readyz"])
        story.figures["ready_after_seconds"] = round(time.monotonic() - started, 2)
        story.holds("It gets ready", healthy, f"{story.figures['ready_after_seconds']} s")
        if not healthy:
            running.process.kill()
            raise RuntimeError(f"Nothing more can be tried: {running.process.communicate()[1].strip()[-600:]}")
        checked = running.inside(*worker.image.stage.health_command)
        story.holds(
            "Its own health check says that it is well", checked.returncode == 0, (checked.stdout + checked.stderr).strip()
        )
        waited = owner.run("nightmail", "outbox", "wait", first, "--timeout", "30s", "--json")
        story.holds("The mail is sent", waited.returncode == 0, waited.stderr.strip()[-300:])
        status = running.status
        story.holds("The worker holds no capability", int(status["CapEff"], 16) == 0 and int(status["CapPrm"], 16) == 0)
        story.holds("It can gain none", status["NoNewPrivs"] == "1")
        story.figures["resident_mb"] = round(int(status["VmRSS"].split()[0]) / 1024, 1)
        page = (
            urllib.request.urlopen(f"http://127.0.0.1:{worker.variables['NIGHTMAIL_HEALTH_PORT']}/metrics", timeout=5)
            .read()
            .decode()
        )
        story.holds("Its numbers can be read from outside", 'nightmail_deliveries_total{state="sent"} 1.0' in page)
        ended = _stopped(running)
        story.holds("At rest it ends at once when asked", ended.code == 0, f"{ended.seconds:.1f} s")


def _ends_early(story: Story, worker: Container) -> None:
    """Asked to end before it can have an ear for it, as by a deployment that is taken back at once."""
    with worker.running() as running:
        while not _has_started(running):
            time.sleep(0.01)
        ended = _stopped(running)
    story.holds("Asked to end while it starts, it ends at once", ended.seconds < _AT_ONCE_SECONDS, f"{ended.seconds:.1f} s")


def _has_started(running: Running) -> bool:
    try:
        return Path(f"/proc/{running.first}/comm").read_text(encoding="utf-8").strip() == "tini" and bool(running.status)
    except (LookupError, FileNotFoundError):
        return False


def _drains(story: Story, worker: Container, owner: Container) -> None:
    letters = [
        {"account": ANNA, "to": [f"ben{n}@example.org"], "subject": f"Burst {n}", "text": "Hello.", "in": "0s"}
        for n in range(BURST)
    ]
    lines = "".join(json.dumps(letter) + "\n" for letter in letters)
    scheduled = owner.run("nightmail", "schedule", "--jsonl", "-", "--json", stdin=lines)
    story.holds(f"{BURST} more are scheduled", scheduled.returncode == 0, scheduled.stderr.strip()[-300:])
    with worker.running(*worker.image.command, "--json") as running:
        event(running.process, "delivery.settled")
        ended = _stopped(running)
    states = _states(owner)
    story.figures |= {"drained_after_seconds": round(ended.seconds, 2), "sent_before_end": states["sent"] - 1}
    story.holds("In the midst of sending it ends within its grace", ended.seconds <= GRACE_SECONDS, f"{ended.seconds:.1f} s")
    story.holds("It says that it drained", ended.code == 0 and '"drained"' in ended.out, ended.out.strip() or ended.code)
    story.holds("It leaves nothing half done", set(states) <= {"sent", "scheduled"} and states["scheduled"] > 0, dict(states))


def _goes_on(story: Story, worker: Container, owner: Container, caught: Path) -> None:
    two = replace(worker, variables={**worker.variables, "NIGHTMAIL_PROCESSES": "2"})
    ended = two.run("nightmail", "worker", "--until-idle", "--json")
    story.holds(
        "The next one, in two processes, sends the rest",
        ended.returncode == 0 and _states(owner) == {"sent": BURST + 1},
        dict(_states(owner)),
    )
    ids = [message_from_bytes(path.read_bytes())["Message-ID"] for path in caught.glob("new/*")]
    story.holds("Every mail arrived, and none twice", len(ids) == len(set(ids)) == BURST + 1, len(ids))
    verified = owner.run("nightmail", "audit", "verify", "--json")
    story.holds("The audit trail is whole", verified.returncode == 0, verified.stdout.strip() or verified.stderr.strip()[-300:])


@dataclass(frozen=True, slots=True)
class _Ended:
    code: int
    seconds: float
    out: str


def _stopped(running: Running) -> _Ended:
    """As `docker stop`: SIGTERM to process 1, and all the time it takes."""
    began = time.monotonic()
    running.signal(signal.SIGTERM)
    out, _ = running.process.communicate(timeout=60)
    return _Ended(running.process.returncode, time.monotonic() - began, out)


def _until_healthy(running: Running, command: Sequence[str]) -> bool:
    """Ask as a container's health check does, again and again."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until and running.process.poll() is None:
        # At the very start there is no process 1 to go to yet.
        with contextlib.suppress(LookupError):
            if running.inside(*command).returncode == 0:
                return True
        time.sleep(0.1)
    return False


def _states(owner: Container) -> Counter[str]:
    stats = owner.run("nightmail", "queue", "stats", "--json")
    return Counter({state: count for state, count in json.loads(stats.stdout)["states"].items() if count})


def _megabytes(folder: Path) -> float:
    """As `du` counts: what it takes on the disk."""
    return round(sum(path.lstat().st_blocks for path in folder.rglob("*")) * 512 / 1e6, 1)
