"""What the reading pane shows of a message's text: made safe, with the pictures inside it, and others' pictures on demand."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import UUID

from desktop.gateway.pictures import fetch_all
from desktop.gateway.port import Gateway
from desktop.language import plural, tr
from desktop.screens.outbox.state import Detail, Pictures
from nightmail.errors import NightmailError
from nightmail.message.safe_html import Shown, shown

if TYPE_CHECKING:
    from nightmail.ports import Item

# More than anybody reads in a pane; the whole is in the message all the same.
_MOST_TEXT = 200_000
_MOST_INLINE = 20_000_000


@dataclass(frozen=True, slots=True)
class Body:
    """`images` are bytes by the address the HTML gives them, `remote` the addresses on other servers."""

    id: UUID | None = None
    html: str | None = None
    text: str = ""
    remote: tuple[str, ...] = ()
    images: Mapping[str, bytes] = field(default_factory=dict, compare=False)
    pictures: Pictures = Pictures.NONE
    is_cut: bool = False

    async def fetched(self) -> Body:
        found = await fetch_all(self.remote)
        pictures = Pictures.LOADED if len(found) == len(self.remote) else Pictures.MISSING
        return replace(self, images={**self.images, **found}, pictures=pictures)

    def put_into(self, detail: Detail) -> Detail:
        if self.id != detail.id:
            return detail
        return replace(
            detail,
            html=self.html,
            text=self.text,
            images=self.images,
            pictures=self.pictures,
            pictures_words=_words(self.pictures, self.remote),
            is_cut=self.is_cut,
        )


async def load(gateway: Gateway, id: UUID, known: Body) -> tuple[Item, Body]:
    """The message as it stands; its text is the same for ever, so `known` is taken where it is that message's."""
    item = await gateway.show(id)
    if known.id == id:
        return item, known
    message = item.message
    safe = await asyncio.to_thread(shown, message.html) if message.html is not None else None
    return item, Body(
        id=id,
        html=safe.html[: 4 * _MOST_TEXT] if safe else None,
        text=message.text[:_MOST_TEXT],
        remote=safe.pictures if safe else (),
        images=await _inline(gateway, item, safe),
        pictures=Pictures.BLOCKED if safe and safe.pictures else Pictures.NONE,
        is_cut=bool(safe and (safe.is_cut or len(safe.html) > 4 * _MOST_TEXT)) or len(message.text) > _MOST_TEXT,
    )


async def _inline(gateway: Gateway, item: Item, safe: Shown | None) -> Mapping[str, bytes]:
    """Pictures that travel with the message; without them its text is shown all the same."""
    wanted = {file.content_id: file.size for file in item.message.attachments if file.content_id}
    if safe is None or not wanted or "cid:" not in safe.html or sum(wanted.values()) > _MOST_INLINE:
        return {}
    with suppress(NightmailError):
        draft = await gateway.draft_of(item.delivery.id)
        return {f"cid:{file.content_id}": file.content for file in draft.files if file.content_id and file.content}
    return {}


def _words(pictures: Pictures, remote: tuple[str, ...]) -> str:
    hosts = list(dict.fromkeys(urlsplit(address).hostname or "" for address in remote))
    named = ", ".join(hosts[:2])
    where = named if len(hosts) <= 2 else tr("{hosts} and {count} more", hosts=named, count=len(hosts) - 2)
    match pictures:
        case Pictures.BLOCKED:
            return plural(
                "{count} picture is on another server ({where}). It is not loaded, as that would tell it that you looked.",
                "{count} pictures are on other servers ({where}). They are not loaded, as that would tell them that you looked.",
                len(remote),
                where=where,
            )
        case Pictures.LOADING:
            return tr("Loading pictures from {where}…", where=where)
        case Pictures.MISSING:
            return tr("Not all pictures could be loaded from {where}.", where=where)
        case _:
            return ""
