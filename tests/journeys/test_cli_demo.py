"""The demonstration holds, with no screen and no network."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.commands import Nightmail


def test_every_step_of_the_demonstration_holds(tmp_path: Path) -> None:
    answered = Nightmail({"TMPDIR": "/tmp", "NIGHTMAIL_PROFILE": str(tmp_path / "mine")}).apart().ok("demo").json

    assert answered["held"]
    assert len(answered["steps"]) > 15
    assert answered["desktop_lateness_ms"] >= 0
    assert answered["hosted_lateness_ms"] >= 0
    picture = Path(answered["screenshot"])
    assert picture.read_bytes().startswith(b"\x89PNG")
    picture.unlink()
    assert not (tmp_path / "mine").exists()
