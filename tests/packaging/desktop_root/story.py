"""What has to hold of an installed Nightmail, told step by step: from the .deb on a bare machine to its removal."""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import Popen

from tests.packaging.desktop_root.root import PERSON, NotDone, Root

_DATA = f"/home/{PERSON}/.local/share/Nightmail"
# Without the last a screen starts anew, and refuses who comes meanwhile, whenever its last window goes.
_SCREEN = ("Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset")
# What only the tests need, beside what the package depends on.
_HANDS = ("xvfb", "xdotool", "xfonts-base", "weston", "rpm")
_COMPOSITOR = """
rm -rf "$XDG_RUNTIME_DIR"; mkdir -m 700 "$XDG_RUNTIME_DIR"
weston --backend=headless-backend.so --socket="$WAYLAND_DISPLAY" --idle-time=0 --width=1280 --height=800 >/dev/null 2>&1 &
trap "kill $!; wait; exit" TERM
until [ -S "$XDG_RUNTIME_DIR/$WAYLAND_DISPLAY" ]; do sleep 0.05; done
echo ready
wait
"""
# A library that an .rpm asks for, by its own name.
_LIBRARY = re.compile(r"(lib[\w.+-]+\.so[\w.]*)\(.*\)\(64bit\)")
_ENTRY = "org.nightmail.Nightmail"


@dataclass(slots=True)
class Story:
    root: Root
    figures: dict[str, float] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def check(self, step: str, holds: bool, why: str = "") -> None:
        print(f"{'✓' if holds else '✗'} {step}{'' if holds else f': {why}'}", flush=True)
        if not holds:
            self.broken.append(step)

    def nightmail(self, *words: str, display: str = "") -> dict[str, object]:
        answer: dict[str, object] = json.loads(self.root.run("nightmail", *words, "--json", as_person=True, display=display))
        return answer


def tell(root: Root, deb: Path, rpm: Path, portable: Path) -> Story:
    story = Story(root)
    before = root.files()
    _install(story, deb)
    with _sandbox(story) as smtp, _screen(story) as display:
        _send_by_command(story, smtp)
        _open_window(story, display)
        _send_by_window(story, display)
        _demo(story, display)
        _carry(story, portable)
        _send_on_wayland(story)
    _remove(story, before)
    _by_rpm(story, rpm, before)
    return story


def _install(story: Story, deb: Path) -> None:
    root = story.root
    shutil.copyfile(deb, root.path / "tmp" / "nightmail.deb")
    began = time.monotonic()
    root.run("apt-get", "-qq", "install", "--yes", "--no-install-recommends", "/tmp/nightmail.deb")
    story.figures["install_seconds"] = round(time.monotonic() - began, 1)
    story.check("The .deb installs on a bare Debian with its Depends alone", root.has("/usr/bin/nightmail"))
    story.check("No Python came along", not root.has("/usr/bin/python3"))
    said = root.run("nightmail", "doctor", "--json", as_person=True)
    qt = next(json.loads(line) for line in said.splitlines() if '"check": "qt"' in line)
    story.check("The doctor finds Qt whole", qt["standing"] == "good", str(qt["found"]))
    root.run("apt-get", "-qq", "install", "--yes", "--no-install-recommends", *_HANDS)


def _send_by_command(story: Story, smtp: str) -> None:
    story.nightmail("account", "add", "--address", f"{PERSON}@example.org", "--smtp", smtp)
    words = ("schedule", "--account", f"{PERSON}@example.org", "--to", "ben@example.org", "--subject", "By command", "--now")
    receipt = story.nightmail(*words, "--text", "Hello")
    story.nightmail("agent", "--until-idle")
    shown = story.nightmail("outbox", "show", str(receipt["id"]))
    story.check("A message scheduled by the command is sent by the agent", shown["state"] == "sent", str(shown))


def _open_window(story: Story, display: str) -> None:
    """A person's later starts are what they live with; the best of three of them is least what else this machine does."""
    later = []
    for start in range(4):
        began = time.monotonic()
        with _window(story, display) as process:
            seconds, worked = time.monotonic() - began, _cpu_seconds(process.pid)
        later.append((seconds, worked))
        if start and seconds <= 2.0:
            break
    story.figures |= {"window_seconds_first": round(later[0][0], 2), "window_cpu_seconds_first": round(later[0][1], 2)}
    seconds, worked = min(later[1:])
    load = os.getloadavg()[0]
    story.figures |= {"window_seconds": round(seconds, 2), "window_cpu_seconds": round(worked, 2), "load": round(load, 1)}
    # A machine that others keep busy says nothing of the wait: then what the start worked is held to it.
    is_busy = load > (os.cpu_count() or 1)
    took = f"{seconds:.2f} s, {worked:.2f} s of work at a load of {load:.1f}"
    story.check(f"The window stands after {took} (at most 2)", (worked if is_busy else seconds) <= 2.0, "that is too long")


def _cpu_seconds(pid: int) -> float:
    """What a process worked until now."""
    told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def _send_by_window(story: Story, display: str) -> None:
    with _window(story, display):
        _hand(story, display, "key", "ctrl+n")
        composer = _hand(story, display, "search", "--sync", "--onlyvisible", "--name", "New message").split()[-1]
        _hand(story, display, "windowfocus", "--sync", composer)
        # Recipient, then on to the subject, then on to the text.
        _hand(story, display, "type", "--delay", "20", "clara@example.org\t")
        _hand(story, display, "type", "--delay", "20", "By hand\tHello")
        _hand(story, display, "key", "ctrl+Return")
        state = _until_sent(story, "By hand")
        story.check("A message written in the window is sent by its agent", state == "sent", f"it is {state}")


def _until_sent(story: Story, subject: str, patience: float = 40) -> str:
    until, state = time.monotonic() + patience, "nowhere"
    while time.monotonic() < until:
        lines = story.root.run("nightmail", "outbox", "list", "--json", as_person=True).splitlines()
        found = [row for row in map(json.loads, lines) if row.get("subject") == subject]
        state = found[0]["state"] if found else "nowhere"
        if state == "sent":
            break
        time.sleep(1)
    return state


def _demo(story: Story, display: str) -> None:
    began = time.monotonic()
    said = story.nightmail("demo", display=display)
    story.figures["demo_seconds"] = round(time.monotonic() - began, 1)
    story.check("`nightmail demo` inside the bundle holds, on a real screen", said["held"] is True, str(said))


def _carry(story: Story, portable: Path) -> None:
    """The portable archive, below a folder with a space."""
    place = story.root.path / "home" / PERSON / "my programs"
    place.mkdir()
    shutil.unpack_archive(portable, place, filter="data")
    (top,) = place.iterdir()
    inside = "/" + top.relative_to(story.root.path).as_posix()
    story.root.run(f"{inside}/share/install", as_person=True)
    said = story.root.run(f"/home/{PERSON}/.local/bin/nightmail", "outbox", "list", "--json", as_person=True)
    story.check("The portable one finds the same mail", len(said.splitlines()) == 2, said)
    entry = (story.root.path / f"home/{PERSON}/.local/share/applications/org.nightmail.Nightmail.desktop").read_text()
    story.check("It stands in the person's menus", f'Exec="{inside}/nightmail" desktop %u' in entry, entry)
    story.root.run(f"{inside}/share/install", "--remove", as_person=True)
    story.check("It goes from there again", not story.root.has(f"/home/{PERSON}/.local/bin/nightmail"))
    shutil.rmtree(place)


def _send_on_wayland(story: Story) -> None:
    """A compositor without a screen tells what a window asked it for; nobody types there."""
    said = story.root.path / "home" / PERSON / "wayland.log"
    speaking = f"exec env WAYLAND_DEBUG=1 nightmail desktop 2>/home/{PERSON}/wayland.log"
    with _compositor(story) as display:
        process = story.root.start("sh", "-c", speaking, display=display)
        try:
            story.check("On Wayland the window opens", _until_said(said, "attach(wl_buffer"), said.read_text()[-500:])
            asked = said.read_text()
            story.check("It bears the menu entry's name", f'set_app_id("{_ENTRY}")' in asked)
            loaded = Path(f"/proc/{process.pid}/maps").read_text()
            story.check("It draws its own frame where the compositor draws none", "wayland-decoration-client" in loaded)
            words = (
                "schedule",
                "--account",
                f"{PERSON}@example.org",
                "--to",
                "ben@example.org",
                "--subject",
                "On Wayland",
                "--now",
            )
            story.nightmail(*words, "--text", "Hello")
            state = _until_sent(story, "On Wayland")
            story.check("A message scheduled beside it is sent by its agent", state == "sent", f"it is {state}")
        finally:
            _end(process)
    story.check("It ends the orderly way", process.returncode == 0, f"it ended with {process.returncode}")


def _until_said(log: Path, words: str, patience: float = 40) -> bool:
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if log.exists() and words in log.read_text(errors="replace"):
            return True
        time.sleep(0.1)
    return False


def _remove(story: Story, before: set[str]) -> None:
    story.root.run("apt-get", "-qq", "purge", "--yes", "nightmail")
    _is_gone(story, "Removing it", before)


def _by_rpm(story: Story, rpm: Path, before: set[str]) -> None:
    """By rpm itself, which keeps no list here of what Debian installed: what it asks for is looked for one by one."""
    root = story.root
    shutil.copyfile(rpm, root.path / "tmp" / "nightmail.rpm")
    root.run("rpm", "--checksig", "/tmp/nightmail.rpm")
    asked = [match[1] for line in root.run("rpm", "-qpR", "/tmp/nightmail.rpm").splitlines() if (match := _LIBRARY.match(line))]
    there = root.run("/sbin/ldconfig", "--print-cache")
    missing = [name for name in asked if f"\t{name} " not in there]
    story.check("The .rpm asks for libraries by names that the loader knows", bool(asked) and not missing, ", ".join(missing))
    root.run("rpm", "--install", "--nodeps", "/tmp/nightmail.rpm")
    said = root.run("rpm", "--verify", "--nodeps", "nightmail")
    story.check("The .rpm installs whole", not said, said)
    listed = story.root.run("nightmail", "outbox", "list", "--json", as_person=True)
    story.check("It finds the same mail", '"On Wayland"' in listed, listed)
    root.run("rpm", "--erase", "nightmail")
    _is_gone(story, "Erasing it", before)


def _is_gone(story: Story, done: str, before: set[str]) -> None:
    left = {path for path in story.root.files() - before if "nightmail" in path.lower()}
    story.check(f"{done} leaves no file of its own", not left, ", ".join(sorted(left)[:5]))
    story.check(f"{done} leaves the person's mail", story.root.has(f"{_DATA}/nightmail.sqlite3"))


# ---------------------------------------------------------------------------------------------- what runs beside


@contextmanager
def _sandbox(story: Story) -> Iterator[str]:
    with _running(story, "nightmail", "sandbox", "--smtp-port", "0", "--json") as first:
        yield f"smtp://127.0.0.1:{json.loads(first)['smtp_port']}"


@contextmanager
def _screen(story: Story) -> Iterator[str]:
    with _running(story, *_SCREEN) as first:
        yield f":{first.strip()}"


@contextmanager
def _compositor(story: Story) -> Iterator[str]:
    display = f"/home/{PERSON}/run/wayland-1"
    with _running(story, "sh", "-c", _COMPOSITOR, display=display):
        yield display


@contextmanager
def _window(story: Story, display: str) -> Iterator[Popen[str]]:
    process = story.root.start("nightmail", "desktop", display=display)
    try:
        # The tool's own waiting looks twice a second.
        look = "until xdotool search --onlyvisible --name Nightmail; do sleep 0.02; done"
        try:
            story.root.run("sh", "-c", look, as_person=True, display=display, seconds=60)
        except NotDone as problem:
            said = _end(process)
            raise NotDone(f"No window stands: {problem}; it ended with {process.returncode}: {said[-1500:]}") from None
        yield process
    finally:
        _end(process)


@contextmanager
def _running(story: Story, *words: str, display: str = "") -> Iterator[str]:
    """The first line it says, once it is ready."""
    process = story.root.start(*words, display=display)
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        first = process.stdout.readline()
        if not first:
            raise NotDone(f"{words[0]} did not start: {process.stderr.read()[-1000:]}")
        yield first
    finally:
        _end(process)


def _end(process: Popen[str]) -> str:
    """What it said to the end."""
    if process.returncode is not None:
        return ""
    process.terminate()
    said, problems = process.communicate(timeout=60)
    return f"{said}{problems}"


def _hand(story: Story, display: str, *words: str) -> str:
    return story.root.run("xdotool", *words, as_person=True, display=display, seconds=60)
