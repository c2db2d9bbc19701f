"""The demonstration holds, with no network: without a screen, and in real windows where an X server is installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys import screen
from tests.journeys.commands import Nightmail

# CI installs an X server; on a machine without one the windows are drawn offscreen alone.
PLATFORMS = ("offscreen", "xcb") if screen.IS_INSTALLED else ("offscreen",)


# Three parts with processes, servers and windows of their own, beside whatever else the machine is doing.
PATIENCE = 600


@pytest.mark.timeout(PATIENCE + 30)
@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_step_of_the_demonstration_holds(tmp_path: Path, platform: str) -> None:
    settings = {"TMPDIR": "/tmp", "NIGHTMAIL_PROFILE": str(tmp_path / "mine"), "QT_QPA_PLATFORM": platform}
    if platform == "xcb":
        with screen.x_screen() as display:
            held(settings | {"DISPLAY": display}, tmp_path)
    else:
        held(settings, tmp_path)


def held(settings: dict[str, str], tmp_path: Path) -> None:
    answered = Nightmail(settings, is_apart=True, seconds=PATIENCE).ok("demo").json

    assert answered["held"]
    assert len(answered["steps"]) > 15
    assert answered["desktop_lateness_ms"] >= 0
    assert answered["hosted_lateness_ms"] >= 0
    for name in ("screenshot", "cloud_screenshot"):
        picture = Path(answered[name])
        assert picture.read_bytes().startswith(b"\x89PNG")
        picture.unlink()
    assert not (tmp_path / "mine").exists()
