"""The desktop with a hundred thousand messages: what it weighs, how soon the first row stands, how long a search takes, how it
scrolls, and for how long its window does not answer while it sends.

A process of its own, drawing into memory, over a profile on disk; the mail goes to the built-in server on loopback.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

MESSAGES, SENT_AT_ONCE, _FRAMES = 100_000, 1_000, 600
# What waits for an answer looks for it so often; a loop that never sleeps would take the interpreter from whoever answers.
_LOOK_MS = 2
# Often, seldom, two together, a part of a word, and none at all.
_SEARCHES = ("meeting", "meeting zebra7", "zebra77", "me", "m", "example", "nowhere")
Figures = dict[str, object]


async def measure(url: str = "", *, messages: int = MESSAGES) -> Figures:
    with tempfile.TemporaryDirectory(prefix="nightmail-desktop-") as folder:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "tests.benchmarks.desktop", folder, str(messages)),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "NIGHTMAIL_KEYRING": "file"},
        )
        printed, _ = await process.communicate()
    figures: Figures = json.loads(printed.decode().splitlines()[-1])
    return figures


async def _fill(folder: Path, messages: int) -> None:
    """As years of use would leave it: most of it sent or still to go far ahead, in words of everyday frequency."""
    from nightmail.account.model import Security, Server
    from nightmail.ids import message_id_for, new_id
    from nightmail.message.model import Address, Message
    from nightmail.ports import NewDelivery
    from nightmail.profile import open_profile

    chance = random.Random(7)
    common = ["meeting", "invoice", "project", "draft", "review", "tomorrow", "thanks", "regards", "budget", "plan"]
    seldom = [f"zebra{n}" for n in range(5_000)]
    async with open_profile(folder, secrets=_NoPasswords()) as profile:
        await profile.accounts.add(
            address="anna@example.org", name="Anna", smtp=Server("127.0.0.1", 9, Security.PLAIN), imap=None, password=None
        )
        (account,) = await profile.accounts.all()
        now = await profile.store.now()
        for start in range(0, messages, 1_000):
            batch = []
            for n in range(start, min(start + 1_000, messages)):
                id = new_id()
                words = [chance.choice(common if chance.random() < 0.3 else seldom) for _ in range(80)]
                message = Message(
                    id=id,
                    message_id=message_id_for(id, "example.org"),
                    account_id=account.id,
                    sender=Address("anna@example.org", "Anna"),
                    to=(Address(f"{chance.choice(seldom)}@example.net", ""),),
                    cc=(),
                    bcc=(),
                    subject=f"{chance.choice(common).capitalize()} {n}",
                    text=" ".join(words),
                    created_at=now,
                )
                due = timedelta(days=30, minutes=chance.randrange(1_000_000))
                batch.append(NewDelivery(message, due, timedelta(days=1), None, None))
            await profile.store.schedule(profile.owner_id, batch)


class _NoPasswords:
    async def get(self, account_id: UUID) -> None:
        return None

    async def put(self, account_id: UUID, secret: object) -> None: ...

    async def delete(self, account_id: UUID) -> None: ...


# ------------------------------------------------------------------------------------- in the process that is measured


class _Bench:
    def __init__(self, folder: Path) -> None:
        from desktop.app import make_app
        from desktop.wiring import Desk, open_window_settings, read_settings
        from nightmail.memory import keep_small

        keep_small()
        self.app = make_app()
        self.desk = Desk(read_settings(folder), open_window_settings(folder), quit_app=lambda: None)
        self.presenter = self.desk.shell.main.presenter
        self.view = self.desk.shell.main.view

    def until(self, seen: Callable[[], bool], *, most: float = 600) -> float:
        """Seconds, with the window's own loop running: it sleeps until something happens, as it does for people."""
        from PySide6.QtCore import QEventLoop, QTimer

        begun = time.perf_counter()
        loop, look = QEventLoop(), QTimer()

        def looked() -> None:
            if seen() or time.perf_counter() - begun > most:
                loop.quit()

        look.timeout.connect(looked)
        look.start(_LOOK_MS)
        loop.exec()
        look.stop()
        if not seen():
            raise TimeoutError
        return time.perf_counter() - begun

    def first_row(self) -> float:
        from nightmail.memory import give_back

        begun = time.perf_counter()
        self.view.show()
        self.desk.open()
        self.until(lambda: bool(self.presenter.state.rows))
        self.view.list.viewport().repaint()
        taken = time.perf_counter() - begun
        # As the application does once its start is over.
        give_back()
        return taken

    def searches(self) -> dict[str, float]:
        """From the typed word to the painted rows; the pause that waits for further letters not counted."""
        taken = {}
        for words in (*_SEARCHES, *_SEARCHES):
            rows = self._rows()
            begun = time.perf_counter()
            self.presenter.search(words)
            self.until(lambda rows=rows: self._rows() is not rows)  # type: ignore[misc]
            self.view.list.viewport().repaint()
            taken[words] = (time.perf_counter() - begun) * 1000
        self.presenter.search("")
        self.until(lambda: bool(self.presenter.state.rows))
        return taken

    def _rows(self) -> Sequence[object] | None:
        """Those in hand: others as soon as they are the answer to another question."""
        page = self.presenter._page
        return page.rows if page is not None else None

    def frames(self) -> list[float]:
        """Down through page after page, as a wheel does it: move, and paint."""
        bar = self.view.list.verticalScrollBar()
        taken = []
        for _ in range(_FRAMES):
            begun = time.perf_counter()
            bar.setValue(min(bar.value() + 120, bar.maximum()))
            self.view.list.viewport().repaint()
            taken.append((time.perf_counter() - begun) * 1000)
            self.app.processEvents()
        return sorted(taken)

    def longest_block(self, send: Callable[[], Any], done: Callable[[], bool]) -> tuple[float, float]:
        """(ms, seconds): the longest time between two turns of the window's loop while it sends."""
        from PySide6.QtCore import QTimer

        gaps: list[float] = []
        last = time.perf_counter()

        def beat() -> None:
            nonlocal last
            now = time.perf_counter()
            gaps.append(now - last)
            last = now

        timer = QTimer()
        timer.timeout.connect(beat)
        timer.start(1)
        begun = time.perf_counter()
        send()
        self.until(done)
        timer.stop()
        return max(gaps) * 1000, time.perf_counter() - begun


def _drive(folder: Path, messages: int) -> None:
    from desktop.screens.outbox.state import Folder
    from nightmail.delivery.model import DeliveryState
    from nightmail.message.draft import Draft
    from nightmail.outbox import Request
    from nightmail.schedule.model import NOW
    from tests.benchmarks.starting import resident

    asyncio.run(_fill(folder, messages))
    bench = _Bench(folder)
    first = bench.first_row()
    searches = bench.searches()
    frames = bench.frames()
    rss = resident() / 1e6
    bench.presenter.choose_folder(Folder.SENT)
    bench.until(lambda: bench.presenter.state.is_loaded)

    async def send() -> None:
        account = await bench.desk.gateway.add_sandbox()
        profile = await bench.desk._local.profile()
        asked = [
            Request(Draft(to=("bob@example.net",), subject=f"No. {n}", text="Hello"), account, NOW) for n in range(SENT_AT_ONCE)
        ]
        await profile.outbox.schedule_many(asked)

    def sent() -> bool:
        page = bench.presenter._page
        return page is not None and page.counts.get(DeliveryState.SENT, 0) >= SENT_AT_ONCE

    block, seconds = bench.longest_block(lambda: bench.desk.background.run(send()), sent)
    print(
        json.dumps(
            {
                "desktop_messages": messages,
                "desktop_rss_full_mb": round(rss, 1),
                "desktop_first_row_s": round(first, 3),
                "desktop_search_ms": {words: round(ms, 1) for words, ms in searches.items()},
                "desktop_frame_p99_ms": round(frames[int(len(frames) * 0.99)], 2),
                "desktop_frame_worst_ms": round(frames[-1], 2),
                "desktop_longest_block_ms": round(block, 1),
                "desktop_sent_s": round(seconds, 1),
            }
        )
    )
    sys.stdout.flush()
    bench.desk.close()


if __name__ == "__main__":
    _drive(Path(sys.argv[1]), int(sys.argv[2]))
