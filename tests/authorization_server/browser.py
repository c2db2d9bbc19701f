"""A browser that nobody sits at: it follows redirects to the end. As a program it is what `BROWSER` names."""

from __future__ import annotations

import sys

import httpx

from tests.patience import PATIENCE


async def browse(url: str) -> httpx.Response:
    async with httpx.AsyncClient(follow_redirects=True, timeout=PATIENCE, trust_env=False) as line:
        return await line.get(url)


def main() -> None:
    httpx.get(sys.argv[1], follow_redirects=True, timeout=PATIENCE, trust_env=False)


if __name__ == "__main__":
    main()
