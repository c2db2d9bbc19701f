"""Plug the desktop together. The only place in it that reads the environment or names an implementation."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings

from desktop.background import Background
from desktop.drafts import Drafts
from desktop.gateway.cloud import ProfileCloud
from desktop.gateway.joined import JoinedGateway
from desktop.gateway.local import LocalGateway
from desktop.gateway.set_up import ProfileSetUp
from desktop.gateway.sign_ins import BrowserSignIns
from desktop.gateway.watch import Watch
from desktop.pace import Pace
from desktop.shell import Shell
from desktop.windows.parts import Parts
from nightmail.account.secret import Secret
from nightmail.clock import SystemClock
from nightmail.environment import KeyringKind, OauthClient, read_environment

if TYPE_CHECKING:
    from desktop.gateway.passwords import Passwords

_PATIENCE = 30.0
# Seconds between two looks for changes while one message after the other is sent: each tells the window by itself.
_BREATH = 0.5


@dataclass(frozen=True, slots=True)
class Settings:
    """What the desktop was started with."""

    profile: Path
    keyring: KeyringKind
    master_key: Secret | None
    zone: str
    undo: timedelta | None = None
    sends: bool = True
    oauth_clients: Mapping[str, OauthClient] = field(default_factory=dict)


def read_settings(profile: Path, variables: Mapping[str, str] | None = None) -> Settings:
    """Raises Invalid with every wrong variable."""
    from tzlocal import get_localzone_name

    environment = read_environment(os.environ if variables is None else variables)
    return Settings(
        profile=profile,
        keyring=environment.keyring,
        master_key=environment.master_key,
        zone=get_localzone_name() or "UTC",
        oauth_clients=environment.oauth_clients,
    )


def open_window_settings(profile: Path) -> QSettings:
    """Sizes and looks only; what matters is in the profile's database."""
    profile.mkdir(parents=True, exist_ok=True)
    return QSettings(str(profile / "desktop.ini"), QSettings.Format.IniFormat)


class Desk:
    """The assembled desktop: windows in front, gateway and agent behind. `open` once, `close` once."""

    def __init__(self, settings: Settings, window_settings: QSettings, *, quit_app: Callable[[], None]) -> None:
        self.background = Background(trouble=self._trouble)
        self._watch: Watch | None = None
        self._watching: Future[None] | None = None
        self._changed = self.background.knock(lambda: self.shell.changed())
        clock = SystemClock()
        self._local = LocalGateway(
            settings.profile, passwords=lambda: _open_passwords(settings), changed=self._ring, sends=settings.sends
        )
        pace = Pace(clock)
        self._cloud = ProfileCloud(self._local, clock=clock, changed=self._changed, pace=pace.seconds)
        self.gateway = JoinedGateway(self._local, self._cloud, clock=clock, changed=self._changed)
        self.parts = Parts(
            gateway=self.gateway,
            cloud=self.gateway,
            sign_ins=BrowserSignIns(self._local, self.gateway, settings.oauth_clients),
            background=self.background,
            drafts=Drafts(settings.profile / "drafts"),
            clock=clock,
            settings=window_settings,
            zone=settings.zone,
            fixed_undo=settings.undo,
            pace=pace,
            set_up=ProfileSetUp(self._local, self._cloud),
        )
        self.shell = Shell(self.parts, quit_app=quit_app)

    def open(self) -> None:
        """Start what is slow, after the first paint."""
        self.background.run(self._local.live())
        self.background.run(self._cloud.live())
        self.background.run(self._cloud.notice())
        self._watch = Watch(self._local, self._changed, breath=_BREATH)
        self._watching = self.background.start(self._watch.run())
        self.background.run(asyncio.to_thread(self.parts.people.read))
        self.shell.main.presenter.refresh()
        self.shell.restore()

    def close(self) -> None:
        """Drain the agent, then end the thread. Blocks until what was being sent has its verdict."""
        if self._watching is not None:
            # A look at a profile that is closed meanwhile would fail.
            self._watching.cancel()
        ended = self.background.start(self._closed())
        with suppress(TimeoutError):
            ended.result(_PATIENCE)
        self.background.stop()

    async def _closed(self) -> None:
        """What sends ends last: it may have a verdict to wait for."""
        await self.gateway.close()
        await self._cloud.close()
        await self._local.close()

    def _ring(self) -> None:
        if self._watch is not None:
            self._watch.ring()
        self._changed()

    def _trouble(self, problem: Exception) -> None:
        self.shell.trouble(problem)


def _open_passwords(settings: Settings) -> Passwords:
    # Imported here: it takes the cipher's library along, which the first paint must not wait for.
    from desktop.gateway.passwords import Passwords

    return Passwords(settings.profile, kind=settings.keyring, master_key=settings.master_key)
