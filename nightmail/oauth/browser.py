"""Open the person's web browser at an address, where there is one."""

from __future__ import annotations

import asyncio


async def open_browser(url: str) -> bool:
    """False where no browser could be opened; then the person has to be given the address."""
    import webbrowser

    return await asyncio.to_thread(webbrowser.open, url)
